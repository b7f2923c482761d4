import { SHARED_ITEM_COUNT_MAX } from '../../limits.ts';

/** Parameters and response fields that the operations of resource sharing have in common. */

export const RESOURCE_TYPE_VALUES = ['IpamPool', 'IpamResourceDiscovery'] as const;
export const RESOURCE_OWNER_VALUES = ['Self', 'OtherAccounts'] as const;
export const ASSOCIATION_TYPE_VALUES = ['Resource', 'Target'] as const;

const RESOURCE_SHARE_ID_EXAMPLE = 'rs-qSkW1HBY****';

export const SHARE_ID = {
  type: 'string',
  required: true,
  example: RESOURCE_SHARE_ID_EXAMPLE,
  description: 'The resource share.',
} as const;

export const SHARE_NAME = {
  type: 'string',
  required: true,
  example: 'test',
  description:
    'The name: 1 to 50 letters, digits, Chinese characters, periods, underscores and hyphens.',
} as const;

export const ALLOW_EXTERNAL_TARGETS = {
  type: 'boolean',
  example: 'true',
  description:
    'Whether accounts outside the resource directory may be targets. They have to accept an invitation.',
} as const;

export const RESOURCES = {
  type: 'object-list',
  itemCountMax: SHARED_ITEM_COUNT_MAX,
  fields: {
    ResourceId: {
      type: 'string',
      example: 'ipam-pool-6rcq3tobayc20t****',
      description: 'The resource.',
    },
    ResourceType: {
      type: 'string',
      values: RESOURCE_TYPE_VALUES,
      example: 'IpamPool',
      description: 'Its type.',
    },
  },
  description: 'Resources by id and type, at most 5.',
} as const;

export const RESOURCE_ARNS = {
  type: 'string-list',
  itemCountMax: SHARED_ITEM_COUNT_MAX,
  description: 'Resources by ARN, acs:vpc:{region}:{account}:ipampool/{id}; at most 5.',
} as const;

export const TARGETS = {
  type: 'string-list',
  itemCountMax: SHARED_ITEM_COUNT_MAX,
  description: 'The accounts to share with, at most 5.',
} as const;

export const PERMISSION_NAMES = {
  type: 'string-list',
  itemCountMax: SHARED_ITEM_COUNT_MAX,
  description:
    'What the targets may do. There is one permission of each resource type, AliyunRSDefaultPermissionIpamPool and AliyunRSDefaultPermissionIpamResourceDiscovery, which also counts where none is given.',
} as const;

export const RESOURCE_OWNER = {
  type: 'string',
  required: true,
  values: RESOURCE_OWNER_VALUES,
  invalid: 'InvalidParameter.{ParameterName}',
  example: 'Self',
  description: "Self for the account's own shares, OtherAccounts for those it has accepted.",
} as const;

/** Resource sharing pages have 20 entries where the call does not say (published). */
export const MAX_RESULTS = {
  type: 'number',
  min: 1,
  max: 100,
  example: '20',
  description: 'Entries of a page, 1 to 100; 20 where not given.',
} as const;

const NEXT_TOKEN_FIELD = {
  type: 'string',
  optional: true,
  example: 'TGlzdFJlc291cm****',
  description: 'The start of the next page; left out on the last page.',
} as const;

export const TOKEN_FIELD = { NextToken: NEXT_TOKEN_FIELD } as const;

const TIME = { type: 'string', example: '2020-12-03T08:02:22.413Z' } as const;
const SHARE_ID_FIELD = {
  type: 'string',
  example: RESOURCE_SHARE_ID_EXAMPLE,
  description: 'The resource share.',
} as const;
const SHARE_NAME_FIELD = { type: 'string', example: 'test', description: 'Its name.' } as const;
const CREATE_TIME = { ...TIME, description: 'When it was created, in UTC.' } as const;
const UPDATE_TIME = { ...TIME, description: 'When it was last changed, in UTC.' } as const;

export const SHARE_FIELDS = {
  ResourceShareId: SHARE_ID_FIELD,
  ResourceShareName: SHARE_NAME_FIELD,
  ResourceShareOwner: {
    type: 'string',
    example: '1512666876912345',
    description: 'The account that owns it.',
  },
  ResourceShareStatus: { type: 'string', example: 'Active', description: 'Active.' },
  AllowExternalTargets: {
    type: 'boolean',
    example: true,
    description: 'Whether accounts outside the resource directory may be targets.',
  },
  CreateTime: CREATE_TIME,
  UpdateTime: UPDATE_TIME,
} as const;

export const ASSOCIATION_FIELDS = {
  ResourceShareId: SHARE_ID_FIELD,
  ResourceShareName: SHARE_NAME_FIELD,
  AssociationType: {
    type: 'string',
    values: ASSOCIATION_TYPE_VALUES,
    example: 'Resource',
    description: 'Whether a resource or a target is associated.',
  },
  AssociationStatus: {
    type: 'string',
    example: 'Associated',
    description: 'Associated, Disassociated, or Pending until the target accepts its invitation.',
  },
  EntityId: {
    type: 'string',
    example: 'ipam-pool-6rcq3tobayc20t****',
    description: 'The resource or the account.',
  },
  EntityType: {
    type: 'string',
    example: 'IpamPool',
    description: 'The type of the resource, or Account.',
  },
  ResourceArn: {
    type: 'string',
    optional: true,
    example: 'acs:vpc:cn-hangzhou:1512666876912345:ipampool/ipam-pool-6rcq3tobayc20t****',
    description: 'The ARN of the resource; left out for a target.',
  },
  CreateTime: CREATE_TIME,
  UpdateTime: UPDATE_TIME,
} as const;

export const INVITATION_FIELDS = {
  ResourceShareInvitationId: {
    type: 'string',
    example: 'i-p6eRytrkjVvM****',
    description: 'The invitation.',
  },
  ResourceShareId: SHARE_ID_FIELD,
  ResourceShareName: SHARE_NAME_FIELD,
  SenderAccountId: {
    type: 'string',
    example: '1512666876912345',
    description: 'The account that shares.',
  },
  ReceiverAccountId: {
    type: 'string',
    example: '1342540317812345',
    description: 'The account that is invited.',
  },
  Status: {
    type: 'string',
    values: ['Pending', 'Accepted', 'Rejected', 'Expired'],
    example: 'Pending',
    description: 'The status.',
  },
  CreateTime: CREATE_TIME,
} as const;

export const SHARED_RESOURCE_FIELDS = {
  ResourceShareId: SHARE_ID_FIELD,
  ResourceId: {
    type: 'string',
    example: 'ipam-pool-6rcq3tobayc20t****',
    description: 'The resource.',
  },
  ResourceType: { type: 'string', example: 'IpamPool', description: 'Its type.' },
  ResourceArn: {
    type: 'string',
    example: 'acs:vpc:cn-hangzhou:1512666876912345:ipampool/ipam-pool-6rcq3tobayc20t****',
    description: 'Its ARN.',
  },
  ResourceStatus: { type: 'string', example: 'Available', description: 'Available.' },
  CreateTime: CREATE_TIME,
  UpdateTime: UPDATE_TIME,
} as const;

export const SHARED_TARGET_FIELDS = {
  ResourceShareId: SHARE_ID_FIELD,
  TargetId: {
    type: 'string',
    example: '1342540317812345',
    description: "The account that is shared with or, of others' shares, the account that shares.",
  },
  External: {
    type: 'boolean',
    example: true,
    description: 'Whether the account is outside the resource directory: always true.',
  },
  CreateTime: CREATE_TIME,
  UpdateTime: UPDATE_TIME,
} as const;
