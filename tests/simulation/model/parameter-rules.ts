import type { ParameterRule, ParameterRules } from './read-parameters.ts';

/** The parameters of every operation, in the order in which they are checked. */

const REGION = { RegionId: { kind: 'text', required: true } } as const;
const WRITE = {
  DryRun: { kind: 'boolean' },
  ClientToken: { kind: 'client-token' },
} as const;
const PAGE = {
  MaxResults: { kind: 'number', min: 1, max: 100 },
  NextToken: { kind: 'text' },
} as const;
const ID = { kind: 'text', required: true } as const;
const TEXT_FILTER = { kind: 'text', filter: true } as const;
const IDS_FILTER = { kind: 'texts', filter: true, max: 100 } as const;
const TAGS_FILTER = { kind: 'tags', filter: true } as const;
const TIME = { kind: 'time' } as const;
const TAGS = { kind: 'tags' } as const;
const GROUP = { kind: 'resource-group' } as const;
const NAME = { kind: 'name' } as const;
const DESCRIPTION = { kind: 'description' } as const;
const LETTER_DESCRIPTION = { kind: 'letter-description' } as const;

function mask(code: string): ParameterRule {
  return { kind: 'number', min: 0, max: 128, code };
}

const MASK_RULES = {
  AllocationDefaultCidrMask: mask('IllegalParam.AllocationDefaultNetmask'),
  AllocationMaxCidrMask: mask('IllegalParam.AllocationMaxNetmask'),
  AllocationMinCidrMask: mask('IllegalParam.AllocationMinNetmask'),
  AutoImport: { kind: 'boolean' },
} as const;

export const PARAMETER_RULES = {
  CreateIpam: {
    ...REGION,
    OperatingRegionList: { kind: 'texts', required: true, max: 100 },
    IpamDescription: DESCRIPTION,
    IpamName: NAME,
    ResourceGroupId: GROUP,
    Tag: TAGS,
    ...WRITE,
  },
  UpdateIpam: {
    ...REGION,
    IpamId: ID,
    AddOperatingRegion: { kind: 'texts', max: 100 },
    IpamDescription: DESCRIPTION,
    IpamName: NAME,
    RemoveOperatingRegion: { kind: 'texts', max: 100 },
    ...WRITE,
  },
  DeleteIpam: { ...REGION, IpamId: ID, ...WRITE },
  ListIpams: {
    ...REGION,
    IpamIds: IDS_FILTER,
    IpamName: TEXT_FILTER,
    ResourceGroupId: TEXT_FILTER,
    Tags: TAGS_FILTER,
    ...PAGE,
  },
  CreateIpamScope: {
    ...REGION,
    IpamId: ID,
    IpamScopeDescription: LETTER_DESCRIPTION,
    IpamScopeName: NAME,
    IpamScopeType: { kind: 'choice', choices: ['private'], code: 'IllegalParam.IpamScopeType' },
    ResourceGroupId: GROUP,
    Tag: TAGS,
    ...WRITE,
  },
  UpdateIpamScope: {
    ...REGION,
    IpamScopeId: ID,
    IpamScopeDescription: LETTER_DESCRIPTION,
    IpamScopeName: NAME,
    ...WRITE,
  },
  DeleteIpamScope: { ...REGION, IpamScopeId: ID, ...WRITE },
  ListIpamScopes: {
    ...REGION,
    IpamId: TEXT_FILTER,
    IpamScopeIds: IDS_FILTER,
    IpamScopeName: TEXT_FILTER,
    IpamScopeType: TEXT_FILTER,
    ResourceGroupId: TEXT_FILTER,
    Tags: TAGS_FILTER,
    ...PAGE,
  },
  CreateIpamPool: {
    ...REGION,
    IpamScopeId: ID,
    ...MASK_RULES,
    IpVersion: { kind: 'choice', choices: ['IPv4', 'IPv6'], code: 'IllegalParam.IpVersion' },
    IpamPoolDescription: DESCRIPTION,
    IpamPoolName: NAME,
    Ipv6Isp: { kind: 'text' },
    PoolRegionId: { kind: 'text' },
    ResourceGroupId: GROUP,
    SourceIpamPoolId: { kind: 'text' },
    Tag: TAGS,
    ...WRITE,
  },
  UpdateIpamPool: {
    ...REGION,
    IpamPoolId: ID,
    ...MASK_RULES,
    ClearAllocationDefaultCidrMask: { kind: 'boolean' },
    IpamPoolDescription: DESCRIPTION,
    IpamPoolName: NAME,
    ...WRITE,
  },
  DeleteIpamPool: { ...REGION, IpamPoolId: ID, ...WRITE },
  ListIpamPools: {
    ...REGION,
    IpVersion: TEXT_FILTER,
    IpamPoolIds: IDS_FILTER,
    IpamPoolName: TEXT_FILTER,
    IpamScopeId: TEXT_FILTER,
    Ipv6Isp: TEXT_FILTER,
    IsShared: { kind: 'boolean', filter: true },
    PoolRegionId: TEXT_FILTER,
    ResourceGroupId: TEXT_FILTER,
    SourceIpamPoolId: TEXT_FILTER,
    Tags: TAGS_FILTER,
    ...PAGE,
  },
  AddIpamPoolCidr: {
    ...REGION,
    IpamPoolId: ID,
    Cidr: { kind: 'text' },
    NetmaskLength: mask('IllegalParam.NetmaskLength'),
    ...WRITE,
  },
  DeleteIpamPoolCidr: { ...REGION, Cidr: ID, IpamPoolId: ID, ...WRITE },
  ListIpamPoolCidrs: { ...REGION, IpamPoolId: ID, Cidr: TEXT_FILTER, ...PAGE },
  CreateIpamPoolAllocation: {
    ...REGION,
    IpamPoolId: ID,
    Cidr: { kind: 'text' },
    CidrMask: mask('IllegalParam.CidrMask'),
    IpamPoolAllocationDescription: DESCRIPTION,
    IpamPoolAllocationName: NAME,
    ...WRITE,
  },
  UpdateIpamPoolAllocation: {
    ...REGION,
    IpamPoolAllocationId: ID,
    IpamPoolAllocationDescription: DESCRIPTION,
    IpamPoolAllocationName: NAME,
    ...WRITE,
  },
  DeleteIpamPoolAllocation: { ...REGION, IpamPoolAllocationId: ID, ...WRITE },
  GetIpamPoolAllocation: { ...REGION, IpamPoolAllocationId: ID },
  ListIpamPoolAllocations: {
    ...REGION,
    IpamPoolId: ID,
    Cidr: TEXT_FILTER,
    IpamPoolAllocationIds: IDS_FILTER,
    IpamPoolAllocationName: TEXT_FILTER,
    IpamPoolAllocationId: TEXT_FILTER,
    ...PAGE,
  },
  GetAddressHistory: {
    Cidr: ID,
    IpamScopeId: TEXT_FILTER,
    IpamPoolId: TEXT_FILTER,
    AsOf: TIME,
    StartTime: TIME,
    EndTime: TIME,
    ...PAGE,
  },
  GetIpamPoolNextAvailableCidr: {
    ...REGION,
    IpamPoolId: ID,
    CidrBlock: { kind: 'text' },
    CidrMask: mask('IllegalParam.CidrMask'),
    ClientToken: { kind: 'client-token' },
  },
} as const satisfies Record<string, ParameterRules>;

export type OperationName = keyof typeof PARAMETER_RULES;

export const OPERATION_NAMES = Object.keys(PARAMETER_RULES) as readonly OperationName[];
