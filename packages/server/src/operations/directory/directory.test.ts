import {
  FOLDER_COUNT_MAX,
  OPERATIONS,
  type OperationDefinition,
  type OperationName,
  ROOT_FOLDER_ID,
} from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import { insertUser, policyOf, ROOT } from '../../test-server.test-support.ts';
import {
  createFolder,
  IPAM_SERVICE,
  moveAccount,
  outcomeOf,
  startDirectory,
} from './directory-ground.test-support.ts';

const ALLOW_ALL = policyOf({ Effect: 'Allow', Action: '*', Resource: '*' });

const RESERVED = Object.values(OPERATIONS).filter(({ group }) =>
  ['directory', 'control-policy'].includes(group),
);

describe('the directory', () => {
  test('is managed by the root of the first account alone', async () => {
    const { server, accounts } = await startDirectory(1);
    const user = await insertUser(server, 'alice', [ALLOW_ALL]);
    expect(RESERVED).toHaveLength(17);
    for (const { name, parameters } of RESERVED as readonly OperationDefinition[]) {
      const required = Object.entries(parameters).filter(([, { required = false }]) => required);
      const call = Object.fromEntries(
        required.map(([parameter]) => [
          parameter,
          parameter === 'ServicePrincipal' ? IPAM_SERVICE.ServicePrincipal : 'x',
        ]),
      );
      const asUser = await server.call(name as OperationName, call, { key: user });
      expect([name, asUser.status, asUser.body['Code']]).toEqual([name, 403, 'Forbidden.RAM']);
      const asOther = await accounts[0]?.call(name as OperationName, call);
      expect([name, asOther?.body['Code']]).toEqual([name, 'Forbidden.RAM']);
    }
  });

  test('has every account in its root folder from the start', async () => {
    const { management, accounts } = await startDirectory(2);
    const body = await management.succeed('ListDirectoryAccounts');
    expect(body).toMatchObject({ TotalCount: 3, Count: 3 });
    expect(body['Accounts']).toEqual(
      [management, ...accounts].map(({ accountId }, index) => ({
        AccountId: Number(accountId),
        AccountName: index === 0 ? 'root' : `account-${accountId}`,
        FolderId: ROOT_FOLDER_ID,
        IsManagementAccount: index === 0,
        JoinTime: `2026-08-20T08:00:0${index}Z`,
      })),
    );
    const folders = await management.succeed('ListFoldersForParent');
    expect(folders).toMatchObject({ TotalCount: 0, Folders: [] });
  });
});

