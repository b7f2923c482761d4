import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { Scope } from '../../store/records.ts';
import type { WriteHandler } from '../handler.ts';

export const UpdateIpamScope: WriteHandler<typeof OPERATIONS.UpdateIpamScope> = async (
  { input, accountId },
  transactor,
) => {
  const before = await transactor.scopes.find(accountId, input.IpamScopeId);
  if (before?.regionId !== input.RegionId) return refuse('ResourceNotFound.IpamScope');
  const after: Scope = {
    ...before,
    name: input.IpamScopeName ?? before.name,
    description: input.IpamScopeDescription ?? before.description,
  };
  await transactor.scopes.update(after);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'IpamScope', resourceId: before.scopeId, before, after },
  };
};
