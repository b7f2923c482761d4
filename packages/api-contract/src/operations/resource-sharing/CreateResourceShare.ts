import { defineOperation } from '../../operation.ts';
import { RESOURCE_GROUP_ID, TAG } from '../../parameter-kinds.ts';
import {
  ALLOW_EXTERNAL_TARGETS,
  PERMISSION_NAMES,
  RESOURCE_ARNS,
  RESOURCES,
  SHARE_FIELDS,
  SHARE_NAME,
  TARGETS,
} from './share-fields.ts';

export const CreateResourceShare = defineOperation({
  name: 'CreateResourceShare',
  product: 'ResourceSharing',
  group: 'resource-sharing',
  summary: 'Creates a resource share, with resources and targets where they are given.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    ResourceShareName: SHARE_NAME,
    AllowExternalTargets: ALLOW_EXTERNAL_TARGETS,
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
    ResourceGroupId: RESOURCE_GROUP_ID,
    Tag: TAG,
  },
  response: {
    ResourceShare: { type: 'object', description: 'The resource share.', fields: SHARE_FIELDS },
  },
  authorization: {
    action: 'resourcesharing:CreateResourceShare',
    accessLevel: 'create',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'IllegalParam.ResourceGroupId',
    'NumberExceed.Tags',
    'DuplicatedParam.TagKey',
    'InvalidParameter.{ParameterName}',
    'AccountNotInResourceDirectory',
    'ResourceNotFound.IpamPool',
    'ResourceNotFound.IpamResourceDiscovery',
    'OperationDenied.OperateShareResource',
    'QuotaExceeded.ResourceShareQuotaPerIpamPool',
    'QuotaExceeded.ResourceShareQuotaPerIpamResourceDiscovery',
    'OperationDenied.ShareWithDelegatedAdministrator',
  ],
});
