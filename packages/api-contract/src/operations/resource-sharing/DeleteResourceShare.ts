import { defineOperation } from '../../operation.ts';
import { SHARE_ID } from './share-fields.ts';

export const DeleteResourceShare = defineOperation({
  name: 'DeleteResourceShare',
  product: 'ResourceSharing',
  group: 'resource-sharing',
  summary: 'Deletes a resource share. What it shares is no longer shared by it.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { ResourceShareId: SHARE_ID },
  response: {},
  authorization: {
    action: 'resourcesharing:DeleteResourceShare',
    accessLevel: 'delete',
    resources: ['*'],
    source: 'published',
  },
  errors: ['EntityNotExists.ResourceShare'],
});
