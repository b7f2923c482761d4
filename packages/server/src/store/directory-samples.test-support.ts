import { IPAM_SERVICE_PRINCIPAL, ROOT_FOLDER_ID } from '@cadastre/api-contract';
import type { ControlPolicy, DirectoryReaders, Folder } from './directory-store.ts';
import { ACCOUNT_ID, NOW } from './record-samples.test-support.ts';
import { THIRD_ACCOUNT_ID } from './share-samples.test-support.ts';
import type { Reader, Transactor } from './store.ts';

export function sampleFolder(given: Partial<Folder> = {}): Folder {
  return {
    accountId: ACCOUNT_ID,
    folderId: 'fd-1',
    parentFolderId: ROOT_FOLDER_ID,
    name: 'production',
    depth: 1,
    createdAt: NOW,
    ...given,
  };
}

export function sampleControlPolicy(given: Partial<ControlPolicy> = {}): ControlPolicy {
  return {
    accountId: ACCOUNT_ID,
    policyId: 'cp-1',
    policyName: 'only-pools',
    description: 'VPCs from pools',
    document: '{}',
    createdAt: NOW,
    updatedAt: NOW + 1,
    ...given,
  };
}

/** A row in every table of the directory: one account is its owner, an administrator and a member. */
export async function fillDirectory(transactor: Transactor): Promise<void> {
  const { controlPolicies, delegatedAdministrators, directoryAccounts, members } = transactor;
  await transactor.folders.insert(sampleFolder());
  await directoryAccounts.move(ACCOUNT_ID, THIRD_ACCOUNT_ID, 'fd-1', NOW);
  await delegatedAdministrators.insert({
    accountId: ACCOUNT_ID,
    servicePrincipal: IPAM_SERVICE_PRINCIPAL,
    administratorId: THIRD_ACCOUNT_ID,
    registeredAt: NOW,
  });
  for (const [accountId, memberId] of [
    [ACCOUNT_ID, THIRD_ACCOUNT_ID],
    [THIRD_ACCOUNT_ID, ACCOUNT_ID],
  ] as const) {
    const ipam = { accountId, ipamId: 'ipam-1' };
    await members.insert({ ...ipam, memberType: 'Account', memberId, createdAt: NOW });
    await members.refreshCoverage(accountId, 'ipam-1', 10);
  }
  await controlPolicies.insert(sampleControlPolicy());
  const attachment = { accountId: ACCOUNT_ID, policyId: 'cp-1', targetId: 'fd-1', attachedAt: NOW };
  await controlPolicies.attach(attachment);
}

const PAGE = { after: undefined, limit: 100 };

/** Read methods of the directory that are of the whole server. */
export type DirectoryLookUp =
  | `directoryAccounts.${keyof DirectoryReaders['directoryAccounts'] & string}`
  | 'members.isFolderMember';

type DirectoryRead = {
  [Table in keyof DirectoryReaders]: `${Table}.${keyof DirectoryReaders[Table] & string}`;
}[keyof DirectoryReaders];

/** Every other read method of the directory, asked for what `fillDirectory` makes. */
export const DIRECTORY_READS: {
  readonly [Method in Exclude<DirectoryRead, DirectoryLookUp>]: (
    reader: Reader,
    accountId: string,
  ) => Promise<unknown>;
} = {
  'folders.find': ({ folders }, accountId) => folders.find(accountId, 'fd-1'),
  'folders.findByName': ({ folders }, accountId) =>
    folders.findByName(accountId, ROOT_FOLDER_ID, 'production'),
  'folders.count': ({ folders }, accountId) => folders.count(accountId),
  'folders.list': ({ folders }, accountId) => folders.list(accountId, ROOT_FOLDER_ID, PAGE),
  'delegatedAdministrators.find': ({ delegatedAdministrators }, accountId) =>
    delegatedAdministrators.find(accountId, IPAM_SERVICE_PRINCIPAL),
  'members.find': ({ members }, accountId) => members.find(accountId, 'ipam-1', THIRD_ACCOUNT_ID),
  'members.list': ({ members }, accountId) =>
    members.list({ accountId, ipamId: 'ipam-1', memberIds: undefined }, PAGE),
  'members.listIpamsWithMembers': ({ members }, accountId) =>
    members.listIpamsWithMembers(accountId),
  'members.listMemberAccounts': ({ members }, accountId) =>
    members.listMemberAccounts(accountId, 'ipam-1'),
  'members.listCoveredAccounts': ({ members }, accountId) =>
    members.listCoveredAccounts(accountId, 'ipam-1'),
  'members.listIpamsOver': ({ members }, accountId) => members.listIpamsOver(accountId),
  'members.listIpamsManaging': ({ members }, accountId) => members.listIpamsManaging(accountId),
  'controlPolicies.find': ({ controlPolicies }, accountId) =>
    controlPolicies.find(accountId, 'cp-1'),
  'controlPolicies.findByName': ({ controlPolicies }, accountId) =>
    controlPolicies.findByName(accountId, 'only-pools'),
  'controlPolicies.count': ({ controlPolicies }, accountId) => controlPolicies.count(accountId),
  'controlPolicies.list': ({ controlPolicies }, accountId) => controlPolicies.list(accountId, PAGE),
  'controlPolicies.countAttachments': ({ controlPolicies }, accountId) =>
    controlPolicies.countAttachments(accountId, 'cp-1'),
  'controlPolicies.findAttachment': ({ controlPolicies }, accountId) =>
    controlPolicies.findAttachment(accountId, 'cp-1', 'fd-1'),
  'controlPolicies.listAttachments': ({ controlPolicies }, accountId) =>
    controlPolicies.listAttachments(accountId, 'fd-1', PAGE),
  'controlPolicies.listEffective': ({ controlPolicies }, accountId) =>
    controlPolicies.listEffective(accountId, THIRD_ACCOUNT_ID),
};
