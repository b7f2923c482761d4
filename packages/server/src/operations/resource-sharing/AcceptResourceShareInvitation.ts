import type { OPERATIONS } from '@cadastre/api-contract';
import type { Named, ShareInvitation } from '../../store/sharing-store.ts';
import type { WriteHandler } from '../handler.ts';
import { checkSharedWith } from './associate.ts';
import { describeInvitation } from './describe-share.ts';
import { findOpenInvitation } from './find-invitation.ts';

/** Accepts an invitation: the account can use what the share has and what it will get. */
export const AcceptResourceShareInvitation: WriteHandler<
  typeof OPERATIONS.AcceptResourceShareInvitation
> = async ({ input, accountId, config, now }, transactor) => {
  const invitationId = input.ResourceShareInvitationId;
  const found = await findOpenInvitation(transactor, accountId, invitationId, now);
  if (found.kind === 'refusal') return found;
  const before = found.invitation;
  await transactor.shares.accept(before, now);
  for (const type of ['IpamPool', 'IpamResourceDiscovery'] as const) {
    const refusal = await checkSharedWith(config, before, type, transactor, accountId);
    if (refusal !== undefined) return refusal;
  }
  const after: Named<ShareInvitation> = { ...before, status: 'Accepted' };
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
