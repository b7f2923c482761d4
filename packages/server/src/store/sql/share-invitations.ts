import type { Named, ShareInvitation, ShareReader } from '../sharing-store.ts';
import { Conditions } from './conditions.ts';
import type { SqlSession } from './session.ts';
import { uncountedPage } from './share-members.ts';

/** Invitations by the account that received them. */
const SELECT = `SELECT i.account_id AS "accountId", i.invitation_id AS "invitationId",
  i.share_id AS "shareId", i.receiver_account_id AS "receiverId", i.status,
  i.created_at AS "createdAt", s.name AS "shareName"
  FROM received_invitations v
  JOIN share_invitations i
    ON i.account_id = v.owner_account_id AND i.invitation_id = v.invitation_id
  JOIN resource_shares s ON s.account_id = i.account_id AND s.share_id = i.share_id`;
const FIND = `${SELECT} WHERE v.account_id = $1 AND v.invitation_id = $2`;

export function shareInvitations(
  session: SqlSession,
): Pick<ShareReader, 'findInvitation' | 'listInvitations'> {
  return {
    findInvitation: (receiverId, invitationId) =>
      session.get<Named<ShareInvitation>>(FIND, [receiverId, invitationId]),
    async listInvitations(filter, page) {
      const conditions = new Conditions();
      conditions.add(`v.account_id = ${conditions.placeholder(filter.receiverId)}`);
      conditions.addOneOf('i.share_id', filter.shareIds);
      conditions.addOneOf('v.invitation_id', filter.invitationIds);
      if (page.after !== undefined) {
        conditions.add(`v.invitation_id > ${conditions.placeholder(page.after)}`);
      }
      return uncountedPage(session, SELECT, conditions, 'v.invitation_id', page.limit);
    },
  };
}
