import {
  blockInside,
  type DraftContext,
  group,
  idOf,
  maybe,
  NAMES,
  type Parameters,
  page,
  pickIpam,
  pickPool,
  pickScope,
  regionIds,
  topLevelBlock,
} from './draft-parts.ts';
import { blockAround } from './model/blocks.ts';
import type { Pool, Vpc } from './model/entities.ts';

/** Calls about VPCs and VSwitches, and about how IPAMs see them. */

function pickVpc({ random, account }: DraftContext): Vpc | undefined {
  return random.pick(account.vpcs);
}

function vpcCall(context: DraftContext): { parameters: Parameters; vpc: Vpc | undefined } {
  const vpc = pickVpc(context);
  return { parameters: { RegionId: vpc?.regionId ?? 'sim-a', VpcId: idOf(vpc) }, vpc };
}

/** A pool that can give blocks to a VPC of the region, most of the time. */
function pickVpcPool(context: DraftContext, regionId: string | undefined): Pool | undefined {
  const { random, account } = context;
  if (random.chance(8)) return pickPool(context);
  const isFitting = ({ poolRegionId, version, cidrs }: Pool) =>
    version === 'IPv4' && cidrs.length > 0 && poolRegionId === (regionId ?? poolRegionId);
  const fitting = account.pools.filter(isFitting);
  const regional = fitting.filter(({ poolRegionId }) => poolRegionId !== undefined);
  // Networks that crowd into few pools overlap, and wait there to be taken in.
  const importing = regional.filter(({ scope }) => scope.isDefault);
  const preferred = importing.length > 0 && random.chance(70) ? importing.slice(0, 2) : regional;
  return random.pick(preferred.length > 0 ? preferred : fitting) ?? pickPool(context);
}

interface BlockNames {
  readonly cidr: string;
  readonly mask: string;
  readonly pool: string;
}

/** A block of a pool, by CIDR, mask, both or neither; or one by itself, often inside of a pool. */
function wantedBlock(context: DraftContext, pool: Pool | undefined, names: BlockNames): Parameters {
  const { random } = context;
  const isInside = pool !== undefined && random.chance(85);
  const inside = isInside ? blockInside(context, pool, 5) : undefined;
  const text = inside?.text ?? topLevelBlock(context, 'IPv4');
  if (pool === undefined || random.chance(50)) {
    if (random.chance(4)) return { [names.mask]: '24' };
    return random.chance(3) ? {} : { [names.cidr]: random.chance(2) ? '100.64.0.0/24' : text };
  }
  const parameters: Parameters = { [names.pool]: idOf(pool) };
  const length = Number(text.slice(text.indexOf('/') + 1));
  const kind = random.integer(1, 20);
  if (kind <= 9) parameters[names.mask] = String(length);
  else if (kind <= 16) parameters[names.cidr] = text;
  else if (kind <= 18) {
    parameters[names.cidr] = text;
    parameters[names.mask] = String(length + random.integer(0, 1));
  }
  return parameters;
}

function createVpc(context: DraftContext): Parameters {
  const { random } = context;
  const pool = pickVpcPool(context, undefined);
  const regionId = random.chance(93) ? pool?.poolRegionId : undefined;
  const names = { cidr: 'CidrBlock', mask: 'Ipv4CidrMask', pool: 'Ipv4IpamPoolId' };
  const parameters: Parameters = {
    RegionId: regionId ?? random.pick(regionIds(context)) ?? '',
    ...wantedBlock(context, pool, names),
  };
  describeNetwork(context, parameters, 'VpcName');
  group(context, parameters);
  return parameters;
}

function describeNetwork(context: DraftContext, parameters: Parameters, name: string): void {
  const { random } = context;
  maybe(context, parameters, 30, name, () => random.pick(NAMES));
  maybe(context, parameters, 15, 'Description', () => `${random.integer(1, 9)} words`);
}

