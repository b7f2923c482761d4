import type { OPERATIONS } from '@cadastre/api-contract';
import { formatTime, pageAnswer, readTagFilters, tagsByResource } from '../answers.ts';
import type { ListHandler } from '../handler.ts';

export const ListIpamScopes: ListHandler<typeof OPERATIONS.ListIpamScopes> = async (
  { input, accountId, page },
  reader,
) => {
  const scopes = await reader.scopes.list(
    {
      accountId,
      regionId: input.RegionId,
      ids: input.IpamScopeIds,
      name: input.IpamScopeName,
      resourceGroupId: input.ResourceGroupId,
      tags: readTagFilters(input.Tags),
      ipamId: input.IpamId,
      scopeType: input.IpamScopeType,
    },
    page,
  );
  const ids = scopes.items.map((scope) => scope.scopeId);
  const tagsOf = await tagsByResource(reader, accountId, ids);
  return pageAnswer(
    scopes,
    (scope) => scope.scopeId,
    (scope) => ({
      IpamScopeId: scope.scopeId,
      IpamScopeName: scope.name,
      IpamScopeDescription: scope.description,
      IpamScopeType: scope.scopeType,
      IpamId: scope.ipamId,
      IsDefault: scope.isDefault,
      PoolCount: scope.poolCount,
      RegionId: scope.regionId,
      ResourceGroupId: scope.resourceGroupId,
      Status: 'Created' as const,
      OwnerId: Number(scope.accountId),
      CreateTime: formatTime(scope.createdAt),
      Tags: tagsOf(scope.scopeId),
    }),
  );
};
