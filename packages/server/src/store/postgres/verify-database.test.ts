import { describe, expect, test } from 'vitest';
import { NOW } from '../record-samples.test-support.ts';
import { formatProblem } from '../verify/problem.ts';
import { inventoryVerification } from '../verify/verification-contract.test-support.ts';
import { makeTestDatabase, openTestStore, runSql } from './test-database.test-support.ts';
import { verifyDatabase } from './verify-database.ts';

async function verify(url: string): Promise<readonly string[]> {
  const lines: string[] = [];
  await verifyDatabase(url, { onProblem: (problem) => lines.push(formatProblem(problem)) });
  return lines;
}

describe('the inventory', () => {
  inventoryVerification(async (fill, sql) => {
    const url = await makeTestDatabase();
    const store = await openTestStore(url, { now: () => NOW });
    await store.write({
      run: async (transactor) => ({ kind: 'commit', value: await fill(transactor) }),
    });
    await store.close();
    // A replica takes every row as it comes: neither triggers nor foreign keys are looked at.
    await runSql(url, `SET session_replication_role = replica; ${sql}`);
    return verify(url);
  });
});

test.each([
  ['DROP TRIGGER allocations_never_move ON allocations', /allocations_never_move: it is missing/],
  [
    'ALTER TABLE allocations DISABLE TRIGGER allocations_lie_in_a_cidr',
    /allocations_lie_in_a_cidr: it is missing or does not guard any more/,
  ],
  [
    'ALTER TABLE pool_cidrs DROP CONSTRAINT public_cidrs_never_overlap',
    /public_cidrs_never_overlap: it is missing/,
  ],
  ['DROP INDEX users_by_name', /users_by_name: it is missing/],
  [
    'ALTER TABLE users DROP CONSTRAINT users_account_id_fkey',
    /table users: of its 1 constraints of kind foreign key it has 0/,
  ],
  [
    'ALTER TABLE pools DROP CONSTRAINT pools_depth_check',
    /table pools: of its \d constraints of kind check it has \d/,
  ],
])('a guard that is gone is found: %s', async (sql, found) => {
  const url = await makeTestDatabase();
  expect(await verify(url)).toEqual([]);
  await runSql(url, sql);
  expect(await verify(url)).toEqual([expect.stringMatching(found)]);
});
