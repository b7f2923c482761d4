import { defineOperation } from '../../operation.ts';
import {
  ACCESS_KEY_STATUS_VALUES,
  OPTIONAL_USER_NAME,
  USER_ACCESS_KEY_ID,
} from './ram-parameters.ts';

export const UpdateAccessKey = defineOperation({
  name: 'UpdateAccessKey',
  product: 'Ram',
  group: 'ram',
  summary: 'Switches an access key on or off; a disabled key stops with the next call.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: {
    UserAccessKeyId: USER_ACCESS_KEY_ID,
    Status: {
      type: 'string',
      required: true,
      values: ACCESS_KEY_STATUS_VALUES,
      invalid: 'InvalidParameter.{ParameterName}',
      example: 'Inactive',
      description: 'Active or Inactive.',
    },
    UserName: OPTIONAL_USER_NAME,
  },
  response: {},
  authorization: {
    action: 'ram:UpdateAccessKey',
    accessLevel: 'update',
    resources: ['acs:ram::{AccountId}:user/{UserName}'],
    source: 'own',
    resolve: 'calling-user',
  },
  errors: [
    'InvalidParameter.{ParameterName}',
    'EntityNotExist.User',
    'EntityNotExist.User.AccessKey',
  ],
});
