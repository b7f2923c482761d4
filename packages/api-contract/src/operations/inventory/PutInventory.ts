import {
  INVENTORY_CIDR_COUNT_MAX,
  INVENTORY_ITEM_COUNT_MAX,
  INVENTORY_SKIPPED_ID_COUNT_MAX,
} from '../../limits.ts';
import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN } from '../../parameter-kinds.ts';
import {
  MODE_VALUES,
  SOURCE_ARN,
  SOURCE_NAME_FIELD,
  SOURCE_VERSION_FIELD,
  sourceName,
} from './inventory-fields.ts';

function counter(description: string) {
  return { type: 'number', example: 3, description } as const;
}

export const PutInventory = defineOperation({
  name: 'PutInventory',
  product: 'Cadastre',
  group: 'inventory',
  summary:
    'Takes in networks, subnets and addresses in use that really exist, as a source outside tells of them. The parameters may be the form body.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    SourceName: sourceName(
      'Who tells of the items: 1 to 64 letters, digits, periods, underscores and hyphens. Made by its first call.',
    ),
    SourceVersion: {
      type: 'number',
      required: true,
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
      example: '42',
      description: 'The version of what the source tells. It only grows.',
    },
    Mode: {
      type: 'string',
      required: true,
      values: MODE_VALUES,
      invalid: 'Invalid{ParameterName}',
      example: 'Full',
      description: 'Full: everything there is, in one batch or several. Delta: changes only.',
    },
    Items: {
      type: 'string',
      example:
        '[{"Type":"VPC","ResourceId":"vpc-1","RegionId":"cn-hangzhou","Cidrs":["10.0.0.0/16"]}]',
      description: `What exists: a JSON array of at most ${INVENTORY_ITEM_COUNT_MAX} items. An item of Type VPC or VSwitch has ResourceId, RegionId, Cidrs (1 to ${INVENTORY_CIDR_COUNT_MAX}, the primary one first) and may have Name; a VSwitch has VpcId. An item of Type Address has Address, ResourceId, ServiceType, VpcId and RegionId, and may have VSwitchId.`,
    },
    Removed: {
      type: 'string',
      example: '["vsw-2",{"Address":"10.0.0.5","VpcId":"vpc-1"}]',
      description: `What is gone, of a Delta: a JSON array of at most ${INVENTORY_ITEM_COUNT_MAX} ids of resources, each with the addresses that it has, and of addresses.`,
    },
    IsComplete: {
      type: 'boolean',
      example: 'true',
      description:
        'Of a Full version: whether this is its last batch. What the source had and this version did not name is removed then.',
    },
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {
    SourceName: SOURCE_NAME_FIELD,
    SourceVersion: SOURCE_VERSION_FIELD,
    AddedCount: counter('Items that were not known.'),
    UpdatedCount: counter('Items that are not as they were.'),
    UnchangedCount: counter('Items that are as they were.'),
    RemovedCount: counter('Resources and addresses that are gone.'),
    SkippedCount: counter('Items and removals that another source or the VPC operations tell of.'),
    SkippedResourceIds: {
      type: 'string-list',
      description: `The ids of those, at most ${INVENTORY_SKIPPED_ID_COUNT_MAX}; of an address, the id of what uses it.`,
    },
    ImportedCount: counter('CIDRs of networks that pools with auto import took in.'),
  },
  authorization: {
    action: 'cadastre:PutInventory',
    accessLevel: 'update',
    resources: [SOURCE_ARN],
    source: 'own',
  },
  errors: [
    'IllegalParam.{ParameterName}',
    'OperationDenied.InventoryVersionTooOld',
    'OperationDenied.InventoryModeChanged',
    'OperationDenied.InventoryNotComplete',
    'LimitExceeded.InventorySource',
    'DryRunOperation',
  ],
});