function associateVpcCidrBlock(context: DraftContext): Parameters {
  const { random } = context;
  const { parameters, vpc } = vpcCall(context);
  const pool = pickVpcPool(context, vpc?.regionId);
  const names = { cidr: 'SecondaryCidrBlock', mask: 'SecondaryCidrMask', pool: 'IpamPoolId' };
  Object.assign(parameters, wantedBlock(context, pool, names));
  if (random.chance(20)) delete parameters['RegionId'];
  maybe(context, parameters, 30, 'IpVersion', () => random.one('IPV4', 'IPv4', 'ipv4', 'IPV5'));
  return parameters;
}

function unassociateVpcCidrBlock(context: DraftContext): Parameters {
  const { random } = context;
  const { parameters, vpc } = vpcCall(context);
  const secondary = vpc?.blocks.slice(random.chance(95) ? 1 : 0) ?? [];
  maybe(context, parameters, 97, 'SecondaryCidrBlock', () => random.pick(secondary)?.text);
  return parameters;
}

function createVSwitch(context: DraftContext): Parameters {
  const { random } = context;
  const { parameters, vpc } = vpcCall(context);
  const around = random.pick(vpc?.blocks ?? []);
  if (around !== undefined) {
    const length = around.length + random.integer(0, 3);
    const offset = BigInt(random.next()) % (around.end - around.first);
    parameters['CidrBlock'] = random.chance(95)
      ? blockAround('IPv4', around.first + offset, Math.min(32, Math.max(16, length))).text
      : topLevelBlock(context, 'IPv4');
  }
  parameters['ZoneId'] = `${vpc?.regionId}-${random.chance(96) ? 'b' : 'z'}`;
  describeNetwork(context, parameters, 'VSwitchName');
  return parameters;
}

function deleteVSwitch(context: DraftContext): Parameters {
  const vSwitch = context.random.pick([...context.account.vSwitchesById.values()]);
  return { RegionId: vSwitch?.vpc.regionId ?? 'sim-a', VSwitchId: idOf(vSwitch) };
}

function listIpamResourceCidrs(context: DraftContext): Parameters {
  const { random, account } = context;
  const scope = pickScope(context);
  const parameters: Parameters = { RegionId: scope?.regionId ?? 'sim-a' };
  maybe(context, parameters, 25, 'IpamScopeId', () => idOf(scope));
  maybe(context, parameters, 15, 'IpamPoolId', () => idOf(pickPool(context)));
  maybe(context, parameters, 25, 'ResourceType', () => random.one('VPC', 'VSwitch', 'odd'));
  maybe(context, parameters, 15, 'VpcId', () => idOf(pickVpc(context)));
  maybe(context, parameters, 15, 'ResourceId', () =>
    idOf(random.pick([...account.vpcs, ...account.vSwitchesById.values()])),
  );
  page(context, parameters);
  return parameters;
}

function seenResourceCall(context: DraftContext): Parameters {
  const { random, account } = context;
  const ipam = pickIpam(context);
  const resource = random.pick([...account.vpcs, ...account.vSwitchesById.values()]);
  const ignored = random.pick([...(ipam?.ignoredIds ?? [])]);
  const isByScope = random.chance(30);
  return {
    RegionId: ipam?.regionId ?? 'sim-a',
    ResourceId: random.chance(30) ? (ignored ?? idOf(resource)) : idOf(resource),
    ...(isByScope ? { IpamScopeId: idOf(ipam?.privateScope) } : { IpamId: idOf(ipam) }),
  };
}

export const NETWORK_DRAFTS = {
  CreateVpc: createVpc,
  DeleteVpc: (context: DraftContext) => vpcCall(context).parameters,
  DescribeVpcAttribute: (context: DraftContext) => vpcCall(context).parameters,
  AssociateVpcCidrBlock: associateVpcCidrBlock,
  UnassociateVpcCidrBlock: unassociateVpcCidrBlock,
  CreateVSwitch: createVSwitch,
  DeleteVSwitch: deleteVSwitch,
  ListIpamResourceCidrs: listIpamResourceCidrs,
  IgnoreResource: seenResourceCall,
  UnignoreResource: seenResourceCall,
};
