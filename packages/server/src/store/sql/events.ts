import type { EventFilter, EventWriter } from '../history-store.ts';
import type { AuditEvent, RememberedAnswer } from '../records.ts';
import { Conditions, contains } from './conditions.ts';
import { rowInsert } from './row-insert.ts';
import { defined, optional, type SqlSession, type SqlValue } from './session.ts';

export const INSERT_EVENT = rowInsert('events', {
  account_id: 'TEXT',
  event_id: 'TEXT',
  occurred_at: 'BIGINT',
  operation: 'TEXT',
  principal_arn: 'TEXT',
  access_key_id: 'TEXT',
  code: 'TEXT',
  resource_type: 'TEXT',
  resource_id: 'TEXT',
  before_state: 'TEXT',
  after_state: 'TEXT',
  request_hash: 'TEXT',
  response: 'TEXT',
});
const COLUMNS = `account_id AS "accountId", event_id AS "eventId",
  occurred_at AS "occurredAt", operation,
  principal_arn AS "principalArn", access_key_id AS "accessKeyId", code,
  resource_type AS "resourceType", resource_id AS "resourceId", before_state AS "before",
  after_state AS "after", request_hash AS "requestHash", response`;
const LAST_SCANNED = `SELECT event_id AS "eventId" FROM events
  WHERE account_id = $1 AND event_id > $2 AND event_id >= $3 ORDER BY event_id LIMIT 1 OFFSET $4`;
// One look into the index for each account: the events of an account are in order of their ids.
const REMOVE_BEFORE = `DELETE FROM events WHERE (account_id, event_id) IN
  (SELECT e.account_id, e.event_id FROM accounts a
   CROSS JOIN events e WHERE e.account_id = a.account_id AND e.event_id < $1 LIMIT $2)`;
const FIND_ANSWER = `SELECT occurred_at AS "occurredAt", request_hash AS "requestHash", response
  FROM events WHERE account_id = $1 AND event_id = $2 AND operation = $3
  AND response IS NOT NULL`;

type EventRow = Omit<AuditEvent, 'before' | 'after' | 'answer'> & {
  readonly before: string | null;
  readonly after: string | null;
  readonly requestHash: string | null;
  readonly response: string | null;
};

function toEvent({ requestHash, response, ...row }: EventRow): AuditEvent {
  return {
    ...row,
    before: defined(row.before),
    after: defined(row.after),
    answer: requestHash === null || response === null ? undefined : { requestHash, response },
  };
}

/** The filters that an index does not answer. */
function addFilters(filter: EventFilter, conditions: Conditions): boolean {
  const equals = {
    principal_arn: filter.principalArn,
    operation: filter.operation,
    code: filter.code,
  };
  let isFiltered = false;
  for (const [column, value] of Object.entries(equals)) {
    if (value === undefined) continue;
    conditions.add(`${column} = ${conditions.placeholder(value)}`);
    isFiltered = true;
  }
  const { resourceId, startAt, endAt } = filter;
  if (resourceId !== undefined) {
    // An event of several resources lists them, with commas in between.
    conditions.add(contains(`(',' || resource_id || ',')`, `,${resourceId},`, conditions));
    isFiltered = true;
  }
  if (startAt !== undefined) {
    conditions.add(`occurred_at >= ${conditions.placeholder(startAt)}`);
    isFiltered = true;
  }
  if (endAt !== undefined) {
    conditions.add(`occurred_at < ${conditions.placeholder(endAt)}`);
    isFiltered = true;
  }
  return isFiltered;
}

/** The values of INSERT_EVENT. */
export function eventRow(event: AuditEvent): SqlValue[] {
  return [
    event.accountId,
    event.eventId,
    event.occurredAt,
    event.operation,
    event.principalArn,
    event.accessKeyId,
    event.code,
    event.resourceType,
    event.resourceId,
    optional(event.before),
    optional(event.after),
    optional(event.answer?.requestHash),
    optional(event.answer?.response),
  ];
}

export function eventTable(session: SqlSession): EventWriter {
  return {
    async list(filter, page, scanCountMax) {
      const { accountId, firstEventId = '' } = filter;
      const after = page.after ?? '';
      const conditions = new Conditions();
      conditions.add(`account_id = ${conditions.placeholder(accountId)}`);
      conditions.add(`event_id > ${conditions.placeholder(after)}`);
      conditions.add(`event_id >= ${conditions.placeholder(firstEventId)}`);
      let lastScannedId: string | undefined;
      if (addFilters(filter, conditions)) {
        const values = [accountId, after, firstEventId, scanCountMax - 1];
        lastScannedId = (await session.get<{ eventId: string }>(LAST_SCANNED, values))?.eventId;
        if (lastScannedId !== undefined) {
          conditions.add(`event_id <= ${conditions.placeholder(lastScannedId)}`);
        }
      }
      const limit = conditions.placeholder(page.limit + 1);
      const rows = await session.all<EventRow>(
        `SELECT ${COLUMNS} FROM events WHERE ${conditions.text} ORDER BY event_id LIMIT ${limit}`,
        conditions.values,
      );
      const items = rows.slice(0, page.limit).map(toEvent);
      const nextAfter = rows.length > page.limit ? items.at(-1)?.eventId : lastScannedId;
      return { items, nextAfter };
    },
    findAnswer: (accountId, operation, requestId) =>
      session.get<RememberedAnswer & { readonly occurredAt: number }>(FIND_ANSWER, [
        accountId,
        requestId,
        operation,
      ]),
    async append(event) {
      await session.send(INSERT_EVENT.sql, eventRow(event));
    },
    removeBefore: (eventId, limit) => session.run(REMOVE_BEFORE, [eventId, limit]),
  };
}
