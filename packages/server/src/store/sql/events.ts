import type { AuditEvent, RememberedAnswer } from '../records.ts';
import type { EventWriter } from '../store.ts';
import { defined, optional, type SqlSession } from './session.ts';

const APPEND = `INSERT INTO events (account_id, request_id, occurred_at, operation, principal_arn,
  access_key_id, resource_type, resource_id, before_state, after_state, request_hash, response)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;
const LIST = `SELECT account_id AS "accountId", request_id AS "requestId",
  occurred_at AS "occurredAt", operation, principal_arn AS "principalArn",
  access_key_id AS "accessKeyId", resource_type AS "resourceType", resource_id AS "resourceId",
  before_state AS "before", after_state AS "after", request_hash AS "requestHash", response
  FROM events WHERE account_id = $1 AND request_id > $2 ORDER BY request_id LIMIT $3`;
const FIND_ANSWER = `SELECT occurred_at AS "occurredAt", request_hash AS "requestHash", response
  FROM events WHERE account_id = $1 AND request_id = $2 AND operation = $3
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

export function eventTable(session: SqlSession): EventWriter {
  return {
    async list(accountId, page) {
      const values = [accountId, page.after ?? '', page.limit];
      return (await session.all<EventRow>(LIST, values)).map(toEvent);
    },
    findAnswer: (accountId, operation, requestId) =>
      session.get<RememberedAnswer & { readonly occurredAt: number }>(FIND_ANSWER, [
        accountId,
        requestId,
        operation,
      ]),
    async append(event) {
      await session.run(APPEND, [
        event.accountId,
        event.requestId,
        event.occurredAt,
        event.operation,
        event.principalArn,
        event.accessKeyId,
        event.resourceType,
        event.resourceId,
        optional(event.before),
        optional(event.after),
        optional(event.answer?.requestHash),
        optional(event.answer?.response),
      ]);
    },
  };
}
