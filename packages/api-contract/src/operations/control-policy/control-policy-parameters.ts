import { CREATE_TIME_FIELD, resourceId } from '../../parameter-kinds.ts';

/** The system's control policy: it allows everything, is on everything and cannot be taken away. */
export const FULL_ACCESS_CONTROL_POLICY = 'FullAliyunAccess';

const EXAMPLE_ID = 'cp-m5x2k9q1c7f03hzt8a';

export const POLICY_ID = resourceId('The control policy.', EXAMPLE_ID);

export const TARGET_ID = resourceId(
  'The folder or account; r-root is the root folder.',
  'fd-m5x2k9q1c7f03hzt8a',
);

export const CONTROL_POLICY_NAME = {
  type: 'string',
  example: 'only-from-a-pool',
  description: 'The name, which no other control policy has: 1 to 128 letters, digits and hyphens.',
} as const;

export const CONTROL_POLICY_DOCUMENT = {
  type: 'string',
  example:
    '{"Version":"1","Statement":[{"Effect":"Deny","Action":"vpc:CreateVpc","Resource":"*","Condition":{"Null":{"vpc:Ipv4IpamPoolId":"true"}}}]}',
  description: 'The policy: JSON of at most 6,144 characters. What it denies is denied.',
} as const;

export const CONTROL_POLICY_DESCRIPTION = {
  type: 'string',
  example: 'VPCs take their addresses from a pool',
  description: 'The description, at most 1,024 characters.',
} as const;

const LISTED_FIELDS = {
  PolicyId: { type: 'string', example: EXAMPLE_ID, description: 'Its id.' },
  PolicyName: { type: 'string', example: 'only-from-a-pool', description: 'Its name.' },
  Description: {
    type: 'string',
    example: 'VPCs take their addresses from a pool',
    description: 'Its description.',
  },
  AttachmentCount: {
    type: 'number',
    example: 1,
    description: 'How many folders and accounts it is attached to.',
  },
  CreateTime: CREATE_TIME_FIELD,
  UpdateTime: {
    type: 'string',
    example: '2026-08-20T08:00:00Z',
    description: 'When it was last changed, in UTC.',
  },
} as const;

export const CONTROL_POLICY_FIELD = {
  type: 'object',
  description: 'The control policy.',
  fields: {
    ...LISTED_FIELDS,
    PolicyDocument: {
      type: 'string',
      example: CONTROL_POLICY_DOCUMENT.example,
      description: 'The policy, JSON text.',
    },
  },
} as const;

export const CONTROL_POLICIES_FIELD = {
  type: 'object-list',
  description: 'The control policies.',
  fields: LISTED_FIELDS,
} as const;

export const ATTACHMENTS_FIELD = {
  type: 'object-list',
  description: 'The control policies that are attached to the target itself.',
  fields: {
    PolicyId: LISTED_FIELDS.PolicyId,
    PolicyName: LISTED_FIELDS.PolicyName,
    AttachTime: {
      type: 'string',
      example: '2026-08-20T08:00:00Z',
      description: 'When it was attached, in UTC.',
    },
  },
} as const;
