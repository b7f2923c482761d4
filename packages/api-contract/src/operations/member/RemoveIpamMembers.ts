import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId } from '../../parameter-kinds.ts';
import { MEMBERS } from './member-parameters.ts';

export const RemoveIpamMembers = defineOperation({
  name: 'RemoveIpamMembers',
  product: 'VpcIpam',
  group: 'member',
  summary: 'Takes accounts and folders out of the management of IPAM.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    Members: MEMBERS,
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {},
  authorization: {
    action: 'vpc:RemoveIpamMembers',
    accessLevel: 'delete',
    resources: ['*'],
    source: 'own',
  },
  errors: [
    'IllegalParam.{ParameterName}',
    'OperationDenied.NotDelegatedAdministrator',
    'ResourceNotFound.Ipam',
    'OperationDenied.MemberIdNotMatchMemberType',
    'ResourceNotFound.IpamMember',
    'DryRunOperation',
  ],
});
