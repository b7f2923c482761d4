import type {
  ResourceShare,
  SharedCount,
  ShareFilter,
  ShareWriter,
  UncountedPage,
} from '../sharing-store.ts';
import type { PageRequest } from '../store.ts';
import { Conditions, hasTag } from './conditions.ts';
import { countSharedWithTargets, refreshEffectiveShares } from './effective-shares.ts';
import type { SqlSession } from './session.ts';
import { shareInvitations } from './share-invitations.ts';
import { addHasResource, shareMembers, sharesOf, uncountedPage } from './share-members.ts';

const COLUMNS = `s.account_id AS "accountId", s.share_id AS "shareId", s.name,
  s.allow_external_targets AS "allowExternalTargets", s.resource_group_id AS "resourceGroupId",
  s.created_at AS "createdAt", s.updated_at AS "updatedAt"`;

const FIND = `SELECT ${COLUMNS} FROM ${sharesOf('Self').from}
  WHERE s.account_id = $1 AND s.share_id = $2`;
const FIND_RECEIVED = `SELECT ${COLUMNS} FROM ${sharesOf('OtherAccounts').from}
  WHERE v.account_id = $1 AND v.share_id = $2`;
const COUNT_SHARES_OF =
  'SELECT count(*) AS count FROM share_resources WHERE account_id = $1 AND resource_id = $2';
