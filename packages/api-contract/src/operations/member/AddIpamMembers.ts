import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId } from '../../parameter-kinds.ts';
import { MEMBERS } from './member-parameters.ts';

export const AddIpamMembers = defineOperation({
  name: 'AddIpamMembers',
  product: 'VpcIpam',
  group: 'member',
  summary: 'Puts accounts and folders of the resource directory under the management of IPAM.',
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
    action: 'vpc:AddIpamMembers',
    accessLevel: 'create',
    resources: ['*'],
    source: 'own',
  },
  errors: [
    'IllegalParam.{ParameterName}',
    'OperationDenied.NotDelegatedAdministrator',
    'ResourceNotFound.Ipam',
    'OperationDenied.IpamMembersInOtherRegion',
    'OperationDenied.MemberIdNotMatchMemberType',
    'OperationDenied.UnsupportedMember',
    'ResourceNotFound.DirectoryMember',
    'OperationDenied.IpamMemberExist',
    'OperationDenied.MemberSharesResourceDiscovery',
    'QuotaExceeded.IpamResourceDirectoryMemberDetailQuota',
    'DryRunOperation',
  ],
});
