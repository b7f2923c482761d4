import type { Block } from './blocks.ts';
import type { Account, Allocation, Ipam, Vpc, VSwitch } from './entities.ts';

/** An IPAM sees the VPCs of its account where it operates: no resource discovery is shared here. */
export function isSeeing(ipam: Ipam, { regionId }: Vpc): boolean {
  return ipam.operatingRegions.includes(regionId);
}

export function isIgnoring(ipam: Ipam, { id }: Vpc | VSwitch): boolean {
  return ipam.ignoredIds.has(id.value ?? '');
}

export function allocationsOf(account: Account, vpc: Vpc): readonly Allocation[] {
  return account.pools
    .flatMap((pool) => pool.allocations)
    .filter(({ holder }) => holder?.kind === 'vpc' && holder.vpc === vpc);
}

/** The allocation that a pool of the IPAM has for a block of a VPC. */
export function allocationFor(
  account: Account,
  ipam: Ipam,
  vpc: Vpc,
  { text }: Block,
): Allocation | undefined {
  return allocationsOf(account, vpc).find(
    ({ pool, block }) => pool.ipam === ipam && block.text === text,
  );
}
