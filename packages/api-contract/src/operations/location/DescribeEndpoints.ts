import { defineOperation } from '../../operation.ts';

export const DescribeEndpoints = defineOperation({
  name: 'DescribeEndpoints',
  product: 'Location',
  group: 'location',
  summary:
    'Names the endpoint of a product in a region: always the one this call came to. Every caller may call it.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 6000,
  parameters: {
    Id: {
      type: 'string',
      required: true,
      example: 'cn-hangzhou',
      description: 'The region; one that this server does not have is answered alike.',
    },
    ServiceCode: {
      type: 'string',
      required: true,
      example: 'vpcipam',
      description: "The product, by the vendor's code. Any code gets the same endpoint.",
    },
    Type: {
      type: 'string',
      example: 'openAPI',
      description: 'The kind of endpoint; openAPI where not given.',
    },
  },
  response: {
    Success: { type: 'boolean', example: true, description: 'Always true.' },
    Endpoints: {
      type: 'object',
      description: 'The endpoints.',
      fields: {
        Endpoint: {
          type: 'object-list',
          fields: {
            Endpoint: {
              type: 'string',
              example: '127.0.0.1:8080',
              description: 'Host and port.',
            },
            Id: { type: 'string', example: 'cn-hangzhou', description: 'The region.' },
            Namespace: { type: 'string', example: '', description: 'Always empty.' },
            SerivceCode: {
              type: 'string',
              example: 'vpcipam',
              description: "The product. The vendor's spelling.",
            },
            Type: { type: 'string', example: 'openAPI', description: 'The kind of endpoint.' },
            Protocols: {
              type: 'object',
              description: 'The protocols.',
              fields: { Protocols: { type: 'string-list', description: 'HTTP, HTTPS or both.' } },
            },
          },
        },
      },
    },
  },
  errors: [],
});
