import {
  INVITATION_LIFETIME_MS,
  type OPERATIONS,
  type Quotas,
  type Refusal,
  refuse,
} from '@cadastre/api-contract';
import { type Config, quotasOf } from '../../config.ts';
import type { IdSource } from '../../ids.ts';
import type {
  ResourceShare,
  SharedResourceType,
  ShareInvitation,
  ShareResource,
  ShareTarget,
} from '../../store/sharing-store.ts';
import type { Transactor } from '../../store/store.ts';
import { isRefusal } from '../answers.ts';
import type { Call } from '../handler.ts';
import { sharesWithManager } from '../member/shares-with-manager.ts';
import {
  findShareable,
  PERMISSION_TYPES,
  type ResourceReference,
  readReferences,
} from './resource-reference.ts';

/** What a call adds to a share. */
export interface Associated {
  readonly kind: 'associated';
  readonly resources: readonly ShareResource[];
  readonly targets: readonly ShareTarget[];
}

interface Association {
  readonly share: ResourceShare;
  readonly quotas: Quotas;
  readonly config: Config;
  readonly ids: IdSource;
  readonly now: number;
  readonly transactor: Transactor;
}

const SHARES_PER_RESOURCE = {
  IpamPool: {
    quota: 'resource_share_quota_per_ipam_pool',
    error: 'QuotaExceeded.ResourceShareQuotaPerIpamPool',
  },
  IpamResourceDiscovery: {
    quota: 'resource_share_quota_per_ipam_resource_discovery',
    error: 'QuotaExceeded.ResourceShareQuotaPerIpamResourceDiscovery',
  },
} as const;

const SHARED_PER_USER = {
  IpamPool: {
    quota: 'shared_ipam_pool_quota_per_user',
    error: 'QuotaExceeded.SharedIpamPoolQuotaPerUser',
  },
  IpamResourceDiscovery: {
    quota: 'shared_ipam_resource_discovery_quota_per_user',
    error: 'QuotaExceeded.SharedIpamResourceDiscoveryQuotaPerUser',
  },
} as const;

const ACCOUNT_ID = /^\d{16}$/;

/** Adds to a share what the call names. What the share has already stays as it is. */
export async function associate(
  {
    input,
    quotas,
    config,
    ids,
    now,
  }: Call<typeof OPERATIONS.AssociateResourceShare> | Call<typeof OPERATIONS.CreateResourceShare>,
  share: ResourceShare,
  transactor: Transactor,
): Promise<Associated | Refusal> {
  if (input.PermissionNames?.every((name) => Object.hasOwn(PERMISSION_TYPES, name)) === false) {
    return refuse('InvalidParameter.{ParameterName}', { ParameterName: 'PermissionNames' });
  }
  const references = readReferences(input);
  if (isRefusal(references)) return references;
  const association = { share, quotas, config, ids, now, transactor };
  const targets: ShareTarget[] = [];
  for (const targetId of new Set(input.Targets)) {
    const target = await addTarget(association, targetId);
    if (isRefusal(target)) return target;
    targets.push(target);
  }
  const resources: ShareResource[] = [];
  for (const reference of references) {
    const resource = await addResource(association, reference);
    if (isRefusal(resource)) return resource;
    resources.push(resource);
  }
  if (await sharesWithManager(transactor, share.accountId)) {
    return refuse('OperationDenied.ShareWithDelegatedAdministrator');
  }
  for (const type of new Set(resources.map((resource) => resource.resourceType))) {
    const refusal = await checkSharedWith(config, share, type, transactor);
    if (refusal !== undefined) return refusal;
  }
  return { kind: 'associated', resources, targets };
}

async function addTarget(
  { share, ids, now, transactor }: Association,
  targetId: string,
): Promise<ShareTarget | Refusal> {
  const { accountId, shareId } = share;
  if (!ACCOUNT_ID.test(targetId) || targetId === accountId) return invalidTarget();
  // Sharing inside the resource directory is not enabled: every other account is an external one.
  if (!share.allowExternalTargets) return refuse('AccountNotInResourceDirectory');
  if ((await transactor.accounts.find(targetId)) === undefined) return invalidTarget();
  const known = await transactor.shares.findTarget(accountId, shareId, targetId);
  if (known !== undefined) {
    const isExpired = !known.isAccepted && now >= known.createdAt + INVITATION_LIFETIME_MS;
    if (!isExpired) return known;
    await transactor.shares.removeTarget(known);
  }
  const target: ShareTarget = {
    accountId,
    shareId,
    targetId,
    isAccepted: false,
    createdAt: now,
    updatedAt: now,
  };
  const invitation: ShareInvitation = {
    accountId,
    invitationId: ids.resourceId('i'),
    shareId,
    receiverId: targetId,
    status: 'Pending',
    createdAt: now,
  };
  await transactor.shares.invite(target, invitation);
  return target;
}

function invalidTarget(): Refusal {
  return refuse('InvalidParameter.{ParameterName}', {
    ParameterName: 'Targets',
    Detail: 'A target is the id of another account.',
  });
}

async function addResource(
  { share, quotas, now, transactor }: Association,
  reference: ResourceReference,
): Promise<ShareResource | Refusal> {
  const { accountId, shareId } = share;
  const { resourceId, resourceType } = reference;
  const found = await findShareable(transactor, accountId, reference);
  if (found.kind === 'refusal') return found;
  const known = await transactor.shares.findResource(accountId, shareId, resourceId);
  if (known !== undefined) return known;
  const { quota, error } = SHARES_PER_RESOURCE[resourceType];
  const shareCount = await transactor.shares.countSharesOf(accountId, resourceId);
  if (shareCount >= quotas[quota]) return refuse(error);
  const resource: ShareResource = {
    accountId,
    shareId,
    resourceId,
    resourceType,
    regionId: found.resource.regionId,
    createdAt: now,
    updatedAt: now,
  };
  await transactor.shares.addResource(resource);
  return resource;
}

/**
 * Refuses what has been shared just now when it is more than an account may have shared with it; the
 * refusal takes the change back. Without an account all that accepted the share are looked at.
 */
export async function checkSharedWith(
  config: Config,
  share: Pick<ResourceShare, 'accountId' | 'shareId'>,
  resourceType: SharedResourceType,
  transactor: Transactor,
  onlyAccountId?: string,
): Promise<Refusal | undefined> {
  const { quota, error } = SHARED_PER_USER[resourceType];
  const counts = await transactor.shares.countSharedWithTargets(
    share.accountId,
    share.shareId,
    resourceType,
  );
  const isExceeded = counts.some(
    ({ accountId, count }) =>
      accountId === (onlyAccountId ?? accountId) && count > quotasOf(config, accountId)[quota],
  );
  return isExceeded ? refuse(error) : undefined;
}
