import { defineOperation } from '../../operation.ts';
import {
  idsFilter,
  MAX_RESULTS,
  NEXT_TOKEN,
  PAGE_FIELDS,
  regionId,
} from '../../parameter-kinds.ts';
import { MEMBER_FIELDS } from './member-parameters.ts';

export const ListIpamMembers = defineOperation({
  name: 'ListIpamMembers',
  product: 'VpcIpam',
  group: 'member',
  summary: 'Lists the accounts and folders under the management of IPAM.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    MemberIds: idsFilter('Lists only these.'),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    MemberInfos: {
      type: 'object-list',
      fields: {
        CreationTime: {
          type: 'string',
          example: '2025-07-11T07:18:07Z',
          description: 'When it was created.',
        },
        ...MEMBER_FIELDS,
        Status: {
          type: 'string',
          values: ['Created', 'Deleted'],
          example: 'Created',
          description: 'The status.',
        },
      },
    },
    ...PAGE_FIELDS,
  },
  authorization: {
    action: 'vpc:ListIpamMembers',
    accessLevel: 'list',
    resources: ['*'],
    source: 'published',
  },
  paging: { items: 'MemberInfos' },
  errors: [],
});
