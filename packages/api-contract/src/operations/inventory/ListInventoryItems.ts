import { INVENTORY_PAGE_SIZE_MAX } from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import { MAX_RESULTS, NEXT_TOKEN, PAGE_FIELDS } from '../../parameter-kinds.ts';
import { SOURCE_ARN, sourceName } from './inventory-fields.ts';

export const ListInventoryItems = defineOperation({
  name: 'ListInventoryItems',
  product: 'Cadastre',
  group: 'inventory',
  summary:
    'Lists what an inventory source told of, as PutInventory takes it: networks and subnets by id, then addresses by network.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    SourceName: sourceName('The source. One that does not exist has no items.'),
    MaxResults: {
      ...MAX_RESULTS,
      max: INVENTORY_PAGE_SIZE_MAX,
      description: 'Entries of a page, 1 to 1000; 10 where not given.',
    },
    NextToken: NEXT_TOKEN,
  },
  response: {
    NextToken: PAGE_FIELDS.NextToken,
    Items: {
      type: 'object-list',
      description: 'The items. Fields that an item does not have are left out.',
      fields: {
        Type: { type: 'string', values: ['VPC', 'VSwitch', 'Address'], example: 'VPC' },
        Address: { type: 'string', optional: true, example: '10.0.0.5' },
        ResourceId: { type: 'string', example: 'vpc-1' },
        ServiceType: { type: 'string', optional: true, example: 'ENI' },
        VpcId: { type: 'string', optional: true, example: 'vpc-1' },
        VSwitchId: { type: 'string', optional: true, example: 'vsw-1' },
        RegionId: { type: 'string', example: 'cn-hangzhou' },
        Name: { type: 'string', optional: true, example: 'prod' },
        Cidrs: { type: 'string-list', optional: true, description: 'The primary one first.' },
      },
    },
  },
  authorization: {
    action: 'cadastre:ListInventoryItems',
    accessLevel: 'list',
    resources: [SOURCE_ARN],
    source: 'own',
  },
  paging: { items: 'Items', hasCounts: false },
  errors: ['IllegalParam.{ParameterName}'],
});
