/** Parameters and response fields that the operations on resource groups share. */

export const RESOURCE_GROUP_PARAMETER = {
  type: 'string',
  required: true,
  example: 'rg-9gLOoK****',
  description: 'The resource group.',
} as const;

/** What every answer says of a resource group. */
export const RESOURCE_GROUP_FIELDS = {
  Id: { type: 'string', example: 'rg-9gLOoK****', description: 'The id of the resource group.' },
  Name: { type: 'string', example: 'my-project', description: 'Its name, unique in the account.' },
  DisplayName: { type: 'string', example: 'my-project', description: 'Its display name.' },
  AccountId: {
    type: 'string',
    example: '1210123456123456',
    description: 'The account that owns it.',
  },
  CreateDate: {
    type: 'string',
    example: '2022-07-01T02:05:23Z',
    description: 'When it was created, in UTC.',
  },
} as const;

export const RESOURCE_GROUP_STATUS_FIELD = {
  type: 'string',
  values: ['Creating', 'OK', 'PendingDelete'],
  example: 'OK',
  description: 'Its status: it is made and removed at once.',
} as const;

export const REGION_STATUSES_FIELD = {
  type: 'object',
  description: 'Its status in every region.',
  fields: {
    RegionStatus: {
      type: 'object-list',
      fields: {
        RegionId: { type: 'string', example: 'cn-hangzhou', description: 'The region.' },
        Status: RESOURCE_GROUP_STATUS_FIELD,
      },
    },
  },
} as const;

export const INCLUDE_TAGS = {
  type: 'boolean',
  example: 'false',
  description: 'Whether the answer has the tags.',
} as const;

export const RESOURCE_GROUP_TAGS_FIELD = {
  type: 'object',
  optional: true,
  description: 'The tags, where they are asked for.',
  fields: {
    Tag: {
      type: 'object-list',
      fields: {
        TagKey: { type: 'string', example: 'k1', description: 'The tag key.' },
        TagValue: { type: 'string', example: 'v1', description: 'The tag value.' },
      },
    },
  },
} as const;
