import type {
  Named,
  ShareOwner,
  ShareReader,
  ShareResource,
  ShareResourceFilter,
  ShareTarget,
  ShareTargetFilter,
  UncountedPage,
} from '../sharing-store.ts';
import type { PageRequest } from '../store.ts';
import { Conditions } from './conditions.ts';
import type { SqlSession } from './session.ts';

const RESOURCE_COLUMNS = `r.account_id AS "accountId", r.share_id AS "shareId",
  r.resource_id AS "resourceId", r.resource_type AS "resourceType", r.region_id AS "regionId",
  r.created_at AS "createdAt", r.updated_at AS "updatedAt"`;
const TARGET_COLUMNS = `t.account_id AS "accountId", t.share_id AS "shareId",
  t.target_id AS "targetId", t.is_accepted AS "isAccepted", t.created_at AS "createdAt",
  t.updated_at AS "updatedAt"`;

const FIND_RESOURCE = `SELECT ${RESOURCE_COLUMNS} FROM share_resources r
  WHERE r.account_id = $1 AND r.share_id = $2 AND r.resource_id = $3`;
const FIND_TARGET = `SELECT ${TARGET_COLUMNS} FROM share_targets t
  WHERE t.account_id = $1 AND t.share_id = $2 AND t.target_id = $3`;

const LIST_DISCOVERY_SHARERS = `SELECT DISTINCT t.account_id AS "accountId" FROM share_targets t
  JOIN share_resources r ON r.account_id = t.account_id AND r.share_id = t.share_id
  WHERE t.target_id = $1 AND r.resource_type = 'IpamResourceDiscovery' ORDER BY t.account_id`;

type TargetRow = Omit<ShareTarget, 'isAccepted'> & { readonly isAccepted: number };

function toTarget<Row extends TargetRow>(row: Row): Omit<Row, 'isAccepted'> & ShareTarget {
  return { ...row, isAccepted: row.isAccepted === 1 };
}

/** The shares `s` that an account owns or has accepted; the account is the first placeholder. */
export function sharesOf(owner: ShareOwner): { readonly from: string; readonly key: string } {
  return owner === 'Self'
    ? { from: 'resource_shares s', key: 's.account_id' }
    : {
        from: `received_shares v JOIN resource_shares s
          ON s.account_id = v.owner_account_id AND s.share_id = v.share_id`,
        key: 'v.account_id',
      };
}

/** The share `s` has a resource of that id and type; undefined lets everything pass. */
export function addHasResource(
  conditions: Conditions,
  filter: { readonly resourceId: string | undefined; readonly resourceType: string | undefined },
): void {
  const { resourceId, resourceType } = filter;
  if (resourceId === undefined && resourceType === undefined) return;
  const id =
    resourceId === undefined ? '' : ` AND r.resource_id = ${conditions.placeholder(resourceId)}`;
  const type =
    resourceType === undefined
      ? ''
      : ` AND r.resource_type = ${conditions.placeholder(resourceType)}`;
  conditions.add(`EXISTS (SELECT 1 FROM share_resources r
    WHERE r.account_id = s.account_id AND r.share_id = s.share_id${id}${type})`);
}

/** One page: rows are asked for one more than the page holds, to see whether more follow. */
export async function uncountedPage<Row>(
  session: SqlSession,
  select: string,
  conditions: Conditions,
  order: string,
  limit: number,
): Promise<UncountedPage<Row>> {
  const rows = await session.all<Row>(
    `${select} WHERE ${conditions.text} ORDER BY ${order}
     LIMIT ${conditions.placeholder(limit + 1)}`,
    conditions.values,
  );
  return { items: rows.slice(0, limit), hasMore: rows.length > limit };
}

/** Rows after the one that the key of a page names. */
function addStart(conditions: Conditions, columns: string, after: string | undefined): void {
  if (after === undefined) return;
  const slash = after.indexOf('/');
  const share = conditions.placeholder(after.slice(0, slash));
  conditions.add(`(${columns}) > (${share}, ${conditions.placeholder(after.slice(slash + 1))})`);
}

async function listResources(
  session: SqlSession,
  filter: ShareResourceFilter,
  page: PageRequest,
): Promise<UncountedPage<Named<ShareResource>>> {
  const conditions = new Conditions();
  const { from, key } = sharesOf(filter.owner);
  conditions.add(`${key} = ${conditions.placeholder(filter.accountId)}`);
  conditions.addOneOf('s.share_id', filter.shareIds);
  conditions.addOneOf('r.resource_id', filter.resourceIds);
  conditions.addEqual('r.resource_type', filter.resourceType);
  if (filter.targetId !== undefined) {
    const target = conditions.placeholder(filter.targetId);
    conditions.add(
      filter.owner === 'OtherAccounts'
        ? `s.account_id = ${target}`
        : `EXISTS (SELECT 1 FROM share_targets t WHERE t.account_id = s.account_id
           AND t.share_id = s.share_id AND t.target_id = ${target})`,
    );
  }
  addStart(conditions, 's.share_id, r.resource_id', page.after);
  return uncountedPage<Named<ShareResource>>(
    session,
    `SELECT ${RESOURCE_COLUMNS}, s.name AS "shareName" FROM ${from}
     JOIN share_resources r ON r.account_id = s.account_id AND r.share_id = s.share_id`,
    conditions,
    's.share_id, r.resource_id',
    page.limit,
  );
}

async function listTargets(
  session: SqlSession,
  filter: ShareTargetFilter,
  page: PageRequest,
): Promise<UncountedPage<Named<ShareTarget>>> {
  const conditions = new Conditions();
  conditions.add(`s.account_id = ${conditions.placeholder(filter.accountId)}`);
  conditions.addOneOf('s.share_id', filter.shareIds);
  conditions.addOneOf('t.target_id', filter.targetIds);
  conditions.addEqual(
    't.is_accepted',
    filter.isAccepted === undefined ? undefined : Number(filter.isAccepted),
  );
  addHasResource(conditions, filter);
  addStart(conditions, 's.share_id, t.target_id', page.after);
  const listed = await uncountedPage<Named<TargetRow>>(
    session,
    `SELECT ${TARGET_COLUMNS}, s.name AS "shareName" FROM resource_shares s
     JOIN share_targets t ON t.account_id = s.account_id AND t.share_id = s.share_id`,
    conditions,
    's.share_id, t.target_id',
    page.limit,
  );
  return { ...listed, items: listed.items.map(toTarget) };
}

/** Reading the resources and the targets of shares. */
export function shareMembers(
  session: SqlSession,
): Pick<
  ShareReader,
  'findResource' | 'listResources' | 'findTarget' | 'listTargets' | 'listDiscoverySharers'
> {
  return {
    findResource: (accountId, shareId, resourceId) =>
      session.get<ShareResource>(FIND_RESOURCE, [accountId, shareId, resourceId]),
    listResources: (filter, page) => listResources(session, filter, page),
    async findTarget(accountId, shareId, targetId) {
      const row = await session.get<TargetRow>(FIND_TARGET, [accountId, shareId, targetId]);
      return row === undefined ? undefined : toTarget(row);
    },
    listTargets: (filter, page) => listTargets(session, filter, page),
    async listDiscoverySharers(targetId) {
      const rows = await session.all<{ accountId: string }>(LIST_DISCOVERY_SHARERS, [targetId]);
      return rows.map(({ accountId }) => accountId);
    },
  };
}
