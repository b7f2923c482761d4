import {
  blockInside,
  type DraftContext,
  describe,
  group,
  idOf,
  idsFilter,
  maybe,
  NAMES,
  type Parameters,
  page,
  pickIpam,
  pickPool,
  pickScope,
  regionIds,
  tagFilter,
  topLevelBlock,
} from './draft-parts.ts';
import { bitsOf, blockAround, makeBlock, type Version } from './model/blocks.ts';
import { allocationRegion, type Pool } from './model/entities.ts';
import type { OperationName } from './model/parameter-rules.ts';
import { NETWORK_DRAFTS } from './network-drafts.ts';

/** Calls that make sense: what a caller who knows its resources would ask for, most of the time. */

function createIpam(context: DraftContext): Parameters {
  const { random } = context;
  const ids = regionIds(context);
  const regionId = random.pick(ids) ?? '';
  const parameters: Parameters = { RegionId: regionId };
  const others = random.shuffle(ids).slice(0, random.integer(0, 3));
  const list = random.chance(95) ? [regionId, ...others] : others;
  for (const [index, id] of list.entries()) {
    parameters[`OperatingRegionList.${index + 1}`] = random.chance(98) ? id : 'nowhere';
  }
  describe(context, parameters, 'Ipam');
  group(context, parameters);
  return parameters;
}

function updateIpam(context: DraftContext): Parameters {
  const { random } = context;
  const ipam = pickIpam(context);
  const parameters: Parameters = { RegionId: ipam?.regionId ?? 'sim-a', IpamId: idOf(ipam) };
  const region = () => (random.chance(97) ? random.pick(regionIds(context)) : 'nowhere');
  maybe(context, parameters, 70, 'AddOperatingRegion.1', region);
  maybe(context, parameters, 30, 'AddOperatingRegion.2', region);
  maybe(context, parameters, 25, 'RemoveOperatingRegion.1', region);
  describe(context, parameters, 'Ipam');
  return parameters;
}

function listIpams(context: DraftContext): Parameters {
  const { random, account } = context;
  const ipam = pickIpam(context);
  const parameters: Parameters = { RegionId: ipam?.regionId ?? 'sim-a' };
  idsFilter(context, parameters, 'IpamIds', account.ipams.map(idOf));
  maybe(context, parameters, 10, 'IpamName', () => random.pick(NAMES));
  maybe(context, parameters, 10, 'ResourceGroupId', () => ipam?.resourceGroupId);
  tagFilter(context, parameters);
  page(context, parameters);
  return parameters;
}

function createIpamScope(context: DraftContext): Parameters {
  const ipam = pickIpam(context);
  const parameters: Parameters = { RegionId: ipam?.regionId ?? 'sim-a', IpamId: idOf(ipam) };
  maybe(context, parameters, 20, 'IpamScopeType', () => context.random.one('private', 'public'));
  describe(context, parameters, 'IpamScope');
  group(context, parameters);
  return parameters;
}

function scopeCall(context: DraftContext): Parameters {
  const scope = pickScope(context);
  return { RegionId: scope?.regionId ?? 'sim-a', IpamScopeId: idOf(scope) };
}

function listIpamScopes(context: DraftContext): Parameters {
  const { random, account } = context;
  const scope = pickScope(context);
  const parameters: Parameters = { RegionId: scope?.regionId ?? 'sim-a' };
  idsFilter(context, parameters, 'IpamScopeIds', account.scopes.map(idOf));
  maybe(context, parameters, 15, 'IpamId', () => idOf(pickIpam(context)));
  maybe(context, parameters, 10, 'IpamScopeName', () => random.pick(NAMES));
  maybe(context, parameters, 10, 'IpamScopeType', () => random.one('private', 'public', 'odd'));
  maybe(context, parameters, 10, 'ResourceGroupId', () => scope?.resourceGroupId);
  tagFilter(context, parameters);
  page(context, parameters);
  return parameters;
}

