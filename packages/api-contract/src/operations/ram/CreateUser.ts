import { defineOperation } from '../../operation.ts';
import { NEW_USER_FIELDS, USER_NAME } from './ram-parameters.ts';

export const CreateUser = defineOperation({
  name: 'CreateUser',
  product: 'Ram',
  group: 'ram',
  summary: 'Creates a RAM user, who can do nothing until policies are attached.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    UserName: USER_NAME,
    DisplayName: {
      type: 'string',
      example: 'alice',
      description: 'The display name, at most 1,024 characters.',
    },
    MobilePhone: {
      type: 'string',
      example: '86-1868888****',
      description: 'The phone number, at most 1,024 characters.',
    },
    Email: {
      type: 'string',
      example: 'alice@example.com',
      description: 'The mail address, at most 1,024 characters.',
    },
    Comments: {
      type: 'string',
      example: 'Cloud engineer',
      description: 'The comments, at most 1,024 characters.',
    },
  },
  response: { User: { type: 'object', fields: NEW_USER_FIELDS } },
  authorization: {
    action: 'ram:CreateUser',
    accessLevel: 'create',
    resources: ['acs:ram::{AccountId}:user/{UserName}'],
    source: 'own',
  },
  errors: [
    'InvalidParameter.{ParameterName}.Length',
    'InvalidParameter.{ParameterName}.InvalidChars',
    'EntityAlreadyExists.User',
    'LimitExceeded.User',
  ],
});
