import {
  createConditionContext,
  authorize as decide,
  type PolicyLayers,
} from '@cadastre/access-policy';
import {
  type Authorization,
  type OperationDefinition,
  parseRoleArn,
  refuse,
} from '@cadastre/api-contract';
import { type Caller, identityArn, type Principal } from '../identity/caller.ts';
import type { Store } from '../store/store.ts';
import { type AuthorizationTarget, authorizationTargets } from './authorization-targets.ts';
import { type ErrorAnswer, errorAnswer } from './error-answer.ts';
import type { ApiRequest } from './read-request.ts';
import { findResourceFacts } from './resource-facts.ts';
import { decideAssumption, sessionConditions } from './role-trust.ts';

/** A value that may stand in an ARN; anything else cannot name a resource and matches no policy. */
const ARN_PART = /^[A-Za-z0-9_.-]+$/;

/**
 * Refuses a call that the caller's policies do not allow. The root of an account may do everything
 * in it, but for what is reserved for the first account's root. Every resource of the operation must
 * be allowed.
 */
export async function authorize(
  definition: OperationDefinition,
  input: Readonly<Record<string, unknown>>,
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
  const named = await resolvePlaceholders(authorization, input, caller, store);
  const facts = await findResourceFacts(definition, input, caller, store);
  const context = createConditionContext({
    'acs:SourceIp': request.sourceIp,
    'acs:SecureTransport': String(request.isSecure),
    'acs:CurrentTime': new Date(now).toISOString(),
    'acs:PrincipalARN': identityArn(caller),
    ...(authorization.resolve === 'named-role' ? sessionConditions(input, caller) : {}),
    ...serviceConditions(authorization, input),
    ...requestTags(input),
    ...Object.fromEntries(facts.tags.map(({ key, value }) => [`acs:ResourceTag/${key}`, value])),
  });
  const layers = policyLayers(caller, facts.resourceGroupId);
  for (const template of resources) {
    const asked = {
      action: authorization.action,
      resource: resourceArn(template, named, caller.account.accountId),
      context,
    };
    const decision =
      authorization.resolve === 'named-role'
        ? await decideAssumption(layers, asked, String(input['RoleArn']), caller, store)
        : decide(layers, asked);
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

function policyLayers(caller: Caller, resourceGroupId: string | undefined): PolicyLayers {
  const { principal, policies, resourceGroupPolicies, controlPolicies } = caller;
  const layers = {
    ...(controlPolicies === undefined ? {} : { control: controlPolicies }),
    accountLevel: policies,
    resourceGroupLevel: resourceGroupPolicies.get(resourceGroupId ?? '') ?? [],
  };
  return principal.kind === 'role' && principal.sessionPolicy !== undefined
    ? { ...layers, session: [principal.sessionPolicy] }
    : layers;
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
async function resolvePlaceholders(
  { resolve }: Authorization,
  input: Readonly<Record<string, unknown>>,
  caller: Caller,
  store: Store,
): Promise<Readonly<Record<string, unknown>>> {
  if (resolve === 'pool-of-allocation') {
    return { ...input, IpamPoolId: await poolOfAllocation(input, caller, store) };
  }
  if (resolve === 'named-role') {
    const named = parseRoleArn(String(input['RoleArn']));
    return { ...input, RoleAccountId: named?.accountId ?? '-', RoleName: named?.roleName ?? '-' };
  }
  if (resolve === 'region-of-network' && input['RegionId'] === undefined) {
    const region = await regionOfNetwork(input, caller, store);
    return region === undefined ? input : { ...input, RegionId: region };
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
async function regionOfNetwork(
  input: Readonly<Record<string, unknown>>,
  caller: Caller,
  store: Store,
): Promise<string | undefined> {
  const { accountId } = caller.account;
  const { VSwitchId: vSwitchId, VpcId: vpcId } = input;
  if (vSwitchId === undefined && vpcId === undefined) return undefined;
  const network = await store.read<{ readonly regionId: string } | undefined>(
    ({ vpcs, vSwitches }) =>
      vSwitchId === undefined
        ? vpcs.find(accountId, String(vpcId))
        : vSwitches.find(accountId, String(vSwitchId)),
  );
  return network?.regionId ?? '-';
}

/** An unknown allocation is in no pool, so that only policies on all pools reach its not-found. */
async function poolOfAllocation(
  input: Readonly<Record<string, unknown>>,
  caller: Caller,
  store: Store,
): Promise<string> {
  const allocationId = String(input['IpamPoolAllocationId']);
  const { accountId } = caller.account;
  const allocation = await store.read(
    async ({ allocations }) =>
      (await allocations.find(accountId, allocationId)) ??
      allocations.findSharedWith(accountId, allocationId),
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

/** The condition keys of the service, by the parameters that the definition names for them. */
function serviceConditions(
  { conditionKeys = {} }: Authorization,
  input: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [key, parameter] of Object.entries(conditionKeys)) {
    const value = input[parameter];
    if (typeof value === 'string' && value !== '') values[key] = value;
  }
  return values;
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