function masks(context: DraftContext, parameters: Parameters, version: Version): void {
  const { random } = context;
  const bits = bitsOf(version);
  const near = () => (random.chance(96) ? bits - random.integer(0, 12) : random.integer(0, 128));
  maybe(context, parameters, 15, 'AllocationMinCidrMask', () => bits - random.integer(4, 16));
  maybe(context, parameters, 12, 'AllocationMaxCidrMask', near);
  maybe(context, parameters, 35, 'AllocationDefaultCidrMask', near);
}

function createIpamPool(context: DraftContext): Parameters {
  const { random, account, settings } = context;
  const scope = pickScope(context);
  const parameters = {
    RegionId: scope?.regionId ?? 'sim-a',
    IpamScopeId: idOf(scope),
  } as Parameters;
  const isPublic = scope?.type === 'public';
  const inScope = account.pools.filter((pool) => pool.scope === scope || random.chance(2));
  // Some pools get more sub-pools than others, or none would have too many.
  const sources = random.chance(50) ? inScope.slice(0, 2) : inScope;
  const source = random.chance(60) ? random.pick(sources) : undefined;
  const version: Version = source?.version ?? (isPublic || random.chance(40) ? 'IPv6' : 'IPv4');
  if (version === 'IPv6' || random.chance(20)) parameters['IpVersion'] = version;
  if (random.chance(3)) parameters['IpVersion'] = random.one('IPv4', 'IPv6', 'IPv5');
  if (source !== undefined) parameters['SourceIpamPoolId'] = idOf(source);
  if (source === undefined && (isPublic ? random.chance(95) : random.chance(60))) {
    parameters['PoolRegionId'] = random.pick(scope?.ipam?.operatingRegions ?? []) ?? 'sim-a';
  }
  maybe(context, parameters, 5, 'PoolRegionId', () => random.pick(settings.regions)?.id);
  if (isPublic) {
    if (source?.isp !== undefined) parameters['Ipv6Isp'] = source.isp;
    maybe(context, parameters, 25, 'Ipv6Isp', () =>
      random.one('BGP', 'ChinaMobile', 'ChinaTelecom', 'ChinaUnicom', 'Other'),
    );
  }
  masks(context, parameters, version);
  maybe(context, parameters, 30, 'AutoImport', () => random.one('true', 'false', 'TRUE'));
  describe(context, parameters, 'IpamPool');
  group(context, parameters);
  return parameters;
}

function poolCall(context: DraftContext): { parameters: Parameters; pool: Pool | undefined } {
  const pool = pickPool(context);
  const regionId = pool?.ipam.regionId ?? 'sim-a';
  return { parameters: { RegionId: regionId, IpamPoolId: idOf(pool) }, pool };
}

function updateIpamPool(context: DraftContext): Parameters {
  const { random } = context;
  const { parameters, pool } = poolCall(context);
  masks(context, parameters, pool?.version ?? 'IPv4');
  // Rules that were narrowed are widened again, or nothing could be allocated any more.
  maybe(context, parameters, 50, 'AllocationMinCidrMask', () => 0);
  maybe(context, parameters, 50, 'AllocationMaxCidrMask', () => bitsOf(pool?.version ?? 'IPv4'));
  maybe(context, parameters, 10, 'ClearAllocationDefaultCidrMask', () =>
    random.one('true', 'false'),
  );
  maybe(context, parameters, 5, 'AllocationDefaultCidrMask', () => 0);
  // Switched on and off again, so that networks come to be inside that nothing has taken in.
  const switched = pool?.autoImport === true ? 'false' : 'true';
  const isUseful = pool?.poolRegionId !== undefined && pool.scope.isDefault;
  maybe(context, parameters, isUseful ? 60 : 10, 'AutoImport', () => switched);
  describe(context, parameters, 'IpamPool');
  return parameters;
}

