import { defineOperation } from '../../operation.ts';

export const GetCallerIdentity = defineOperation({
  name: 'GetCallerIdentity',
  product: 'Sts',
  group: 'sts',
  summary: 'Tells which account and principal a call is made by. Every caller may call it.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 6000,
  parameters: {},
  response: {
    AccountId: { type: 'string', example: '1968132000124567', description: 'The account.' },
    Arn: {
      type: 'string',
      example: 'acs:ram::1968132000124567:user/admin',
      description: 'The ARN of the principal.',
    },
    IdentityType: {
      type: 'string',
      values: ['Account', 'RAMUser', 'AssumedRoleUser'],
      description: 'What kind of principal it is.',
    },
    PrincipalId: { type: 'string', example: '288774244375211234', description: 'Its id.' },
    UserId: { type: 'string', optional: true, description: 'The id of the RAM user.' },
    RoleId: { type: 'string', optional: true, description: 'The id of the RAM role.' },
  },
  errors: [],
});
