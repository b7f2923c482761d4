import { ROOT_FOLDER_ID } from '@cadastre/api-contract';
import { expect, test } from 'vitest';
import { decideMemberAccounts, decideNewMembers } from './decide-new-members.ts';
import type { NamedMember } from './read-members.ts';

const FACTS = {
  managementAccountId: '1000000000000001',
  administratorId: '1000000000000002',
  knownIds: new Set(['fd-1', 'fd-2']),
  memberIds: new Set(['fd-2']),
};

/** One member for each error, the error that wins first. */
const REFUSED: readonly (readonly [string, NamedMember])[] = [
  ['OperationDenied.MemberIdNotMatchMemberType', { memberId: 'fd-1', memberType: 'Account' }],
  ['OperationDenied.UnsupportedMember', { memberId: ROOT_FOLDER_ID, memberType: 'Folder' }],
  ['ResourceNotFound.DirectoryMember', { memberId: 'fd-9', memberType: 'Folder' }],
  ['OperationDenied.IpamMemberExist', { memberId: 'fd-2', memberType: 'Folder' }],
];

test('of several errors of new members the first in order is told, whoever comes first', () => {
  for (const [index, [error]] of REFUSED.entries()) {
    const members = REFUSED.slice(index).map(([, member]) => member);
    expect(decideNewMembers(members, FACTS)?.error).toBe(error);
    expect(decideNewMembers(members.toReversed(), FACTS)?.error).toBe(error);
  }
  expect(decideNewMembers([{ memberId: 'fd-1', memberType: 'Folder' }], FACTS)).toBeUndefined();
});

test('sharing is told before the quota, which counts every account', () => {
  const accountIds = ['1000000000000003', '1000000000000004'];
  const [sharerId = ''] = accountIds;
  const decide = (sharerIds: readonly string[], accountCountMax: number) =>
    decideMemberAccounts({ accountIds, sharerIds, accountCountMax })?.error;
  expect(decide([sharerId], 1)).toBe('OperationDenied.MemberSharesResourceDiscovery');
  expect(decide(['1000000000000009'], 1)).toBe(
    'QuotaExceeded.IpamResourceDirectoryMemberDetailQuota',
  );
  expect(decide([], 2)).toBeUndefined();
});
