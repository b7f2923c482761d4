import { VSWITCH_IPV6_NUMBER_MAX } from '../../limits.ts';

/** Parameters and response fields that the operations on VPCs and VSwitches share. */

export const NETWORK_REGION_ID = {
  type: 'string',
  example: 'cn-hangzhou',
  description: 'The region; that of the resource where not given.',
} as const;

/** The errors of a block that may come from a pool, the one that wins first. */
export const POOL_BLOCK_ERRORS = [
  'IllegalParam.IpamPool',
  'ResourceNotFound.IpamPool#Vpc',
  'OperationDenied.IpamPoolNotInRegion',
  'OperationDenied.RequestRegionInvalid',
  'Mismatch.IpVersionAndIpamPoolIpVersion',
  'IncorrectStatus.IpamPool',
  'MissingParam.CidrOrCidrMask',
  'IllegalParam.CidrMask',
  'OperationDenied.MaskOfCidrIsNotAllowed',
  'OperationDenied.CidrUnavailableInPool',
  'OperationDenied.AvailableCidrInsufficient',
  'OperationDenied.CidrInExcludeCidrs',
] as const;

export const VPC_ID = {
  type: 'string',
  required: true,
  example: 'vpc-bp15zckdt37pq72zv****',
  description: 'The VPC.',
} as const;

export const VSWITCH_ID = {
  type: 'string',
  required: true,
  example: 'vsw-25navfgbue4g****',
  description: 'The VSwitch.',
} as const;

/** The name of a VPC or VSwitch, as a parameter. */
export function networkName(description: string) {
  return { type: 'string', format: 'name', example: 'office', description } as const;
}

/** The description of a VPC or VSwitch, as a parameter. */
export function networkDescription(description: string) {
  return {
    type: 'string',
    format: 'free-description',
    example: 'The office.',
    description,
  } as const;
}

/** The number of a VSwitch's IPv6 block. */
export const VSWITCH_IPV6_NUMBER = {
  type: 'number',
  min: 0,
  max: VSWITCH_IPV6_NUMBER_MAX,
  example: '12',
  description: 'Which /64 of the IPv6 block of the VPC it gets, 0 to 255.',
} as const;

export const VPC_IPV6_BLOCK = {
  type: 'string',
  example: '2001:db8:0:6a00::/56',
  description: 'Which IPv6 block of the VPC that is counted in; the first one where not given.',
} as const;

export const IPV6_ISP = {
  type: 'string',
  values: ['BGP', 'ChinaMobile', 'ChinaUnicom', 'ChinaTelecom'],
  invalid: 'IllegalParam.Ipv6Isp',
  example: 'BGP',
  description: 'The line of the IPv6 CIDR block; BGP where not given. That of a pool counts first.',
} as const;

/** Whether a list is to have resources with IPv6, or without. */
export const IPV6_FILTER = {
  type: 'boolean',
  example: 'false',
  description: 'Lists only resources with IPv6, or without it.',
} as const;

/** Whether a list is to have default resources, which there are none of. */
export const DEFAULT_FILTER = {
  type: 'boolean',
  example: 'false',
  description: 'Lists only default resources, or others; there are no default ones.',
} as const;

/** Accepted as clients send it: a read changes nothing. */
export const READ_DRY_RUN = {
  type: 'boolean',
  example: 'false',
  description: 'Accepted as clients send it, and ignored: a read changes nothing.',
} as const;

export const NESTED_TAGS_FIELD = {
  type: 'object',
  description: 'The tags.',
  fields: {
    Tag: {
      type: 'object-list',
      fields: {
        Key: { type: 'string', example: 'FinanceDept' },
        Value: { type: 'string', example: 'FinanceJoshua' },
      },
    },
  },
} as const;

/** A list of texts inside an object, as Vpc answers them. */
export function nestedTexts<const Name extends string>(
  name: Name,
  description: string,
  example: string,
) {
  return {
    type: 'object',
    description,
    fields: { [name]: { type: 'string-list', example } } as Record<
      Name,
      { readonly type: 'string-list'; readonly example: string }
    >,
  } as const;
}

export const VSWITCH_IDS_FIELD = nestedTexts(
  'VSwitchId',
  'The VSwitches, in order of creation.',
  'vsw-25navfgbue4g****',
);

export const EMPTY_FIELD = {
  type: 'string',
  example: '',
  description: 'Always empty: there is none here.',
} as const;

export const NETWORK_STATUS_FIELD = {
  type: 'string',
  values: ['Pending', 'Available'],
  example: 'Available',
  description: 'The status, which is Available at once.',
} as const;

export const NOT_DEFAULT_FIELD = {
  type: 'boolean',
  example: false,
  description: 'Whether it is a default one; always false.',
} as const;
