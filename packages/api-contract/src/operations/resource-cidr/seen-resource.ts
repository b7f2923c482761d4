import type { ErrorKey } from '../../error-catalogue.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

/** Parameters that name a resource which an IPAM sees. */
export const SEEN_RESOURCE_PARAMETERS = {
  RegionId: regionId('The region that hosts the IPAM.'),
  ResourceId: resourceId(
    'The VPC, with its vSwitches, or one vSwitch.',
    'vpc-bp16qjewdsunr41m1****',
  ),
  IpamId: {
    type: 'string',
    example: 'ipam-ccxbnsbhew0d6t****',
    description: 'The IPAM; it or one of its scopes must be given.',
  },
  IpamScopeId: {
    type: 'string',
    example: 'ipam-scope-glfmcyldpm8lsy****',
    description: 'A scope of the IPAM. The resource counts as ignored in all of its scopes.',
  },
  ResourceOwnerId: {
    type: 'string',
    example: '1210123456123456',
    description: "The account that owns the resource; the caller's where not given.",
  },
  DryRun: DRY_RUN,
  ClientToken: CLIENT_TOKEN,
} as const;

export const SEEN_RESOURCE_ERRORS = [
  'MissingParam.IpamIdOrIpamScopeId',
  'ResourceNotFound.IpamScope',
  'ResourceNotFound.Ipam',
  'ResourceNotFound.Resource',
  'DryRunOperation',
] as const satisfies readonly ErrorKey[];
