import { type AddressBlock, describeBlock, readBlock } from './address-block.ts';
import type { ReportProblem } from './problem.ts';

/** A CIDR of a resource in one scope. */
export interface SeenCidrRow {
  /** Rows of one scope and family follow one another, by first key, the larger ones first. */
  readonly accountId: string;
  readonly scopeId: string;
  readonly ownerId: string;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly vpcId: string;
  readonly firstKey: string;
  readonly lastKey: string;
  readonly prefixLength: number;
  readonly isIgnored: number;
  readonly isOverlapping: number;
}

interface OpenRow {
  readonly row: SeenCidrRow;
  readonly block: AddressBlock;
  isOverlapping: boolean;
}

/**
 * Proves that a row is marked exactly where it overlaps with another of its scope. It holds the blocks
 * around the current one; each block is compared with those that are not known to overlap yet.
 */
export function checkOverlap(rows: Iterable<SeenCidrRow>, report: ReportProblem): void {
  let open: OpenRow[] = [];
  for (const row of rows) {
    const block = readBlock(row.firstKey, row.prefixLength);
    if (block === undefined) {
      const text = `first_key '${row.firstKey}' and prefix_length ${row.prefixLength} are no CIDR`;
      report({ accountId: row.accountId, subject: subjectOf(row), text });
      continue;
    }
    open = closeEnded(open, row, block, report);
    const current: OpenRow = { row, block, isOverlapping: false };
    if (row.isIgnored === 0) for (const around of open) compare(around, current);
    open.push(current);
  }
  for (const ended of open) close(ended, report);
}

/** The blocks that are around the next one still; the others have met all that they can. */
function closeEnded(
  open: readonly OpenRow[],
  row: SeenCidrRow,
  block: AddressBlock,
  report: ReportProblem,
): OpenRow[] {
  const kept: OpenRow[] = [];
  for (const before of open) {
    const isSameSpace =
      before.row.accountId === row.accountId &&
      before.row.scopeId === row.scopeId &&
      before.block.ipVersion === block.ipVersion;
    if (isSameSpace && block.first <= before.block.last) kept.push(before);
    else close(before, report);
  }
  return kept;
}

function compare(left: OpenRow, right: OpenRow): void {
  if (left.isOverlapping && right.isOverlapping) return;
  const { row: one } = left;
  const { row: other } = right;
  if (one.isIgnored === 1) return;
  const isSameNetwork = one.ownerId === other.ownerId && one.vpcId === other.vpcId;
  const areSubnets = one.resourceType === 'VSwitch' && other.resourceType === 'VSwitch';
  const areTwoSubnets = areSubnets && one.resourceId !== other.resourceId;
  if (isSameNetwork && !areTwoSubnets) return;
  left.isOverlapping = true;
  right.isOverlapping = true;
}

function close({ row, block, isOverlapping }: OpenRow, report: ReportProblem): void {
  if ((row.isOverlapping === 1) === isOverlapping) return;
  const { accountId } = row;
  const text = `it is${isOverlapping ? ' not' : ''} marked, but does${isOverlapping ? '' : ' not'} overlap in scope ${row.scopeId}`;
  report({ accountId, subject: `${subjectOf(row)}, CIDR ${describeBlock(block)}`, text });
}

function subjectOf({ ownerId, resourceId }: SeenCidrRow): string {
  return `resource ${resourceId} of account ${ownerId}`;
}