function listIpamPools(context: DraftContext): Parameters {
  const { random, account } = context;
  const { pool } = poolCall(context);
  const parameters: Parameters = { RegionId: pool?.ipam.regionId ?? 'sim-a' };
  idsFilter(context, parameters, 'IpamPoolIds', account.pools.map(idOf));
  maybe(context, parameters, 5, 'IpVersion', () => random.one('IPv4', 'IPv6', 'IPv5'));
  maybe(context, parameters, 10, 'IpamPoolName', () => random.pick(NAMES));
  maybe(context, parameters, 15, 'IpamScopeId', () => idOf(pool?.scope));
  maybe(context, parameters, 5, 'Ipv6Isp', () => random.one('BGP', 'ChinaMobile'));
  maybe(context, parameters, 4, 'IsShared', () => random.one('true', 'false', 'perhaps'));
  maybe(context, parameters, 8, 'PoolRegionId', () => pool?.poolRegionId);
  maybe(context, parameters, 5, 'ResourceGroupId', () => pool?.resourceGroupId);
  maybe(context, parameters, 15, 'SourceIpamPoolId', () => idOf(pool?.source ?? pool));
  tagFilter(context, parameters);
  page(context, parameters);
  return parameters;
}

function addIpamPoolCidr(context: DraftContext): Parameters {
  const { random } = context;
  const pool = random.pick(context.account.pools);
  const parameters: Parameters = {
    RegionId: pool?.ipam.regionId ?? 'sim-a',
    IpamPoolId: idOf(pool),
  };
  if (pool?.source === undefined) {
    const isPublic = pool?.scope.type === 'public';
    if (isPublic && random.chance(8)) return parameters;
    if (isPublic !== random.chance(3)) parameters['NetmaskLength'] = String(random.integer(59, 68));
    else parameters['Cidr'] = topLevelBlock(context, pool?.version ?? 'IPv4');
    return parameters;
  }
  const inside = blockInside(context, pool.source, 5);
  const kind = random.integer(1, 20);
  if (kind <= 10) parameters['NetmaskLength'] = String(inside.length);
  else if (kind <= 17) parameters['Cidr'] = inside.text;
  else if (kind <= 19) {
    parameters['Cidr'] = inside.text;
    parameters['NetmaskLength'] = String(inside.length + random.integer(0, 1));
  }
  return parameters;
}

function deleteIpamPoolCidr(context: DraftContext): Parameters {
  const { parameters, pool } = poolCall(context);
  const cidr = context.random.pick(pool?.cidrs ?? [])?.text ?? '10.0.0.0/8';
  return { ...parameters, Cidr: cidr };
}

function listIpamPoolCidrs(context: DraftContext): Parameters {
  const { parameters, pool } = poolCall(context);
  maybe(context, parameters, 25, 'Cidr', () => context.random.pick(pool?.cidrs ?? [])?.text);
  page(context, parameters);
  return parameters;
}

/** A call for space: a mask, a CIDR, neither or both. */
function spaceCall(context: DraftContext, cidrName: string): Parameters {
  const { random } = context;
  const { parameters, pool } = poolCall(context);
  if (pool === undefined) return parameters;
  parameters['RegionId'] = allocationRegion(pool);
  const inside = blockInside(context, pool, 6);
  const kind = random.integer(1, 20);
  if (kind <= 9) parameters['CidrMask'] = String(inside.length);
  else if (kind <= 15) parameters[cidrName] = inside.text;
  else if (kind <= 17) {
    parameters[cidrName] = inside.text;
    parameters['CidrMask'] = String(inside.length + random.integer(0, 1));
  } else if (kind === 18) parameters['CidrMask'] = String(random.integer(0, 128));
  return parameters;
}

function createIpamPoolAllocation(context: DraftContext): Parameters {
  const parameters = spaceCall(context, 'Cidr');
  describe(context, parameters, 'IpamPoolAllocation');
  return parameters;
}

function allocationCall(context: DraftContext): Parameters {
  const { random } = context;
  const pool = pickPool(context);
  const allocation = random.pick(pool?.allocations ?? []);
  const parameters: Parameters = {
    RegionId: pool === undefined ? 'sim-a' : allocationRegion(pool),
    IpamPoolAllocationId: idOf(allocation),
  };
  return parameters;
}

function updateIpamPoolAllocation(context: DraftContext): Parameters {
  const parameters = allocationCall(context);
  describe(context, parameters, 'IpamPoolAllocation');
  return parameters;
}

