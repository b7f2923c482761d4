import { importInRegions } from './auto-import.ts';
import type { Ipam, Scope } from './entities.ts';
import { poolsOfScope } from './entities.ts';
import { TimeText } from './expected.ts';
import { hasTags } from './filters.ts';
import {
  type Change,
  change,
  type Failure,
  fail,
  formatTime,
  type ListItem,
  type ModelCall,
} from './outcome.ts';
import { checkTags } from './read-parameters.ts';
import { hasGroup } from './resource-groups.ts';

/** IPAMs and their scopes. */

function findIpam({ account, input }: ModelCall): Ipam | undefined {
  const ipam = account.ipamsById.get(input.required('IpamId'));
  return ipam?.regionId === input.text('RegionId') ? ipam : undefined;
}

function findScope({ account, input }: ModelCall): Scope | undefined {
  const scope = account.scopesById.get(input.required('IpamScopeId'));
  return scope?.regionId === input.text('RegionId') ? scope : undefined;
}

function hasRegion({ settings }: ModelCall, regionId: string): boolean {
  return settings.regions.some((region) => region.id === regionId);
}

export function createIpam(call: ModelCall): Change | Failure {
  const { account, input, settings } = call;
  const tags = checkTags(input.tags('Tag'));
  if (typeof tags === 'string') return fail(tags);
  if (!hasGroup(account, input.text('ResourceGroupId'))) {
    return fail('IllegalParam.ResourceGroupId');
  }
  const regionId = input.required('RegionId');
  if (!hasRegion(call, regionId)) return fail('InvalidRegionId.NotFound');
  const operatingRegions = [...new Set(input.texts('OperatingRegionList'))];
  if (operatingRegions.some((id) => !hasRegion(call, id)) || !operatingRegions.includes(regionId)) {
    return fail('IllegalParam.OperatingRegionList');
  }
  if (!account.isServiceOpen) return fail('OperationDenied.ServiceNotOpened');
  const inRegion = account.ipams.filter((ipam) => ipam.regionId === regionId);
  if (inRegion.length >= settings.quotas.ipamsPerRegion) {
    return fail('QuotaExceeded.IpamQuotaPerRegion');
  }
  return change(() => {
    const publicScope = newScope(call, 'public', true);
    const privateScope = newScope(call, 'private', true);
    const ipam: Ipam = {
      id: call.newId('ipam', (id) => account.ipamsById.set(id, ipam)),
      sequence: call.nextSequence(),
      regionId,
      operatingRegions,
      name: input.text('IpamName') ?? '',
      description: input.text('IpamDescription') ?? '',
      resourceGroupId: input.text('ResourceGroupId') ?? account.resourceGroupId,
      tags,
      createdAt: call.now,
      discoveryId: call.newId('ipam-res-disco'),
      associationId: call.newId('ipam-res-disco-assoc'),
      publicScope,
      privateScope,
      ignoredIds: new Set(),
    };
    publicScope.ipam = ipam;
    privateScope.ipam = ipam;
    account.ipams.push(ipam);
    importInRegions(call, operatingRegions);
    return {
      IpamId: ipam.id,
      PublicDefaultScopeId: publicScope.id,
      PrivateDefaultScopeId: privateScope.id,
      DefaultResourceDiscoveryId: ipam.discoveryId,
      DefaultResourceDiscoveryAssociationId: ipam.associationId,
      ResourceDiscoveryAssociationCount: 1,
    };
  });
}

/** Makes a scope of the account; a default one has neither name nor tags. */
function newScope(call: ModelCall, type: Scope['type'], isDefault: boolean): Scope {
  const { account, input } = call;
  const tags = checkTags(input.tags('Tag'));
  const scope: Scope = {
    id: call.newId('ipam-scope', (id) => account.scopesById.set(id, scope)),
    sequence: call.nextSequence(),
    ipam: undefined,
    regionId: input.required('RegionId'),
    type,
    isDefault,
    name: input.text('IpamScopeName') ?? '',
    description: input.text('IpamScopeDescription') ?? '',
    resourceGroupId: input.text('ResourceGroupId') ?? account.resourceGroupId,
    tags: isDefault || typeof tags === 'string' ? [] : tags,
    createdAt: call.now,
  };
  account.scopes.push(scope);
  return scope;
}

export function updateIpam(call: ModelCall): Change | Failure {
  const { account, input } = call;
  const ipam = findIpam(call);
  if (ipam === undefined) return fail('ResourceNotFound.Ipam');
  const added = input.texts('AddOperatingRegion') ?? [];
  const removed = input.texts('RemoveOperatingRegion') ?? [];
  if (added.some((id) => !hasRegion(call, id))) return fail('IllegalParam.AddOperatingRegion');
  if (removed.some((id) => added.includes(id))) return fail('IllegalParam.RemoveOperatingRegion');
  if (removed.includes(ipam.regionId)) return fail('OperationDenied.RemoveHostedRegion');
  const isUsed = account.pools.some(
    (pool) => pool.ipam === ipam && removed.includes(pool.poolRegionId ?? ''),
  );
  if (isUsed) return fail('DependencyViolation.IpamPool');
  return change(() => {
    const kept = ipam.operatingRegions.filter((id) => !removed.includes(id));
    const before = ipam.operatingRegions;
    ipam.operatingRegions = [...new Set([...kept, ...added])];
    importInRegions(call, changedRegions(before, ipam.operatingRegions));
    ipam.name = input.text('IpamName') ?? ipam.name;
    ipam.description = input.text('IpamDescription') ?? ipam.description;
    return {};
  });
}

