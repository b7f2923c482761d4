import { removeAllocation } from './allocations.ts';
import { importVpcs } from './auto-import.ts';
import { type Block, bitsOf, contains, overlap } from './blocks.ts';
import type { Account, Allocation, Ipam, Pool, Scope, Vpc, VSwitch } from './entities.ts';
import { AnyOrder } from './expected.ts';
import {
  type Change,
  change,
  type Failure,
  fail,
  type ListItem,
  type ModelCall,
} from './outcome.ts';
import { allocationFor, isIgnoring, isSeeing } from './seen-vpcs.ts';

/** How IPAMs see the blocks of VPCs and VSwitches, worked out from nothing for every list. */

const DETAIL_COUNT_MAX = 10;
const RESERVED_ADDRESS_COUNT = 4n;

interface Entry {
  readonly ipam: Ipam;
  readonly scope: Scope;
  readonly vpc: Vpc;
  /** Undefined for the VPC itself. */
  readonly vSwitch: VSwitch | undefined;
  readonly block: Block;
  /** The block of the VPC around that of a VSwitch; else the block itself. */
  readonly around: Block;
  readonly allocation: Allocation | undefined;
  readonly isIgnored: boolean;
}

function resourceOf({ vpc, vSwitch }: Entry): Vpc | VSwitch {
  return vSwitch ?? vpc;
}

function entriesOf(account: Account): readonly Entry[] {
  return account.ipams.flatMap((ipam) =>
    account.vpcs
      .filter((vpc) => isSeeing(ipam, vpc))
      .flatMap((vpc) => vpc.blocks.flatMap((around) => entriesOfBlock(ipam, vpc, around, account))),
  );
}

function entriesOfBlock(ipam: Ipam, vpc: Vpc, around: Block, account: Account): readonly Entry[] {
  const allocation = allocationFor(account, ipam, vpc, around);
  const isIgnored = allocation === undefined && isIgnoring(ipam, vpc);
  const scope = allocation?.pool.scope ?? ipam.privateScope;
  const shared = { ipam, scope, vpc, around, allocation };
  const subnets = vpc.vSwitches
    .filter(({ block }) => contains(around, block))
    .map((vSwitch) => ({
      ...shared,
      vSwitch,
      block: vSwitch.block,
      isIgnored: isIgnored || isIgnoring(ipam, vSwitch),
    }));
  return [{ ...shared, vSwitch: undefined, block: around, isIgnored }, ...subnets];
}

/** Addresses in common in one scope, of different networks or of two VSwitches. */
function isOverlapping(one: Entry, other: Entry): boolean {
  if (one.scope !== other.scope || one.isIgnored || other.isIgnored) return false;
  if (!overlap(one.block, other.block)) return false;
  if (one.vpc !== other.vpc) return true;
  const areSubnets = one.vSwitch !== undefined && other.vSwitch !== undefined;
  return areSubnets && one.vSwitch !== other.vSwitch;
}

/** By scope, address, mask and resource; ids have equal lengths. */
function keyOf(entry: Entry): bigint {
  const { scope, block } = entry;
  const number = (text: string) => BigInt(`0x${Buffer.from(text).toString('hex')}`);
  const place =
    (number(scope.id.value ?? '0') << 160n) | (block.first << 8n) | BigInt(block.length);
  return (place << 256n) | number(resourceOf(entry).id.value ?? '0');
}

export function listIpamResourceCidrs({ account, input }: ModelCall): readonly ListItem[] {
  const wanted = (name: string, value: string | undefined) =>
    [undefined, value].includes(input.text(name));
  const entries = entriesOf(account);
  return entries
    .filter(
      (entry) =>
        entry.scope.regionId === input.text('RegionId') &&
        wanted('IpamScopeId', entry.scope.id.value) &&
        wanted('IpamPoolId', entry.allocation?.pool.id.value ?? '') &&
        wanted('ResourceType', typeOf(entry)) &&
        wanted('ResourceId', resourceOf(entry).id.value) &&
        wanted('VpcId', entry.vpc.id.value),
    )
    .map((entry) => ({ key: keyOf(entry), entry }))
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ key, entry }) => ({ key, body: () => describe(account, entry, entries) }));
}

function typeOf({ vSwitch }: Entry): string {
  return vSwitch === undefined ? 'VPC' : 'VSwitch';
}

