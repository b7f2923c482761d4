import { defineOperation } from '../../operation.ts';
import { USER_FIELDS, USER_NAME } from './ram-parameters.ts';

export const UpdateUser = defineOperation({
  name: 'UpdateUser',
  product: 'Ram',
  group: 'ram',
  summary: 'Changes a RAM user. Keys, groups and policies stay when the name changes.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    UserName: USER_NAME,
    NewUserName: {
      type: 'string',
      example: 'bob',
      description: 'The new name: 1 to 64 letters, digits, periods, underscores and hyphens.',
    },
    NewDisplayName: {
      type: 'string',
      example: 'alice',
      description: 'The new display name, at most 1,024 characters.',
    },
    NewMobilePhone: {
      type: 'string',
      example: '86-1868888****',
      description: 'The new phone number, at most 1,024 characters.',
    },
    NewEmail: {
      type: 'string',
      example: 'alice@example.com',
      description: 'The new mail address, at most 1,024 characters.',
    },
    NewComments: {
      type: 'string',
      example: 'Cloud engineer',
      description: 'The new comments, at most 1,024 characters.',
    },
  },
  response: { User: { type: 'object', fields: USER_FIELDS } },
  authorization: {
    action: 'ram:UpdateUser',
    accessLevel: 'update',
    resources: ['acs:ram::{AccountId}:user/{UserName}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}.Length',
    'InvalidParameter.{ParameterName}.InvalidChars',
    'EntityNotExist.User',
    'EntityAlreadyExists.User',
  ],
});
