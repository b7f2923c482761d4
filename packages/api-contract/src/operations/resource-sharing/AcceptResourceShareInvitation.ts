import { defineOperation } from '../../operation.ts';
import { resourceId } from '../../parameter-kinds.ts';
import { INVITATION_FIELDS } from './share-fields.ts';

export const AcceptResourceShareInvitation = defineOperation({
  name: 'AcceptResourceShareInvitation',
  product: 'ResourceSharing',
  group: 'resource-sharing',
  summary: 'Accepts an invitation: what the resource share shares can be used at once.',
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
    action: 'resourcesharing:AcceptResourceShareInvitation',
    accessLevel: 'update',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'EntityNotExists.ResourceShareInvitation',
    'InvalidStatus.ResourceShareInvitation',
    'QuotaExceeded.SharedIpamPoolQuotaPerUser',
    'QuotaExceeded.SharedIpamResourceDiscoveryQuotaPerUser',
  ],
});
