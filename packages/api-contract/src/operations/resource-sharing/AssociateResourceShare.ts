import { defineOperation } from '../../operation.ts';
import {
  ASSOCIATION_FIELDS,
  PERMISSION_NAMES,
  RESOURCE_ARNS,
  RESOURCES,
  SHARE_ID,
  TARGETS,
} from './share-fields.ts';

export const AssociateResourceShare = defineOperation({
  name: 'AssociateResourceShare',
  product: 'ResourceSharing',
  group: 'resource-sharing',
  summary: 'Adds resources and targets to a resource share.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    ResourceShareId: SHARE_ID,
    Resources: RESOURCES,
    ResourceArns: RESOURCE_ARNS,
    Targets: TARGETS,
    PermissionNames: PERMISSION_NAMES,
    ResourceProperties: {
      type: 'object-list',
      itemCountMax: 5,
      fields: {
        ResourceArn: { type: 'string', description: 'The resource.' },
        Property: { type: 'string', description: 'JSON text.' },
      },
      description: 'Accepted and ignored: the shared types have no properties.',
    },
    TargetProperties: {
      type: 'object-list',
      itemCountMax: 5,
      fields: {
        TargetId: { type: 'string', description: 'The target.' },
        Property: { type: 'string', description: 'JSON text.' },
      },
      description: 'Accepted and ignored: targets are accounts only.',
    },
  },
  response: {
    ResourceShareAssociations: {
      type: 'object-list',
      description: 'What was associated.',
      fields: ASSOCIATION_FIELDS,
    },
  },
  authorization: {
    action: 'resourcesharing:AssociateResourceShare',
    accessLevel: 'update',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'EntityNotExists.ResourceShare',
    'AccountNotInResourceDirectory',
    'ResourceNotFound.IpamPool',
    'ResourceNotFound.IpamResourceDiscovery',
    'OperationDenied.OperateShareResource',
    'QuotaExceeded.ResourceShareQuotaPerIpamPool',
    'QuotaExceeded.ResourceShareQuotaPerIpamResourceDiscovery',
    'OperationDenied.ShareWithDelegatedAdministrator',
    'QuotaExceeded.SharedIpamPoolQuotaPerUser',
    'QuotaExceeded.SharedIpamResourceDiscoveryQuotaPerUser',
  ],
});
