import { defineOperation } from '../../operation.ts';

export const DescribeRegions = defineOperation({
  name: 'DescribeRegions',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Lists the regions of this server.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    ProductType: {
      type: 'string',
      example: 'VPC',
      description: 'Accepted as clients send it, and ignored.',
    },
    AcceptLanguage: {
      type: 'string',
      example: 'en-US',
      description: 'Accepted as clients send it, and ignored: names are region ids.',
    },
  },
  response: {
    Regions: {
      type: 'object',
      description: 'The regions.',
      fields: {
        Region: {
          type: 'object-list',
          fields: {
            RegionId: { type: 'string', example: 'cn-hangzhou', description: 'The region.' },
            LocalName: { type: 'string', example: 'cn-hangzhou', description: 'Its name.' },
            RegionEndpoint: {
              type: 'string',
              example: '127.0.0.1:8080',
              description: 'The endpoint to call: the one this call came to.',
            },
          },
        },
      },
    },
  },
  authorization: {
    action: 'vpc:DescribeRegions',
    accessLevel: 'list',
    resources: ['*'],
    source: 'own',
  },
  errors: [],
});
