import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { listIds } from '../member/read-members.ts';

/** Members that a refusal names: an IPAM can have a thousand. */
const TOLD_MEMBER_COUNT_MAX = 10;

/** The two scopes that every IPAM starts with. */
const DEFAULT_SCOPE_COUNT = 2;

/** Deletes the IPAM with its default scopes and its default resource discovery. */
export const DeleteIpam: WriteHandler<typeof OPERATIONS.DeleteIpam> = async (
  { input, accountId },
  transactor,
) => {
  const ipam = await transactor.ipams.find(accountId, input.IpamId);
  if (ipam?.regionId !== input.RegionId) return refuse('ResourceNotFound.Ipam');
  if (await transactor.pools.existsInIpam(accountId, ipam.ipamId)) {
    return refuse('DependencyViolation.IpamPool', { Resource: 'IPAM', Dependency: 'IPAM pool' });
  }
  if (ipam.scopeCount > DEFAULT_SCOPE_COUNT) {
    return refuse('DependencyViolation.IpamScope', { Resource: 'IPAM', Dependency: 'IPAM scope' });
  }
  const { defaultDiscoveryId, defaultAssociationId } = ipam;
  if ((await transactor.shares.countSharesOf(accountId, defaultDiscoveryId)) > 0) {
    return refuse('DependencyViolation.ShareResource#DefaultDiscovery');
  }
  const members = await transactor.members.list(
    { accountId, ipamId: ipam.ipamId, memberIds: undefined },
    { after: undefined, limit: TOLD_MEMBER_COUNT_MAX },
  );
  if (members.totalCount > 0) {
    const { ipamId } = ipam;
    return refuse('DependencyViolation.IpamMembers', {
      IpamId: ipamId,
      Members: listIds(members.items),
    });
  }
  await transactor.discoveries.removeDefault(accountId, defaultDiscoveryId, defaultAssociationId);
  for (const scopeId of [ipam.publicDefaultScopeId, ipam.privateDefaultScopeId]) {
    const scope = await transactor.scopes.find(accountId, scopeId);
    if (scope === undefined) throw new Error(`The default scope ${scopeId} is gone.`);
    await transactor.scopes.remove(scope);
    await transactor.tags.removeOf(accountId, scopeId);
  }
  await transactor.tags.removeOf(accountId, defaultDiscoveryId);
  await transactor.tags.removeOf(accountId, ipam.ipamId);
  await transactor.ipams.remove(ipam);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Ipam', resourceId: ipam.ipamId, before: ipam },
  };
};
