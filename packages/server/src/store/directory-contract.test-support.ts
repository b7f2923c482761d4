import { IPAM_SERVICE_PRINCIPAL, ROOT_FOLDER_ID } from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import { sampleControlPolicy, sampleFolder } from './directory-samples.test-support.ts';
import type { IpamMember } from './directory-store.ts';
import {
  ACCOUNT_ID,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleAccount,
  sampleIpam,
} from './record-samples.test-support.ts';
import { expectRefused } from './refused-write.test-support.ts';
import type { Store, Transactor } from './store.ts';

const ALL = { after: undefined, limit: 100 };
const ADMINISTRATOR_ID = OTHER_ACCOUNT_ID;
const IPAM = { accountId: ADMINISTRATOR_ID, ipamId: 'ipam-1' };
/** More accounts of the directory, by their last digit. */
const [A, B, C, D] = ['3', '4', '5', '6'].map((digit) => `100000000000000${digit}`) as [
  string,
  string,
  string,
  string,
];

function sampleMember(memberId: string, createdAt = NOW): IpamMember {
  const memberType = memberId.startsWith('fd-') ? 'Folder' : 'Account';
  return { ...IPAM, memberType, memberId, createdAt };
}

/** Folders `fd-1` > `fd-2` > `fd-3`, and `fd-9` beside them. */
async function insertFolders({ folders }: Transactor): Promise<void> {
  await folders.insert(sampleFolder());
  await folders.insert(sampleFolder({ folderId: 'fd-2', parentFolderId: 'fd-1', depth: 2 }));
  await folders.insert(sampleFolder({ folderId: 'fd-3', parentFolderId: 'fd-2', depth: 3 }));
  await folders.insert(sampleFolder({ folderId: 'fd-9', name: 'test' }));
}

