import type { OperationDefinition, Refusal } from '@cadastre/api-contract';
import type { Call, Change } from '../operations/handler.ts';
import type { AuditEvent, RememberedAnswer } from '../store/records.ts';
import { wireCode } from './render-error.ts';

/** What an event tells of a call, beside its outcome. */
export type AuditedCall = Pick<
  Call<OperationDefinition>,
  'accountId' | 'caller' | 'requestId' | 'now'
>;

/**
 * The events of a write that was carried out: one in the caller's account, and one in the account
 * that owns the resource where it is another. The owner learns the principal, not its access key.
 */
export function changeEvents(
  definition: OperationDefinition,
  call: AuditedCall,
  { resourceType, resourceId, before, after, ownerAccountId = call.accountId }: Change,
  answer: RememberedAnswer | undefined,
): readonly AuditEvent[] {
  const event: AuditEvent = {
    ...eventOf(definition, call, 'OK'),
    resourceType,
    resourceId,
    before: before && JSON.stringify(before),
    after: after && JSON.stringify(after),
    answer,
  };
  if (ownerAccountId === call.accountId) return [event];
  const ofOwner = { accountId: ownerAccountId, accessKeyId: '', answer: undefined };
  return [event, { ...event, ...ofOwner }];
}

/** The event of a call that was refused. What the call asked for is not kept. */
export function refusalEvent(
  definition: OperationDefinition,
  call: AuditedCall,
  refusal: Refusal,
): AuditEvent {
  return eventOf(definition, call, wireCode(refusal));
}

/**
 * Whether a refusal that comes before the operation is recorded: of every write, and of a read only
 * for want of permission. Calls that come too fast are not: recording them would cost what throttling
 * saves.
 */
export function isAudited(definition: OperationDefinition, { error }: Refusal): boolean {
  if (definition.effect === 'write') return error !== 'Throttling.User';
  return error === 'Forbidden.RAM';
}

function eventOf(definition: OperationDefinition, call: AuditedCall, code: string): AuditEvent {
  return {
    accountId: call.accountId,
    eventId: call.requestId,
    occurredAt: call.now,
    operation: `${definition.product}.${definition.name}`,
    principalArn: call.caller.arn,
    accessKeyId: call.caller.accessKeyId,
    code,
    resourceType: '',
    resourceId: '',
    before: undefined,
    after: undefined,
    answer: undefined,
  };
}
