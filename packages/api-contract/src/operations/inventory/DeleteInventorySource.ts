import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN } from '../../parameter-kinds.ts';
import { SOURCE_ARN, sourceName } from './inventory-fields.ts';

export const DeleteInventorySource = defineOperation({
  name: 'DeleteInventorySource',
  product: 'Cadastre',
  group: 'inventory',
  summary: 'Removes an inventory source with everything it told of.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    SourceName: sourceName('The source.'),
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {
    RemovedCount: {
      type: 'number',
      example: 4_120,
      description: 'Resources and addresses that were removed.',
    },
  },
  authorization: {
    action: 'cadastre:DeleteInventorySource',
    accessLevel: 'delete',
    resources: [SOURCE_ARN],
    source: 'own',
  },
  errors: ['IllegalParam.{ParameterName}', 'ResourceNotFound.InventorySource', 'DryRunOperation'],
});
