import type { ResourceCidr, StoredResourceCidr } from '../inventory-records.ts';
import { addContains, addInside, hasInside } from './around-cidr.ts';
import { toCidr } from './cidr-columns.ts';
import { Conditions } from './conditions.ts';
import {
  IS_KEY,
  primaryKey,
  RESOURCE_CIDR_COLUMNS,
  type ResourceCidrRow,
  toResourceCidr,
} from './resource-cidr-row.ts';
import type { SqlSession } from './session.ts';

/*
 * A resource CIDR is marked when another one of its scope has addresses in common with it and is of
 * another network, or both are VSwitches: a network is around its own subnets. Ignored ones do not
 * count. The mark is kept by every insert and removal, so that no list has to look for overlap.
 */

type Side = 'around' | 'inside';
const SIDES: readonly Side[] = ['around', 'inside'];

const MARK = `UPDATE resource_cidrs SET is_overlapping = 1 WHERE ${IS_KEY}`;
const UNMARK = `UPDATE resource_cidrs SET is_overlapping = 0 WHERE ${IS_KEY}`;

/** Rows of the scope on one side of a resource CIDR that count as overlap with it. */
function overlapping(resourceCidr: ResourceCidr, side: Side): Conditions {
  const conditions = new Conditions();
  conditions.addEqual('e.account_id', resourceCidr.accountId);
  conditions.addEqual('e.scope_id', resourceCidr.scopeId);
  conditions.addEqual('e.ip_version', resourceCidr.cidr.ipVersion);
  if (side === 'around') addContains(conditions, 'e', resourceCidr.cidr);
  else addInside(conditions, 'e', resourceCidr.cidr);
  conditions.add('e.is_ignored = 0');
  return conditions;
}

function addComparable(conditions: Conditions, resourceCidr: ResourceCidr): void {
  const owner = conditions.placeholder(resourceCidr.ownerId);
  const vpc = conditions.placeholder(resourceCidr.vpcId);
  if (resourceCidr.resourceType === 'VPC') {
    conditions.add(`(e.vpc_id <> ${vpc} OR e.owner_id <> ${owner})`);
    return;
  }
  const resource = conditions.placeholder(resourceCidr.resourceId);
  conditions.add(`(e.vpc_id <> ${vpc} OR e.owner_id <> ${owner}
    OR (e.resource_type = 'VSwitch' AND e.resource_id <> ${resource}))`);
}

function sidesOf({ cidr }: ResourceCidr): readonly Side[] {
  return hasInside(cidr) ? SIDES : ['around'];
}

/** Marks what a new resource CIDR overlaps with, and answers whether there is any. */
export async function markOverlapping(
  session: SqlSession,
  resourceCidr: ResourceCidr,
): Promise<boolean> {
  if (!(await isOverlapping(session, resourceCidr))) return false;
  // What overlaps with the new one overlaps with one of two networks around it already.
  if (await isCoveredTwice(session, resourceCidr)) return true;
  for (const side of sidesOf(resourceCidr)) {
    for (const other of await listUnmarked(session, resourceCidr, side)) {
      await session.run(MARK, primaryKey(other));
    }
  }
  return true;
}

type Key = Pick<StoredResourceCidr, 'accountId' | 'scopeId' | 'cidr' | 'ownerId' | 'resourceId'>;

/** Only columns of the index of unmarked rows, so that marked ones are not gone through. */
async function listUnmarked(
  session: SqlSession,
  resourceCidr: ResourceCidr,
  side: Side,
): Promise<readonly Key[]> {
  const conditions = overlapping(resourceCidr, side);
  conditions.add('e.is_overlapping = 0');
  addComparable(conditions, resourceCidr);
  type Row = Omit<Key, 'cidr'> & { readonly firstKey: string; readonly prefixLength: number };
  const rows = await session.all<Row>(
    `SELECT e.account_id AS "accountId", e.scope_id AS "scopeId", e.owner_id AS "ownerId",
     e.resource_id AS "resourceId", e.first_key AS "firstKey", e.prefix_length AS "prefixLength"
     FROM resource_cidrs e WHERE ${conditions.text}`,
    conditions.values,
  );
  return rows.map((row) => ({ ...row, cidr: toCidr(row.firstKey, row.prefixLength) }));
}

/** Takes the mark from what overlapped with nothing but a resource CIDR that is removed already. */
export async function unmarkOverlapping(session: SqlSession, removed: ResourceCidr): Promise<void> {
  if (await isCoveredTwice(session, removed)) return;
  for (const side of sidesOf(removed)) {
    const conditions = overlapping(removed, side);
    conditions.add('e.is_overlapping = 1');
    addComparable(conditions, removed);
    for (const other of await select(session, conditions, undefined)) {
      if (!(await isOverlapping(session, other))) await session.run(UNMARK, primaryKey(other));
    }
  }
}

/**
 * Whether CIDRs of two networks are around the given one: everything that it overlaps with overlaps
 * with at least one of them. It spares the look at each of many networks with the same CIDR.
 */
async function isCoveredTwice(session: SqlSession, resourceCidr: ResourceCidr): Promise<boolean> {
  const conditions = overlapping(resourceCidr, 'around');
  const rows = await session.all(
    `SELECT DISTINCT e.owner_id, e.vpc_id FROM resource_cidrs e WHERE ${conditions.text} LIMIT 2`,
    conditions.values,
  );
  return rows.length === 2;
}

async function isOverlapping(session: SqlSession, resourceCidr: ResourceCidr): Promise<boolean> {
  return (await listOverlapping(session, resourceCidr, 1)).length > 0;
}

/** At most `limit` resource CIDRs that one overlaps with, those around it first. */
export async function listOverlapping(
  session: SqlSession,
  resourceCidr: ResourceCidr,
  limit: number,
): Promise<readonly StoredResourceCidr[]> {
  const found: StoredResourceCidr[] = [];
  for (const side of sidesOf(resourceCidr)) {
    if (found.length === limit) break;
    const conditions = overlapping(resourceCidr, side);
    addComparable(conditions, resourceCidr);
    found.push(...(await select(session, conditions, limit - found.length)));
  }
  return found;
}

async function select(
  session: SqlSession,
  conditions: Conditions,
  limit: number | undefined,
): Promise<readonly StoredResourceCidr[]> {
  // Not a placeholder: the engine would prepare the statement anew for each value of a limit.
  const limited = limit === undefined ? '' : ` LIMIT ${Math.floor(limit)}`;
  const rows = await session.all<ResourceCidrRow>(
    `SELECT ${RESOURCE_CIDR_COLUMNS} FROM resource_cidrs e WHERE ${conditions.text}${limited}`,
    conditions.values,
  );
  return rows.map(toResourceCidr);
}
