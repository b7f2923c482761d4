import type { AuditEvent } from '../records.ts';
import type { EventWriter } from '../store.ts';
import { defined, optional, type SqlSession } from './session.ts';

const APPEND = `INSERT INTO events (account_id, event_id, occurred_at, request_id, operation,
  principal_arn, access_key_id, resource_type, resource_id, before_state, after_state)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const LIST = `SELECT account_id AS "accountId", event_id AS "eventId",
  occurred_at AS "occurredAt", request_id AS "requestId", operation,
  principal_arn AS "principalArn", access_key_id AS "accessKeyId",
  resource_type AS "resourceType", resource_id AS "resourceId", before_state AS "before",
  after_state AS "after" FROM events
  WHERE account_id = $1 AND event_id > $2 ORDER BY event_id LIMIT $3`;

type EventRow = Omit<AuditEvent, 'before' | 'after'> & {
  readonly before: string | null;
  readonly after: string | null;
};

export function eventTable(session: SqlSession): EventWriter {
  return {
    async list(accountId, page) {
      const values = [accountId, page.after ?? '', page.limit];
      const rows = await session.all<EventRow>(LIST, values);
      return rows.map((row) => ({
        ...row,
        before: defined(row.before),
        after: defined(row.after),
      }));
    },
    async append(event) {
      await session.run(APPEND, [
        event.accountId,
        event.eventId,
        event.occurredAt,
        event.requestId,
        event.operation,
        event.principalArn,
        event.accessKeyId,
        event.resourceType,
        event.resourceId,
        optional(event.before),
        optional(event.after),
      ]);
    },
  };
}
