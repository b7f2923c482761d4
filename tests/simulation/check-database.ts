import Database from 'better-sqlite3';
import { type Block, contains, describeTilingFault, makeBlock } from './model/blocks.ts';
import type { Model } from './model/model.ts';

/** Reads the rows of address space straight from the file and compares them with the model's. */

interface BlockRow {
  readonly accountId: string;
  readonly poolId: string;
  readonly firstKey: string;
  readonly prefixLength: number;
}

const COLUMNS = `account_id AS accountId, pool_id AS poolId, first_key AS firstKey,
  prefix_length AS prefixLength`;

/** Every fault as a sentence; none where free blocks and allocations tile every CIDR exactly. */
export function findDatabaseFaults(file: string, model: Model): readonly string[] {
  const database = new Database(file, { readonly: true });
  try {
    const cidrs = readBlocks(database, 'pool_cidrs');
    const free = readBlocks(database, 'free_blocks');
    const allocations = readBlocks(database, 'allocations');
    return [
      ...findTilingFaults(cidrs, free, allocations),
      ...findDifferences(model, cidrs, allocations),
    ];
  } finally {
    database.close();
  }
}

type BlocksByPool = ReadonlyMap<string, readonly Block[]>;

function readBlocks(database: Database.Database, table: string): BlocksByPool {
  const rows = database.prepare<[], BlockRow>(`SELECT ${COLUMNS} FROM ${table}`).all();
  const blocks = new Map<string, Block[]>();
  for (const { accountId, poolId, firstKey, prefixLength } of rows) {
    const pool = `${accountId}/${poolId}`;
    const version = firstKey.length === 8 ? 'IPv4' : 'IPv6';
    const block = makeBlock(version, BigInt(`0x${firstKey}`), prefixLength);
    blocks.set(pool, [...(blocks.get(pool) ?? []), block]);
  }
  return blocks;
}

function findTilingFaults(
  cidrs: BlocksByPool,
  free: BlocksByPool,
  allocations: BlocksByPool,
): readonly string[] {
  const faults: string[] = [];
  for (const pool of new Set([...cidrs.keys(), ...free.keys(), ...allocations.keys()])) {
    const wholes = cidrs.get(pool) ?? [];
    const parts = [...(free.get(pool) ?? []), ...(allocations.get(pool) ?? [])];
    for (const whole of wholes) {
      const inside = parts.filter((part) => contains(whole, part));
      const fault = describeTilingFault(whole, inside);
      if (fault !== undefined) faults.push(`${whole.text} of ${pool}: ${fault}`);
    }
    const outside = parts.filter((part) => !wholes.some((whole) => contains(whole, part)));
    faults.push(...outside.map(({ text }) => `${text} of ${pool} is in no CIDR`));
  }
  return faults;
}

function findDifferences(
  model: Model,
  cidrs: BlocksByPool,
  allocations: BlocksByPool,
): readonly string[] {
  const faults: string[] = [];
  const known = new Set<string>();
  for (const account of model.accounts) {
    for (const pool of account.pools) {
      const key = `${account.accountId}/${pool.id.value}`;
      known.add(key);
      const kept = [cidrs.get(key), allocations.get(key)].map(textOf).join(' | ');
      const blocks = pool.allocations.map(({ block }) => block);
      const expected = [pool.cidrs, blocks].map(textOf).join(' | ');
      if (kept !== expected) faults.push(`${key}: has ${kept}, should have ${expected}`);
    }
  }
  const unknown = [...cidrs.keys()].filter((key) => !known.has(key));
  return [...faults, ...unknown.map((key) => `${key} should not be there`)];
}

function textOf(blocks: readonly Block[] | undefined): string {
  return (blocks ?? [])
    .map((block) => block.text)
    .sort()
    .join(' ');
}
