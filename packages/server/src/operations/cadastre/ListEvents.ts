import { EVENT_SCAN_COUNT_MAX, OPERATIONS, type OperationDefinition } from '@cadastre/api-contract';
import { firstRequestIdAt } from '../../ids.ts';
import type { AuditEvent } from '../../store/records.ts';
import type { ListHandler } from '../handler.ts';

/** A request has its id a little before the time of its event; more than a call takes to be read. */
const ID_LEAD_MS = 1_000;

/** Oldest first. With filters a page may be short, or empty, with others to follow. */
export const ListEvents: ListHandler<typeof OPERATIONS.ListEvents> = async (
  { input, accountId, page },
  reader,
) => {
  const { StartTime: startTime, EndTime: endTime } = input;
  const startAt = startTime === undefined ? undefined : Date.parse(startTime);
  const { items, nextAfter } = await reader.events.list(
    {
      accountId,
      firstEventId: startAt === undefined ? undefined : firstRequestIdAt(startAt - ID_LEAD_MS),
      startAt,
      endAt: endTime === undefined ? undefined : Date.parse(endTime),
      principalArn: input.PrincipalArn,
      operation: input.Operation === undefined ? undefined : fullName(input.Operation),
      resourceId: input.ResourceId,
      code: input.Code,
    },
    page,
    EVENT_SCAN_COUNT_MAX,
  );
  return { kind: 'page', items: items.map(describeEvent), totalCount: items.length, nextAfter };
};

/** The operation with its product, as events name it. */
function fullName(operation: string): string {
  if (!Object.hasOwn(OPERATIONS, operation)) return operation;
  const { product, name }: OperationDefinition = OPERATIONS[operation as keyof typeof OPERATIONS];
  return `${product}.${name}`;
}

function describeEvent(event: AuditEvent) {
  return {
    EventId: event.eventId,
    EventTime: new Date(event.occurredAt).toISOString(),
    RequestId: event.eventId,
    Operation: event.operation,
    PrincipalArn: event.principalArn,
    AccessKeyId: event.accessKeyId,
    Code: event.code,
    ResourceType: event.resourceType || undefined,
    ResourceId: event.resourceId || undefined,
    Before: event.before,
    After: event.after,
  };
}
