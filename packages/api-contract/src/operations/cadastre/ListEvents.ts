import { defineOperation } from '../../operation.ts';
import { MAX_RESULTS, NEXT_TOKEN, PAGE_FIELDS, textFilter } from '../../parameter-kinds.ts';

export const ListEvents = defineOperation({
  name: 'ListEvents',
  product: 'Cadastre',
  group: 'cadastre',
  summary:
    'Lists who did what in the account, oldest first: every write, and every call refused for want of permission.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    StartTime: {
      type: 'string',
      format: 'time',
      example: '2026-08-20T08:00:00Z',
      description: 'Lists only events at or after this time.',
    },
    EndTime: {
      type: 'string',
      format: 'time',
      example: '2026-08-21T08:00:00Z',
      description: 'Lists only events before this time.',
    },
    PrincipalArn: textFilter('Who called.', 'acs:ram::1210123456123456:user/alice'),
    Operation: textFilter('The operation, with or without its product.', 'VpcIpam.CreateIpamPool'),
    ResourceId: textFilter(
      'The resource that was changed. Refused calls have none.',
      'ipam-pool-6rcq3tobayc20t****',
    ),
    Code: textFilter('OK, or the error code.', 'Forbidden.RAM'),
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: {
    NextToken: {
      ...PAGE_FIELDS.NextToken,
      description:
        'The start of the next page; left out on the last page. A page with filters may have fewer entries than asked for, or none, and others follow.',
    },
    Events: {
      type: 'object-list',
      description: 'The events.',
      fields: {
        EventId: { type: 'string', example: 'event-m5x2k9q1c7f03hzt8a', description: 'Its id.' },
        EventTime: {
          type: 'string',
          example: '2026-08-20T08:00:00.123Z',
          description: 'When the call came in, in UTC.',
        },
        RequestId: {
          type: 'string',
          example: 'B54867DA-7A9D-45F2-B0A1-0B9A4C3C7D7E',
          description: 'The request id of the call.',
        },
        Operation: {
          type: 'string',
          example: 'VpcIpam.CreateIpamPool',
          description: 'Product and operation.',
        },
        PrincipalArn: {
          type: 'string',
          example: 'acs:ram::1210123456123456:user/alice',
          description: 'Who called.',
        },
        AccessKeyId: {
          type: 'string',
          example: 'LTAI5tAbCdEf',
          description: 'The access key of the call.',
        },
        Code: { type: 'string', example: 'OK', description: 'OK, or the error code.' },
        ResourceType: {
          type: 'string',
          optional: true,
          example: 'IpamPool',
          description: 'What was changed; left out of refused calls.',
        },
        ResourceId: {
          type: 'string',
          optional: true,
          example: 'ipam-pool-6rcq3tobayc20t****',
          description: 'Which one; several are separated by commas.',
        },
        Before: {
          type: 'string',
          optional: true,
          example: '{"name":"a"}',
          description: 'The resource before the change, JSON text; left out of a new one.',
        },
        After: {
          type: 'string',
          optional: true,
          example: '{"name":"b"}',
          description: 'The resource after the change, JSON text; left out of a removed one.',
        },
      },
    },
  },
  authorization: {
    action: 'cadastre:ListEvents',
    accessLevel: 'list',
    resources: ['*'],
    source: 'own',
  },
  paging: { items: 'Events', hasCounts: false },
  errors: [],
});
