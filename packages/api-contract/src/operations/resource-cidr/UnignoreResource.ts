import { defineOperation } from '../../operation.ts';
import { SEEN_RESOURCE_ERRORS, SEEN_RESOURCE_PARAMETERS } from './seen-resource.ts';

export const UnignoreResource = defineOperation({
  name: 'UnignoreResource',
  product: 'Cadastre',
  group: 'resource-cidr',
  summary:
    'Takes a resource of an IPAM back into all checks, and into a pool where one imports it.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: SEEN_RESOURCE_PARAMETERS,
  response: {},
  authorization: {
    action: 'cadastre:UnignoreResource',
    accessLevel: 'update',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipam/{IpamId}'],
    source: 'own',
  },
  errors: SEEN_RESOURCE_ERRORS,
});
