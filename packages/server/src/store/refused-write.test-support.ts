import { expect } from 'vitest';
import type { Store, Transactor } from './store.ts';

/** Expects that the database refuses what is written; a refusal ends its write, on any engine. */
export async function expectRefused(
  store: Store,
  run: (transactor: Transactor) => Promise<void>,
  reason: string | RegExp = /./,
): Promise<void> {
  const writing = store.write({
    run: async (transactor) => {
      await run(transactor);
      return { kind: 'commit', value: undefined };
    },
  });
  await expect(writing).rejects.toThrow(reason);
}
