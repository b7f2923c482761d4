import { defineOperation } from '../../operation.ts';
import { idsFilter, NEXT_TOKEN } from '../../parameter-kinds.ts';
import { INVITATION_FIELDS, MAX_RESULTS, TOKEN_FIELD } from './share-fields.ts';

export const ListResourceShareInvitations = defineOperation({
  name: 'ListResourceShareInvitations',
  product: 'ResourceSharing',
  group: 'resource-sharing',
  summary: 'Lists the invitations that the account has received.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    ResourceShareIds: idsFilter('Only to these resource shares.'),
    ResourceShareInvitationIds: idsFilter('Lists only these.'),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    ResourceShareInvitations: {
      type: 'object-list',
      description: 'The invitations.',
      fields: INVITATION_FIELDS,
    },
    ...TOKEN_FIELD,
  },
  authorization: {
    action: 'resourcesharing:ListResourceShareInvitations',
    accessLevel: 'list',
    resources: ['*'],
    source: 'published',
  },
  paging: { items: 'ResourceShareInvitations', hasCounts: false, sizeDefault: 20 },
  errors: [],
});
