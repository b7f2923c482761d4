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
      ...findNetworkDifferences(model, readNetworkAllocations(database)),
    ];
  } finally {
    database.close();
  }
}

type BlocksByPool = ReadonlyMap<string, readonly Block[]>;

function readBlocks(database: Database.Database, table: string): BlocksByPool {
  const rows = database.prepare<[], BlockRow>(`SELECT ${COLUMNS} FROM ${table}`).all();
  const blocks = new Map<string, Block[]>();
  for (const row of rows) {
    const pool = `${row.accountId}/${row.poolId}`;
    blocks.set(pool, [...(blocks.get(pool) ?? []), blockOf(row)]);
  }
  return blocks;
}

function blockOf({ firstKey, prefixLength }: BlockRow): Block {
  const version = firstKey.length === 8 ? 'IPv4' : 'IPv6';
  return makeBlock(version, BigInt(`0x${firstKey}`), prefixLength);
}

/** What VPCs have of pools, as lines of text. */
function readNetworkAllocations(database: Database.Database): readonly string[] {
  const rows = database
    .prepare<[], BlockRow & { readonly vpcId: string }>(
      `SELECT ${COLUMNS}, resource_id AS vpcId FROM allocations WHERE resource_type = 'VPC'`,
    )
    .all();
  return rows.map((row) => `${row.poolId}: ${blockOf(row).text} of ${row.vpcId}`);
}

function findNetworkDifferences(model: Model, kept: readonly string[]): readonly string[] {
  const expected = model.accounts
    .flatMap(({ pools }) => pools.flatMap(({ allocations }) => allocations))
    .flatMap(({ pool, block, holder }) =>
      holder?.kind === 'vpc' ? [`${pool.id.value}: ${block.text} of ${holder.vpc.id.value}`] : [],
    );
  return [
    ...kept.filter((line) => !expected.includes(line)).map((line) => `${line} should not be there`),
    ...expected.filter((line) => !kept.includes(line)).map((line) => `${line} is missing`),
  ];
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
