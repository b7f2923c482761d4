import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { Scope } from '../../store/records.ts';
import { isRefusal, readTagParameter } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { checkResourceGroup } from '../resource-group/check-resource-group.ts';

/** Only private scopes can be created; the quota counts the two default scopes too. */
export const CreateIpamScope: WriteHandler<typeof OPERATIONS.CreateIpamScope> = async (
  { input, caller, accountId, ids, now, quotas },
  transactor,
) => {
  const tags = readTagParameter(input.Tag);
  if (isRefusal(tags)) return tags;
  const illegal = await checkResourceGroup(transactor, accountId, input.ResourceGroupId);
  if (illegal !== undefined) return illegal;
  const ipam = await transactor.ipams.find(accountId, input.IpamId);
  if (ipam?.regionId !== input.RegionId) return refuse('ResourceNotFound.Ipam');
  if (ipam.scopeCount >= quotas.ipam_scope_quota_per_ipam) {
    return refuse('QuotaExceeded.IpamScopeQuotaPerIpam');
  }
  const scope: Scope = {
    accountId,
    scopeId: ids.resourceId('ipam-scope'),
    ipamId: ipam.ipamId,
    regionId: ipam.regionId,
    scopeType: 'private',
    isDefault: false,
    name: input.IpamScopeName ?? '',
    description: input.IpamScopeDescription ?? '',
    resourceGroupId: input.ResourceGroupId ?? caller.account.defaultResourceGroupId,
    poolCount: 0,
    createdAt: now,
  };
  await transactor.scopes.insert(scope);
  await transactor.tags.insert(accountId, 'IPAMSCOPE', scope.scopeId, tags);
  return {
    kind: 'answer',
    response: { IpamScopeId: scope.scopeId },
    change: { resourceType: 'IpamScope', resourceId: scope.scopeId, after: { ...scope, tags } },
  };
};
