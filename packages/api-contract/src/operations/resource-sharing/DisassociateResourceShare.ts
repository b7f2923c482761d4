import { defineOperation } from '../../operation.ts';
import {
  ASSOCIATION_FIELDS,
  RESOURCE_ARNS,
  RESOURCE_OWNER,
  RESOURCES,
  SHARE_ID,
  TARGETS,
} from './share-fields.ts';

export const DisassociateResourceShare = defineOperation({
  name: 'DisassociateResourceShare',
  product: 'ResourceSharing',
  group: 'resource-sharing',
  summary:
    'Takes resources and targets out of a resource share; a target leaves it with ResourceOwner=OtherAccounts.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    ResourceShareId: SHARE_ID,
    Resources: RESOURCES,
    ResourceArns: RESOURCE_ARNS,
    Targets: TARGETS,
    ResourceOwner: { ...RESOURCE_OWNER, required: false },
  },
  response: {
    ResourceShareAssociations: {
      type: 'object-list',
      description: 'What was disassociated.',
      fields: ASSOCIATION_FIELDS,
    },
  },
  authorization: {
    action: 'resourcesharing:DisassociateResourceShare',
    accessLevel: 'update',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'EntityNotExists.ResourceShare',
    'DisassociateInvalid',
    'OperationDenied.OperateShareResource',
  ],
});
