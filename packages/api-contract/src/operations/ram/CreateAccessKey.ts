import { defineOperation } from '../../operation.ts';
import { ACCESS_KEY_FIELDS, OPTIONAL_USER_NAME } from './ram-parameters.ts';

export const CreateAccessKey = defineOperation({
  name: 'CreateAccessKey',
  product: 'Ram',
  group: 'ram',
  summary: 'Creates an access key. The secret is in this answer and never again.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 600,
  parameters: { UserName: OPTIONAL_USER_NAME },
  response: {
    AccessKey: {
      type: 'object',
      fields: {
        ...ACCESS_KEY_FIELDS,
        AccessKeySecret: {
          type: 'string',
          example: 'PupkTg8jdmau1cXxYacgE736PJ****',
          description: 'The secret, shown only here.',
        },
      },
    },
  },
  authorization: {
    action: 'ram:CreateAccessKey',
    accessLevel: 'create',
    resources: ['acs:ram::{AccountId}:user/{UserName}'],
    source: 'own',
    resolve: 'calling-user',
  },
  errors: ['EntityNotExist.User', 'LimitExceeded.User.AccessKey'],
});
