import { defineOperation } from '../../operation.ts';
import { MAX_RESULTS, NEXT_TOKEN, PAGE_FIELDS, textFilter } from '../../parameter-kinds.ts';

export const GetAddressHistory = defineOperation({
  name: 'GetAddressHistory',
  product: 'Cadastre',
  group: 'cadastre',
  summary:
    "Lists who held an address or a block, and when: every allocation of the account's pools that has addresses in common with it, live and released, in order of allocation.",
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    Cidr: {
      type: 'string',
      required: true,
      example: '10.0.0.5',
      description:
        'An address, or a CIDR block in canonical form. Listed are the allocations that contain it and those inside it.',
    },
    IpamScopeId: textFilter('The scope of the pool.', 'ipam-scope-glfmcyldpm8lsy****'),
    IpamPoolId: textFilter('The pool, also one that is deleted.', 'ipam-pool-6rcq3tobayc20t****'),
    AsOf: {
      type: 'string',
      format: 'time',
      example: '2026-08-20T08:00:00Z',
      description: 'Lists only what was held at this instant.',
    },
    StartTime: {
      type: 'string',
      format: 'time',
      example: '2026-08-20T08:00:00Z',
      description: 'Lists only what was held at this time or later.',
    },
    EndTime: {
      type: 'string',
      format: 'time',
      example: '2026-08-21T08:00:00Z',
      description: 'Lists only what was held before this time.',
    },
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    NextToken: {
      ...PAGE_FIELDS.NextToken,
      description:
        'The start of the next page; left out on the last page. Where very many allocations have addresses in common with the block, a page may have fewer entries than asked for, or none, and others follow.',
    },
    IpamPoolAllocations: {
      type: 'object-list',
      description: 'The allocations.',
      fields: {
        IpamPoolAllocationId: {
          type: 'string',
          example: 'ipam-pool-alloc-112za33e4****',
          description: 'The allocation.',
        },
        IpamPoolAllocationName: {
          type: 'string',
          example: 'office',
          description: 'Its name, the last one where it was released.',
        },
        IpamPoolAllocationDescription: {
          type: 'string',
          example: 'Second floor',
          description: 'Its description, likewise.',
        },
        IpamPoolId: {
          type: 'string',
          example: 'ipam-pool-6rcq3tobayc20t****',
          description: 'The pool it was taken from, which may be deleted.',
        },
        IpamScopeId: {
          type: 'string',
          optional: true,
          example: 'ipam-scope-glfmcyldpm8lsy****',
          description: 'The scope of the pool.',
        },
        Cidr: { type: 'string', example: '10.0.0.0/24', description: 'Its block.' },
        ResourceType: {
          type: 'string',
          values: ['IpamPool', 'VPC', 'Custom'],
          example: 'Custom',
          description: 'What held the block.',
        },
        ResourceId: {
          type: 'string',
          example: '',
          description: 'Which one; empty for a custom allocation.',
        },
        ResourceRegionId: {
          type: 'string',
          example: 'cn-hangzhou',
          description: 'The region of what held it.',
        },
        ResourceOwnerId: {
          type: 'number',
          example: 1210123456123456,
          description: 'The account of what held it.',
        },
        AllocatedBy: {
          type: 'string',
          example: 'acs:ram::1210123456123456:user/alice',
          description: 'Who made the allocation.',
        },
        AllocateTime: {
          type: 'string',
          example: '2026-08-20T08:00:00.123Z',
          description: 'From when it was held, in UTC.',
        },
        ReleasedBy: {
          type: 'string',
          optional: true,
          example: 'acs:ram::1210123456123456:user/bob',
          description: 'Who released it; left out while it is held.',
        },
        ReleaseTime: {
          type: 'string',
          optional: true,
          example: '2026-08-21T08:00:00.456Z',
          description: 'Until when it was held, in UTC; left out while it is held.',
        },
      },
    },
  },
  authorization: {
    action: 'cadastre:GetAddressHistory',
    accessLevel: 'list',
    resources: ['*'],
    source: 'own',
  },
  paging: { items: 'IpamPoolAllocations', hasCounts: false },
  errors: ['IllegalParam.{ParameterName}'],
});
