import { describe, expect, test } from 'vitest';
import {
  ACCOUNT_ID,
  NOW,
  sampleAccount,
  sampleAttachment,
  sampleGroup,
  samplePolicy,
  samplePolicyVersion,
  sampleRole,
  sampleUser,
} from './record-samples.test-support.ts';
import type { Store, Transactor } from './store.ts';

const READ_ONLY = { policyType: 'Custom', policyName: 'read-only' } as const;

/** What the tables of users, roles, groups and policies guarantee, on any engine. */
export function describeIdentities(openStore: () => Promise<Store>): void {
  async function inTransaction(work: (transactor: Transactor) => Promise<void>): Promise<void> {
    const store = await openStore();
    await store.write({
      run: async (transactor) => {
        await transactor.accounts.insert(sampleAccount());
        await work(transactor);
        return { kind: 'commit', value: undefined };
      },
    });
  }

  describe('users, roles and groups', () => {
    test('come back field by field, by id, by name and in pages', async () => {
      await inTransaction(async ({ groups, roles, users }) => {
        const second = sampleUser({ userId: 'user-2', userName: 'Alice' });
        await users.insert(second);
        await users.insert(sampleUser());
        await roles.insert(sampleRole());
        await groups.insert(sampleGroup());
        expect(await users.find(ACCOUNT_ID, 'user-1')).toStrictEqual(sampleUser());
        expect(await users.findByName(ACCOUNT_ID, 'Alice')).toStrictEqual(second);
        expect(await users.findByName(ACCOUNT_ID, 'ALICE')).toBeUndefined();
        expect(await users.list(ACCOUNT_ID, { after: undefined, limit: 1 })).toEqual([
          sampleUser(),
        ]);
        expect(await users.list(ACCOUNT_ID, { after: 'user-1', limit: 9 })).toEqual([second]);
        expect(await users.count(ACCOUNT_ID)).toBe(2);
        expect(await roles.findByName(ACCOUNT_ID, 'reader')).toStrictEqual(sampleRole());
        expect(await groups.findByName(ACCOUNT_ID, 'developers')).toStrictEqual(sampleGroup());
      });
    });

    test('can be changed and removed', async () => {
      await inTransaction(async ({ groups, roles, users }) => {
        await users.insert(sampleUser());
        await roles.insert(sampleRole());
        await groups.insert(sampleGroup());
        const user = sampleUser({ userName: 'bob', displayName: '', updatedAt: NOW + 9 });
        const role = sampleRole({ trustPolicy: '{}', maxSessionSeconds: 7_200 });
        await users.update(user);
        await roles.update(role);
        expect(await users.find(ACCOUNT_ID, 'user-1')).toStrictEqual(user);
        expect(await roles.find(ACCOUNT_ID, 'role-1')).toStrictEqual(role);
        await users.remove(ACCOUNT_ID, 'user-1');
        await roles.remove(ACCOUNT_ID, 'role-1');
        await groups.remove(ACCOUNT_ID, 'g-1');
        expect(await users.count(ACCOUNT_ID)).toBe(0);
        expect(await roles.count(ACCOUNT_ID)).toBe(0);
        expect(await groups.count(ACCOUNT_ID)).toBe(0);
      });
    });

    test('a group knows its members and a user its groups', async () => {
      await inTransaction(async ({ groups, users }) => {
        await users.insert(sampleUser());
        await groups.insert(sampleGroup());
        await groups.addMember(ACCOUNT_ID, 'g-1', 'user-1', NOW + 3);
        const all = { after: undefined, limit: 9 };
        expect(await groups.listMembers(ACCOUNT_ID, 'g-1', all)).toEqual([
          { ...sampleUser(), joinedAt: NOW + 3 },
        ]);
        expect(await groups.listOfUser(ACCOUNT_ID, 'user-1')).toEqual([
          { ...sampleGroup(), joinedAt: NOW + 3 },
        ]);
        expect(await groups.removeMember(ACCOUNT_ID, 'g-1', 'user-1')).toBe(true);
        expect(await groups.removeMember(ACCOUNT_ID, 'g-1', 'user-1')).toBe(false);
        expect(await groups.listOfUser(ACCOUNT_ID, 'user-1')).toEqual([]);
      });
    });
  });

  describe('policies', () => {
    test('come back with their versions and go with them', async () => {
      await inTransaction(async ({ policies }) => {
        await policies.insert(samplePolicy());
        const versions = [samplePolicyVersion(), samplePolicyVersion({ version: 2 })];
        for (const version of versions.toReversed()) await policies.insertVersion(version);
        const updated = samplePolicy({ defaultVersion: 2, latestVersion: 2, updatedAt: NOW + 9 });
        await policies.update(updated);
        expect(await policies.find(ACCOUNT_ID, 'read-only')).toStrictEqual(updated);
        expect(await policies.listVersions(ACCOUNT_ID, 'read-only')).toStrictEqual(versions);
        await policies.removeVersion(ACCOUNT_ID, 'read-only', 1);
        expect(await policies.findVersion(ACCOUNT_ID, 'read-only', 1)).toBeUndefined();
        await policies.remove(ACCOUNT_ID, 'read-only');
        expect(await policies.count(ACCOUNT_ID)).toBe(0);
        expect(await policies.listVersions(ACCOUNT_ID, 'read-only')).toEqual([]);
      });
    });

    test('hold for a user by its own attachments and those of its groups, as their default version', async () => {
      await inTransaction(async ({ groups, policies, users }) => {
        await users.insert(sampleUser());
        await groups.insert(sampleGroup());
        await groups.insert(sampleGroup({ groupId: 'g-2', groupName: 'strangers' }));
        await groups.addMember(ACCOUNT_ID, 'g-1', 'user-1', NOW);
        await policies.insert(samplePolicy({ defaultVersion: 2, latestVersion: 2 }));
        await policies.insertVersion(samplePolicyVersion({ document: 'old' }));
        await policies.insertVersion(samplePolicyVersion({ version: 2, document: 'new' }));
        const system = { policyType: 'System', policyName: 'ReadOnlyAccess' } as const;
        const ofGroup = { principalType: 'group', principalId: 'g-1' } as const;
        await policies.attach(sampleAttachment({ resourceGroupId: 'rg-2' }));
        await policies.attach(sampleAttachment({ ...ofGroup, ...system }));
        await policies.attach(sampleAttachment({ ...ofGroup, principalId: 'g-2' }));
        expect(await policies.listEffectiveOfUser(ACCOUNT_ID, 'user-1')).toEqual([
          { ...READ_ONLY, resourceGroupId: 'rg-2', document: 'new' },
          { ...system, resourceGroupId: '', document: undefined },
        ]);
      });
    });

    test('hold for a role by its own attachments', async () => {
      await inTransaction(async ({ policies, roles }) => {
        await roles.insert(sampleRole());
        await policies.insert(samplePolicy());
        await policies.insertVersion(samplePolicyVersion());
        const ofRole = { principalType: 'role', principalId: 'role-1' } as const;
        await policies.attach(sampleAttachment(ofRole));
        const { document } = samplePolicyVersion();
        expect(await policies.listEffectiveOfRole(ACCOUNT_ID, 'role-1')).toEqual([
          { ...READ_ONLY, resourceGroupId: '', document },
        ]);
      });
    });

    test('are attached and detached one place at a time, and known by whom they are attached to', async () => {
      await inTransaction(async ({ policies, users }) => {
        await users.insert(sampleUser());
        await policies.insert(samplePolicy());
        const places = ['', 'rg-2'].map((resourceGroupId) => sampleAttachment({ resourceGroupId }));
        for (const place of places) await policies.attach(place);
        expect(await policies.listAttachments(ACCOUNT_ID, 'user', 'user-1')).toEqual(places);
        expect(await policies.countAttachments(ACCOUNT_ID, READ_ONLY)).toBe(2);
        expect(await users.listOfPolicy(ACCOUNT_ID, READ_ONLY)).toEqual([
          { ...sampleUser(), attachedAt: NOW, resourceGroupId: '' },
          { ...sampleUser(), attachedAt: NOW, resourceGroupId: 'rg-2' },
        ]);
        expect(await policies.detach(sampleAttachment())).toBe(true);
        expect(await policies.detach(sampleAttachment())).toBe(false);
        await policies.detachFromAll(ACCOUNT_ID, READ_ONLY);
        expect(await policies.countAttachments(ACCOUNT_ID, READ_ONLY)).toBe(0);
      });
    });
  });
}
