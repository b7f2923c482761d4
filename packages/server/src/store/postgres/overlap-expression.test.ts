import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeTestDatabase, runSql } from './test-database.test-support.ts';

interface Block {
  readonly poolId: string;
  readonly address: number;
  readonly prefixLength: number;
}

const block: fc.Arbitrary<Block> = fc
  .record({
    poolId: fc.constantFrom('pool-1', 'pool-2'),
    // Near each other and at both ends, so that many overlap.
    address: fc.oneof(fc.nat(7), fc.integer({ min: 2 ** 32 - 8, max: 2 ** 32 - 1 })),
    prefixLength: fc.oneof(fc.integer({ min: 0, max: 32 }), fc.integer({ min: 28, max: 32 })),
  })
  .map(({ address, ...rest }) => {
    const size = 2 ** (32 - rest.prefixLength);
    return { ...rest, address: address - (address % size) };
  });

function literal({ poolId, address, prefixLength }: Block): string {
  return `('account', '${poolId}', '${address.toString(16).padStart(8, '0')}', ${prefixLength})`;
}

function areInConflict(left: Block, right: Block): boolean {
  const end = ({ address, prefixLength }: Block) => address + 2 ** (32 - prefixLength);
  const isSamePool = left.poolId === right.poolId;
  return isSamePool && left.address < end(right) && right.address < end(left);
}

test('the constraint on allocations sees those that overlap in a pool, and no others', async () => {
  const url = await makeTestDatabase();
  const pairs = fc.sample(fc.tuple(block, block), 2_000);
  const rows = pairs.map(
    ([left, right]) =>
      `(ipv4_allocation_in${literal(left)} && ipv4_allocation_in${literal(right)})`,
  );
  const { rows: found } = await runSql(url, `SELECT ARRAY[${rows.join(', ')}] AS are`);
  expect(found[0].are).toEqual(pairs.map(([left, right]) => areInConflict(left, right)));
});

test('pools of different accounts, or with different hashes, are apart', async () => {
  const url = await makeTestDatabase();
  const { rows } = await runSql(
    url,
    `SELECT count(DISTINCT ipv4_allocation_in('a' || n % 7, 'p' || n, '00000000', 0)) AS count
     FROM generate_series(1, 100000) AS n`,
  );
  // As many networks as pools, among them many whose hash has parts that begin with a zero.
  expect(Number(rows[0].count)).toBe(100_000);
  const { rows: one } = await runSql(
    url,
    `SELECT masklen(ipv4_allocation_in('a', 'p', 'ffffffff', 32)) AS length,
     ipv4_allocation_in('a', 'p', 'ffffffff', 32) && ipv4_allocation_in('b', 'p', '00000000', 0) AS other`,
  );
  expect(one).toEqual([{ length: 128, other: false }]);
});
