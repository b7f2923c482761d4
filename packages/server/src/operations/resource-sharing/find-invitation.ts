import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Named, ShareInvitation } from '../../store/sharing-store.ts';
import type { Reader } from '../../store/store.ts';
import { invitationStatus } from './describe-share.ts';

/** An invitation that the account has received and can still answer. */
export async function findOpenInvitation(
  reader: Reader,
  accountId: string,
  invitationId: string,
  now: number,
): Promise<{ readonly kind: 'open'; readonly invitation: Named<ShareInvitation> } | Refusal> {
  const invitation = await reader.shares.findInvitation(accountId, invitationId);
  if (invitation === undefined) return refuse('EntityNotExists.ResourceShareInvitation');
  const status = invitationStatus(invitation, now);
  return status === 'Pending'
    ? { kind: 'open', invitation }
    : refuse('InvalidStatus.ResourceShareInvitation', { Status: status });
}
