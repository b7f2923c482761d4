import type { OperationDefinition } from '@cadastre/api-contract';
import type { Caller } from '../identity/caller.ts';
import type { Reader, Store } from '../store/store.ts';

/** What policies may ask of the resource that a call is about. */
export interface ResourceFacts {
  /** The resource group it is in; undefined when it is in none or is not known. */
  readonly resourceGroupId: string | undefined;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
}

type Input = Readonly<Record<string, unknown>>;

interface FoundResource {
  readonly resourceId: string;
  readonly resourceGroupId: string;
}

/** The parameters that name a resource: without any of them there is nothing to look up. */
const ID_PARAMETERS = [
  'IpamPoolAllocationId',
  'IpamPoolId',
  'IpamResourceDiscoveryId',
  'IpamScopeId',
  'IpamId',
  'VSwitchId',
  'VpcId',
];

const NO_FACTS: ResourceFacts = { resourceGroupId: undefined, tags: [] };

/**
 * The resource group and the tags of the resource that a call names. A new resource is in the group
 * that the call gives, or in the default one; the ids of a list with a filter by group are filters
 * too, and only its group counts. Everything else is looked up by id, in the caller's account, and
 * only for callers with policies that ask.
 */
export function findResourceFacts(
  definition: OperationDefinition,
  input: Input,
  caller: Caller,
  store: Store,
): ResourceFacts | Promise<ResourceFacts> {
  if (caller.resourceGroupPolicies.size === 0 && !caller.readsResourceTags) return NO_FACTS;
  const { defaultResourceGroupId } = caller.account;
  const isCreation = definition.authorization?.accessLevel === 'create';
  const takesGroup = Object.hasOwn(definition.parameters, 'ResourceGroupId');
  const givenGroupId = textOf(input, 'ResourceGroupId');
  if (takesGroup && !isCreation) return { ...NO_FACTS, resourceGroupId: givenGroupId };
  const isKnown = !ID_PARAMETERS.some((name) => textOf(input, name) !== undefined);
  const found = isKnown ? NO_FACTS : lookUp(definition, input, caller, store);
  if (!takesGroup) return found;
  const resourceGroupId = givenGroupId ?? defaultResourceGroupId;
  return found instanceof Promise
    ? found.then((facts) => ({ ...facts, resourceGroupId }))
    : { ...found, resourceGroupId };
}

async function lookUp(
  definition: OperationDefinition,
  input: Input,
  caller: Caller,
  store: Store,
): Promise<ResourceFacts> {
  const { accountId } = caller.account;
  return store.read(async (reader) => {
    const resource =
      definition.product === 'Vpc'
        ? await findNetwork(reader, accountId, input)
        : await findResource(reader, accountId, input);
    if (resource === undefined) return NO_FACTS;
    const tags = caller.readsResourceTags
      ? await reader.tags.listOf(accountId, [resource.resourceId])
      : [];
    return { resourceGroupId: resource.resourceGroupId, tags };
  });
}

/** The VSwitch or the VPC that the id parameters name. A pool beside it is only where a block is from. */
async function findNetwork(
  reader: Reader,
  accountId: string,
  input: Input,
): Promise<FoundResource | undefined> {
  const vSwitchId = textOf(input, 'VSwitchId');
  if (vSwitchId !== undefined) {
    const vSwitch = await reader.vSwitches.find(accountId, vSwitchId);
    return vSwitch && { resourceId: vSwitchId, resourceGroupId: vSwitch.resourceGroupId };
  }
  const vpcId = textOf(input, 'VpcId');
  if (vpcId === undefined) return undefined;
  const vpc = await reader.vpcs.find(accountId, vpcId);
  return vpc && { resourceId: vpcId, resourceGroupId: vpc.resourceGroupId };
}

/** The resource that the id parameters name; the most specific one where there are several. */
async function findResource(
  reader: Reader,
  accountId: string,
  input: Input,
): Promise<FoundResource | undefined> {
  const poolId = await findPoolId(reader, accountId, input);
  if (poolId !== undefined) {
    const pool = await reader.pools.find(accountId, poolId);
    return pool && { resourceId: pool.poolId, resourceGroupId: pool.resourceGroupId };
  }
  const discoveryId = textOf(input, 'IpamResourceDiscoveryId');
  if (discoveryId !== undefined) {
    const discovery =
      (await reader.discoveries.find(accountId, discoveryId)) ??
      (await reader.discoveries.findSharedWith(accountId, discoveryId));
    return discovery && { resourceId: discoveryId, resourceGroupId: discovery.resourceGroupId };
  }
  const scopeId = textOf(input, 'IpamScopeId');
  if (scopeId !== undefined) {
    const scope = await reader.scopes.find(accountId, scopeId);
    return scope && { resourceId: scope.scopeId, resourceGroupId: scope.resourceGroupId };
  }
  const ipamId = textOf(input, 'IpamId');
  if (ipamId === undefined) return undefined;
  const ipam = await reader.ipams.find(accountId, ipamId);
  return ipam && { resourceId: ipam.ipamId, resourceGroupId: ipam.resourceGroupId };
}

/** An allocation wins over a pool that the call names beside it: it is what the call changes. */
async function findPoolId(
  reader: Reader,
  accountId: string,
  input: Input,
): Promise<string | undefined> {
  const allocationId = textOf(input, 'IpamPoolAllocationId');
  if (allocationId === undefined) return textOf(input, 'IpamPoolId');
  // An unknown allocation is in no pool: the pool named beside it must not lend it its group.
  return (await reader.allocations.find(accountId, allocationId))?.poolId ?? '-';
}

function textOf(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
