import { RAM_PAGE_SIZE_MAX, TAG_COUNT_MAX } from '../../limits.ts';

/** Parameters and response fields that the operations of Ram share. */

export const USER_NAME = {
  type: 'string',
  required: true,
  example: 'alice',
  description:
    'The name of the user: 1 to 64 letters, digits, periods, underscores and hyphens; case matters.',
} as const;

export const OPTIONAL_USER_NAME = {
  type: 'string',
  example: 'alice',
  description: 'The name of the user; the caller itself, root included, where not given.',
} as const;

export const ROLE_NAME = {
  type: 'string',
  required: true,
  example: 'AddressAdmin',
  description:
    'The name of the role: 1 to 64 letters, digits, periods, underscores and hyphens; case matters.',
} as const;

export const GROUP_NAME = {
  type: 'string',
  required: true,
  example: 'Dev-Team',
  description:
    'The name of the group: 1 to 64 letters, digits, periods, underscores and hyphens; case matters.',
} as const;

export const POLICY_NAME = {
  type: 'string',
  required: true,
  example: 'Manage-Pools',
  description: 'The name of the policy: 1 to 128 letters, digits and hyphens; case matters.',
} as const;

const POLICY_TYPE_VALUES = ['Custom', 'System'] as const;

export const POLICY_TYPE = {
  type: 'string',
  required: true,
  values: POLICY_TYPE_VALUES,
  invalid: 'InvalidParameter.{ParameterName}',
  example: 'Custom',
  description: 'Custom for a policy of the account, System for one that every account has.',
} as const;

export const POLICY_TYPE_FILTER = {
  type: 'string',
  values: POLICY_TYPE_VALUES,
  invalid: 'InvalidParameter.{ParameterName}',
  example: 'Custom',
  description: 'Lists only custom or only system policies.',
} as const;

export const VERSION_ID = {
  type: 'string',
  required: true,
  example: 'v2',
  description: 'The version.',
} as const;

export const ATTACHMENT_RESOURCE_GROUP_ID = {
  type: 'string',
  format: 'resource-group-id',
  example: 'rg-acfmxazb4ph6aiy****',
  description:
    'The only resource group that the policy holds in; where not given, it holds in the whole account.',
} as const;

export const USER_ACCESS_KEY_ID = {
  type: 'string',
  required: true,
  example: 'LTAI5tGSfcDd****',
  description: 'The access key.',
} as const;

export const MARKER = {
  type: 'string',
  example: 'dXNlci0x',
  description: 'Where the page starts: the Marker of the page before it.',
} as const;

export const MAX_ITEMS = {
  type: 'number',
  min: 1,
  max: RAM_PAGE_SIZE_MAX,
  invalid: 'InvalidParameter.{ParameterName}',
  example: '100',
  description: 'Entries of a page, 1 to 1,000; 100 where not given.',
} as const;

const RAM_TAG_FIELDS = {
  Key: { type: 'string', example: 'owner', description: 'The tag key.' },
  Value: { type: 'string', example: 'alice', description: 'The tag value.' },
} as const;

/** Tags that every listed role or policy must have. */
export const RAM_TAG_FILTER = {
  type: 'object-list',
  fields: RAM_TAG_FIELDS,
  itemCountMax: TAG_COUNT_MAX,
  filter: true,
  description: 'Lists only what has all of these tags.',
} as const;

/** The response fields of a page beside its items. */
export const RAM_PAGE_FIELDS = {
  IsTruncated: { type: 'boolean', example: true, description: 'Whether more entries follow.' },
  Marker: {
    type: 'string',
    optional: true,
    example: 'dXNlci0x',
    description: 'The start of the next page; left out on the last page.',
  },
} as const;

const CREATE_DATE = {
  type: 'string',
  example: '2015-01-23T12:33:18Z',
  description: 'When it was created, in UTC.',
} as const;

const UPDATE_DATE = {
  type: 'string',
  example: '2015-02-11T03:15:21Z',
  description: 'When it was last changed, in UTC.',
} as const;

export const ATTACH_DATE = {
  type: 'string',
  example: '2015-01-23T12:33:18Z',
  description: 'When the policy was attached, in UTC.',
} as const;

export const JOIN_DATE = {
  type: 'string',
  example: '2015-01-23T12:33:18Z',
  description: 'When the user was added to the group, in UTC.',
} as const;

/** Of an attachment that holds in one resource group. Our addition to the published answer. */
export const ATTACHED_IN = {
  type: 'string',
  optional: true,
  example: 'rg-acfmxazb4ph6aiy****',
  description:
    'The only resource group that the policy holds in; left out where it holds in the whole account.',
} as const;

