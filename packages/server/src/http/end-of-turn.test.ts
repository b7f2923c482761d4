import { expect, test } from 'vitest';
import { createEndOfTurn } from './end-of-turn.ts';

test('what came in during a turn goes on together at its end, in order', async () => {
  const endOfTurn = createEndOfTurn();
  const seen: string[] = [];
  const arrive = async (name: string) => {
    await endOfTurn();
    seen.push(name);
  };
  const arrived = [arrive('first'), arrive('second')];
  // Of the same turn, although code of its own ran before.
  process.nextTick(() => arrived.push(arrive('third')));
  await new Promise<void>((resolve) => process.nextTick(resolve));
  expect(seen).toEqual([]);
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(seen).toEqual(['first', 'second', 'third']);
  await arrive('next turn');
  expect(seen).toEqual(['first', 'second', 'third', 'next turn']);
});
