import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { Ipam } from '../../store/records.ts';
import type { Transactor } from '../../store/store.ts';
import type { WriteHandler } from '../handler.ts';
import { listIds } from '../member/read-members.ts';

/** Members that a refusal names: an IPAM can have a thousand. */
const TOLD_MEMBER_COUNT_MAX = 10;

/** The two scopes that every IPAM starts with. */
const DEFAULT_SCOPE_COUNT = 2;

/** The association with its default resource discovery. */
const DEFAULT_ASSOCIATION_COUNT = 1;

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
  if ((await transactor.shares.countSharesOf(accountId, ipam.defaultDiscoveryId)) > 0) {
    return refuse('DependencyViolation.ShareResource#DefaultDiscovery');
  }
  if (ipam.associationCount > DEFAULT_ASSOCIATION_COUNT) {
    return refuse('DependencyViolation.ResourceDiscoveryAssociation', {
      Resource: 'IPAM',
      Dependency: 'shared IPAM resource discovery',
    });
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
  await removeDefaultDiscovery(transactor, ipam);
  await transactor.resourceCidrs.removeOfIpam(ipam);
  for (const scopeId of [ipam.publicDefaultScopeId, ipam.privateDefaultScopeId]) {
    const scope = await transactor.scopes.find(accountId, scopeId);
    if (scope === undefined) throw new Error(`The default scope ${scopeId} is gone.`);
    await transactor.scopes.remove(scope);
    await transactor.tags.removeOf(accountId, scopeId);
  }
  await transactor.tags.removeOf(accountId, ipam.ipamId);
  await transactor.ipams.remove(ipam);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Ipam', resourceId: ipam.ipamId, before: ipam },
  };
};

async function removeDefaultDiscovery(transactor: Transactor, ipam: Ipam): Promise<void> {
  const { accountId, ipamId, defaultDiscoveryId } = ipam;
  const { discoveries } = transactor;
  const association = await discoveries.findAssociation(accountId, ipamId, defaultDiscoveryId);
  const discovery = await discoveries.find(accountId, defaultDiscoveryId);
  if (association === undefined || discovery === undefined) {
    throw new Error(`The default resource discovery of ${ipamId} is gone.`);
  }
  await discoveries.removeAssociation(association);
  await discoveries.remove(discovery);
  await transactor.tags.removeOf(accountId, defaultDiscoveryId);
}