export const NEW_USER_FIELDS = {
  Comments: { type: 'string', example: 'Cloud engineer', description: 'The comments.' },
  CreateDate: CREATE_DATE,
  DisplayName: { type: 'string', example: 'alice', description: 'The display name.' },
  Email: { type: 'string', example: 'alice@example.com', description: 'The mail address.' },
  MobilePhone: { type: 'string', example: '86-1868888****', description: 'The phone number.' },
  UserId: { type: 'string', example: '175611840000012345', description: 'The id of the user.' },
  UserName: { type: 'string', example: 'alice', description: 'The name of the user.' },
} as const;

export const USER_FIELDS = { ...NEW_USER_FIELDS, UpdateDate: UPDATE_DATE } as const;

export const NEW_GROUP_FIELDS = {
  Comments: { type: 'string', example: 'Developers', description: 'The comments.' },
  CreateDate: CREATE_DATE,
  GroupId: { type: 'string', example: 'g-FpMEHiMysofp****', description: 'The id of the group.' },
  GroupName: { type: 'string', example: 'Dev-Team', description: 'The name of the group.' },
} as const;

export const GROUP_FIELDS = { ...NEW_GROUP_FIELDS, UpdateDate: UPDATE_DATE } as const;

const ROLE_ITEM_FIELDS = {
  Arn: {
    type: 'string',
    example: 'acs:ram::1234567890123456:role/AddressAdmin',
    description: 'The ARN of the role.',
  },
  CreateDate: CREATE_DATE,
  Description: { type: 'string', example: 'Manages pools', description: 'The description.' },
  MaxSessionDuration: {
    type: 'number',
    example: 3600,
    description: 'How long one session may last at most, in seconds.',
  },
  RoleId: { type: 'string', example: '301234567890123456', description: 'The id of the role.' },
  RoleName: { type: 'string', example: 'AddressAdmin', description: 'The name of the role.' },
} as const;

export const NEW_ROLE_FIELDS = {
  ...ROLE_ITEM_FIELDS,
  AssumeRolePolicyDocument: {
    type: 'string',
    example: '{"Statement":[],"Version":"1"}',
    description: 'Who may assume the role: the trust policy.',
  },
} as const;

export const ROLE_FIELDS = { ...NEW_ROLE_FIELDS, UpdateDate: UPDATE_DATE } as const;

const RAM_TAGS_FIELD = {
  type: 'object',
  description: 'The tags.',
  fields: {
    Tag: {
      type: 'object-list',
      fields: {
        TagKey: { type: 'string', example: 'owner', description: 'The tag key.' },
        TagValue: { type: 'string', example: 'alice', description: 'The tag value.' },
      },
    },
  },
} as const;

export const LISTED_ROLE_FIELDS = {
  ...ROLE_ITEM_FIELDS,
  Tags: RAM_TAGS_FIELD,
  UpdateDate: UPDATE_DATE,
} as const;

export const NEW_POLICY_FIELDS = {
  CreateDate: CREATE_DATE,
  DefaultVersion: { type: 'string', example: 'v1', description: 'The version that holds.' },
  Description: { type: 'string', example: 'Manages pools', description: 'The description.' },
  PolicyName: { type: 'string', example: 'Manage-Pools', description: 'The name of the policy.' },
  PolicyType: {
    type: 'string',
    values: POLICY_TYPE_VALUES,
    example: 'Custom',
    description: 'Custom or System.',
  },
} as const;

export const POLICY_FIELDS = {
  ...NEW_POLICY_FIELDS,
  AttachmentCount: {
    type: 'number',
    example: 0,
    description: 'How many attachments the policy has.',
  },
  UpdateDate: UPDATE_DATE,
} as const;

export const LISTED_POLICY_FIELDS = { ...POLICY_FIELDS, Tags: RAM_TAGS_FIELD } as const;

const { CreateDate: _, ...ATTACHED_POLICY } = NEW_POLICY_FIELDS;

export const ATTACHED_POLICY_FIELDS = {
  AttachDate: ATTACH_DATE,
  ...ATTACHED_POLICY,
  ResourceGroupId: ATTACHED_IN,
} as const;

export const POLICY_VERSION_FIELDS = {
  CreateDate: CREATE_DATE,
  IsDefaultVersion: {
    type: 'boolean',
    example: false,
    description: 'Whether it is the version that holds.',
  },
  PolicyDocument: {
    type: 'string',
    example: '{"Statement":[],"Version":"1"}',
    description: 'The policy document.',
  },
  VersionId: { type: 'string', example: 'v3', description: 'The version.' },
} as const;

export const ACCESS_KEY_STATUS_VALUES = ['Active', 'Inactive'] as const;

export const ACCESS_KEY_FIELDS = {
  AccessKeyId: { type: 'string', example: 'LTAI5tGSfcDd****', description: 'The access key.' },
  CreateDate: CREATE_DATE,
  Status: {
    type: 'string',
    values: ACCESS_KEY_STATUS_VALUES,
    example: 'Active',
    description: 'Whether calls can be made with it.',
  },
} as const;
