import { addAllocation, findPlace, type Place, removeAllocation } from './allocations.ts';
import { importVpcs } from './auto-import.ts';
import { type Block, bitsOf, overlap, parseBlock, touchesRefusedRange } from './blocks.ts';
import type { Pool, Vpc } from './entities.ts';
import { TimeText } from './expected.ts';
import {
  type Change,
  change,
  type Failure,
  fail,
  formatTime,
  isFailure,
  type ModelCall,
} from './outcome.ts';
import { isCreating } from './pools.ts';
import { checkTags } from './read-parameters.ts';
import { hasGroup } from './resource-groups.ts';
import { allocationsOf } from './seen-vpcs.ts';

/** VPCs and their IPv4 blocks; the model has no IPv6 in VPCs. */

const SECONDARY_COUNT_MAX = 5;
const DEFAULT_BLOCK = knownBlock('172.16.0.0/12');
const CARRIER_RANGE = knownBlock('100.64.0.0/10');

function knownBlock(text: string): Block {
  const block = parseBlock(text);
  if (block === undefined) throw new Error(`${text} is no CIDR block.`);
  return block;
}

/** The parameters of a call that say which block is wanted, and the codes for wrong masks. */
interface BlockNames {
  readonly cidr: string;
  readonly mask: string;
  readonly pool: string;
  readonly cidrCode: string;
  readonly maskCode: string;
}

const CREATE: BlockNames = {
  cidr: 'CidrBlock',
  mask: 'Ipv4CidrMask',
  pool: 'Ipv4IpamPoolId',
  cidrCode: 'IllegalParam.CidrBlockMask',
  maskCode: 'IllegalParam.Ipv4CidrMask',
};
const ASSOCIATE: BlockNames = {
  cidr: 'SecondaryCidrBlock',
  mask: 'SecondaryCidrMask',
  pool: 'IpamPoolId',
  cidrCode: 'IllegalParam.SecondaryCidrMask',
  maskCode: 'IllegalParam.SecondaryCidrMask',
};

/** A block that a VPC can have; with the place where it comes from a pool. */
interface Source {
  readonly kind: 'source';
  readonly block: Block;
  readonly taken: { readonly pool: Pool; readonly place: Place } | undefined;
}

function isVpcMask(length: number): boolean {
  return length >= 8 && length <= 28;
}

function isReserved(block: Block): boolean {
  return touchesRefusedRange(block) || overlap(block, CARRIER_RANGE);
}

/** Undefined where the call names no block at all. */
function findSource(call: ModelCall, regionId: string, names: BlockNames) {
  const { account, input } = call;
  const text = input.text(names.cidr);
  const block = text === undefined ? undefined : parseBlock(text);
  if (text !== undefined && block?.version !== 'IPv4') return fail('InvalidCidrBlock.Malformed');
  if (block !== undefined && !isVpcMask(block.length)) return fail(names.cidrCode);
  if (block !== undefined && isReserved(block)) return fail('OperationDenied.CidrInExcludeCidrs');
  const mask = input.number(names.mask);
  if (mask !== undefined && !isVpcMask(mask)) return fail(names.maskCode);
  const poolId = input.text(names.pool);
  if (poolId !== undefined) {
    const pool = account.poolsById.get(poolId);
    return refusedByPool(call, pool, regionId) ?? takeFromPool(pool, block, mask, names);
  }
  if (mask !== undefined) return fail('IllegalParam.IpamPool');
  const source: Source | undefined = block && { kind: 'source', block, taken: undefined };
  return source;
}

function refusedByPool(call: ModelCall, pool: Pool | undefined, regionId: string) {
  if (pool === undefined) return fail('ResourceNotFound.IpamPool');
  if (pool.poolRegionId === undefined) return fail('OperationDenied.IpamPoolNotInRegion');
  if (pool.poolRegionId !== regionId) return fail('OperationDenied.RequestRegionInvalid');
  if (pool.version !== 'IPv4') return fail('Mismatch.IpVersionAndIpamPoolIpVersion');
  return isCreating(call, pool) ? fail('IncorrectStatus.IpamPool') : undefined;
}

function takeFromPool(
  pool: Pool | undefined,
  block: Block | undefined,
  mask: number | undefined,
  { maskCode }: BlockNames,
): Source | Failure {
  if (pool === undefined) return fail('ResourceNotFound.IpamPool');
  if (block !== undefined && mask !== undefined && block.length !== mask) {
    return fail('IllegalParam.CidrMask');
  }
  const length = block?.length ?? mask ?? pool.default;
  if (length === undefined) return fail('MissingParam.CidrOrCidrMask');
  if (!isVpcMask(length)) return fail(maskCode);
  if (length < (pool.min ?? 0) || length > (pool.max ?? bitsOf(pool.version))) {
    return fail('OperationDenied.MaskOfCidrIsNotAllowed');
  }
  const place = findPlace(
    pool,
    block === undefined ? { kind: 'length', length } : { kind: 'block', block },
  );
  if (place.kind === 'failure') {
    return block === undefined ? fail('OperationDenied.AvailableCidrInsufficient') : place;
  }
  return isReserved(place.block)
    ? fail('OperationDenied.CidrInExcludeCidrs')
    : { kind: 'source', block: place.block, taken: { pool, place } };
}

/** Gives a block to a VPC; pools with auto import take in what they can of it. */
function addBlock(call: ModelCall, vpc: Vpc, { block, taken }: Source): void {
  vpc.blocks.push(block);
  if (taken !== undefined) addAllocation(call, taken.pool, taken.place, { kind: 'vpc', vpc });
  importVpcs(call, [vpc]);
}

export function findVpc({ account, input }: ModelCall): Vpc | undefined {
  const vpc = account.vpcsById.get(input.required('VpcId'));
  return [undefined, vpc?.regionId].includes(input.text('RegionId')) ? vpc : undefined;
}

