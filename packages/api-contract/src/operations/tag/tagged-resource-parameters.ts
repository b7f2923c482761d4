import { TAGGED_RESOURCE_COUNT_MAX } from '../../limits.ts';

/**
 * The types of resource that have tags. Resource discoveries are not on the page; real clients tag
 * them all the same.
 */
export const TAGGED_RESOURCE_TYPES = [
  'IPAM',
  'IPAMSCOPE',
  'IPAMPOOL',
  'IPAMRESOURCEDISCOVERY',
] as const;

export const TAGGED_RESOURCE_TYPE = {
  type: 'string',
  required: true,
  missing: 'MissingParameter.ResourceType',
  values: TAGGED_RESOURCE_TYPES,
  example: 'IPAM',
  description: 'The type of the resources, in any case.',
} as const;

/** The resources of a call that changes their tags. */
export const TAGGED_RESOURCE_ID = {
  type: 'string-list',
  required: true,
  missing: 'MissingParameter.ResourceIds',
  itemCountMax: TAGGED_RESOURCE_COUNT_MAX,
  description: 'The resources, at most 20.',
} as const;