/** What the tables of the resource directory guarantee, on any engine. */
export function describeDirectory(openStore: () => Promise<Store>): void {
  async function inTransaction(work: (transactor: Transactor) => Promise<void>): Promise<Store> {
    const store = await openStore();
    await store.write({
      run: async (transactor) => {
        const { accounts, ipams } = transactor;
        for (const [index, accountId] of [ACCOUNT_ID, ADMINISTRATOR_ID, A, B, C, D].entries()) {
          await accounts.insert(sampleAccount({ accountId, createdAt: NOW + index }));
        }
        await ipams.insert(sampleIpam(IPAM));
        await work(transactor);
        return { kind: 'commit', value: undefined };
      },
    });
    return store;
  }

  describe('folders', () => {
    test('come back field by field, by id, by name and in pages of their parent', async () => {
      await inTransaction(async (transactor) => {
        await insertFolders(transactor);
        const { folders } = transactor;
        expect(await folders.find(ACCOUNT_ID, 'fd-1')).toStrictEqual(sampleFolder());
        expect(await folders.find(OTHER_ACCOUNT_ID, 'fd-1')).toBeUndefined();
        const found = await folders.findByName(ACCOUNT_ID, 'fd-1', 'production');
        expect(found?.folderId).toBe('fd-2');
        expect(await folders.findByName(ACCOUNT_ID, ROOT_FOLDER_ID, 'Test')).toBeUndefined();
        expect(await folders.count(ACCOUNT_ID)).toBe(4);
        const first = await folders.list(ACCOUNT_ID, ROOT_FOLDER_ID, { ...ALL, limit: 1 });
        expect(first).toEqual({ items: [sampleFolder()], totalCount: 2, hasMore: true });
        const next = await folders.list(ACCOUNT_ID, ROOT_FOLDER_ID, { ...ALL, after: 'fd-1' });
        expect(next).toMatchObject({ items: [{ folderId: 'fd-9' }], totalCount: 2 });
        expect(next.hasMore).toBe(false);
      });
    });

    test('can be renamed and removed, and no two in one parent have one name', async () => {
      const store = await inTransaction(async (transactor) => {
        await insertFolders(transactor);
        const { folders } = transactor;
        await folders.setName(ACCOUNT_ID, 'fd-9', 'staging');
        expect((await folders.find(ACCOUNT_ID, 'fd-9'))?.name).toBe('staging');
        await folders.remove(ACCOUNT_ID, 'fd-3');
        expect(await folders.find(ACCOUNT_ID, 'fd-3')).toBeUndefined();
      });
      const twin = sampleFolder({ folderId: 'fd-8' });
      await expectRefused(store, ({ folders }) => folders.insert(twin));
    });
  });

  describe('accounts of the directory', () => {
    test('are in the root folder until they are moved, and again when they go back', async () => {
      await inTransaction(async (transactor) => {
        await insertFolders(transactor);
        const { directoryAccounts } = transactor;
        const inRoot = await directoryAccounts.find(A);
        expect(inRoot).toMatchObject({ folderId: ROOT_FOLDER_ID, placedAt: NOW + 2 });
        await directoryAccounts.move(ACCOUNT_ID, A, 'fd-2', NOW + 50);
        await directoryAccounts.move(ACCOUNT_ID, A, 'fd-3', NOW + 60);
        const moved = await directoryAccounts.find(A);
        expect(moved).toMatchObject({ folderId: 'fd-3', placedAt: NOW + 60 });
        await directoryAccounts.move(ACCOUNT_ID, A, ROOT_FOLDER_ID, NOW + 70);
        expect(await directoryAccounts.find(A)).toStrictEqual(inRoot);
        expect(await directoryAccounts.find('1000000000000009')).toBeUndefined();
      });
    });

    test('are listed oldest first, of all folders or of one itself, in pages', async () => {
      await inTransaction(async (transactor) => {
        await insertFolders(transactor);
        const { directoryAccounts } = transactor;
        await directoryAccounts.move(ACCOUNT_ID, B, 'fd-2', NOW);
        await directoryAccounts.move(ACCOUNT_ID, A, 'fd-2', NOW);
        await directoryAccounts.move(ACCOUNT_ID, C, 'fd-3', NOW);
        const idsIn = async (folderId: string | undefined) =>
          (await directoryAccounts.list(folderId, ALL)).items.map(({ accountId }) => accountId);
        expect(await idsIn(undefined)).toEqual([ACCOUNT_ID, ADMINISTRATOR_ID, A, B, C, D]);
        expect(await idsIn(ROOT_FOLDER_ID)).toEqual([ACCOUNT_ID, ADMINISTRATOR_ID, D]);
        expect(await idsIn('fd-2')).toEqual([A, B]);
        expect(await idsIn('fd-1')).toEqual([]);
        const second = await directoryAccounts.list(undefined, { after: ACCOUNT_ID, limit: 2 });
        expect(second).toMatchObject({ totalCount: 6, hasMore: true });
        expect(second.items.map(({ accountId }) => accountId)).toEqual([ADMINISTRATOR_ID, A]);
      });
    });
  });

  test('a service has one delegated administrator', async () => {
    const administrator = {
      accountId: ACCOUNT_ID,
      servicePrincipal: IPAM_SERVICE_PRINCIPAL,
      administratorId: ADMINISTRATOR_ID,
      registeredAt: NOW,
    };
    const store = await inTransaction(async ({ delegatedAdministrators }) => {
      const find = () => delegatedAdministrators.find(ACCOUNT_ID, IPAM_SERVICE_PRINCIPAL);
      expect(await find()).toBeUndefined();
      await delegatedAdministrators.insert(administrator);
      expect(await find()).toStrictEqual(administrator);
      await delegatedAdministrators.remove(ACCOUNT_ID, IPAM_SERVICE_PRINCIPAL);
      expect(await find()).toBeUndefined();
      await delegatedAdministrators.insert(administrator);
    });
    const second = { ...administrator, administratorId: A };
    await expectRefused(store, ({ delegatedAdministrators }) =>
      delegatedAdministrators.insert(second),
    );
  });

  describe('members', () => {
    test('come back field by field, and in pages with a filter by id', async () => {
      await inTransaction(async ({ members }) => {
        for (const id of ['fd-1', A, B]) await members.insert(sampleMember(id));
        const { accountId, ipamId } = IPAM;
        expect(await members.find(accountId, ipamId, A)).toStrictEqual(sampleMember(A));
        expect(await members.find(ACCOUNT_ID, ipamId, A)).toBeUndefined();
        const filter = { accountId, ipamId, memberIds: undefined };
        const first = await members.list(filter, { after: undefined, limit: 2 });
        const items = [sampleMember(A), sampleMember(B)];
        expect(first).toEqual({ items, totalCount: 3, hasMore: true });
        const next = await members.list(filter, { after: B, limit: 2 });
        expect(next).toEqual({ items: [sampleMember('fd-1')], totalCount: 3, hasMore: false });
        const some = await members.list({ ...filter, memberIds: [B, 'fd-9'] }, ALL);
        expect(some).toEqual({ items: [sampleMember(B)], totalCount: 1, hasMore: false });
        expect(await members.listIpamsWithMembers(accountId)).toEqual([ipamId]);
        expect(await members.listIpamsWithMembers(A)).toEqual([]);
        expect(await members.isFolderMember('fd-1')).toBe(true);
        expect(await members.isFolderMember(A)).toBe(false);
        for (const id of ['fd-1', A, B]) await members.remove(sampleMember(id));
        expect(await members.listIpamsWithMembers(accountId)).toEqual([]);
      });
    });

    test('come to the accounts at any depth below, each once and without the owner', async () => {
      await inTransaction(async (transactor) => {
        await insertFolders(transactor);
        const { directoryAccounts, members } = transactor;
        await directoryAccounts.move(ACCOUNT_ID, A, 'fd-3', NOW + 30);
        await directoryAccounts.move(ACCOUNT_ID, B, 'fd-1', NOW + 20);
        await directoryAccounts.move(ACCOUNT_ID, ADMINISTRATOR_ID, 'fd-1', NOW + 10);
        await directoryAccounts.move(ACCOUNT_ID, C, 'fd-9', NOW);
        for (const id of ['fd-1', 'fd-2', B]) await members.insert(sampleMember(id, NOW + 40));
        const { accountId, ipamId } = IPAM;
        expect(await members.listMemberAccounts(accountId, ipamId)).toEqual([B, A]);
        expect(await members.listIpamsOver(A)).toEqual([IPAM]);
        expect(await members.listIpamsOver(B)).toEqual([IPAM]);
        for (const id of [ADMINISTRATOR_ID, C, D]) {
          expect(await members.listIpamsOver(id)).toEqual([]);
        }
      });
    });

    test('cover accounts up to a number, in the order in which they came, and keep them', async () => {
      await inTransaction(async (transactor) => {
        await insertFolders(transactor);
        const { directoryAccounts, members } = transactor;
        const { accountId, ipamId } = IPAM;
        const refresh = (countMax: number) => members.refreshCoverage(accountId, ipamId, countMax);
        const covered = () => members.listCoveredAccounts(accountId, ipamId);
        await members.insert(sampleMember('fd-1'));
        expect(await refresh(2)).toEqual([]);
        await directoryAccounts.move(ACCOUNT_ID, C, 'fd-1', NOW + 1);
        await directoryAccounts.move(ACCOUNT_ID, B, 'fd-3', NOW + 2);
        await directoryAccounts.move(ACCOUNT_ID, A, 'fd-1', NOW + 3);
        expect(await refresh(2)).toEqual([B, C]);
        expect(await covered()).toEqual([B, C]);
        expect(await refresh(2)).toEqual([]);
        // It moves below the same member: it came last, but stays covered.
        await directoryAccounts.move(ACCOUNT_ID, C, 'fd-2', NOW + 9);
        expect(await refresh(2)).toEqual([]);
        expect(await members.listIpamsManaging(C)).toEqual([IPAM]);
        expect(await members.listIpamsManaging(A)).toEqual([]);
        expect(await members.listIpamsOver(A)).toEqual([IPAM]);
        await directoryAccounts.move(ACCOUNT_ID, B, ROOT_FOLDER_ID, NOW + 10);
        expect(await refresh(2)).toEqual([A, B]);
        expect(await covered()).toEqual([A, C]);
        // A smaller number takes nobody out.
        expect(await refresh(1)).toEqual([]);
        await members.remove(sampleMember('fd-1'));
        expect(await refresh(2)).toEqual([A, C]);
        expect(await covered()).toEqual([]);
      });
    });
  });

  describe('control policies', () => {
    test('come back field by field, can be changed and removed', async () => {
      await inTransaction(async ({ controlPolicies }) => {
        await controlPolicies.insert(sampleControlPolicy());
        await controlPolicies.insert(
          sampleControlPolicy({ policyId: 'cp-2', policyName: 'other' }),
        );
        expect(await controlPolicies.find(ACCOUNT_ID, 'cp-1')).toStrictEqual(sampleControlPolicy());
        expect((await controlPolicies.findByName(ACCOUNT_ID, 'other'))?.policyId).toBe('cp-2');
        expect(await controlPolicies.findByName(ACCOUNT_ID, 'Other')).toBeUndefined();
        const changed = sampleControlPolicy({
          policyName: 'new',
          description: '',
          updatedAt: NOW + 9,
        });
        await controlPolicies.update({ ...changed, document: '{"a":1}' });
        expect(await controlPolicies.list(ACCOUNT_ID, { ...ALL, limit: 1 })).toEqual({
          items: [{ ...changed, document: '{"a":1}' }],
          totalCount: 2,
          hasMore: true,
        });
        await controlPolicies.remove(ACCOUNT_ID, 'cp-1');
        expect(await controlPolicies.count(ACCOUNT_ID)).toBe(1);
      });
    });

    test('are attached to targets and bear on the accounts at any depth below', async () => {
      await inTransaction(async (transactor) => {
        await insertFolders(transactor);
        const { controlPolicies, directoryAccounts } = transactor;
        await directoryAccounts.move(ACCOUNT_ID, A, 'fd-3', NOW);
        const targets = [A, 'fd-1', ROOT_FOLDER_ID, 'fd-9', B];
        for (const [index, targetId] of targets.entries()) {
          const policyId = `cp-${index}`;
          await controlPolicies.insert(sampleControlPolicy({ policyId, policyName: policyId }));
          const attachment = { accountId: ACCOUNT_ID, policyId, targetId, attachedAt: NOW + index };
          await controlPolicies.attach(attachment);
          expect(await controlPolicies.findAttachment(ACCOUNT_ID, policyId, targetId)).toEqual(
            attachment,
          );
        }
        const again = { accountId: ACCOUNT_ID, policyId: 'cp-0', targetId: 'fd-1', attachedAt: 7 };
        await controlPolicies.attach(again);
        const bearOn = async (accountId: string) =>
          (await controlPolicies.listEffective(ACCOUNT_ID, accountId)).map(
            (policy) => policy.policyId,
          );
        expect(await bearOn(A)).toEqual(['cp-0', 'cp-1', 'cp-2']);
        expect(await bearOn(B)).toEqual(['cp-2', 'cp-4']);
        expect(await bearOn(C)).toEqual(['cp-2']);
        expect(await controlPolicies.listEffective(OTHER_ACCOUNT_ID, A)).toEqual([]);
        expect(await controlPolicies.countAttachments(ACCOUNT_ID, 'cp-0')).toBe(2);
        const listed = await controlPolicies.listAttachments(ACCOUNT_ID, 'fd-1', {
          after: undefined,
          limit: 1,
        });
        const items = [{ ...again, policyName: 'cp-0' }];
        expect(listed).toEqual({ items, totalCount: 2, hasMore: true });
        await controlPolicies.detach(again);
        await controlPolicies.detachAll(ACCOUNT_ID, 'fd-1');
        expect((await controlPolicies.listAttachments(ACCOUNT_ID, 'fd-1', ALL)).items).toEqual([]);
        expect(await bearOn(A)).toEqual(['cp-0', 'cp-2']);
      });
    });
  });
}
