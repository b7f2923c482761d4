import { MEMBERS_PER_CALL_MAX } from '../../limits.ts';

export const MEMBER_TYPE_VALUES = ['Folder', 'Account'] as const;

/** Whom a call adds or removes. */
export const MEMBERS = {
  type: 'object-list',
  required: true,
  itemCountMax: MEMBERS_PER_CALL_MAX,
  fields: {
    MemberId: {
      type: 'string',
      example: 'fd-ccccncASqa',
      description: 'The id of the account or folder.',
    },
    MemberType: {
      type: 'string',
      values: MEMBER_TYPE_VALUES,
      example: 'Folder',
      description: 'Account or folder.',
    },
  },
  description: 'The accounts and folders.',
} as const;
