import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ACCOUNT_COUNT_MAX,
  OPERATIONS,
  type OperationDefinition,
  type OperationName,
} from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import { sampleAccount } from '../../store/record-samples.test-support.ts';
import {
  type Answer,
  insertUser,
  type Key,
  policyOf,
  ROOT,
  SCHEMES,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';

const REGION = { RegionId: 'cn-hangzhou' };
const HOUR_MS = 60 * 60_000;

interface MadeAccount {
  readonly accountId: string;
  readonly key: Key;
}

function outcomeOf({ status, body }: Answer): unknown {
  return status === 200 ? 'OK' : [status, body['Code']];
}

async function createAccount(
  server: TestServer,
  accountName: string,
  given: Record<string, string> = {},
): Promise<MadeAccount> {
  const { status, body } = await server.call('CreateAccount', {
    AccountName: accountName,
    ...given,
  });
  expect(status).toBe(200);
  return {
    accountId: String(body['AccountId']),
    key: {
      accessKeyId: String(body['AccessKeyId']),
      accessKeySecret: String(body['AccessKeySecret']),
    },
  };
}

async function setStatus(server: TestServer, accountId: string, status: string): Promise<Answer> {
  return server.call('UpdateAccount', { AccountId: accountId, Status: status });
}

async function listNames(server: TestServer): Promise<readonly unknown[]> {
  const { body } = await server.call('ListAccounts', { MaxResults: '100' });
  return (body['Accounts'] as { AccountName: string }[]).map(({ AccountName }) => AccountName);
}

describe('CreateAccount', () => {
  test.each(SCHEMES)(
    'makes an account whose root calls with the new key, over %s',
    async (scheme) => {
      const server = await startTestServer();
      const { body } = await server.call('CreateAccount', { AccountName: 'network-team' });
      expect(Object.keys(body).sort()).toEqual([
        'AccessKeyId',
        'AccessKeySecret',
        'AccountId',
        'RequestId',
      ]);
      expect(Number.isSafeInteger(body['AccountId'])).toBe(true);
      expect(String(body['AccountId'])).toMatch(/^[1-9]\d{15}$/);
      const key = {
        accessKeyId: String(body['AccessKeyId']),
        accessKeySecret: String(body['AccessKeySecret']),
      };
      const identity = await server.call('GetCallerIdentity', {}, { key, scheme });
      expect(identity.body).toMatchObject({
        AccountId: String(body['AccountId']),
        IdentityType: 'Account',
        Arn: `acs:ram::${body['AccountId']}:root`,
      });
    },
  );

  test('the new account has a register of its own and sees nothing of the first', async () => {
    const server = await startTestServer();
    await server.call('CreateIpam', { ...REGION, 'OperatingRegionList.1': 'cn-hangzhou' });
    const { key } = await createAccount(server, 'b');
    expect((await server.call('ListIpams', REGION, { key })).body['TotalCount']).toBe(0);
    const ipam = { ...REGION, 'OperatingRegionList.1': 'cn-hangzhou' };
    expect(outcomeOf(await server.call('CreateIpam', ipam, { key }))).toBe('OK');
    const groups = (await server.call('ListResourceGroups', {}, { key })).body['ResourceGroups'];
    expect(groups).toMatchObject({ ResourceGroup: [{ Name: 'default' }] });
    expect((await server.call('ListIpams', REGION)).body['TotalCount']).toBe(1);
  });

  test('takes an id, and refuses one that is taken or impossible', async () => {
    const server = await startTestServer();
    const largest = String(Number.MAX_SAFE_INTEGER);
    for (const accountId of ['1000000000000000', largest]) {
      const made = await createAccount(server, `a-${accountId}`, { AccountId: accountId });
      expect(made.accountId).toBe(accountId);
    }
    for (const accountId of [largest, ROOT.accountId]) {
      const call = { AccountName: 'root', AccountId: accountId };
      const { status, body } = await server.call('CreateAccount', call);
      expect([status, body['Code']]).toEqual([409, 'EntityAlreadyExists.Account']);
      expect(body['Message']).toContain('id');
    }
    for (const accountId of [
      '12',
      '0123456789012345',
      '9007199254740992',
      '12345678901234567',
      'x',
    ]) {
      const call = { AccountName: 'c', AccountId: accountId };
      expect(outcomeOf(await server.call('CreateAccount', call))).toEqual([
        400,
        'InvalidAccountId',
      ]);
    }
  });

  test('a name has 1 to 64 letters, digits and marks, and belongs to one account', async () => {
    const server = await startTestServer();
    for (const name of ['a', 'A', 'team_1.two-3', 'a'.repeat(64)])
      await createAccount(server, name);
    const create = async (AccountName: string) =>
      outcomeOf(await server.call('CreateAccount', { AccountName }));
    expect(await create('')).toEqual([400, 'MissingAccountName']);
    expect(await create('a'.repeat(65))).toEqual([400, 'InvalidParameter.AccountName.Length']);
    for (const name of ['two words', 'ä', 'a/b', 'a\n']) {
      expect(await create(name)).toEqual([400, 'InvalidParameter.AccountName.InvalidChars']);
    }
    for (const name of ['a', 'root']) {
      expect(await create(name)).toEqual([409, 'EntityAlreadyExists.Account']);
    }
    expect(await listNames(server)).toHaveLength(5);
  });

  test('the secret stands neither in the database nor in the events of any account', async () => {
    const server = await startTestServer();
    const call = { AccountName: 'b', ClientToken: 'once' };
    const { body } = await server.call('CreateAccount', call);
    const secret = String(body['AccessKeySecret']);
    // It has no client token: what it answered could be asked for again.
    expect(outcomeOf(await server.call('CreateAccount', call))).toEqual([
      409,
      'EntityAlreadyExists.Account',
    ]);
    const events = await server.call('ListEvents', { Operation: 'CreateAccount' });
    expect(events.body['Events']).toMatchObject([
      {
        Code: 'OK',
        PrincipalArn: `acs:ram::${ROOT.accountId}:root`,
        ResourceType: 'Account',
        ResourceId: String(body['AccountId']),
        After: expect.stringContaining(String(body['AccessKeyId'])),
      },
      { Code: 'EntityAlreadyExists.Account' },
    ]);
    expect(events.text).not.toContain(secret);
    await server.close();
    for (const name of readdirSync(server.options.dataFolder)) {
      const bytes = readFileSync(join(server.options.dataFolder, name));
      expect([name, bytes.includes(secret)]).toEqual([name, false]);
    }
  });

  test('an answered account is there after a restart', async () => {
    const server = await startTestServer();
    const { accountId, key } = await createAccount(server, 'b');
    await server.close();
    const again = await startTestServer({ ...server.options, clock: server.clock });
    const identity = await again.call('GetCallerIdentity', {}, { key });
    expect(identity.body['AccountId']).toBe(accountId);
  });

  test('racing calls with one name make one account', async () => {
    const server = await startTestServer();
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => server.call('CreateAccount', { AccountName: 'b' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await listNames(server)).toEqual(['root', 'b']);
  });

  test('a server has a limit of accounts', async () => {
    const server = await startTestServer();
    await server.store.write({
      run: async ({ accounts }) => {
        for (let index = 2; index < ACCOUNT_COUNT_MAX; index += 1) {
          await accounts.insert(sampleAccount({ accountId: String(2 * 10 ** 15 + index) }));
        }
        return { kind: 'commit', value: undefined };
      },
    });
    await createAccount(server, 'last');
    const { status, body } = await server.call('CreateAccount', { AccountName: 'one-more' });
    expect([status, body['Code']]).toEqual([409, 'LimitExceeded.Account']);
    expect(body['Message']).toContain(String(ACCOUNT_COUNT_MAX));
  });
});

describe('ListAccounts', () => {
  test('lists accounts oldest first, in pages', async () => {
    const server = await startTestServer();
    const made = [];
    for (const name of ['c', 'a', 'b']) {
      server.clock.now += HOUR_MS;
      made.push(await createAccount(server, name));
    }
    await setStatus(server, made[1]?.accountId ?? '', 'Inactive');
    const { body } = await server.call('ListAccounts');
    expect(body).toMatchObject({ Count: 4, TotalCount: 4, MaxResults: 10 });
    expect(body['Accounts']).toEqual(
      [ROOT, ...made].map(({ accountId }, index) => ({
        AccountId: Number(accountId),
        AccountName: ['root', 'c', 'a', 'b'][index],
        Status: index === 2 ? 'Inactive' : 'Active',
        CreateTime: `2026-08-20T${String(8 + index).padStart(2, '0')}:00:00Z`,
      })),
    );
    const seen: unknown[] = [];
    let next: Record<string, string> = {};
    for (let page = 0; page < 4; page += 1) {
      const answer = await server.call('ListAccounts', { MaxResults: '1', ...next });
      expect(answer.body).toMatchObject({ Count: 1, TotalCount: 4 });
      seen.push(...(answer.body['Accounts'] as unknown[]));
      next = { NextToken: String(answer.body['NextToken'] ?? 'none') };
    }
    expect(seen).toEqual(body['Accounts']);
    expect(next).toEqual({ NextToken: 'none' });
  });
});

describe('UpdateAccount', () => {
  test('disabling stops every key of the account with the very next call, enabling brings them back', async () => {
    const server = await startTestServer();
    const { accountId, key } = await createAccount(server, 'b');
    await server.call('CreateUser', { UserName: 'alice' }, { key });
    const made = await server.call('CreateAccessKey', { UserName: 'alice' }, { key });
    const alice = made.body['AccessKey'] as { AccessKeyId: string; AccessKeySecret: string };
    const keys = [key, { accessKeyId: alice.AccessKeyId, accessKeySecret: alice.AccessKeySecret }];
    const outcomes = () =>
      Promise.all(
        keys.map(async (one) =>
          outcomeOf(await server.call('GetCallerIdentity', {}, { key: one })),
        ),
      );
    expect(await outcomes()).toEqual(['OK', 'OK']);
    expect(outcomeOf(await setStatus(server, accountId, 'Inactive'))).toBe('OK');
    const disabled = [400, 'InvalidAccessKeyId.Inactive'];
    expect(await outcomes()).toEqual([disabled, disabled]);
    expect(outcomeOf(await server.call('ListAccounts'))).toBe('OK');
    expect(outcomeOf(await setStatus(server, accountId, 'Active'))).toBe('OK');
    expect(await outcomes()).toEqual(['OK', 'OK']);
  });

  test('renames an account; what is not given stays, and an empty status is not given', async () => {
    const server = await startTestServer();
    const { accountId } = await createAccount(server, 'b');
    await setStatus(server, accountId, 'Inactive');
    const rename = { AccountId: accountId, AccountName: 'c', Status: '' };
    expect(outcomeOf(await server.call('UpdateAccount', rename))).toBe('OK');
    const renameFirst = { AccountId: ROOT.accountId, AccountName: 'operators', Status: 'Active' };
    expect(outcomeOf(await server.call('UpdateAccount', renameFirst))).toBe('OK');
    expect(outcomeOf(await server.call('UpdateAccount', { AccountId: accountId }))).toBe('OK');
    const { body } = await server.call('ListAccounts');
    expect(body['Accounts']).toMatchObject([
      { AccountName: 'operators', Status: 'Active' },
      { AccountName: 'c', Status: 'Inactive' },
    ]);
    // Names that are free again can be given again.
    await createAccount(server, 'b');
    const events = await server.call('ListEvents', { ResourceId: accountId });
    const last = (events.body['Events'] as Record<string, string>[]).at(-2);
    expect(JSON.parse(last?.['Before'] ?? '')).toMatchObject({ accountName: 'b' });
    expect(JSON.parse(last?.['After'] ?? '')).toMatchObject({ accountName: 'c' });
  });

  test('refuses what cannot be, the first that applies', async () => {
    const server = await startTestServer();
    const { accountId } = await createAccount(server, 'b');
    const rows: readonly (readonly [Record<string, string>, unknown])[] = [
      [{ Status: 'Inactive' }, [400, 'MissingAccountId']],
      [{ AccountId: '7', Status: 'inactive', AccountName: 'ä' }, [400, 'InvalidParameter.Status']],
      [{ AccountId: '7', AccountName: '' }, [400, 'InvalidParameter.AccountName.Length']],
      [{ AccountId: '7', AccountName: 'ä' }, [400, 'InvalidParameter.AccountName.InvalidChars']],
      [{ AccountId: '7', AccountName: 'root' }, [404, 'EntityNotExist.Account']],
      [
        { AccountId: ROOT.accountId, Status: 'Inactive', AccountName: 'b' },
        [409, 'OperationDenied.FirstAccount'],
      ],
      [{ AccountId: ROOT.accountId, AccountName: 'b' }, [409, 'EntityAlreadyExists.Account']],
      [{ AccountId: accountId, AccountName: 'root' }, [409, 'EntityAlreadyExists.Account']],
      [{ AccountId: accountId, AccountName: 'b' }, 'OK'],
    ];
    for (const [parameters, expected] of rows) {
      expect(outcomeOf(await server.call('UpdateAccount', parameters))).toEqual(expected);
    }
    expect(await listNames(server)).toEqual(['root', 'b']);
  });
});

describe('the right to make accounts', () => {
  const CALLS: Readonly<Partial<Record<OperationName, Record<string, string>>>> = {
    CreateAccount: { AccountName: 'mine' },
    ListAccounts: {},
    UpdateAccount: { AccountId: ROOT.accountId, AccountName: 'mine' },
  };
  const RESERVED = Object.values<OperationDefinition>(OPERATIONS).filter(
    ({ group, reservedFor }) => group === 'cadastre' && reservedFor === 'first-root',
  );

  test('is that of the root of the first account, whatever a policy says', async () => {
    const server = await startTestServer();
    const all = policyOf({ Effect: 'Allow', Action: '*', Resource: '*' });
    const administrator = await insertUser(server, 'administrator', [all]);
    const { key: otherRoot } = await createAccount(server, 'b');
    expect(RESERVED.map(({ name }) => name).sort()).toEqual(Object.keys(CALLS));
    for (const [operation, parameters] of Object.entries(CALLS)) {
      for (const key of [administrator, otherRoot]) {
        const answer = await server.call(operation as OperationName, parameters, { key });
        expect([operation, outcomeOf(answer)]).toEqual([operation, [403, 'Forbidden.RAM']]);
        const events = await server.call('ListEvents', { Operation: operation }, { key });
        expect((events.body['Events'] as unknown[]).at(-1)).toMatchObject({
          Code: 'Forbidden.RAM',
        });
      }
    }
    expect(await listNames(server)).toEqual(['root', 'b']);
  });

  test('stays with the first account when the clock is set back', async () => {
    const server = await startTestServer();
    server.clock.now -= HOUR_MS;
    const { key } = await createAccount(server, 'b', { AccountId: '1000000000000000' });
    expect(outcomeOf(await server.call('ListAccounts', {}, { key }))).toEqual([
      403,
      'Forbidden.RAM',
    ]);
    expect(await listNames(server)).toEqual(['root', 'b']);
  });
});