function describe(account: Account, entry: Entry, entries: readonly Entry[]) {
  const { ipam, scope, vpc, vSwitch, block, around, allocation } = entry;
  const others = entries.filter((other) => isOverlapping(entry, other));
  const accountNumber = Number(account.accountId);
  return {
    IpamId: ipam.id,
    IpamScopeId: scope.id,
    IpamPoolId: allocation?.pool.id ?? '',
    IpamAllocationId: allocation?.id ?? '',
    AliUid: accountNumber,
    ResourceOwnerId: accountNumber,
    ResourceRegionId: vpc.regionId,
    ResourceType: typeOf(entry),
    ResourceId: resourceOf(entry).id,
    ResourceName: resourceOf(entry).name,
    VpcId: vpc.id,
    Cidr: block.text,
    SourceCidr: vSwitch === undefined ? (allocation?.within.text ?? '') : around.text,
    ...statusesOf(entry, others.length > 0),
    OverlapDetail: new AnyOrder(
      others.map((other) => ({
        OverlapResourceCidr: other.block.text,
        OverlapResourceId: resourceOf(other).id.value,
        OverlapResourceRegion: other.vpc.regionId,
      })),
      DETAIL_COUNT_MAX,
    ),
    ...usageOf(entry),
    Status: 'Created',
  };
}

function statusesOf({ allocation, isIgnored, vpc }: Entry, hasOverlap: boolean) {
  if (isIgnored) {
    return { ManagementStatus: 'Ignored', ComplianceStatus: 'Ignored', OverlapStatus: 'Ignored' };
  }
  const OverlapStatus = hasOverlap ? 'Overlapping' : 'Nonoverlapping';
  if (allocation === undefined) {
    return { ManagementStatus: 'Unmanaged', ComplianceStatus: 'Unmanaged', OverlapStatus };
  }
  const { pool, block } = allocation;
  const isCompliant = pool.poolRegionId === vpc.regionId && keepsMasks(pool, block);
  const ComplianceStatus = isCompliant ? 'Compliant' : 'Noncompliant';
  return { ManagementStatus: 'Managed', ComplianceStatus, OverlapStatus };
}

function keepsMasks({ min = 0, max, version }: Pool, { length }: Block): boolean {
  return min <= length && length <= (max ?? bitsOf(version));
}

function usageOf({ vpc, vSwitch, block }: Entry) {
  const sizeOf = ({ first, end }: Block) => end - first;
  const total = sizeOf(block);
  let used = total < RESERVED_ADDRESS_COUNT ? total : RESERVED_ADDRESS_COUNT;
  if (vSwitch === undefined) {
    const inside = vpc.vSwitches.filter((subnet) => contains(block, subnet.block));
    used = inside.reduce((sum, subnet) => sum + sizeOf(subnet.block), 0n);
  }
  return {
    IpCountDetail: {
      TotalIpCount: String(total),
      UsedIpCount: String(used),
      FreeIpCount: String(total - used),
    },
    IpUsage: String(Number((used * 10_000n) / total) / 100),
  };
}

interface SeenResource {
  readonly kind: 'seen';
  readonly ipam: Ipam;
  readonly resourceId: string;
  readonly vpc: Vpc | undefined;
}

function findSeenResource({ account, input }: ModelCall): SeenResource | Failure {
  const scopeId = input.text('IpamScopeId');
  const scope = account.scopesById.get(scopeId ?? '');
  if (scopeId !== undefined && scope?.regionId !== input.text('RegionId')) {
    return fail('ResourceNotFound.IpamScope');
  }
  const ipamId = input.text('IpamId') ?? scope?.ipam?.id.value;
  if (ipamId === undefined) return fail('MissingParam.IpamIdOrIpamScopeId');
  const ipam = account.ipamsById.get(ipamId);
  if (ipam === undefined || ipam.regionId !== input.text('RegionId')) {
    return fail('ResourceNotFound.Ipam');
  }
  if (scope !== undefined && scope.ipam !== ipam) return fail('ResourceNotFound.IpamScope');
  const resourceId = input.required('ResourceId');
  const vpc = account.vpcsById.get(resourceId);
  const network = vpc ?? account.vSwitchesById.get(resourceId)?.vpc;
  const isSeen = network !== undefined && isSeeing(ipam, network);
  return isSeen || ipam.ignoredIds.has(resourceId)
    ? { kind: 'seen', ipam, resourceId, vpc }
    : fail('ResourceNotFound.Resource');
}

export function ignoreResource(call: ModelCall): Change | Failure {
  const found = findSeenResource(call);
  if (found.kind === 'failure') return found;
  const { ipam, resourceId, vpc } = found;
  return change(() => {
    for (const block of vpc?.blocks ?? []) {
      const allocation = vpc && allocationFor(call.account, ipam, vpc, block);
      if (allocation !== undefined) removeAllocation(call, allocation);
    }
    ipam.ignoredIds.add(resourceId);
    return {};
  });
}

export function unignoreResource(call: ModelCall): Change | Failure {
  const found = findSeenResource(call);
  if (found.kind === 'failure') return found;
  const { ipam, resourceId, vpc } = found;
  return change(() => {
    ipam.ignoredIds.delete(resourceId);
    if (vpc !== undefined) importVpcs(call, [vpc]);
    return {};
  });
}
