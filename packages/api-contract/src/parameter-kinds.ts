import {
  FILTER_ID_COUNT_MAX,
  OPERATING_REGION_COUNT_MAX,
  PAGE_NUMBER_MAX,
  PAGE_SIZE_MAX,
  TAG_COUNT_MAX,
} from './limits.ts';

/** Parameters and response fields that many operations share, so that they read the same everywhere. */

/** The region a call is about. */
export function regionId(description: string) {
  return { type: 'string', required: true, example: 'cn-hangzhou', description } as const;
}

/** The id of a resource that must be given. */
export function resourceId<const Example extends string>(description: string, example: Example) {
  return { type: 'string', required: true, description, example } as const;
}

export const DRY_RUN = {
  type: 'boolean',
  example: 'false',
  description:
    'Checks the request without carrying it out. A request that would succeed answers DryRunOperation, any other its error.',
} as const;

export const CLIENT_TOKEN = {
  type: 'string',
  format: 'client-token',
  example: '123e4567-e89b-12d3-a456-426655440000',
  description:
    'Makes the request idempotent: the same token with the same parameters gives the first answer again, for 24 hours. At most 64 ASCII characters; the RequestId where not given.',
} as const;

export const RESOURCE_GROUP_ID = {
  type: 'string',
  format: 'resource-group-id',
  example: 'rg-acfmxazb4ph6aiy****',
  description: "The resource group; the account's default group where not given.",
} as const;

const TAG_FIELDS = {
  Key: { type: 'string', example: 'FinanceDept', description: 'The tag key.' },
  Value: { type: 'string', example: 'FinanceJoshua', description: 'The tag value.' },
} as const;

/** Tags of a new resource. */
export const TAG = {
  type: 'object-list',
  fields: TAG_FIELDS,
  itemCountMax: TAG_COUNT_MAX,
  tooMany: 'NumberExceed.Tags',
  description:
    'The tags. At most 20; keys of 1 to 64 characters, unique, starting with a letter or a Chinese character; values of at most 128 characters.',
} as const;

/** Tags that every listed resource must have; real clients send `Tag` or `Tags`. */
export const TAGS_FILTER = {
  type: 'object-list',
  fields: TAG_FIELDS,
  itemCountMax: TAG_COUNT_MAX,
  alias: 'Tag',
  filter: true,
  description: 'Lists only resources that have all of these tags.',
} as const;

/** A list of ids to list. */
export function idsFilter(description: string) {
  return {
    type: 'string-list',
    itemCountMax: FILTER_ID_COUNT_MAX,
    filter: true,
    description,
  } as const;
}

/** A value that listed resources must have; any other value gives an empty list. */
export function textFilter(description: string, example: string) {
  return { type: 'string', filter: true, example, description } as const;
}

export const OPERATING_REGION_LIST = {
  type: 'string-list',
  required: true,
  itemCountMax: OPERATING_REGION_COUNT_MAX,
} as const;

export const MAX_RESULTS = {
  type: 'number',
  min: 1,
  max: PAGE_SIZE_MAX,
  example: '10',
  description: 'Entries of a page, 1 to 100; 10 where not given.',
} as const;

export const NEXT_TOKEN = {
  type: 'string',
  example: 'FFmyTO70tTpLG6I3FmYAXGKPd****',
  description: 'Where the page starts: the NextToken of the page before it.',
} as const;

/** The page of a list that goes by page numbers. */
export const PAGE_NUMBER = {
  type: 'number',
  min: 1,
  max: PAGE_NUMBER_MAX,
  example: '1',
  description: 'The page; 1 where not given.',
} as const;

/** Entries of a page of a list that goes by page numbers. */
export function pageSize(max: number) {
  return {
    type: 'number',
    min: 1,
    max,
    example: '10',
    description: `Entries of a page, 1 to ${max}; 10 where not given.`,
  } as const;
}

/** The response fields of a numbered page beside its items. */
export const NUMBERED_PAGE_FIELDS = {
  PageNumber: { type: 'number', example: 1, description: 'The page.' },
  PageSize: { type: 'number', example: 10, description: 'Entries of a page at most.' },
  TotalCount: { type: 'number', example: 2, description: 'Entries over all pages.' },
} as const;

/** The response fields of a page beside its items. */
export const PAGE_FIELDS = {
  Count: { type: 'number', example: 10, description: 'Entries of this page.' },
  TotalCount: {
    type: 'number',
    example: 10,
    description: 'Entries that match the request, over all pages.',
  },
  MaxResults: { type: 'number', example: 10, description: 'Entries of a page at most.' },
  NextToken: {
    type: 'string',
    optional: true,
    example: 'FFmyTO70tTpLG6I3FmYAXGKPd****',
    description: 'The start of the next page; left out on the last page.',
  },
} as const;

export const TAGS_FIELD = {
  type: 'object-list',
  description: 'The tags.',
  fields: {
    Key: { type: 'string', example: 'FinanceDept' },
    Value: { type: 'string', example: 'FinanceJoshua' },
  },
} as const;

export const CREATE_TIME_FIELD = {
  type: 'string',
  example: '2022-07-01T02:05:23Z',
  description: 'When it was created, in UTC.',
} as const;

export const OWNER_ID_FIELD = {
  type: 'number',
  example: 1210123456123456,
  description: 'The account that owns it.',
} as const;

/** How many addresses a CIDR has, as decimal texts. */
export const IP_COUNT_DETAIL_FIELD = {
  type: 'object',
  description: 'How many addresses it has, in decimal digits.',
  fields: {
    TotalIpCount: { type: 'string', example: '256', description: 'All addresses.' },
    UsedIpCount: {
      type: 'string',
      example: '4',
      description: 'Of a vSwitch those in use and those reserved; of a VPC those of its vSwitches.',
    },
    FreeIpCount: { type: 'string', example: '252', description: 'The others.' },
  },
} as const;

export const IP_USAGE_FIELD = {
  type: 'string',
  example: '1.56',
  description: 'The used addresses in percent, with two decimals at most, rounded down.',
} as const;

export const STATUS_VALUES = ['Creating', 'Created', 'Deleting', 'Deleted'] as const;
export const POOL_STATUS_VALUES = [
  'Creating',
  'Created',
  'Modifying',
  'Deleting',
  'Deleted',
] as const;
export const SCOPE_TYPE_VALUES = ['public', 'private'] as const;
export const IP_VERSION_VALUES = ['IPv4', 'IPv6'] as const;
export const IPV6_ISP_VALUES = ['BGP', 'ChinaMobile', 'ChinaUnicom', 'ChinaTelecom'] as const;
