import { defineOperation } from '../../operation.ts';
import { regionId } from '../../parameter-kinds.ts';

export const DescribeZones = defineOperation({
  name: 'DescribeZones',
  product: 'Vpc',
  group: 'vpc',
  summary: 'Lists the zones of a region.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region.'),
    ZoneType: {
      type: 'string',
      example: 'AvailabilityZone',
      description: 'Accepted as clients send it, and ignored.',
    },
    AcceptLanguage: {
      type: 'string',
      example: 'zh-cn',
      description: 'Accepted as clients send it, and ignored: names are zone ids.',
    },
  },
  response: {
    Zones: {
      type: 'object',
      description: 'The zones.',
      fields: {
        Zone: {
          type: 'object-list',
          fields: {
            ZoneId: { type: 'string', example: 'cn-hangzhou-b', description: 'The zone.' },
            LocalName: { type: 'string', example: 'cn-hangzhou-b', description: 'Its name.' },
            ZoneType: {
              type: 'string',
              values: ['AvailabilityZone'],
              example: 'AvailabilityZone',
              description: 'What kind of zone it is.',
            },
          },
        },
      },
    },
  },
  authorization: {
    action: 'vpc:DescribeZones',
    accessLevel: 'list',
    resources: ['*'],
    source: 'own',
  },
  errors: ['InvalidRegionId.NotFound'],
});