export function createVpc(call: ModelCall): Change | Failure {
  const { account, input, settings } = call;
  const regionId = input.required('RegionId');
  if (!settings.regions.some(({ id }) => id === regionId)) return fail('InvalidRegionId.NotFound');
  const tags = checkTags(input.tags('Tag'));
  if (typeof tags === 'string') return fail(tags);
  if (!hasGroup(account, input.text('ResourceGroupId'))) {
    return fail('IllegalParam.ResourceGroupId');
  }
  const source = findSource(call, regionId, CREATE);
  if (isFailure(source)) return source;
  return change(() => {
    const vpc: Vpc = {
      id: call.newId('vpc', (id) => account.vpcsById.set(id, vpc)),
      routerId: call.newId('vrt'),
      sequence: call.nextSequence(),
      regionId,
      blocks: [],
      vSwitches: [],
      name: input.text('VpcName') ?? '',
      description: input.text('Description') ?? '',
      resourceGroupId: input.text('ResourceGroupId') ?? account.resourceGroupId,
      tags,
      createdAt: call.now,
    };
    account.vpcs.push(vpc);
    addBlock(call, vpc, source ?? { kind: 'source', block: DEFAULT_BLOCK, taken: undefined });
    return {
      VpcId: vpc.id,
      VRouterId: vpc.routerId,
      RouteTableId: call.newId('vtb'),
      ResourceGroupId: vpc.resourceGroupId,
    };
  });
}

export function deleteVpc(call: ModelCall): Change | Failure {
  const { account } = call;
  const vpc = findVpc(call);
  if (vpc === undefined) return fail('InvalidVpcId.NotFound');
  if (vpc.vSwitches.length > 0) return fail('DependencyViolation.VSwitch');
  return change(() => {
    for (const allocation of allocationsOf(account, vpc)) removeAllocation(call, allocation);
    account.vpcs.splice(account.vpcs.indexOf(vpc), 1);
    account.vpcsById.delete(vpc.id.value ?? '');
    return {};
  });
}

export function associateVpcCidrBlock(call: ModelCall): Change | Failure {
  const vpc = findVpc(call);
  if (vpc === undefined) return fail('InvalidVpcId.NotFound');
  const version = call.input.text('IpVersion') ?? 'IPV4';
  if (version.toUpperCase() !== 'IPV4') return fail('IllegalParam.IpVersion');
  if (vpc.blocks.length > SECONDARY_COUNT_MAX) return fail('QuotaExceeded.SecondaryCidrBlock');
  const source = findSource(call, vpc.regionId, ASSOCIATE);
  if (source === undefined) return fail('MissingSecondaryCidrBlock');
  if (isFailure(source)) return source;
  if (vpc.blocks.some((block) => overlap(block, source.block))) {
    return fail('InvalidCidrBlock.Overlapped');
  }
  return change(() => {
    addBlock(call, vpc, source);
    return { CidrBlock: source.block.text, IpVersion: 'IPV4' };
  });
}

export function unassociateVpcCidrBlock(call: ModelCall): Change | Failure {
  const { account, input } = call;
  const vpc = findVpc(call);
  if (vpc === undefined) return fail('InvalidVpcId.NotFound');
  const text = input.text('SecondaryCidrBlock');
  if (text === undefined) return fail('MissingSecondaryCidrBlock');
  const removed = vpc.blocks.slice(1).find((block) => block.text === text);
  if (removed === undefined) return fail('ResourceNotFound.VpcCidrBlock');
  if (vpc.vSwitches.some(({ block }) => overlap(block, removed))) {
    return fail('OperationFailed.CidrInUse');
  }
  return change(() => {
    vpc.blocks.splice(vpc.blocks.indexOf(removed), 1);
    for (const allocation of allocationsOf(account, vpc)) {
      if (allocation.block.text === text) removeAllocation(call, allocation);
    }
    importVpcs(call, [vpc]);
    return {};
  });
}

export function describeVpcAttribute(call: ModelCall): Change | Failure {
  const vpc = findVpc(call);
  if (vpc === undefined) return fail('InvalidVpcId.NotFound');
  const [primary, ...secondary] = vpc.blocks.map(({ text }) => text);
  return change(() => ({
    VpcId: vpc.id,
    VpcName: vpc.name,
    Description: vpc.description,
    RegionId: vpc.regionId,
    Status: 'Available',
    CreationTime: new TimeText(formatTime(vpc.createdAt)),
    CidrBlock: primary,
    SecondaryCidrBlocks: { SecondaryCidrBlock: secondary },
    EnabledIpv6: false,
    Ipv6CidrBlock: '',
    Ipv6CidrBlocks: { Ipv6CidrBlock: [] },
    UserCidrs: { UserCidr: [] },
    IsDefault: false,
    OwnerId: Number(call.account.accountId),
    ResourceGroupId: vpc.resourceGroupId,
    VRouterId: vpc.routerId,
    VSwitchIds: { VSwitchId: vpc.vSwitches.map(({ id }) => id) },
    Tags: { Tag: vpc.tags },
    DnsHostnameStatus: 'DISABLED',
    ...WITHOUT,
    CloudResources: {
      CloudResourceSetType: [{ ResourceType: 'VSwitch', ResourceCount: vpc.vSwitches.length }],
    },
  }));
}

/** What no VPC has. */
const WITHOUT = {
  DhcpOptionsSetId: '',
  DhcpOptionsSetStatus: '',
  ClassicLinkEnabled: false,
  Ipv4GatewayId: '',
  SupportIpv4Gateway: false,
  AssociatedCens: { AssociatedCen: [] },
  AssociatedPropagationSources: { AssociatedPropagationSources: [] },
};
