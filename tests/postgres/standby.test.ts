import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openTestStore } from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import {
  NOW,
  sampleAccount,
  sampleNonce,
} from '../../packages/server/src/store/record-samples.test-support.ts';
import { PostgresPair } from '../failover/postgres-pair.ts';

/** Ends the connection of a commit that waits for the standby, once there is one. */
async function terminateWaitingCommit({ primary }: PostgresPair): Promise<void> {
  for (;;) {
    const ended = await primary.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'",
    );
    if (ended.length > 0) return;
    await sleep(20);
  }
}

test('a commit that only the primary has is not answered before the standby has it', async () => {
  const pair = await PostgresPair.start();
  onTestFinished(() => pair.dispose());
  const store = await openTestStore(pair.primary.url, { now: () => NOW });
  onTestFinished(() => store.close());
  await pair.killStandby();
  let runCount = 0;
  let isAnswered = false;
  const writing = store.write({
    nonce: sampleNonce(),
    run: async ({ accounts }) => {
      runCount += 1;
      await accounts.insert(sampleAccount());
      return { kind: 'commit', value: 'made' };
    },
  });
  const answered = writing.finally(() => {
    isAnswered = true;
  });
  await terminateWaitingCommit(pair);
  await sleep(1_000);
  expect(isAnswered).toBe(false);
  await pair.startStandby();
  expect(await answered).toEqual({ kind: 'done', value: 'made' });
  expect(runCount).toBe(1);
});
