import { defineOperation } from '../../operation.ts';
import {
  IP_COUNT_DETAIL_FIELD,
  IP_USAGE_FIELD,
  MAX_RESULTS,
  NEXT_TOKEN,
  PAGE_FIELDS,
  regionId,
  textFilter,
} from '../../parameter-kinds.ts';

export const ListIpamResourceCidrs = defineOperation({
  name: 'ListIpamResourceCidrs',
  product: 'VpcIpam',
  group: 'resource-cidr',
  summary: 'Lists the CIDR blocks of resources in a scope with their compliance and overlap.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamPoolId: textFilter(
      'The pool; not one that another account shares.',
      'ipam-pool-6rcq3tobayc20t****',
    ),
    IpamScopeId: textFilter(
      'The scope; all scopes of the IPAM where not given.',
      'ipam-scope-glfmcyldpm8lsy****',
    ),
    ResourceId: textFilter('The resource.', 'vpc-bp16qjewdsunr41m1****'),
    ResourceType: textFilter('VPC or VSwitch.', 'VPC'),
    VpcId: textFilter('The VPC.', 'vpc-bp1fjfnrg3av6zb9e****'),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    IpamResourceCidrs: {
      type: 'object-list',
      fields: {
        AliUid: {
          type: 'number',
          example: 132193271328,
          description: 'The account that owns the IPAM.',
        },
        Cidr: { type: 'string', example: '192.168.1.0/24', description: 'The CIDR block.' },
        ComplianceStatus: {
          type: 'string',
          values: ['Compliant', 'Noncompliant', 'Ignored', 'Unmanaged'],
          example: 'Compliant',
          description: 'Whether it keeps the rules of the pool that manages it.',
        },
        IpCountDetail: IP_COUNT_DETAIL_FIELD,
        IpUsage: IP_USAGE_FIELD,
        IpamAllocationId: {
          type: 'string',
          example: 'ipam-pool-alloc-112za33e4****',
          description: 'The allocation that covers it; empty for one that no pool manages.',
        },
        IpamId: { type: 'string', example: 'ipam-uq5dcfc2eqhpf4****', description: 'The IPAM.' },
        IpamPoolId: {
          type: 'string',
          example: 'ipam-pool-6rcq3tobayc20t***',
          description: 'The pool that manages it; empty where none does.',
        },
        IpamScopeId: {
          type: 'string',
          example: 'ipam-scope-glfmcyldpm8lsy****',
          description: 'The scope.',
        },
        ManagementStatus: {
          type: 'string',
          values: ['Managed', 'Unmanaged', 'Ignored'],
          example: 'Managed',
          description: 'Whether a pool manages it, or the IPAM ignores it.',
        },
        OverlapDetail: {
          type: 'object-list',
          fields: {
            OverlapResourceCidr: {
              type: 'string',
              example: '192.168.1.0/24',
              description: 'The CIDR block of the other resource.',
            },
            OverlapResourceId: {
              type: 'string',
              example: 'vpc-aq3fjgnig5av6jb8d****',
              description: 'The other resource.',
            },
            OverlapResourceRegion: {
              type: 'string',
              example: 'cn-hangzhou',
              description: 'The region of the other resource.',
            },
          },
          description: 'What it overlaps with: ten entries at most.',
        },
        OverlapStatus: {
          type: 'string',
          values: ['Nonoverlapping', 'Overlapping', 'Ignored'],
          example: 'Nonoverlapping',
          description: 'Whether it overlaps another resource of the scope.',
        },
        ResourceId: {
          type: 'string',
          example: 'vpc-bp16qjewdsunr41m1****',
          description: 'The resource.',
        },
        ResourceName: {
          type: 'string',
          example: 'web',
          description: 'The name of the resource.',
        },
        ResourceOwnerId: {
          type: 'number',
          example: 132193271328,
          description: 'The account that owns the resource.',
        },
        ResourceRegionId: {
          type: 'string',
          example: 'cn-hangzhou',
          description: 'The region of the resources.',
        },
        ResourceType: {
          type: 'string',
          values: ['VPC', 'VSwitch'],
          example: 'VPC',
          description: 'The type of the resource.',
        },
        SourceCidr: {
          type: 'string',
          example: '192.168.1.0/24',
          description:
            'Of a vSwitch the CIDR block of its VPC around it; of a managed VPC that of the pool; else empty.',
        },
        Status: {
          type: 'string',
          values: ['Created', 'Deleted'],
          example: 'Created',
          description: 'The status.',
        },
        VpcId: {
          type: 'string',
          example: 'vpc-bp1fjfnrg3av6zb9e****',
          description: 'The VPC that it is in.',
        },
      },
    },
    ...PAGE_FIELDS,
  },
  authorization: {
    action: 'vpc:ListIpamResourceCidrs',
    accessLevel: 'list',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipamscope/{IpamScopeId}'],
    source: 'published',
  },
  paging: { items: 'IpamResourceCidrs' },
  errors: ['OperationDenied.OperateShareResource'],
});
