import { defineOperation } from '../../operation.ts';
import { resourceId } from '../../parameter-kinds.ts';
import { ACCOUNT_NAME, ACCOUNT_STATUS_VALUES } from './account-parameters.ts';

export const UpdateAccount = defineOperation({
  name: 'UpdateAccount',
  product: 'Cadastre',
  group: 'cadastre',
  summary:
    'Renames an account, or switches it on or off; the access keys of a disabled account stop with the next call.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    AccountId: resourceId('The account.', '1210123456123456'),
    Status: {
      type: 'string',
      values: ACCOUNT_STATUS_VALUES,
      invalid: 'InvalidParameter.{ParameterName}',
      example: 'Inactive',
      description: 'Active or Inactive.',
    },
    AccountName: ACCOUNT_NAME,
  },
  response: {},
  reservedFor: 'first-root',
  errors: [
    'InvalidParameter.{ParameterName}',
    'InvalidParameter.{ParameterName}.Length',
    'InvalidParameter.{ParameterName}.InvalidChars',
    'EntityNotExist.Account',
    'OperationDenied.FirstAccount',
    'EntityAlreadyExists.Account#Name',
  ],
});
