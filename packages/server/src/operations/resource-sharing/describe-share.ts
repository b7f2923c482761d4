import { INVITATION_LIFETIME_MS } from '@cadastre/api-contract';
import type {
  InvitationStatus,
  Named,
  ResourceShare,
  ShareInvitation,
  ShareResource,
  ShareTarget,
  UncountedPage,
} from '../../store/sharing-store.ts';
import type { ListAnswer } from '../handler.ts';
import { resourceArn } from './resource-reference.ts';

/** Resource sharing gives its times with milliseconds, as ISO 8601 has them. */
function formatExactTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function times({ createdAt, updatedAt }: { createdAt: number; updatedAt: number }) {
  return { CreateTime: formatExactTime(createdAt), UpdateTime: formatExactTime(updatedAt) };
}

export function describeShare(share: ResourceShare) {
  return {
    ResourceShareId: share.shareId,
    ResourceShareName: share.name,
    ResourceShareOwner: share.accountId,
    ResourceShareStatus: 'Active',
    AllowExternalTargets: share.allowExternalTargets,
    ...times(share),
  };
}

/** The status is given where it is not what the row says: Disassociated. */
export function describeResourceAssociation(resource: Named<ShareResource>, status = 'Associated') {
  return {
    ResourceShareId: resource.shareId,
    ResourceShareName: resource.shareName,
    AssociationType: 'Resource' as const,
    AssociationStatus: status,
    EntityId: resource.resourceId,
    EntityType: resource.resourceType,
    ResourceArn: resourceArn(resource),
    ...times(resource),
  };
}

export function describeTargetAssociation(
  target: Named<ShareTarget>,
  status = target.isAccepted ? 'Associated' : 'Pending',
) {
  return {
    ResourceShareId: target.shareId,
    ResourceShareName: target.shareName,
    AssociationType: 'Target' as const,
    AssociationStatus: status,
    EntityId: target.targetId,
    EntityType: 'Account',
    ...times(target),
  };
}

export function describeSharedResource(resource: ShareResource) {
  return {
    ResourceShareId: resource.shareId,
    ResourceId: resource.resourceId,
    ResourceType: resource.resourceType,
    ResourceArn: resourceArn(resource),
    ResourceStatus: 'Available',
    ...times(resource),
  };
}

export function describeSharedTarget(
  shareId: string,
  accountId: string,
  dated: { readonly createdAt: number; readonly updatedAt: number },
) {
  return { ResourceShareId: shareId, TargetId: accountId, External: true, ...times(dated) };
}

/** An invitation that nobody answers in its time expires; nothing has to be written for it. */
export function invitationStatus(
  { status, createdAt }: ShareInvitation,
  now: number,
): InvitationStatus | 'Expired' {
  return status === 'Pending' && now >= createdAt + INVITATION_LIFETIME_MS ? 'Expired' : status;
}

export function describeInvitation(invitation: Named<ShareInvitation>, now: number) {
  return {
    ResourceShareInvitationId: invitation.invitationId,
    ResourceShareId: invitation.shareId,
    ResourceShareName: invitation.shareName,
    SenderAccountId: invitation.accountId,
    ReceiverAccountId: invitation.receiverId,
    Status: invitationStatus(invitation, now),
    CreateTime: formatExactTime(invitation.createdAt),
  };
}

/** A page of rows as the API's items; resource sharing tells no totals. */
export function uncountedAnswer<Row, Item>(
  page: UncountedPage<Row>,
  keyOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): ListAnswer<Item> {
  const last = page.items.at(-1);
  return {
    kind: 'page',
    items: page.items.map(toItem),
    nextAfter: page.hasMore && last !== undefined ? keyOf(last) : undefined,
  };
}
