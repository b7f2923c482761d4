/**
 * One ordered sequence out of several; it holds one item of each. Equal items come in the order of
 * their sequences.
 */
export function* mergeOrdered<Item>(
  sequences: readonly Iterable<Item>[],
  isBefore: (left: Item, right: Item) => boolean,
): Generator<Item, void> {
  const iterators = sequences.map((sequence) => sequence[Symbol.iterator]());
  try {
    const heads = iterators.map((iterator) => nextOf(iterator));
    for (;;) {
      let lowest: Item | undefined;
      let lowestIndex = -1;
      for (const [index, head] of heads.entries()) {
        if (head !== undefined && (lowest === undefined || isBefore(head, lowest))) {
          lowest = head;
          lowestIndex = index;
        }
      }
      const iterator = iterators[lowestIndex];
      if (lowest === undefined || iterator === undefined) return;
      yield lowest;
      heads[lowestIndex] = nextOf(iterator);
    }
  } finally {
    for (const iterator of iterators) iterator.return?.();
  }
}

function nextOf<Item>(iterator: Iterator<Item>): Item | undefined {
  const result = iterator.next();
  return result.done === true ? undefined : result.value;
}
