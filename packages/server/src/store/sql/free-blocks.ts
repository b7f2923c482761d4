import {
  buddyOf,
  type Cidr,
  cidrContains,
  type FreeBlock,
  parentOf,
} from '@cadastre/address-space';
import type { FreeSpaceWriter } from '../store.ts';
import { enclosing, firstKey, toCidr } from './cidr-columns.ts';
import { rowInsert } from './row-insert.ts';
import type { SqlSession, SqlValue } from './session.ts';

export const FREE_BLOCK_COLUMNS = `prefix_length AS "prefixLength", first_key AS "firstKey",
  source_prefix_length AS "sourcePrefixLength"`;

// How many of the lowest blocks are looked at before the search by prefix length: most pools fill
// from the bottom, where one of the first few blocks fits.
const LOWEST_COUNT = 4;

const LOWEST_THAT_FITS_AT_ONCE = `SELECT * FROM (SELECT ${FREE_BLOCK_COLUMNS} FROM free_blocks
    WHERE account_id = $1 AND pool_id = $2 AND first_key > $4
    ORDER BY first_key LIMIT ${LOWEST_COUNT}) AS lowest
  WHERE "prefixLength" <= $3 ORDER BY "firstKey" LIMIT 1`;

// Steps from one prefix length that has blocks to the next and takes the lowest block of each: the
// cost is that of the prefix lengths present, whatever the number of blocks.
const LOWEST_THAT_FITS = `WITH RECURSIVE present(length) AS (
    SELECT min(prefix_length) FROM free_blocks WHERE account_id = $1 AND pool_id = $2
    UNION ALL
    SELECT (SELECT min(prefix_length) FROM free_blocks
      WHERE account_id = $1 AND pool_id = $2 AND prefix_length > length)
    FROM present WHERE length < $3
  )
  SELECT ${FREE_BLOCK_COLUMNS} FROM free_blocks WHERE account_id = $1 AND pool_id = $2 AND first_key = (
    SELECT min(lowest.first_key) FROM (SELECT (SELECT min(first_key) FROM free_blocks
      WHERE account_id = $1 AND pool_id = $2 AND prefix_length = length AND first_key > $4)
      AS first_key
      FROM present WHERE length <= $3) AS lowest)`;

const BEFORE = `SELECT ${FREE_BLOCK_COLUMNS} FROM free_blocks
  WHERE account_id = $1 AND pool_id = $2 AND first_key <= $3 AND first_key > $4
  ORDER BY first_key DESC LIMIT 1`;
const NEXT = `SELECT ${FREE_BLOCK_COLUMNS} FROM free_blocks
  WHERE account_id = $1 AND pool_id = $2 AND first_key > $3 ORDER BY first_key LIMIT `;
const FIND = `SELECT ${FREE_BLOCK_COLUMNS} FROM free_blocks
  WHERE account_id = $1 AND pool_id = $2 AND first_key = $3 AND prefix_length = $4`;
export const INSERT_FREE_BLOCK = rowInsert('free_blocks', {
  account_id: 'TEXT',
  pool_id: 'TEXT',
  first_key: 'TEXT',
  prefix_length: 'INTEGER',
  source_prefix_length: 'INTEGER',
});
export const DELETE_FREE_BLOCK = `DELETE FROM free_blocks
  WHERE account_id = $1 AND pool_id = $2 AND first_key = $3 AND prefix_length = $4`;

export interface FreeBlockRow {
  readonly prefixLength: number;
  readonly firstKey: string;
  readonly sourcePrefixLength: number;
}

export function toFreeBlock(row: FreeBlockRow): FreeBlock {
  const cidr = toCidr(row.firstKey, row.prefixLength);
  return { cidr, within: enclosing(cidr, row.sourcePrefixLength) };
}

function keyOf(accountId: string, poolId: string, cidr: Cidr): SqlValue[] {
  return [accountId, poolId, firstKey(cidr), cidr.prefixLength];
}