describe('folders', () => {
  test('are made, renamed, listed in pages and deleted', async () => {
    const { management } = await startDirectory(0);
    const first = await createFolder(management, 'production');
    const second = await createFolder(management, 'test');
    const inner = await createFolder(management, 'production', first);
    expect(first).toMatch(/^fd-[0-9a-z]{18}$/);
    const renamed = await management.succeed('UpdateFolder', {
      FolderId: second,
      NewFolderName: '预发布',
    });
    expect(renamed['Folder']).toEqual({
      FolderId: second,
      FolderName: '预发布',
      ParentFolderId: ROOT_FOLDER_ID,
      CreateTime: '2026-08-20T08:00:00Z',
    });
    const page = await management.succeed('ListFoldersForParent', { MaxResults: '1' });
    expect(page).toMatchObject({ TotalCount: 2, Folders: [{ FolderId: first }] });
    const next = { ParentFolderId: ROOT_FOLDER_ID };
    const last = await management.succeed('ListFoldersForParent', next);
    expect(last['Folders']).toMatchObject([{ FolderId: first }, { FolderName: '预发布' }]);
    const below = await management.succeed('ListFoldersForParent', { ParentFolderId: first });
    expect(below['Folders']).toMatchObject([{ FolderId: inner, ParentFolderId: first }]);
    await management.succeed('DeleteFolder', { FolderId: inner });
    const empty = await management.succeed('ListFoldersForParent', { ParentFolderId: first });
    expect(empty['TotalCount']).toBe(0);
    const events = await management.succeed('ListEvents', { ResourceId: inner });
    expect(events['Events']).toMatchObject([
      { Operation: 'Cadastre.CreateFolder', ResourceType: 'Folder' },
      { Operation: 'Cadastre.DeleteFolder', Code: 'OK' },
    ]);
  });

  test('have names of 1 to 24 characters that are unique in their parent', async () => {
    const { management } = await startDirectory(0);
    const first = await createFolder(management, 'a');
    const second = await createFolder(management, '名'.repeat(24));
    const create = (FolderName: string) => outcomeOf(management, 'CreateFolder', { FolderName });
    expect(await create('')).toEqual([400, 'MissingFolderName']);
    expect(await create('a'.repeat(25))).toEqual([400, 'InvalidParameter.FolderName.Length']);
    expect(await create('a\n')).toEqual([400, 'InvalidParameter.FolderName.InvalidChars']);
    expect(await create('a')).toEqual([409, 'EntityAlreadyExists.Folder']);
    expect(await create('A')).toBe('OK');
    const rename = (FolderId: string, NewFolderName: string) =>
      outcomeOf(management, 'UpdateFolder', { FolderId, NewFolderName });
    expect(await rename(second, 'a')).toEqual([409, 'EntityAlreadyExists.Folder']);
    expect(await rename(first, 'a')).toBe('OK');
    expect(await rename(first, 'a'.repeat(25))).toEqual([
      400,
      'InvalidParameter.NewFolderName.Length',
    ]);
    expect(await rename('fd-none', 'b')).toEqual([404, 'EntityNotExist.Folder']);
    expect(await rename(ROOT_FOLDER_ID, 'b')).toEqual([404, 'EntityNotExist.Folder']);
  });

  test('are nested five levels deep at most', async () => {
    const { management } = await startDirectory(0);
    let parent: string | undefined;
    for (const name of ['1', '2', '3', '4', '5'])
      parent = await createFolder(management, name, parent);
    const call = { FolderName: '6', ParentFolderId: parent ?? '' };
    expect(await outcomeOf(management, 'CreateFolder', call)).toEqual([
      409,
      'LimitExceeded.Folder.Depth',
    ]);
    const unknown = { FolderName: '6', ParentFolderId: 'fd-none' };
    for (const operation of ['CreateFolder', 'ListFoldersForParent'] as const) {
      const outcome = await outcomeOf(management, operation, unknown);
      expect(outcome).toEqual([404, 'EntityNotExist.Folder']);
    }
  });

  test('of a directory have a limit', async () => {
    const { server, management } = await startDirectory(0);
    await server.store.write({
      run: async ({ folders }) => {
        for (let index = 0; index < FOLDER_COUNT_MAX - 1; index += 1) {
          await folders.insert({
            accountId: ROOT.accountId,
            folderId: `fd-${index}`,
            parentFolderId: ROOT_FOLDER_ID,
            name: String(index),
            depth: 1,
            createdAt: 0,
          });
        }
        return { kind: 'commit', value: undefined };
      },
    });
    await createFolder(management, 'last');
    const { status, body } = await management.call('CreateFolder', { FolderName: 'one more' });
    expect([status, body['Code']]).toEqual([409, 'LimitExceeded.Folder']);
    expect(body['Message']).toContain(String(FOLDER_COUNT_MAX));
  });

  test('are deleted only when nothing is in them', async () => {
    const { management, accounts } = await startDirectory(1);
    const [account] = accounts;
    if (account === undefined) throw new Error('There is no account.');
    const folder = await createFolder(management, 'a');
    const inner = await createFolder(management, 'b', folder);
    const remove = (FolderId: string) => outcomeOf(management, 'DeleteFolder', { FolderId });
    await moveAccount(management, account, inner);
    expect(await remove(folder)).toEqual([409, 'DeleteConflict.Folder.Folder']);
    expect(await remove(inner)).toEqual([409, 'DeleteConflict.Folder.Account']);
    await moveAccount(management, account, ROOT_FOLDER_ID);
    expect(await remove(inner)).toBe('OK');
    expect(await remove(folder)).toBe('OK');
    expect(await remove(folder)).toEqual([404, 'EntityNotExist.Folder']);
    expect(await remove(ROOT_FOLDER_ID)).toEqual([404, 'EntityNotExist.Folder']);
  });
});

