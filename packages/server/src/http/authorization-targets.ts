import type { Authorization } from '@cadastre/api-contract';

type Input = Readonly<Record<string, unknown>>;

/** One resource that a call must be allowed on: its ARNs, and the input that fills them. */
export interface AuthorizationTarget {
  readonly resources: readonly string[];
  readonly input: Input;
}

/** How the ARN of each type of tagged resource ends, and the parameter that names such a resource. */
const TAGGED_TYPES: ReadonlyMap<string, readonly [segment: string, parameter: string]> = new Map([
  ['IPAM', ['ipam', 'IpamId']],
  ['IPAMSCOPE', ['ipamscope', 'IpamScopeId']],
  ['IPAMPOOL', ['ipampool', 'IpamPoolId']],
  ['VPC', ['vpc', 'VpcId']],
  ['VSWITCH', ['vswitch', 'VSwitchId']],
  ['IPAMRESOURCEDISCOVERY', ['ipamresourcediscovery', 'IpamResourceDiscoveryId']],
]);

/**
 * What a call must be allowed on. A call on tagged resources is taken as one call on each of them,
 * so that a policy on a pool, on its group or on its tags counts for that pool alone; a list that
 * names none must be allowed on all resources of the type.
 */
export function authorizationTargets(
  { resolve, resources }: Authorization,
  input: Input,
): readonly AuthorizationTarget[] {
  if (resolve !== 'tagged-resources') return [{ resources, input }];
  const tagged = TAGGED_TYPES.get(String(input['ResourceType']).toUpperCase());
  // A type that does not exist has no ARN: only policies on everything reach its refusal.
  const [segment, parameter] = tagged ?? ['-', 'UnknownId'];
  const arns = resources.map((arn) => arn.replace('{TaggedResource}', `${segment}/{${parameter}}`));
  return taggedIds(input['ResourceId']).map((id) => ({
    resources: arns,
    input: { ...input, [parameter]: id },
  }));
}

function taggedIds(value: unknown): readonly (string | undefined)[] {
  if (Array.isArray(value)) return [...new Set(value as readonly string[])];
  return [typeof value === 'string' ? value : undefined];
}
