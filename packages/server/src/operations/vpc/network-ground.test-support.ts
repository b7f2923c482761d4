import {
  type Actor,
  createIpam,
  createPool,
  REGION,
  startSharingServer,
} from '../resource-sharing/sharing-ground.test-support.ts';

type Item = Readonly<Record<string, unknown>>;
type Parameters = Readonly<Record<string, string>>;

export const ZONE = 'cn-hangzhou-a';

/** A server with an IPAM of the owner and a pool for VPCs of its region. */
export async function openNetworks(poolCidr = '10.0.0.0/16', given: Parameters = {}) {
  const actors = await startSharingServer();
  const { scopeId } = await createIpam(actors.owner);
  const poolId = await createPool(actors.owner, scopeId, poolCidr, {
    PoolRegionId: REGION.RegionId,
    ...given,
  });
  return { ...actors, scopeId, poolId };
}

/** Creates a VPC; its id. */
export async function createVpc(actor: Actor, given: Parameters = {}): Promise<string> {
  return String((await actor.succeed('CreateVpc', { ...REGION, ...given }))['VpcId']);
}

/** Creates a VSwitch; its id. */
export async function createVSwitch(
  actor: Actor,
  vpcId: string,
  cidr: string,
  given: Parameters = {},
): Promise<string> {
  const parameters = { VpcId: vpcId, ZoneId: ZONE, CidrBlock: cidr, ...given };
  return String((await actor.succeed('CreateVSwitch', parameters))['VSwitchId']);
}

export function describeVpc(actor: Actor, vpcId: string): Promise<Item> {
  return actor.succeed('DescribeVpcAttribute', { ...REGION, VpcId: vpcId });
}

/** The allocations of a pool: their CIDRs, types and what they are for. */
export async function allocationsOf(actor: Actor, poolId: string): Promise<readonly Item[]> {
  const body = await actor.succeed('ListIpamPoolAllocations', { ...REGION, IpamPoolId: poolId });
  return body['IpamPoolAllocations'] as readonly Item[];
}

/** The CIDRs that are allocated in a pool. */
export async function allocatedCidrs(actor: Actor, poolId: string): Promise<readonly unknown[]> {
  return (await allocationsOf(actor, poolId)).map((allocation) => allocation['Cidr']);
}

/** How the IPAMs of all accounts see a VPC or a VSwitch: its CIDR, its pool. */
export function seenOf(
  { store }: Awaited<ReturnType<typeof startSharingServer>>['server'],
  ownerId: string,
  resourceId: string,
) {
  return store.read(({ resourceCidrs }) => resourceCidrs.listOfResource(ownerId, resourceId));
}
