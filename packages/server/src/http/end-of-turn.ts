/**
 * Answers a function that waits for the end of this turn of the event loop, when all requests that came
 * in together have been read. They go on one right after another then: the work of each step is in the
 * processor's caches, and what they ask of the store is there at once. A request alone waits for nothing.
 */
export function createEndOfTurn(): () => Promise<void> {
  let waiting: (() => void)[] = [];
  const goOn = () => {
    const all = waiting;
    waiting = [];
    for (const resolve of all) resolve();
  };
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(goOn);
    });
}
