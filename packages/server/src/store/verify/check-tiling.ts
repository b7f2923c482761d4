import { encodeAddressKey, type IpVersion } from '@cadastre/address-space';
import {
  type AddressBlock,
  areBuddies,
  describeBlock,
  describeRange,
  readBlock,
} from './address-block.ts';
import type { ReportProblem } from './problem.ts';

interface RowBase {
  readonly accountId: string;
  readonly poolId: string;
  /** Empty for the row of the pool itself. */
  readonly firstKey: string;
}

interface PoolRow extends RowBase {
  readonly kind: 'pool';
  readonly ipVersion: IpVersion;
  readonly cidrCount: number;
  readonly allocationCount: number;
}

interface CidrRow extends RowBase {
  readonly kind: 'cidr';
  readonly lastKey: string;
  readonly prefixLength: number;
}

interface FreeBlockRow extends RowBase {
  readonly kind: 'free';
  readonly prefixLength: number;
  readonly sourcePrefixLength: number;
}

interface AllocationRow extends RowBase {
  readonly kind: 'allocation';
  readonly lastKey: string;
  readonly prefixLength: number;
  readonly sourcePrefixLength: number;
  readonly allocationId: string;
}

/**
 * What a pool's space is made of. Rows come in order of account, pool and first key; at one key the
 * pool comes before its CIDR, and that before free blocks and allocations.
 */
export type SpaceRow = PoolRow | CidrRow | FreeBlockRow | AllocationRow;

/** How many rows were walked. */
export interface SpaceCounts {
  pools: number;
  cidrs: number;
  freeBlocks: number;
  allocations: number;
}

/** The pool whose rows are passing. */
interface CurrentPool {
  readonly accountId: string;
  readonly poolId: string;
  /** Undefined when there are rows of a pool that does not exist. */
  readonly pool: PoolRow | undefined;
  cidr: CurrentCidr | undefined;
  cidrCount: number;
  allocationCount: number;
}

interface CurrentCidr extends AddressBlock {
  /** The lowest address that no row has covered yet. */
  next: bigint;
  /** The row before: its block and what to call it. */
  previous:
    | { readonly block: AddressBlock; readonly row: FreeBlockRow | AllocationRow }
    | undefined;
}

/**
 * Proves in one pass that every CIDR is tiled exactly by its free blocks and allocations, that free
 * blocks are maximal, that every block lies in a CIDR of its pool and names it rightly, and that the
 * pools' counters are right. It holds one pool, one CIDR and one row at a time.
 */
export function checkTiling(rows: Iterable<SpaceRow>, report: ReportProblem): SpaceCounts {
  const counts: SpaceCounts = { pools: 0, cidrs: 0, freeBlocks: 0, allocations: 0 };
  let current: CurrentPool | undefined;
  for (const row of rows) {
    if (current?.poolId !== row.poolId || current.accountId !== row.accountId) {
      if (current !== undefined) closePool(current, report);
      current = openPool(row, report);
    }
    count(counts, row);
    if (row.kind === 'cidr') addCidr(current, row, report);
    else if (row.kind !== 'pool') addBlock(current, row, report);
  }
  if (current !== undefined) closePool(current, report);
  return counts;
}

function count(counts: SpaceCounts, { kind }: SpaceRow): void {
  if (kind === 'allocation') counts.allocations += 1;
  else if (kind === 'free') counts.freeBlocks += 1;
  else if (kind === 'cidr') counts.cidrs += 1;
  else counts.pools += 1;
}

function openPool(row: SpaceRow, report: ReportProblem): CurrentPool {
  const { accountId, poolId } = row;
  if (row.kind !== 'pool') {
    report({ accountId, subject: `pool ${poolId}`, text: 'it has space, but does not exist' });
  }
  const pool = row.kind === 'pool' ? row : undefined;
  return { accountId, poolId, pool, cidr: undefined, cidrCount: 0, allocationCount: 0 };
}

function closePool(current: CurrentPool, report: ReportProblem): void {
  closeCidr(current, report);
  const { accountId, poolId, pool, cidrCount, allocationCount } = current;
  if (pool === undefined) return;
  const counters = [
    { name: 'cidr_count', stored: pool.cidrCount, counted: cidrCount },
    { name: 'allocation_count', stored: pool.allocationCount, counted: allocationCount },
  ];
  for (const { name, stored, counted } of counters) {
    if (stored === counted) continue;
    const text = `${name} is ${stored}, but there are ${counted}`;
    report({ accountId, subject: `pool ${poolId}`, text });
  }
}

