import type { OPERATIONS } from '@cadastre/api-contract';
import type { ListHandler } from '../handler.ts';
import { describeInvitation, uncountedAnswer } from './describe-share.ts';

export const ListResourceShareInvitations: ListHandler<
  typeof OPERATIONS.ListResourceShareInvitations
> = async ({ input, accountId, page, now }, reader) => {
  const invitations = await reader.shares.listInvitations(
    {
      receiverId: accountId,
      shareIds: input.ResourceShareIds,
      invitationIds: input.ResourceShareInvitationIds,
    },
    page,
  );
  return uncountedAnswer(
    invitations,
    (invitation) => invitation.invitationId,
    (invitation) => describeInvitation(invitation, now),
  );
};
