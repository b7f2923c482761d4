import { createConditionContext, authorize as decide } from '@cadastre/access-policy';
import { type OperationDefinition, refuse } from '@cadastre/api-contract';
import type { Caller } from '../identity/caller.ts';
import type { Store } from '../store/store.ts';
import { type ErrorAnswer, errorAnswer } from './error-answer.ts';
import type { ApiRequest } from './read-request.ts';

/** A value that may stand in an ARN; anything else cannot name a resource and matches no policy. */
const ARN_PART = /^[A-Za-z0-9_.-]+$/;

/**
 * Refuses a call that the caller's policies do not allow. The root of an account may do everything
 * in it. Every resource of the operation must be allowed.
 */
export async function authorize(
  definition: OperationDefinition,
  input: Readonly<Record<string, unknown>>,
  request: ApiRequest,
  caller: Caller,
  store: Store,
  now: number,
): Promise<ErrorAnswer | undefined> {
  const { authorization } = definition;
  const { user } = caller;
  if (authorization === undefined || user === undefined) return undefined;
  const named =
    authorization.resolve === 'pool-of-allocation'
      ? { ...input, IpamPoolId: await poolOfAllocation(input, caller, store) }
      : input;
  const context = createConditionContext({
    'acs:SourceIp': request.sourceIp,
    'acs:SecureTransport': String(request.isSecure),
    'acs:CurrentTime': new Date(now).toISOString(),
    'acs:PrincipalARN': caller.arn,
    ...requestTags(input),
  });
  for (const template of authorization.resources) {
    const decision = decide(
      { accountLevel: caller.policies, resourceGroupLevel: [] },
      {
        action: authorization.action,
        resource: resourceArn(template, named, caller.account.accountId),
        context,
      },
    );
    if (decision.outcome === 'Allow') continue;
    return errorAnswer(refuse('Forbidden.RAM'), {
      accessDeniedDetail: {
        AuthAction: authorization.action,
        AuthPrincipalDisplayName: user.userId,
        AuthPrincipalOwnerId: caller.account.accountId,
        AuthPrincipalType: 'SubUser',
        NoPermissionType: decision.outcome,
        PolicyType: decision.layer,
      },
    });
  }
  return undefined;
}

/** An unknown allocation is in no pool, so that only policies on all pools reach its not-found. */
async function poolOfAllocation(
  input: Readonly<Record<string, unknown>>,
  caller: Caller,
  store: Store,
): Promise<string> {
  const allocationId = String(input['IpamPoolAllocationId']);
  const allocation = await store.read((reader) =>
    reader.allocations.find(caller.account.accountId, allocationId),
  );
  return allocation?.poolId ?? '-';
}

function resourceArn(
  template: string,
  input: Readonly<Record<string, unknown>>,
  accountId: string,
): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'AccountId') return accountId;
    const value = input[name];
    if (value === undefined) return '*';
    return typeof value === 'string' && ARN_PART.test(value) ? value : '-';
  });
}

function requestTags(input: Readonly<Record<string, unknown>>): Record<string, string> {
  const tags: Record<string, string> = {};
  const items = input['Tag'];
  if (!Array.isArray(items)) return tags;
  for (const { Key: key, Value: value } of items as { Key?: string; Value?: string }[]) {
    if (key !== undefined) tags[`acs:RequestTag/${key}`] = value ?? '';
  }
  return tags;
}