function listIpamPoolAllocations(context: DraftContext): Parameters {
  const { random } = context;
  const { parameters, pool } = poolCall(context);
  if (pool !== undefined) parameters['RegionId'] = allocationRegion(pool);
  const allocations = pool?.allocations ?? [];
  maybe(context, parameters, 10, 'Cidr', () => random.pick(allocations)?.block.text);
  idsFilter(context, parameters, 'IpamPoolAllocationIds', allocations.map(idOf));
  maybe(context, parameters, 10, 'IpamPoolAllocationName', () => random.pick(NAMES));
  maybe(context, parameters, 8, 'IpamPoolAllocationId', () => idOf(random.pick(allocations)));
  page(context, parameters);
  return parameters;
}

function deleteIpam(context: DraftContext): Parameters {
  const ipam = pickIpam(context);
  return { RegionId: ipam?.regionId ?? 'sim-a', IpamId: idOf(ipam) };
}

function updateIpamScope(context: DraftContext): Parameters {
  const parameters = scopeCall(context);
  describe(context, parameters, 'IpamScope');
  return parameters;
}

/** A block somewhere about what is or was allocated; so small that no page is short. */
function getAddressHistory(context: DraftContext): Parameters {
  const { random, account } = context;
  const { version, first, length } =
    random.pick(account.allocationHistory)?.block ?? makeBlock('IPv4', 10n << 24n, 24);
  const bits = bitsOf(version);
  const wanted = Math.min(bits, Math.max(bits - 8, length + random.integer(-4, 6)));
  const block = blockAround(version, first + BigInt(random.integer(0, 3)), wanted);
  const [address = ''] = block.text.split('/');
  const parameters: Parameters = { Cidr: random.chance(30) ? address : block.text };
  const pool = random.pick(account.allocationHistory)?.pool;
  maybe(context, parameters, 8, 'IpamPoolId', () => idOf(pool));
  maybe(context, parameters, 8, 'IpamScopeId', () => idOf(pool?.scope));
  for (const name of ['AsOf', 'StartTime', 'EndTime']) {
    maybe(context, parameters, context.areTimesKnown ? 20 : 0, name, () => timeNear(context));
  }
  page(context, parameters);
  return parameters;
}

/** The instant of an allocation or of a release, or the one before or after it. */
function timeNear({ random, account }: DraftContext): string | undefined {
  const allocation = random.pick(account.allocationHistory);
  if (allocation === undefined) return undefined;
  const { createdAt, releasedAt = createdAt } = allocation;
  return new Date(random.one(createdAt, releasedAt) + random.integer(-1, 1)).toISOString();
}

/** One plausible call of each operation. */
export const DRAFTS: Readonly<Record<OperationName, (context: DraftContext) => Parameters>> = {
  CreateIpam: createIpam,
  UpdateIpam: updateIpam,
  DeleteIpam: deleteIpam,
  ListIpams: listIpams,
  CreateIpamScope: createIpamScope,
  UpdateIpamScope: updateIpamScope,
  DeleteIpamScope: scopeCall,
  ListIpamScopes: listIpamScopes,
  CreateIpamPool: createIpamPool,
  UpdateIpamPool: updateIpamPool,
  DeleteIpamPool: (context) => poolCall(context).parameters,
  ListIpamPools: listIpamPools,
  AddIpamPoolCidr: addIpamPoolCidr,
  DeleteIpamPoolCidr: deleteIpamPoolCidr,
  ListIpamPoolCidrs: listIpamPoolCidrs,
  CreateIpamPoolAllocation: createIpamPoolAllocation,
  UpdateIpamPoolAllocation: updateIpamPoolAllocation,
  DeleteIpamPoolAllocation: allocationCall,
  GetIpamPoolAllocation: allocationCall,
  ListIpamPoolAllocations: listIpamPoolAllocations,
  GetAddressHistory: getAddressHistory,
  GetIpamPoolNextAvailableCidr: (context) => spaceCall(context, 'CidrBlock'),
  ...NETWORK_DRAFTS,
};
