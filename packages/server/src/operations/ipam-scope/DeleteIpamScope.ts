import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';

export const DeleteIpamScope: WriteHandler<typeof OPERATIONS.DeleteIpamScope> = async (
  { input, accountId },
  transactor,
) => {
  const scope = await transactor.scopes.find(accountId, input.IpamScopeId);
  if (scope?.regionId !== input.RegionId) return refuse('ResourceNotFound.IpamScope');
  if (scope.isDefault) return refuse('OperationDenied.DeleteDefaultScope');
  if (scope.poolCount > 0) {
    return refuse('DependencyViolation.IpamPool', {
      Resource: 'IPAM scope',
      Dependency: 'IPAM pool',
    });
  }
  await transactor.tags.removeOf(accountId, scope.scopeId);
  await transactor.scopes.remove(scope);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'IpamScope', resourceId: scope.scopeId, before: scope },
  };
};
