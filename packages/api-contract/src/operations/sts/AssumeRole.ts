import { defineOperation } from '../../operation.ts';

export const AssumeRole = defineOperation({
  name: 'AssumeRole',
  product: 'Sts',
  group: 'sts',
  summary:
    'Gives temporary credentials of a role to a RAM user or another role that its trust policy names.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 6000,
  parameters: {
    RoleArn: {
      type: 'string',
      format: 'role-arn',
      required: true,
      example: 'acs:ram::1234567890123456:role/AddressAdmin',
      description: 'The ARN of the role, of this account or another.',
    },
    RoleSessionName: {
      type: 'string',
      format: 'role-session-name',
      required: true,
      example: 'alice',
      description:
        'Tells sessions apart, in audit events too: 2 to 32 letters, digits, periods, at signs, hyphens and underscores.',
    },
    DurationSeconds: {
      type: 'number',
      invalid: 'InvalidParameter.{ParameterName}#Sts',
      example: '3600',
      description:
        'How long the credentials hold, in seconds: 900 to the MaxSessionDuration of the role; 3,600 where not given.',
    },
    Policy: {
      type: 'string',
      example:
        '{"Version":"1","Statement":[{"Effect":"Allow","Action":"vpc:List*","Resource":"*"}]}',
      description:
        'A policy that narrows this session, JSON of at most 1,024 characters: what it does not allow is denied.',
    },
    ExternalId: {
      type: 'string',
      format: 'external-id',
      example: 'abcd1234',
      description:
        'What the trust policy may ask for as `sts:ExternalId`: 2 to 1,224 letters, digits and the characters `=`, `,`, `.`, `@`, `:`, `/`, `-`, `_`.',
    },
    SourceIdentity: {
      type: 'string',
      format: 'source-identity',
      example: 'alice',
      description:
        'Who is behind the session: 2 to 64 letters, digits and the characters `=`, `,`, `.`, `@`, `-`, `_`. Later sessions of the chain keep it.',
    },
  },
  response: {
    AssumedRoleUser: {
      type: 'object',
      description: 'The principal of the session.',
      fields: {
        Arn: {
          type: 'string',
          example: 'acs:ram::1234567890123456:role/AddressAdmin/alice',
          description: 'Its ARN.',
        },
        AssumedRoleId: {
          type: 'string',
          example: '301234567890123456:alice',
          description: 'The id of the role and the name of the session.',
        },
      },
    },
    Credentials: {
      type: 'object',
      description: 'The temporary credentials, shown only here.',
      fields: {
        AccessKeyId: {
          type: 'string',
          example: 'STS.L4aBSCSJVMuKg5U1****',
          description: 'The access key.',
        },
        AccessKeySecret: {
          type: 'string',
          example: 'wyLTSmsyPGP1ohvvw8xYgB29dlGI8KMiH2pK****',
          description: 'Its secret.',
        },
        SecurityToken: {
          type: 'string',
          example: '********',
          description: 'What every call with the access key must send along.',
        },
        Expiration: {
          type: 'string',
          example: '2015-04-09T11:52:19Z',
          description: 'Until when they hold, in UTC.',
        },
      },
    },
    SourceIdentity: {
      type: 'string',
      optional: true,
      example: 'alice',
      description: 'Who is behind the session; left out where nobody was named.',
    },
  },
  authorization: {
    action: 'sts:AssumeRole',
    accessLevel: 'update',
    resources: ['acs:ram::{RoleAccountId}:role/{RoleName}'],
    source: 'own',
    resolve: 'named-role',
    denied: 'NoPermission#Sts',
  },
  errors: [
    'InvalidParameter.{ParameterName}#Sts',
    'NoPermission#Sts',
    'NoPermission#Root',
    'InvalidParameter.PolicySize',
    'InvalidParameter.PolicyGrammar',
    'EntityNotExist.Role#Sts',
    'InvalidParameter.DurationSeconds',
  ],
});
