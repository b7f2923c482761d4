import { addAllocation } from './allocations.ts';
import { type Block, contains, findFree } from './blocks.ts';
import { type Ipam, type Pool, takenBlocks, type Vpc } from './entities.ts';
import type { ModelCall } from './outcome.ts';
import { allocationFor, isIgnoring, isSeeing } from './seen-vpcs.ts';

/** Pools with auto import in a default scope take in blocks of VPCs that their IPAM does not manage. */

interface Candidate {
  readonly ipam: Ipam;
  readonly vpc: Vpc;
  readonly block: Block;
}

function candidatesOf({ account }: ModelCall, vpcs: readonly Vpc[]): Candidate[] {
  return account.ipams.flatMap((ipam) =>
    vpcs
      .filter((vpc) => isSeeing(ipam, vpc) && !isIgnoring(ipam, vpc))
      .flatMap((vpc) =>
        vpc.blocks
          .filter((block) => allocationFor(account, ipam, vpc, block) === undefined)
          .map((block) => ({ ipam, vpc, block })),
      ),
  );
}

/** The first difference that there is decides. */
function compare(...pairs: readonly (readonly [string | number | bigint, unknown])[]): number {
  for (const [left, right] of pairs) {
    if (left !== right) return left < (right as typeof left) ? -1 : 1;
  }
  return 0;
}

function importingPools({ account }: ModelCall, { ipam, vpc, block }: Candidate): readonly Pool[] {
  const around = (pool: Pool) => pool.cidrs.find((cidr) => contains(cidr, block));
  return account.pools
    .filter(
      (pool) =>
        pool.autoImport &&
        pool.scope === ipam.privateScope &&
        pool.poolRegionId === vpc.regionId &&
        around(pool) !== undefined,
    )
    .sort((left, right) =>
      compare(
        [around(right)?.length ?? 0, around(left)?.length],
        [left.id.value ?? '', right.id.value],
      ),
    );
}

/** Whether the block was free in the pool, and is taken now. */
function isImported(call: ModelCall, pool: Pool, { vpc, block }: Candidate): boolean {
  const within = findFree(pool.cidrs, takenBlocks(pool), block);
  if (within === undefined) return false;
  addAllocation(call, pool, { kind: 'place', block, within }, { kind: 'vpc', vpc });
  return true;
}

/** Tries the largest first; each goes to the pool with the smallest CIDR around it. */
export function importVpcs(call: ModelCall, vpcs: readonly Vpc[]): void {
  const candidates = candidatesOf(call, vpcs).sort((left, right) =>
    compare(
      [left.block.length, right.block.length],
      [left.vpc.id.value ?? '', right.vpc.id.value],
      [left.ipam.privateScope.id.value ?? '', right.ipam.privateScope.id.value],
      [left.block.first, right.block.first],
    ),
  );
  for (const candidate of candidates) {
    importingPools(call, candidate).some((pool) => isImported(call, pool, candidate));
  }
}

/** Tries all VPCs of the account in regions that an IPAM looks at otherwise than before. */
export function importInRegions(call: ModelCall, regionIds: readonly string[]): void {
  for (const regionId of regionIds) {
    importVpcs(
      call,
      call.account.vpcs.filter((vpc) => vpc.regionId === regionId),
    );
  }
}

/** Takes into one pool what fits, of each of its CIDRs the largest first. */
export function importIntoPool(call: ModelCall, pool: Pool): void {
  if (!pool.autoImport || pool.scope !== pool.ipam.privateScope) return;
  const vpcs = call.account.vpcs.filter(({ regionId }) => regionId === pool.poolRegionId);
  const candidates = candidatesOf(call, vpcs).filter(({ ipam }) => ipam === pool.ipam);
  for (const cidr of pool.cidrs) {
    const inside = candidates.filter(({ block }) => contains(cidr, block));
    inside.sort((left, right) =>
      compare(
        [left.block.length, right.block.length],
        [left.block.first, right.block.first],
        [left.vpc.id.value ?? '', right.vpc.id.value],
      ),
    );
    for (const candidate of inside) isImported(call, pool, candidate);
  }
}
