import {
  buddyOf,
  type Cidr,
  cidrContains,
  type FreeBlock,
  parentOf,
} from '@cadastre/address-space';
import type { FreeSpaceWriter } from '../store.ts';
import { enclosing, firstKey, toCidr } from './cidr-columns.ts';
import type { SqlSession, SqlValue } from './session.ts';

const COLUMNS = `prefix_length AS "prefixLength", first_key AS "firstKey",
  source_prefix_length AS "sourcePrefixLength"`;

// How many of the lowest blocks are looked at before the search by prefix length: most pools fill
// from the bottom, where one of the first few blocks fits.
const LOWEST_COUNT = 4;

const LOWEST_THAT_FITS_AT_ONCE = `SELECT * FROM (SELECT ${COLUMNS} FROM free_blocks
    WHERE account_id = $1 AND pool_id = $2 ORDER BY first_key LIMIT ${LOWEST_COUNT}) AS lowest
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
  SELECT ${COLUMNS} FROM free_blocks WHERE account_id = $1 AND pool_id = $2 AND first_key = (
    SELECT min(lowest.first_key) FROM (SELECT (SELECT min(first_key) FROM free_blocks
      WHERE account_id = $1 AND pool_id = $2 AND prefix_length = length) AS first_key
      FROM present WHERE length <= $3) AS lowest)`;

const BEFORE = `SELECT ${COLUMNS} FROM free_blocks
  WHERE account_id = $1 AND pool_id = $2 AND first_key <= $3 ORDER BY first_key DESC LIMIT 1`;
const FIND = `SELECT ${COLUMNS} FROM free_blocks
  WHERE account_id = $1 AND pool_id = $2 AND first_key = $3 AND prefix_length = $4`;
const INSERT = `INSERT INTO free_blocks (account_id, pool_id, first_key, prefix_length,
  source_prefix_length) VALUES ($1, $2, $3, $4, $5)`;
const DELETE = `DELETE FROM free_blocks
  WHERE account_id = $1 AND pool_id = $2 AND first_key = $3 AND prefix_length = $4`;

interface FreeBlockRow {
  readonly prefixLength: number;
  readonly firstKey: string;
  readonly sourcePrefixLength: number;
}

function toFreeBlock(row: FreeBlockRow): FreeBlock {
  const cidr = toCidr(row.firstKey, row.prefixLength);
  return { cidr, within: enclosing(cidr, row.sourcePrefixLength) };
}

function keyOf(accountId: string, poolId: string, cidr: Cidr): SqlValue[] {
  return [accountId, poolId, firstKey(cidr), cidr.prefixLength];
}

export function freeBlockTable(session: SqlSession): FreeSpaceWriter {
  const find = async (accountId: string, poolId: string, cidr: Cidr) => {
    const row = await session.get<FreeBlockRow>(FIND, keyOf(accountId, poolId, cidr));
    return row === undefined ? undefined : toFreeBlock(row);
  };
  return {
    async lowestThatFits(accountId, poolId, prefixLength) {
      const values = [accountId, poolId, prefixLength];
      const row =
        (await session.get<FreeBlockRow>(LOWEST_THAT_FITS_AT_ONCE, values)) ??
        (await session.get<FreeBlockRow>(LOWEST_THAT_FITS, values));
      return row === undefined ? undefined : toFreeBlock(row);
    },
    async blockContaining(accountId, poolId, cidr) {
      const values = [accountId, poolId, firstKey(cidr)];
      const row = await session.get<FreeBlockRow>(BEFORE, values);
      const block = row === undefined ? undefined : toFreeBlock(row);
      return block !== undefined && cidrContains(block.cidr, cidr) ? block : undefined;
    },
    async freeBuddies(accountId, poolId, cidr, within) {
      const buddies: FreeBlock[] = [];
      let block = cidr;
      while (block.prefixLength > within.prefixLength) {
        const buddy = await find(accountId, poolId, buddyOf(block));
        if (buddy === undefined) break;
        buddies.push(buddy);
        block = parentOf(block);
      }
      return buddies;
    },
    async apply(accountId, poolId, { removed, added }) {
      for (const { cidr } of removed) {
        await session.send(
          DELETE,
          keyOf(accountId, poolId, cidr),
          () => new Error(`A free block of pool ${poolId} is gone that a plan was made with.`),
        );
      }
      for (const { cidr, within } of added) {
        await session.send(INSERT, [...keyOf(accountId, poolId, cidr), within.prefixLength]);
      }
    },
  };
}
