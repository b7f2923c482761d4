import {
  type Authorization,
  type OperationDefinition,
  parseRoleArn,
  refuse,
} from '@cadastre/api-contract';
import type { Caller, Principal } from '../identity/caller.ts';
import type { Store } from '../store/store.ts';
import { type AuthorizationTarget, authorizationTargets } from './authorization-targets.ts';
import { type AccessQuestion, decideAccess } from './decide-access.ts';
import { type ErrorAnswer, errorAnswer } from './error-answer.ts';
import type { ApiRequest } from './read-request.ts';
import { findResourceFacts, type ResourceFacts } from './resource-facts.ts';
import { decideAssumption, sessionConditions } from './role-trust.ts';

type Input = Readonly<Record<string, unknown>>;

/** A value that may stand in an ARN; anything else cannot name a resource and matches no policy. */
const ARN_PART = /^[A-Za-z0-9_.-]+$/;

/**
 * Refuses a call that the caller's policies do not allow. The root of an account may do everything
 * in it, but for what is reserved for the first account's root. Every resource of the operation must
 * be allowed.
 */
export async function authorize(
  definition: OperationDefinition,
  input: Input,
  request: ApiRequest,
  caller: Caller,
  store: Store,
  now: number,
): Promise<ErrorAnswer | undefined> {
  const { authorization, reservedFor } = definition;
  if (reservedFor === 'first-root') {
    return (await isFirstRoot(caller, store)) ? undefined : errorAnswer(refuse('Forbidden.RAM'));
  }
  if (authorization === undefined || caller.principal.kind === 'root') return undefined;
  for (const target of authorizationTargets(authorization, input)) {
    const denied = await authorizeTarget(definition, target, request, caller, store, now);
    if (denied !== undefined) return denied;
  }
  return undefined;
}

async function isFirstRoot({ principal, account }: Caller, store: Store): Promise<boolean> {
  if (principal.kind !== 'root') return false;
  const first = await store.read((reader) => reader.accounts.findFirst());
  return first?.accountId === account.accountId;
}

async function authorizeTarget(
  definition: OperationDefinition,
  { input, resources }: AuthorizationTarget,
  request: ApiRequest,
  caller: Caller,
  store: Store,
  now: number,
): Promise<ErrorAnswer | undefined> {
  const { authorization } = definition;
  const { principal } = caller;
  if (authorization === undefined || principal.kind === 'root') return undefined;
  // Most calls need nothing that must be waited for, and waiting would cost as much as deciding.
  const naming = resolvePlaceholders(authorization, input, caller, store);
  const named = naming instanceof Promise ? await naming : naming;
  const facts = findResourceFacts(definition, input, caller, store);
  const { resourceGroupId, tags } = facts instanceof Promise ? await facts : facts;
  const question = {
    action: authorization.action,
    sourceIp: request.sourceIp,
    isSecure: request.isSecure,
    second: Math.floor(now / 1000),
    resourceGroupId,
    conditions: conditionsOf(authorization, input, caller, tags),
  };
  for (const template of resources) {
    const resource = resourceArn(template, named, caller.account.accountId);
    const decision =
      authorization.resolve === 'named-role'
        ? await decideAssumption(caller, resource, question, String(input['RoleArn']), store)
        : decideAccess(caller, resource, question);
    if (decision.outcome === 'Allow') continue;
    return errorAnswer(refuse(authorization.denied ?? 'Forbidden.RAM'), {
      accessDeniedDetail: {
        AuthAction: authorization.action,
        ...describePrincipal(principal),
        AuthPrincipalOwnerId: caller.account.accountId,
        NoPermissionType: decision.outcome,
        PolicyType: decision.layer,
      },
    });
  }
  return undefined;
}

/** Who was refused, as the vendor's error tells it. */
function describePrincipal(principal: Exclude<Principal, { kind: 'root' }>) {
  if (principal.kind === 'user') {
    return {
      AuthPrincipalDisplayName: principal.user.userId,
      AuthPrincipalType: 'SubUser',
    } as const;
  }
  return {
    AuthPrincipalDisplayName: `${principal.role.roleName}:${principal.sessionName}`,
    AuthPrincipalType: 'AssumedRoleUser',
  } as const;
}

/** The input with the values of placeholders that are no parameters or were left out. */
function resolvePlaceholders(
  { resolve }: Authorization,
  input: Input,
  caller: Caller,
  store: Store,
): Input | Promise<Input> {
  if (resolve === 'pool-of-allocation') return withPoolOfAllocation(input, caller, store);
  if (resolve === 'named-role') {
    const named = parseRoleArn(String(input['RoleArn']));
    return { ...input, RoleAccountId: named?.accountId ?? '-', RoleName: named?.roleName ?? '-' };
  }
  if (resolve === 'region-of-network' && input['RegionId'] === undefined) {
    return withRegionOfNetwork(input, caller, store);
  }
  const { principal } = caller;
  return resolve === 'calling-user' && principal.kind === 'user' && input['UserName'] === undefined
    ? { ...input, UserName: principal.user.userName }
    : input;
}

/**
 * The region of the VSwitch or the VPC that the call names. One that is unknown is in no region, so
 * that only policies on all regions reach its not-found.
 */
async function withRegionOfNetwork(input: Input, caller: Caller, store: Store): Promise<Input> {
  const { accountId } = caller.account;
  const { VSwitchId: vSwitchId, VpcId: vpcId } = input;
  if (vSwitchId === undefined && vpcId === undefined) return input;
  const network = await store.read<{ readonly regionId: string } | undefined>(
    ({ vpcs, vSwitches }) =>
      vSwitchId === undefined
        ? vpcs.find(accountId, String(vpcId))
        : vSwitches.find(accountId, String(vSwitchId)),
  );
  return { ...input, RegionId: network?.regionId ?? '-' };
}

/** An unknown allocation is in no pool, so that only policies on all pools reach its not-found. */
async function withPoolOfAllocation(input: Input, caller: Caller, store: Store): Promise<Input> {
  const allocationId = String(input['IpamPoolAllocationId']);
  const { accountId } = caller.account;
  const allocation = await store.read(
    async ({ allocations }) =>
      (await allocations.find(accountId, allocationId)) ??
      allocations.findSharedWith(accountId, allocationId),
  );
  return { ...input, IpamPoolId: allocation?.poolId ?? '-' };
}

function resourceArn(template: string, input: Input, accountId: string): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'AccountId') return accountId;
    const value = input[name];
    if (value === undefined) return '*';
    return typeof value === 'string' && ARN_PART.test(value) ? value : '-';
  });
}

/** What the call and its resource bring of conditions, by key; undefined where they bring none. */
function conditionsOf(
  { conditionKeys = {}, resolve }: Authorization,
  input: Input,
  caller: Caller,
  resourceTags: ResourceFacts['tags'],
): AccessQuestion['conditions'] {
  const values: Record<string, string | undefined> = {};
  for (const [key, parameter] of Object.entries(conditionKeys)) {
    const value = input[parameter];
    if (typeof value === 'string' && value !== '') values[key] = value;
  }
  if (resolve === 'named-role') Object.assign(values, sessionConditions(input, caller));
  const given: unknown = input['Tag'];
  const requestTags: readonly { Key?: string; Value?: string }[] = Array.isArray(given)
    ? given
    : [];
  for (const { Key: key, Value: value } of requestTags) {
    if (key !== undefined) values[`acs:RequestTag/${key}`] = value ?? '';
  }
  for (const { key, value } of resourceTags) values[`acs:ResourceTag/${key}`] = value;
  return Object.keys(values).length === 0 ? undefined : values;
}
