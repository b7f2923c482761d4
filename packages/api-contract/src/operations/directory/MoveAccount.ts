import { defineOperation } from '../../operation.ts';
import { resourceId } from '../../parameter-kinds.ts';

export const MoveAccount = defineOperation({
  name: 'MoveAccount',
  product: 'Cadastre',
  group: 'directory',
  summary: 'Moves an account to another folder.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    AccountId: resourceId('The account.', '1210123456123456'),
    DestinationFolderId: resourceId(
      'The folder that it goes to; r-root is the root folder.',
      'fd-m5x2k9q1c7f03hzt8a',
    ),
  },
  response: {},
  reservedFor: 'first-root',
  errors: [
    'EntityNotExist.Account',
    'EntityNotExist.Folder',
    'OperationDenied.ManagementAccount',
    'OperationDenied.MemberSharesResourceDiscovery',
  ],
});