describe('MoveAccount', () => {
  test('puts an account into a folder and back, and refuses what cannot be', async () => {
    const { server, management, accounts } = await startDirectory(2);
    const [account] = accounts;
    if (account === undefined) throw new Error('There is no account.');
    const folder = await createFolder(management, 'a');
    server.clock.now += 60_000;
    await moveAccount(management, account, folder);
    const inFolder = await management.succeed('ListDirectoryAccounts', { FolderId: folder });
    expect(inFolder['Accounts']).toMatchObject([
      { AccountId: Number(account.accountId), FolderId: folder, JoinTime: '2026-08-20T08:01:02Z' },
    ]);
    server.clock.now += 60_000;
    await moveAccount(management, account, folder);
    expect(
      (await management.succeed('ListDirectoryAccounts', { FolderId: folder }))['Accounts'],
    ).toEqual(inFolder['Accounts']);
    const root = await management.succeed('ListDirectoryAccounts', { FolderId: ROOT_FOLDER_ID });
    expect(root['TotalCount']).toBe(2);
    const none = await management.succeed('ListDirectoryAccounts', { FolderId: 'fd-none' });
    expect(none['TotalCount']).toBe(0);
    const move = (AccountId: string, DestinationFolderId: string) =>
      outcomeOf(management, 'MoveAccount', { AccountId, DestinationFolderId });
    expect(await move('1000000000000099', folder)).toEqual([404, 'EntityNotExist.Account']);
    expect(await move(account.accountId, 'fd-none')).toEqual([404, 'EntityNotExist.Folder']);
    expect(await move(management.accountId, folder)).toEqual([
      409,
      'OperationDenied.ManagementAccount',
    ]);
    expect(await move(account.accountId, ROOT_FOLDER_ID)).toBe('OK');
  });
});

describe('the delegated administrator', () => {
  test('is one account of the directory, but not the management account', async () => {
    const { management, accounts } = await startDirectory(2);
    const [first, second] = accounts.map(({ accountId }) => accountId);
    const register = (AccountId = '', service: Record<string, string> = IPAM_SERVICE) =>
      outcomeOf(management, 'RegisterDelegatedAdministrator', { AccountId, ...service });
    const deregister = (AccountId = '') =>
      outcomeOf(management, 'DeregisterDelegatedAdministrator', { AccountId, ...IPAM_SERVICE });
    const ofOther = { ServicePrincipal: 'ecs.aliyuncs.com' };
    expect(await register(first, ofOther)).toEqual([400, 'InvalidParameter.ServicePrincipal']);
    expect(await register('1000000000000099')).toEqual([404, 'EntityNotExist.Account']);
    expect(await register(management.accountId)).toEqual([
      409,
      'OperationDenied.ManagementAccount',
    ]);
    expect(await register(first)).toBe('OK');
    for (const accountId of [first, second]) {
      expect(await register(accountId)).toEqual([
        409,
        'EntityAlreadyExists.DelegatedAdministrator',
      ]);
    }
    const listed = await management.succeed('ListDelegatedAdministrators');
    expect(listed).toMatchObject({ TotalCount: 1 });
    expect(listed['Accounts']).toEqual([
      {
        AccountId: Number(first),
        AccountName: `account-${first}`,
        ...IPAM_SERVICE,
        IsTrustedServiceEnabled: false,
        DelegationEnabledTime: '2026-08-20T08:00:02Z',
      },
    ]);
    expect(await deregister(second)).toEqual([404, 'EntityNotExist.DelegatedAdministrator']);
    expect(await deregister(first)).toBe('OK');
    expect(await deregister(first)).toEqual([404, 'EntityNotExist.DelegatedAdministrator']);
    const empty = await management.succeed('ListDelegatedAdministrators');
    expect(empty['Accounts']).toEqual([]);
    expect(await register(second)).toBe('OK');
  });
});
