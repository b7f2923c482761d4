import { defineOperation } from '../../operation.ts';

const IGNORED = {
  type: 'string',
  description: 'Accepted as clients send it, and ignored.',
} as const;

export const QueryAvailableInstances = defineOperation({
  name: 'QueryAvailableInstances',
  product: 'BssOpenApi',
  group: 'bss',
  summary:
    'Lists nothing, for no product is bought from this server. The Terraform provider asks as it starts. Every caller may call it.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    ProductCode: { ...IGNORED, example: 'vipcloudfw' },
    ProductType: { ...IGNORED, example: 'vipcloudfw' },
    SubscriptionType: { ...IGNORED, example: 'Subscription' },
    PageNum: {
      type: 'number',
      min: 1,
      max: 1_000_000,
      example: '1',
      description: 'The page; 1 where not given.',
    },
    PageSize: {
      type: 'number',
      min: 1,
      max: 300,
      example: '50',
      description: 'Entries of a page, 1 to 300; 20 where not given.',
    },
  },
  response: {
    Code: { type: 'string', example: 'Success', description: 'Always Success.' },
    Message: { type: 'string', example: 'Successful!', description: 'Always the same.' },
    Success: { type: 'boolean', example: true, description: 'Always true.' },
    Data: {
      type: 'object',
      description: 'The empty list.',
      fields: {
        PageNum: { type: 'number', example: 1, description: 'The page.' },
        PageSize: { type: 'number', example: 50, description: 'Entries of a page at most.' },
        TotalCount: { type: 'number', example: 0, description: 'Always 0.' },
        InstanceList: {
          type: 'object-list',
          description: 'Always empty.',
          fields: {
            InstanceID: { type: 'string', optional: true, description: 'The instance.' },
          },
        },
      },
    },
  },
  errors: [],
});
