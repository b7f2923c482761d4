import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const UpdateIpamScope = defineOperation({
  name: 'UpdateIpamScope',
  product: 'VpcIpam',
  group: 'ipam-scope',
  summary: 'Changes the name or description of a scope.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamScopeId: resourceId('The scope.', 'ipam-scope-glfmcyldpm8lsy****'),
    IpamScopeDescription: {
      type: 'string',
      format: 'letter-description',
      example: 'test description',
      description:
        'The description: 1 to 256 characters, starting with a letter, not with http:// or https://.',
    },
    IpamScopeName: {
      type: 'string',
      format: 'name',
      example: 'test',
      description: 'The name: 1 to 128 characters, not starting with http:// or https://.',
    },
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {},
  authorization: {
    action: 'vpc:UpdateIpamScope',
    accessLevel: 'update',
    resources: ['*'],
    source: 'published',
  },
  errors: ['IllegalParam.{ParameterName}', 'ResourceNotFound.IpamScope', 'DryRunOperation'],
});