const INSERT = `INSERT INTO resource_shares (account_id, share_id, name, allow_external_targets,
  resource_group_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const UPDATE = `UPDATE resource_shares SET name = $3, allow_external_targets = $4, updated_at = $5
  WHERE account_id = $1 AND share_id = $2`;
const REMOVE = [
  `DELETE FROM received_shares WHERE owner_account_id = $1 AND share_id = $2`,
  `DELETE FROM received_invitations WHERE owner_account_id = $1 AND invitation_id IN
   (SELECT invitation_id FROM share_invitations WHERE account_id = $1 AND share_id = $2)`,
  'DELETE FROM share_invitations WHERE account_id = $1 AND share_id = $2',
  'DELETE FROM share_targets WHERE account_id = $1 AND share_id = $2',
  'DELETE FROM share_resources WHERE account_id = $1 AND share_id = $2',
  'DELETE FROM resource_shares WHERE account_id = $1 AND share_id = $2',
];
const ADD_RESOURCE = `INSERT INTO share_resources (account_id, share_id, resource_id,
  resource_type, region_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const REMOVE_RESOURCE = `DELETE FROM share_resources
  WHERE account_id = $1 AND share_id = $2 AND resource_id = $3`;
const ADD_TARGET = `INSERT INTO share_targets (account_id, share_id, target_id, is_accepted,
  created_at, updated_at) VALUES ($1, $2, $3, 0, $4, $5)`;
const REMOVE_TARGET = [
  `DELETE FROM received_shares
   WHERE account_id = $3 AND owner_account_id = $1 AND share_id = $2`,
  `DELETE FROM received_invitations WHERE account_id = $3 AND owner_account_id = $1
   AND invitation_id IN (SELECT invitation_id FROM share_invitations
   WHERE account_id = $1 AND share_id = $2 AND receiver_account_id = $3 AND status = 'Pending')`,
  `DELETE FROM share_invitations WHERE account_id = $1 AND share_id = $2
   AND receiver_account_id = $3 AND status = 'Pending'`,
  'DELETE FROM share_targets WHERE account_id = $1 AND share_id = $2 AND target_id = $3',
];
const ADD_INVITATION = `INSERT INTO share_invitations (account_id, invitation_id, share_id,
  receiver_account_id, status, created_at) VALUES ($1, $2, $3, $4, $5, $6)`;
const ADD_RECEIVED_INVITATION = `INSERT INTO received_invitations
  (account_id, invitation_id, owner_account_id) VALUES ($1, $2, $3)`;
const SET_INVITATION_STATUS = `UPDATE share_invitations SET status = $3
  WHERE account_id = $1 AND invitation_id = $2`;
const ACCEPT_TARGET = `UPDATE share_targets SET is_accepted = 1, updated_at = $4
  WHERE account_id = $1 AND share_id = $2 AND target_id = $3`;
const ADD_RECEIVED_SHARE = `INSERT INTO received_shares (account_id, share_id, owner_account_id)
  VALUES ($1, $2, $3)`;

type ShareRow = Omit<ResourceShare, 'allowExternalTargets'> & {
  readonly allowExternalTargets: number;
};

function toShare(row: ShareRow): ResourceShare {
  return { ...row, allowExternalTargets: row.allowExternalTargets === 1 };
}

async function listShares(
  session: SqlSession,
  filter: ShareFilter,
  page: PageRequest,
): Promise<UncountedPage<ResourceShare>> {
  const conditions = new Conditions();
  const { from, key } = sharesOf(filter.owner);
  conditions.add(`${key} = ${conditions.placeholder(filter.accountId)}`);
  conditions.addOneOf('s.share_id', filter.shareIds);
  conditions.addEqual('s.name', filter.name);
  conditions.addEqual('s.resource_group_id', filter.resourceGroupId);
  conditions.addOneOf('s.account_id', filter.ownerIds);
  addHasResource(conditions, filter);
  for (const tag of filter.tags) {
    conditions.add(hasTag('s.account_id', 's.share_id', tag, conditions));
  }
  if (page.after !== undefined) {
    conditions.add(`s.share_id > ${conditions.placeholder(page.after)}`);
  }
  const select = `SELECT ${COLUMNS} FROM ${from}`;
  const listed = await uncountedPage<ShareRow>(
    session,
    select,
    conditions,
    's.share_id',
    page.limit,
  );
  return { ...listed, items: listed.items.map(toShare) };
}

export function resourceShareTables(session: SqlSession): ShareWriter {
  const findOne = async (statement: string, accountId: string, shareId: string) => {
    const row = await session.get<ShareRow>(statement, [accountId, shareId]);
    return row === undefined ? undefined : toShare(row);
  };
  const refresh = (ownerAccountId: string) => refreshEffectiveShares(session, ownerAccountId);
  return {
    ...shareMembers(session),
    ...shareInvitations(session),
    find: (accountId, shareId) => findOne(FIND, accountId, shareId),
    findReceived: (accountId, shareId) => findOne(FIND_RECEIVED, accountId, shareId),
    list: (filter, page) => listShares(session, filter, page),
    async countSharesOf(accountId, resourceId) {
      const row = await session.get<{ count: number }>(COUNT_SHARES_OF, [accountId, resourceId]);
      return Number(row?.count ?? 0);
    },
    countSharedWithTargets: (accountId, shareId, resourceType) =>
      session.all<SharedCount>(countSharedWithTargets(resourceType), [accountId, shareId]),
    async insert(share) {
      await session.run(INSERT, [
        share.accountId,
        share.shareId,
        share.name,
        share.allowExternalTargets ? 1 : 0,
        share.resourceGroupId,
        share.createdAt,
        share.updatedAt,
      ]);
    },
    async update(share) {
      const allow = share.allowExternalTargets ? 1 : 0;
      const values = [share.accountId, share.shareId, share.name, allow, share.updatedAt];
      await session.run(UPDATE, values);
    },
    async remove({ accountId, shareId }) {
      for (const statement of REMOVE) await session.run(statement, [accountId, shareId]);
      await refresh(accountId);
    },
    async addResource(resource) {
      await session.run(ADD_RESOURCE, [
        resource.accountId,
        resource.shareId,
        resource.resourceId,
        resource.resourceType,
        resource.regionId,
        resource.createdAt,
        resource.updatedAt,
      ]);
      await refresh(resource.accountId);
    },
    async removeResource({ accountId, shareId, resourceId }) {
      await session.run(REMOVE_RESOURCE, [accountId, shareId, resourceId]);
      await refresh(accountId);
    },
    async invite(target, invitation) {
      const { accountId, shareId, targetId, createdAt, updatedAt } = target;
      const { invitationId, status } = invitation;
      await session.run(ADD_TARGET, [accountId, shareId, targetId, createdAt, updatedAt]);
      const invited = [accountId, invitationId, shareId, targetId, status, invitation.createdAt];
      await session.run(ADD_INVITATION, invited);
      await session.run(ADD_RECEIVED_INVITATION, [targetId, invitationId, accountId]);
    },
    async removeTarget({ accountId, shareId, targetId }) {
      for (const statement of REMOVE_TARGET) {
        await session.run(statement, [accountId, shareId, targetId]);
      }
      await refresh(accountId);
    },
    async accept({ accountId, invitationId, shareId, receiverId }, acceptedAt) {
      await session.run(SET_INVITATION_STATUS, [accountId, invitationId, 'Accepted']);
      await session.run(ACCEPT_TARGET, [accountId, shareId, receiverId, acceptedAt]);
      await session.run(ADD_RECEIVED_SHARE, [receiverId, shareId, accountId]);
      await refresh(accountId);
    },
    async reject({ accountId, invitationId, shareId, receiverId }) {
      await session.run(SET_INVITATION_STATUS, [accountId, invitationId, 'Rejected']);
      for (const statement of REMOVE_TARGET) {
        await session.run(statement, [accountId, shareId, receiverId]);
      }
    },
  };
}
