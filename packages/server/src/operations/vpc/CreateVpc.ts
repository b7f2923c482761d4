import { type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import { findRegion } from '../../config.ts';
import type { Transactor } from '../../store/store.ts';
import type { Vpc, VpcIpv6Cidr } from '../../store/vpc-store.ts';
import { isRefusal, readTagParameter } from '../answers.ts';
import type { Call, WriteHandler } from '../handler.ts';
import { findPool } from '../ipam-pool/find-pool.ts';
import { checkResourceGroup } from '../resource-group/check-resource-group.ts';
import { type BlockParameters, decideBlock, type WantedBlock } from './decide-block.ts';
import { auditedVpc, putVpc } from './put-network.ts';
import { makeUpIpv6Block, takePoolBlock } from './take-block.ts';
import { DEFAULT_BLOCK, readUserCidrs } from './vpc-defaults.ts';

type Definition = typeof OPERATIONS.CreateVpc;

/** A VPC that is not there yet: what its allocations say of it. */
type NewVpc = Pick<Vpc, 'accountId' | 'vpcId' | 'regionId' | 'name'>;

/** Creates a VPC. What it takes of pools is allocated in the same transaction. */
export const CreateVpc: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId, caller, ids, config, now } = call;
  if (findRegion(config, input.RegionId) === undefined) return refuse('InvalidRegionId.NotFound');
  const tags = readTagParameter(input.Tag);
  if (isRefusal(tags)) return tags;
  const illegal = await checkResourceGroup(transactor, accountId, input.ResourceGroupId);
  if (illegal !== undefined) return illegal;
  const userCidrs = readUserCidrs(input.UserCidr);
  if (isRefusal(userCidrs)) return userCidrs;
  const made: NewVpc = {
    accountId,
    vpcId: ids.resourceId('vpc'),
    regionId: input.RegionId,
    name: input.VpcName ?? '',
  };
  const blocks = await takeBlocks(call, transactor, made);
  if (blocks.kind === 'refusal') return blocks;
  const vpc: Vpc = {
    ...made,
    description: input.Description ?? '',
    resourceGroupId: input.ResourceGroupId ?? caller.account.defaultResourceGroupId,
    routerId: ids.resourceId('vrt'),
    routeTableId: ids.resourceId('vtb'),
    cidr: blocks.cidr,
    secondaryCidrs: [],
    ipv6Cidrs: blocks.ipv6Cidrs,
    userCidrs,
    isDnsHostnameEnabled: input.EnableDnsHostname ?? false,
    createdAt: now,
  };
  await transactor.vpcs.insert(vpc);
  await transactor.tags.insert(accountId, 'VPC', vpc.vpcId, tags);
  await putVpc(transactor, vpc, call);
  return {
    kind: 'answer',
    response: {
      VpcId: vpc.vpcId,
      VRouterId: vpc.routerId,
      RouteTableId: vpc.routeTableId,
      ResourceGroupId: vpc.resourceGroupId,
    },
    change: {
      resourceType: 'Vpc',
      resourceId: vpc.vpcId,
      after: { ...auditedVpc(vpc), tags },
    },
  };
};

interface Blocks extends Pick<Vpc, 'cidr' | 'ipv6Cidrs'> {
  readonly kind: 'blocks';
}

/** Both blocks are decided before either is taken. */
async function takeBlocks(
  call: Call<Definition>,
  transactor: Transactor,
  made: NewVpc,
): Promise<Blocks | Refusal> {
  const { input } = call;
  const ipv4 = await decide(call, transactor, {
    ipVersion: 'IPv4',
    regionId: input.RegionId,
    poolId: input.Ipv4IpamPoolId,
    cidrText: input.CidrBlock,
    mask: input.Ipv4CidrMask,
    maskErrors: { cidr: 'IllegalParam.CidrBlockMask', mask: 'IllegalParam.Ipv4CidrMask' },
  });
  if (ipv4.kind === 'refusal') return ipv4;
  const ipv6 = await decide(call, transactor, {
    ipVersion: 'IPv6',
    regionId: input.RegionId,
    poolId: input.Ipv6IpamPoolId,
    cidrText: input.Ipv6CidrBlock,
    mask: input.Ipv6CidrMask,
    maskErrors: { cidr: 'IllegalParam.CidrMask', mask: 'IllegalParam.CidrMask' },
  });
  if (ipv6.kind === 'refusal') return ipv6;
  const primary = await takeIpv4(call, transactor, made, ipv4);
  if (isRefusal(primary)) return primary;
  const ipv6Cidrs = await takeIpv6(call, transactor, made, ipv6);
  if (isRefusal(ipv6Cidrs)) return ipv6Cidrs;
  return { kind: 'blocks', cidr: primary, ipv6Cidrs };
}

async function decide(
  { accountId, now }: Call<Definition>,
  transactor: Transactor,
  given: BlockParameters,
): Promise<WantedBlock | Refusal> {
  const { poolId } = given;
  const found = poolId === undefined ? undefined : await findPool(transactor, accountId, poolId);
  return decideBlock(given, found?.pool, now);
}

async function takeIpv4(
  call: Call<Definition>,
  transactor: Transactor,
  made: NewVpc,
  wanted: WantedBlock,
): Promise<Vpc['cidr'] | Refusal> {
  if (wanted.kind === 'unnamed') return DEFAULT_BLOCK;
  if (wanted.kind === 'named') return wanted.cidr;
  const taken = await takePoolBlock(transactor, wanted, made, call);
  return taken.kind === 'refusal' ? taken : taken.cidr;
}

/** A VPC has IPv6 where the call switches it on or names where the block comes from. */
async function takeIpv6(
  call: Call<Definition>,
  transactor: Transactor,
  made: NewVpc,
  wanted: WantedBlock,
): Promise<readonly VpcIpv6Cidr[] | Refusal> {
  const { EnableIpv6: isEnabled, Ipv6Isp: isp = 'BGP' } = call.input;
  switch (wanted.kind) {
    case 'from-pool': {
      const taken = await takePoolBlock(transactor, wanted, made, call);
      if (taken.kind === 'refusal') return taken;
      return [{ cidr: taken.cidr, isp: wanted.pool.ipv6Isp ?? isp }];
    }
    case 'named':
      return [{ cidr: wanted.cidr, isp }];
    case 'unnamed':
      return isEnabled === true
        ? [{ cidr: await makeUpIpv6Block(transactor, made.vpcId), isp }]
        : [];
  }
}
