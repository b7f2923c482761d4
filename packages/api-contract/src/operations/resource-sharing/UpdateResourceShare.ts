import { defineOperation } from '../../operation.ts';
import { ALLOW_EXTERNAL_TARGETS, SHARE_FIELDS, SHARE_ID, SHARE_NAME } from './share-fields.ts';

export const UpdateResourceShare = defineOperation({
  name: 'UpdateResourceShare',
  product: 'ResourceSharing',
  group: 'resource-sharing',
  summary: 'Changes the name of a resource share and whether external targets are allowed.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    ResourceShareId: SHARE_ID,
    ResourceShareName: SHARE_NAME,
    AllowExternalTargets: ALLOW_EXTERNAL_TARGETS,
  },
  response: {
    ResourceShare: { type: 'object', description: 'The resource share.', fields: SHARE_FIELDS },
  },
  authorization: {
    action: 'resourcesharing:UpdateResourceShare',
    accessLevel: 'update',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'EntityNotExists.ResourceShare',
    'OperationDenied.ExternalTargetsExist',
  ],
});
