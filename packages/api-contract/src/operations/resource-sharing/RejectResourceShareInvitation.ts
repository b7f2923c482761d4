import { defineOperation } from '../../operation.ts';
import { resourceId } from '../../parameter-kinds.ts';
import { INVITATION_FIELDS } from './share-fields.ts';

export const RejectResourceShareInvitation = defineOperation({
  name: 'RejectResourceShareInvitation',
  product: 'ResourceSharing',
  group: 'resource-sharing',
  summary: 'Rejects an invitation.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { ResourceShareInvitationId: resourceId('The invitation.', 'i-pMnItMX19fBJ****') },
  response: {
    ResourceShareInvitation: {
      type: 'object',
      description: 'The invitation.',
      fields: INVITATION_FIELDS,
    },
  },
  authorization: {
    action: 'resourcesharing:RejectResourceShareInvitation',
    accessLevel: 'update',
    resources: ['*'],
    source: 'published',
  },
  errors: ['EntityNotExists.ResourceShareInvitation', 'InvalidStatus.ResourceShareInvitation'],
});
