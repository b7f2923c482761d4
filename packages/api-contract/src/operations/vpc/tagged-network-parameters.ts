import { TAGGED_RESOURCE_TYPE } from '../tag/tagged-resource-parameters.ts';

/** The types of resource of Vpc that have tags here. */
export const TAGGED_NETWORK_TYPES = ['VPC', 'VSWITCH'] as const;

export const TAGGED_NETWORK_TYPE = {
  ...TAGGED_RESOURCE_TYPE,
  values: TAGGED_NETWORK_TYPES,
  example: 'VPC',
} as const;
