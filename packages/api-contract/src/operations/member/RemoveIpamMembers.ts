import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId } from '../../parameter-kinds.ts';

export const RemoveIpamMembers = defineOperation({
  name: 'RemoveIpamMembers',
  product: 'VpcIpam',
  group: 'member',
  summary: 'Takes accounts and folders out of the management of IPAM.',
  state: 'planned',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    Members: {
      type: 'object-list',
      required: true,
      itemCountMax: 100,
      fields: {
        MemberId: {
          type: 'string',
          example: 'Folder',
          description: 'The id of the account or folder.',
        },
        MemberType: {
          type: 'string',
          values: ['Folder', 'Account'],
          example: 'fd-ccccncASqa',
          description: 'Account or folder.',
        },
      },
      description: 'The accounts and folders.',
    },
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

  errors: [],
});
