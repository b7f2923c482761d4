import { defineOperation } from '../../operation.ts';
import {
  CREATE_TIME_FIELD,
  idsFilter,
  MAX_RESULTS,
  NEXT_TOKEN,
  OWNER_ID_FIELD,
  PAGE_FIELDS,
  POOL_STATUS_VALUES,
  regionId,
  SCOPE_TYPE_VALUES,
  TAGS_FIELD,
  TAGS_FILTER,
  textFilter,
} from '../../parameter-kinds.ts';

export const ListIpamPools = defineOperation({
  name: 'ListIpamPools',
  product: 'VpcIpam',
  group: 'ipam-pool',
  summary: 'Lists pools.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 800,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpVersion: textFilter('IPv4 or IPv6.', 'IPv4'),
    IpamPoolIds: idsFilter('Lists only these.'),
    IpamPoolName: textFilter('The name.', 'test'),
    IpamScopeId: textFilter('The scope.', 'ipam-scope-glfmcyldpm8lsy****'),
    Ipv6Isp: textFilter(
      'The line of a public IPv6 pool; BGP where not given. Ignored for other pools.',
      'BGP',
    ),
    IsShared: {
      type: 'boolean',
      filter: true,
      example: 'true',
      description: 'Whether the resource is shared with or by the account.',
    },
    PoolRegionId: textFilter(
      'The region whose resources take addresses from the pool; fixed once set, inherited from the source pool.',
      'cn-hangzhou',
    ),
    ResourceGroupId: textFilter('The resource group.', 'rg-acfmxazb4ph6aiy****'),
    SourceIpamPoolId: textFilter(
      'The pool that this pool takes its CIDR blocks from; a top-level pool where not given.',
      'ipam-pool-lfnwi4jok1ss0g****',
    ),
    Tags: TAGS_FILTER,
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    IpamPools: {
      type: 'object-list',
      fields: {
        AllocationDefaultCidrMask: {
          type: 'number',
          example: 28,
          description: 'The default prefix length of allocations; 0 where no rule was given.',
        },
        AllocationMaxCidrMask: {
          type: 'number',
          example: 32,
          description: 'The longest prefix of an allocation; 32 or 128 where no rule was given.',
        },
        AllocationMinCidrMask: {
          type: 'number',
          example: 8,
          description: 'The shortest prefix of an allocation; 0 where no rule was given.',
        },
        AutoImport: {
          type: 'boolean',
          example: true,
          description:
            'Whether resources inside the pool are taken in by themselves. It needs a pool region.',
        },
        Cidrs: { type: 'string-list', description: 'The CIDR blocks provisioned to the pool.' },
        CreateTime: CREATE_TIME_FIELD,
        HasSubPool: {
          type: 'boolean',
          example: true,
          description: 'Whether the pool has sub-pools.',
        },
        IpVersion: { type: 'string', example: 'IPv4', description: 'IPv4 or IPv6.' },
        IpamId: { type: 'string', example: 'ipam-b5mtlx3q7xcnyr****', description: 'The IPAM.' },
        IpamPoolDescription: {
          type: 'string',
          example: 'test description',
          description: 'The description.',
        },
        IpamPoolId: {
          type: 'string',
          example: 'ipam-pool-6rcq3tobayc20t****',
          description: 'The pool.',
        },
        IpamPoolName: { type: 'string', example: 'test', description: 'The name.' },
        IpamRegionId: {
          type: 'string',
          example: 'cn-hangzhou',
          description: 'The region that hosts the IPAM.',
        },
        IpamScopeId: {
          type: 'string',
          example: 'ipam-scope-glfmcyldpm8lsy****',
          description: 'The scope.',
        },
        IpamScopeType: {
          type: 'string',
          values: SCOPE_TYPE_VALUES,
          example: 'private',
          description: 'The type of the scope.',
        },
        Ipv6Isp: {
          type: 'string',
          example: 'BGP',
          description:
            'The line of a public IPv6 pool; BGP where not given. Ignored for other pools.',
        },
        IsShared: {
          type: 'boolean',
          example: true,
          description: 'Whether the resource is shared with or by the account.',
        },
        OwnerId: OWNER_ID_FIELD,
        PoolDepth: {
          type: 'number',
          example: 2,
          description: 'How many pools are above the pool; 0 for a top-level pool.',
        },
        PoolRegionId: {
          type: 'string',
          example: 'cn-hangzhou',
          description:
            'The region whose resources take addresses from the pool; fixed once set, inherited from the source pool.',
        },
        RegionId: {
          type: 'string',
          example: 'cn-hangzhou',
          description: 'The region that hosts it.',
        },
        ResourceGroupId: { type: 'string', example: 'rg-acfmxazb4ph6aiy****' },
        SourceIpamPoolId: {
          type: 'string',
          example: 'ipam-pool-lfnwi4jok1ss0g****',
          description: 'The source pool; empty for a top-level pool.',
        },
        Status: {
          type: 'string',
          values: POOL_STATUS_VALUES,
          example: 'Created',
          description: 'The status.',
        },
        Tags: TAGS_FIELD,
      },
    },
    ...PAGE_FIELDS,
  },
  authorization: {
    action: 'vpc:ListIpamPools',
    accessLevel: 'list',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipampool/*'],
    source: 'published',
  },
  paging: { items: 'IpamPools' },
  errors: [],
});
