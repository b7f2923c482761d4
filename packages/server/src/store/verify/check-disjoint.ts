import { type AddressBlock, describeBlock, readBlock } from './address-block.ts';
import type { ReportProblem } from './problem.ts';

/** A provisioned CIDR and the name of the space in which it must stand alone. */
export interface SharedSpaceRow {
  /** Rows of one space follow one another, in order of their first keys. */
  readonly space: string;
  readonly accountId: string;
  readonly poolId: string;
  readonly firstKey: string;
  readonly prefixLength: number;
}

/**
 * Proves that no two CIDRs of one space overlap. A row that is no CIDR is passed over: the check of
 * its pool's space reports it.
 */
export function checkDisjoint(rows: Iterable<SharedSpaceRow>, report: ReportProblem): void {
  let furthest: { readonly row: SharedSpaceRow; readonly block: AddressBlock } | undefined;
  for (const row of rows) {
    const block = readBlock(row.firstKey, row.prefixLength);
    if (block === undefined) continue;
    if (furthest !== undefined && reachesInto(furthest.row, furthest.block, row, block)) {
      const { accountId, poolId } = furthest.row;
      report({
        accountId: row.accountId,
        subject: `pool ${row.poolId}, CIDR ${describeBlock(block)}`,
        text: `it overlaps ${describeBlock(furthest.block)} of pool ${poolId} of account ${accountId} in ${row.space}`,
      });
      if (block.last <= furthest.block.last) continue;
    }
    furthest = { row, block };
  }
}

function reachesInto(
  before: SharedSpaceRow,
  blockBefore: AddressBlock,
  row: SharedSpaceRow,
  block: AddressBlock,
): boolean {
  return (
    before.space === row.space &&
    blockBefore.ipVersion === block.ipVersion &&
    block.first <= blockBefore.last
  );
}
