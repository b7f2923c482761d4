import { MEMBERS_PER_CALL_MAX } from '../../limits.ts';

/** What names a member, in calls and answers. */
export const MEMBER_FIELDS = {
  MemberId: {
    type: 'string',
    example: 'fd-ccccncASqa',
    description: 'The id of the account or folder.',
  },
  MemberType: {
    type: 'string',
    values: ['Folder', 'Account'],
    example: 'Folder',
    description: 'Account or folder.',
  },
} as const;

/** Whom a call adds or removes. */
export const MEMBERS = {
  type: 'object-list',
  required: true,
  itemCountMax: MEMBERS_PER_CALL_MAX,
  fields: MEMBER_FIELDS,
  description: 'The accounts and folders.',
} as const;
