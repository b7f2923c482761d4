import { ROOT_FOLDER_ID } from '@cadastre/api-contract';
import { expect, test } from 'vitest';
import {
  ACCOUNT_ID,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleAccount,
  sampleAssociation,
  sampleDiscovery,
  sampleIpam,
  sampleScope,
} from '../record-samples.test-support.ts';
import type { Transactor } from '../store.ts';
import {
  corrupt,
  expectProblems,
  makeVerifiedFolder,
  verify,
} from './verification.test-support.ts';

const MEMBER_ID = '1000000000000003';
const IPAM = { accountId: OTHER_ACCOUNT_ID, ipamId: 'ipam-1' };
const FOREIGN_KEY = /a row refers to a row of \w+ that does not exist/;

/** An account in the folder `fd-2` in `fd-1`, which is a member of an IPAM and has a control policy. */
async function fill(transactor: Transactor): Promise<void> {
  const { accounts, controlPolicies, discoveries, folders, members, scopes } = transactor;
  const { accountId } = IPAM;
  for (const id of [ACCOUNT_ID, accountId, MEMBER_ID]) {
    await accounts.insert(sampleAccount({ accountId: id }));
  }
  await transactor.ipams.insert(sampleIpam(IPAM));
  for (const scopeType of ['public', 'private'] as const) {
    const scopeId = `scope-${scopeType}`;
    await scopes.insert(sampleScope({ accountId, scopeId, scopeType, isDefault: true }));
  }
  await discoveries.insert(sampleDiscovery({ accountId, discoveryType: 'system' }));
  const association = sampleAssociation({ accountId, discoveryOwnerId: accountId });
  await discoveries.insertAssociation(association);
  let parentFolderId: string = ROOT_FOLDER_ID;
  for (const depth of [1, 2]) {
    const folder = { accountId: ACCOUNT_ID, folderId: `fd-${depth}`, parentFolderId, depth };
    await folders.insert({ ...folder, name: 'a', createdAt: NOW });
    parentFolderId = folder.folderId;
  }
  await transactor.directoryAccounts.move(ACCOUNT_ID, MEMBER_ID, 'fd-2', NOW);
  await members.insert({ ...IPAM, memberType: 'Folder', memberId: 'fd-1', createdAt: NOW });
  await members.refreshCoverage(accountId, IPAM.ipamId, 9);
  await controlPolicies.insert({
    accountId: ACCOUNT_ID,
    policyId: 'cp-1',
    policyName: 'a',
    description: '',
    document: '{}',
    createdAt: NOW,
    updatedAt: NOW,
  });
  for (const targetId of [ROOT_FOLDER_ID, 'fd-2', MEMBER_ID]) {
    const attachment = { accountId: ACCOUNT_ID, policyId: 'cp-1', targetId, attachedAt: NOW };
    await controlPolicies.attach(attachment);
  }
}

test('a directory that is in order is clean', async () => {
  expect((await verify(await makeVerifiedFolder(fill))).lines).toEqual([]);
});

test.each<[string, string, readonly RegExp[]]>([
  [
    'the parent of a folder is gone',
    "UPDATE folders SET parent_folder_id = 'fd-gone', depth = 1 WHERE folder_id = 'fd-2'",
    [
      /folder fd-2: there is no parent folder fd-gone/,
      /account 1000000000000003, IPAM ipam-1 of 1000000000000002: it covers the account, which is neither/,
    ],
  ],
  [
    'a folder is at the wrong depth',
    "UPDATE folders SET depth = 3 WHERE folder_id = 'fd-2'",
    [/folder fd-2: depth is 3, but its parent folder is at 1/],
  ],
  [
    'a folder in the root folder is at the wrong depth',
    'UPDATE folders SET depth = depth + 1',
    [/folder fd-1: depth is 2, but its parent folder is at 0/],
  ],
  [
    'a member is no folder',
    "UPDATE ipam_members SET member_id = 'fd-gone'",
    [
      /member fd-gone of IPAM ipam-1: there is no such account or folder/,
      /IPAM ipam-1 of 1000000000000002: it covers the account, which is neither/,
    ],
  ],
  [
    'a member is no account',
    `UPDATE ipam_members SET member_id = '1000000000000009', member_type = 'Account';
     DELETE FROM covered_accounts`,
    [/member 1000000000000009 of IPAM ipam-1: there is no such account or folder/],
  ],
  [
    'an account is covered that was moved away',
    'DELETE FROM account_placements',
    [/IPAM ipam-1 of 1000000000000002: it covers the account, which is neither/],
  ],
  [
    'a control policy is attached to nothing',
    "UPDATE control_policy_attachments SET target_id = 'fd-gone' WHERE target_id = 'fd-2'",
    [/attachment of control policy cp-1 to fd-gone: there is no such target/],
  ],
  ['a control policy is gone', 'DELETE FROM control_policies', [FOREIGN_KEY]],
])('it is found when %s', async (_, sql, found) => {
  const folder = await makeVerifiedFolder(fill);
  corrupt(folder, sql);
  expectProblems((await verify(folder)).lines, found);
});