function changedRegions(before: readonly string[], after: readonly string[]): readonly string[] {
  return [
    ...before.filter((id) => !after.includes(id)),
    ...after.filter((id) => !before.includes(id)),
  ];
}

export function deleteIpam(call: ModelCall): Change | Failure {
  const { account } = call;
  const ipam = findIpam(call);
  if (ipam === undefined) return fail('ResourceNotFound.Ipam');
  if (account.pools.some((pool) => pool.ipam === ipam)) return fail('DependencyViolation.IpamPool');
  const scopes = account.scopes.filter((scope) => scope.ipam === ipam);
  if (scopes.some((scope) => !scope.isDefault)) return fail('DependencyViolation.IpamScope');
  return change(() => {
    for (const scope of scopes) removeScope(call, scope);
    account.ipams.splice(account.ipams.indexOf(ipam), 1);
    account.ipamsById.delete(ipam.id.value ?? '');
    return {};
  });
}

function removeScope({ account }: ModelCall, scope: Scope): void {
  account.scopes.splice(account.scopes.indexOf(scope), 1);
  account.scopesById.delete(scope.id.value ?? '');
}

export function listIpams({ account, input }: ModelCall): readonly ListItem[] {
  const ids = input.texts('IpamIds');
  return account.ipams
    .filter(
      (ipam) =>
        ipam.regionId === input.text('RegionId') &&
        (ids === undefined || ids.includes(ipam.id.value ?? '')) &&
        [undefined, ipam.name].includes(input.text('IpamName')) &&
        [undefined, ipam.resourceGroupId].includes(input.text('ResourceGroupId')) &&
        hasTags(ipam.tags, input.tags('Tags')),
    )
    .map((ipam) => ({
      key: BigInt(ipam.sequence),
      body: () => ({
        IpamId: ipam.id,
        IpamName: ipam.name,
        IpamDescription: ipam.description,
        IpamStatus: 'Created',
        RegionId: ipam.regionId,
        OwnerId: Number(account.accountId),
        CreateTime: new TimeText(formatTime(ipam.createdAt)),
        ResourceGroupId: ipam.resourceGroupId,
        OperatingRegionList: ipam.operatingRegions,
        PublicDefaultScopeId: ipam.publicScope.id,
        PrivateDefaultScopeId: ipam.privateScope.id,
        ScopeCount: account.scopes.filter((scope) => scope.ipam === ipam).length,
        DefaultResourceDiscoveryId: ipam.discoveryId,
        DefaultResourceDiscoveryAssociationId: ipam.associationId,
        ResourceDiscoveryAssociationCount: 1,
        Tags: ipam.tags,
      }),
    }));
}

export function createIpamScope(call: ModelCall): Change | Failure {
  const { account, input, settings } = call;
  const tags = checkTags(input.tags('Tag'));
  if (typeof tags === 'string') return fail(tags);
  if (!hasGroup(account, input.text('ResourceGroupId'))) {
    return fail('IllegalParam.ResourceGroupId');
  }
  const ipam = findIpam(call);
  if (ipam === undefined) return fail('ResourceNotFound.Ipam');
  const existing = account.scopes.filter((scope) => scope.ipam === ipam);
  if (existing.length >= settings.quotas.scopesPerIpam) {
    return fail('QuotaExceeded.IpamScopeQuotaPerIpam');
  }
  return change(() => {
    const scope = newScope(call, 'private', false);
    scope.ipam = ipam;
    return { IpamScopeId: scope.id };
  });
}

export function updateIpamScope(call: ModelCall): Change | Failure {
  const { input } = call;
  const scope = findScope(call);
  if (scope === undefined) return fail('ResourceNotFound.IpamScope');
  return change(() => {
    scope.name = input.text('IpamScopeName') ?? scope.name;
    scope.description = input.text('IpamScopeDescription') ?? scope.description;
    return {};
  });
}

export function deleteIpamScope(call: ModelCall): Change | Failure {
  const scope = findScope(call);
  if (scope === undefined) return fail('ResourceNotFound.IpamScope');
  if (scope.isDefault) return fail('OperationDenied.DeleteDefaultScope');
  if (poolsOfScope(call.account, scope).length > 0) return fail('DependencyViolation.IpamPool');
  return change(() => {
    removeScope(call, scope);
    return {};
  });
}

export function listIpamScopes({ account, input }: ModelCall): readonly ListItem[] {
  const ids = input.texts('IpamScopeIds');
  return account.scopes
    .filter(
      (scope) =>
        scope.regionId === input.text('RegionId') &&
        (ids === undefined || ids.includes(scope.id.value ?? '')) &&
        [undefined, scope.ipam?.id.value].includes(input.text('IpamId')) &&
        [undefined, scope.name].includes(input.text('IpamScopeName')) &&
        [undefined, scope.type].includes(input.text('IpamScopeType') as Scope['type']) &&
        [undefined, scope.resourceGroupId].includes(input.text('ResourceGroupId')) &&
        hasTags(scope.tags, input.tags('Tags')),
    )
    .map((scope) => ({
      key: BigInt(scope.sequence),
      body: () => ({
        IpamScopeId: scope.id,
        IpamScopeName: scope.name,
        IpamScopeDescription: scope.description,
        IpamScopeType: scope.type,
        IpamId: scope.ipam?.id,
        IsDefault: scope.isDefault,
        PoolCount: poolsOfScope(account, scope).length,
        RegionId: scope.regionId,
        ResourceGroupId: scope.resourceGroupId,
        Status: 'Created',
        OwnerId: Number(account.accountId),
        CreateTime: new TimeText(formatTime(scope.createdAt)),
        Tags: scope.tags,
      }),
    }));
}
