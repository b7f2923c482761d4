/** Random numbers that a seed repeats: the splitmix32 generator. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 to 2^32 - 1. */
  next(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let mixed = this.#state ^ (this.#state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  /** From `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + (this.next() % (max - min + 1));
  }

  /** True in so many of a hundred cases. */
  chance(percent: number): boolean {
    return this.next() % 10_000 < percent * 100;
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : items[this.next() % items.length];
  }

  /** One of several that is always there. */
  one<Item>(first: Item, ...others: Item[]): Item {
    const index = this.next() % (others.length + 1);
    return others[index - 1] ?? first;
  }

  /** An item by its weight; zero is never taken. */
  weighted<Item>(items: readonly (readonly [Item, number])[]): Item {
    const total = items.reduce((sum, [, weight]) => sum + weight, 0);
    let point = (this.next() / 2 ** 32) * total;
    for (const [item, weight] of items) {
      point -= weight;
      if (point < 0) return item;
    }
    throw new Error('There is nothing to choose from.');
  }

  shuffle<Item>(items: readonly Item[]): Item[] {
    const keyed = items.map((item) => [this.next(), item] as const);
    return keyed.sort(([left], [right]) => left - right).map(([, item]) => item);
  }
}