function addCidr(current: CurrentPool, row: CidrRow, report: ReportProblem): void {
  current.cidrCount += 1;
  const block = readBlockOf(current, row, report);
  if (block === undefined) return;
  const { cidr } = current;
  if (cidr !== undefined && block.first <= cidr.last) {
    const text = `it overlaps the CIDR ${describeBlock(cidr)} of the same pool`;
    report({ ...placeOf(current, row, block), text });
    return;
  }
  closeCidr(current, report);
  current.cidr = { ...block, next: block.first, previous: undefined };
}

/** What is left of the CIDR after its last row is a gap. */
function closeCidr(current: CurrentPool, report: ReportProblem): void {
  const { cidr } = current;
  if (cidr !== undefined && cidr.next <= cidr.last) reportGap(current, cidr, cidr.last, report);
}

function reportGap(
  { accountId, poolId }: CurrentPool,
  cidr: CurrentCidr,
  last: bigint,
  report: ReportProblem,
): void {
  const range = describeRange(cidr.ipVersion, cidr.next, last);
  report({
    accountId,
    subject: `pool ${poolId}, CIDR ${describeBlock(cidr)}`,
    text: `${range} is neither free nor allocated`,
  });
}

function addBlock(
  current: CurrentPool,
  row: FreeBlockRow | AllocationRow,
  report: ReportProblem,
): void {
  if (row.kind === 'allocation') current.allocationCount += 1;
  const block = readBlockOf(current, row, report);
  if (block === undefined) return;
  const { cidr } = current;
  if (cidr === undefined || block.first > cidr.last || block.last > cidr.last) {
    report({ ...placeOf(current, row, block), text: 'it lies in no CIDR of the pool' });
    return;
  }
  if (block.first > cidr.next) reportGap(current, cidr, block.first - 1n, report);
  if (block.first < cidr.next && cidr.previous !== undefined) {
    const other = describeRow(cidr.previous.row, cidr.previous.block);
    report({ ...placeOf(current, row, block), text: `it overlaps ${other}` });
  }
  if (row.sourcePrefixLength !== cidr.prefixLength) {
    const text = `source_prefix_length is ${row.sourcePrefixLength}, but it lies in ${describeBlock(cidr)}`;
    report({ ...placeOf(current, row, block), text });
  }
  if (row.kind === 'free') checkMaximal(current, cidr, row, block, report);
  if (block.last >= cidr.next) {
    cidr.next = block.last + 1n;
    cidr.previous = { block, row };
  }
}

/** Buddies are neighbours, so that the row before is the only one to look at. */
function checkMaximal(
  current: CurrentPool,
  { previous }: CurrentCidr,
  row: FreeBlockRow,
  block: AddressBlock,
  report: ReportProblem,
): void {
  if (previous?.row.kind !== 'free' || !areBuddies(previous.block, block)) return;
  const text = `it and ${describeBlock(previous.block)} are the halves of one free block`;
  report({ ...placeOf(current, row, block), text });
}

/** The block of a row, when its columns agree with one another and with the pool. */
function readBlockOf(
  current: CurrentPool,
  row: CidrRow | FreeBlockRow | AllocationRow,
  report: ReportProblem,
): AddressBlock | undefined {
  const block = readBlock(row.firstKey, row.prefixLength);
  const { accountId, poolId, pool } = current;
  if (block === undefined || (pool !== undefined && block.ipVersion !== pool.ipVersion)) {
    const subject = `pool ${poolId}, ${describeRow(row, block)}`;
    const kind = pool === undefined ? '' : `${pool.ipVersion} `;
    const text = `first_key '${row.firstKey}' and prefix_length ${row.prefixLength} are no ${kind}CIDR`;
    report({ accountId, subject, text });
    return undefined;
  }
  if (row.kind !== 'free' && row.lastKey !== encodeAddressKey(block.ipVersion, block.last)) {
    const text = `last_key '${row.lastKey}' is not the key of its last address`;
    report({ ...placeOf(current, row, block), text });
  }
  return block;
}

function placeOf(
  { accountId, poolId }: CurrentPool,
  row: CidrRow | FreeBlockRow | AllocationRow,
  block: AddressBlock,
): { readonly accountId: string; readonly subject: string } {
  return { accountId, subject: `pool ${poolId}, ${describeRow(row, block)}` };
}

function describeRow(
  row: CidrRow | FreeBlockRow | AllocationRow,
  block: AddressBlock | undefined,
): string {
  const text = block === undefined ? '' : ` ${describeBlock(block)}`;
  if (row.kind === 'allocation') return `allocation ${row.allocationId}${text}`;
  return row.kind === 'cidr' ? `CIDR${text}` : `free block${text}`;
}
