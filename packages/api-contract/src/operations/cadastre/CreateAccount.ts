import { defineOperation } from '../../operation.ts';
import { ACCOUNT_ID_FIELD, ACCOUNT_NAME } from './account-parameters.ts';

export const CreateAccount = defineOperation({
  name: 'CreateAccount',
  product: 'Cadastre',
  group: 'cadastre',
  summary:
    'Makes an account with an access key of its root. The secret is in this answer and never again.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    AccountName: { ...ACCOUNT_NAME, required: true },
    AccountId: {
      type: 'string',
      format: 'account-id',
      example: '1210123456123456',
      description:
        'The id that the account gets: 16 digits, the first not 0, up to 9007199254740991. Made up where not given.',
    },
  },
  response: {
    AccountId: ACCOUNT_ID_FIELD,
    AccessKeyId: {
      type: 'string',
      example: 'LTAI5tGSfcDd****',
      description: "The access key of the account's root.",
    },
    AccessKeySecret: {
      type: 'string',
      example: 'PupkTg8jdmau1cXxYacgE736PJ****',
      description: 'The secret, shown only here.',
    },
  },
  reservedFor: 'first-root',
  errors: [
    'InvalidParameter.{ParameterName}.Length',
    'InvalidParameter.{ParameterName}.InvalidChars',
    'EntityAlreadyExists.Account#Id',
    'EntityAlreadyExists.Account#Name',
    'LimitExceeded.Account',
  ],
});
