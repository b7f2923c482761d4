import type { OPERATIONS } from '@cadastre/api-contract';
import type { Named, ShareInvitation } from '../../store/sharing-store.ts';
import type { WriteHandler } from '../handler.ts';
import { describeInvitation } from './describe-share.ts';
import { findOpenInvitation } from './find-invitation.ts';

/** Rejects an invitation. The owner may invite the account again. */
export const RejectResourceShareInvitation: WriteHandler<
  typeof OPERATIONS.RejectResourceShareInvitation
> = async ({ input, accountId, now }, transactor) => {
  const invitationId = input.ResourceShareInvitationId;
  const found = await findOpenInvitation(transactor, accountId, invitationId, now);
  if (found.kind === 'refusal') return found;
  const before = found.invitation;
  await transactor.shares.reject(before);
  const after: Named<ShareInvitation> = { ...before, status: 'Rejected' };
  return {
    kind: 'answer',
    response: { ResourceShareInvitation: describeInvitation(after, now) },
    change: {
      resourceType: 'ResourceShareInvitation',
      resourceId: invitationId,
      ownerAccountId: before.accountId,
      before,
      after,
    },
  };
};
