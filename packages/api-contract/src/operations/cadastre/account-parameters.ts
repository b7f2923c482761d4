import { OWNER_ID_FIELD } from '../../parameter-kinds.ts';

export const ACCOUNT_STATUS_VALUES = ['Active', 'Inactive'] as const;

export const ACCOUNT_NAME = {
  type: 'string',
  example: 'network-team',
  description:
    'The name of the account, which no other has: 1 to 64 letters, digits, periods, underscores and hyphens.',
} as const;

export const ACCOUNT_ID_FIELD = { ...OWNER_ID_FIELD, description: 'The account.' } as const;