/** What is wrong where a block to remove is not there. */
export function goneBlock(poolId: string): Error {
  return new Error(`A free block of pool ${poolId} is gone that a plan was made with.`);
}

/** The values of INSERT_FREE_BLOCK. */
export function freeBlockRow(
  accountId: string,
  poolId: string,
  { cidr, within }: FreeBlock,
): SqlValue[] {
  return [...keyOf(accountId, poolId, cidr), within.prefixLength];
}

/** Before the first address of all. */
const BEFORE_ALL = '';

/** The free block with the lowest address above `after` that holds a CIDR of the prefix length. */
export async function lowestFreeBlock(
  session: SqlSession,
  accountId: string,
  poolId: string,
  prefixLength: number,
  after = BEFORE_ALL,
): Promise<FreeBlock | undefined> {
  const values = [accountId, poolId, prefixLength, after];
  const row =
    (await session.get<FreeBlockRow>(LOWEST_THAT_FITS_AT_ONCE, values)) ??
    (await session.get<FreeBlockRow>(LOWEST_THAT_FITS, values));
  return row && toFreeBlock(row);
}

/** At most `count` free blocks above `after`, in address order. */
export async function nextFreeBlocks(
  session: SqlSession,
  accountId: string,
  poolId: string,
  count: number,
  after = BEFORE_ALL,
): Promise<readonly FreeBlock[]> {
  const rows = await session.all<FreeBlockRow>(NEXT + count, [accountId, poolId, after]);
  return rows.map(toFreeBlock);
}

/** The last free block above `after` that starts at the key or before. */
export async function lastFreeBlockUpTo(
  session: SqlSession,
  accountId: string,
  poolId: string,
  key: string,
  after = BEFORE_ALL,
): Promise<FreeBlock | undefined> {
  const row = await session.get<FreeBlockRow>(BEFORE, [accountId, poolId, key, after]);
  return row && toFreeBlock(row);
}

/** Exactly this block. */
export async function findFreeBlock(
  session: SqlSession,
  accountId: string,
  poolId: string,
  cidr: Cidr,
): Promise<FreeBlock | undefined> {
  const row = await session.get<FreeBlockRow>(FIND, keyOf(accountId, poolId, cidr));
  return row && toFreeBlock(row);
}

/** The buddies that a freed CIDR merges with, one after another, from small to large. */
export async function findFreeBuddies(
  cidr: Cidr,
  within: Cidr,
  find: (buddy: Cidr) => Promise<FreeBlock | undefined>,
): Promise<readonly FreeBlock[]> {
  const buddies: FreeBlock[] = [];
  let block = cidr;
  while (block.prefixLength > within.prefixLength) {
    const buddy = await find(buddyOf(block));
    if (buddy === undefined) break;
    buddies.push(buddy);
    block = parentOf(block);
  }
  return buddies;
}

export function freeBlockTable(session: SqlSession): FreeSpaceWriter {
  return {
    lowestThatFits: (accountId, poolId, prefixLength) =>
      lowestFreeBlock(session, accountId, poolId, prefixLength),
    async blockContaining(accountId, poolId, cidr) {
      const block = await lastFreeBlockUpTo(session, accountId, poolId, firstKey(cidr));
      return block !== undefined && cidrContains(block.cidr, cidr) ? block : undefined;
    },
    freeBuddies: (accountId, poolId, cidr, within) =>
      findFreeBuddies(cidr, within, (buddy) => findFreeBlock(session, accountId, poolId, buddy)),
    async apply(accountId, poolId, { removed, added }) {
      for (const { cidr } of removed) {
        await session.send(DELETE_FREE_BLOCK, keyOf(accountId, poolId, cidr), () =>
          goneBlock(poolId),
        );
      }
      for (const block of added) {
        await session.send(INSERT_FREE_BLOCK.sql, freeBlockRow(accountId, poolId, block));
      }
    },
  };
}
