import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const IgnoreResource = defineOperation({
  name: 'IgnoreResource',
  product: 'Cadastre',
  group: 'resource-cidr',
  summary: 'Leaves a resource out of all checks of an IPAM. Its space goes back to the pools.',
  state: 'built',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
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
  },
  response: {},
  authorization: {
    action: 'cadastre:IgnoreResource',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipam/{IpamId}'],
    source: 'own',
  },
  errors: [
    'MissingParam.IpamIdOrIpamScopeId',
    'ResourceNotFound.IpamScope',
    'ResourceNotFound.Ipam',
    'ResourceNotFound.Resource',
    'DryRunOperation',
  ],
});
