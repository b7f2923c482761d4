import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, succeed as succeedCall, type Target } from './support/raw-client.ts';
import { type Ended, ROOT, runCommand, TestServer } from './support/start-server.ts';
import { isExternal } from './support/target.ts';

interface Key {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

describe.skipIf(isExternal)('cadastre account and cadastre key', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start();
  });

  afterAll(() => server.dispose());

  function run(words: string, key: Key = ROOT): Promise<Ended> {
    return runCommand(words.split(' '), {
      CADASTRE_ENDPOINT: server.url,
      ALIBABA_CLOUD_ACCESS_KEY_ID: key.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.accessKeySecret,
    });
  }

  async function succeed(words: string, key: Key = ROOT): Promise<string> {
    const { exitCode, standardOutput, standardError } = await run(words, key);
    expect({ words, exitCode, standardError }).toEqual({ words, exitCode: 0, standardError: '' });
    return standardOutput;
  }

  async function refusal(words: string, key: Key = ROOT): Promise<string> {
    const { exitCode, standardOutput, standardError } = await run(words, key);
    expect({ words, exitCode, standardOutput }).toEqual({ words, exitCode: 1, standardOutput: '' });
    expect(standardError).toMatch(/^cadastre: .*\n$/);
    return standardError;
  }

  async function createAccount(name: string): Promise<Key & { readonly accountId: string }> {
    const made = JSON.parse(await succeed(`account create ${name} --json`)) as {
      readonly AccountId: number;
      readonly AccessKeyId: string;
      readonly AccessKeySecret: string;
    };
    return {
      accountId: String(made.AccountId),
      accessKeyId: made.AccessKeyId,
      accessKeySecret: made.AccessKeySecret,
    };
  }

  /** The code that a call with a key gets; undefined for a success. */
  async function codeOf(key: Key): Promise<unknown> {
    const target: Target = { url: server.url, ...key };
    const { body } = await call(target, 'GetCallerIdentity', {}, { version: '2015-04-01' });
    return body['Code'];
  }

  test('an account is made, listed, disabled and enabled', async () => {
    const made = await succeed('account create team --account-id 1000000000000009');
    const lines = made.split('\n');
    expect(lines[0]).toBe('AccountId        1000000000000009');
    expect(lines[1]).toMatch(/^AccessKeyId {6}LTAI5t\w{18}$/);
    expect(lines[2]).toMatch(/^AccessKeySecret {2}\w{30}$/);
    const [accessKeyId = '', accessKeySecret = ''] = lines
      .slice(1, 3)
      .map((line) => line.split(/ +/)[1]);
    const key = { accessKeyId, accessKeySecret };
    const time = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ';
    const list = (status: string) =>
      new RegExp(`^1000000000000009 +team +${status} +${time}$`, 'm');
    const listed = await succeed('account list');
    expect(listed).toMatch(/^AccountId +AccountName +Status +CreateTime\n/);
    expect(listed).toMatch(list('Active'));
    expect(listed).not.toContain(accessKeySecret);
    expect(await codeOf(key)).toBeUndefined();

    const disabled = await succeed('account disable 1000000000000009');
    expect(disabled).toBe('Account 1000000000000009 is Inactive.\n');
    expect(await succeed('account list')).toMatch(list('Inactive'));
    expect(await codeOf(key)).toBe('InvalidAccessKeyId.Inactive');
    await succeed('account enable 1000000000000009');
    expect(await codeOf(key)).toBeUndefined();
  });

  test('every account is listed, however many pages they fill', async () => {
    const other = await TestServer.start();
    try {
      const environment = {
        CADASTRE_ENDPOINT: other.url,
        ALIBABA_CLOUD_ACCESS_KEY_ID: ROOT.accessKeyId,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: ROOT.accessKeySecret,
      };
      const options = { version: '2026-11-01' };
      const target = { url: other.url, ...ROOT };
      const names = Array.from({ length: 104 }, (_, index) => `a-${index}`);
      for (const AccountName of names) {
        await succeedCall(target, 'CreateAccount', { AccountName }, options);
      }
      const { standardOutput } = await runCommand(['account', 'list', '--json'], environment);
      const { Accounts: accounts } = JSON.parse(standardOutput) as {
        readonly Accounts: readonly { readonly AccountName: string }[];
      };
      const listed = accounts.map(({ AccountName }) => AccountName);
      expect(listed.toSorted()).toEqual(['root', ...names].toSorted());
    } finally {
      await other.dispose();
    }
  });

  test('a key is made, listed, disabled, enabled and deleted, of the caller and of a user', async () => {
    const account = await createAccount('keys');
    await succeed('call CreateUser --UserName alice', account);
    for (const user of ['', ' --user-name alice']) {
      const made = await succeed(`key create${user}`, account);
      const match = /^AccessKeyId {6}(\w+)\nAccessKeySecret {2}(\w+)\n$/.exec(made);
      const [, accessKeyId = '', accessKeySecret = ''] = match ?? [];
      const key = { accessKeyId, accessKeySecret };
      expect(await codeOf(key)).toBeUndefined();
      const disabled = await succeed(`key disable ${accessKeyId}${user}`, account);
      expect(disabled).toBe(`Access key ${accessKeyId} is Inactive.\n`);
      expect(await codeOf(key)).toBe('InvalidAccessKeyId.Inactive');
      const listed = await succeed(`key list${user}`, account);
      expect(listed).toMatch(/^AccessKeyId +Status +CreateDate\n/);
      expect(listed).toMatch(new RegExp(`^${accessKeyId}  Inactive  `, 'm'));
      expect(listed).not.toContain(accessKeySecret);
      await succeed(`key enable ${accessKeyId}${user}`, account);
      expect(await codeOf(key)).toBeUndefined();
      await succeed(`key delete ${accessKeyId}${user}`, account);
      expect(await codeOf(key)).toBe('InvalidAccessKeyId.NotFound');
    }
  });

  test('a refused call is one line with its code, and 1', async () => {
    const account = await createAccount('refused');
    expect(await refusal('account list', account)).toMatch(/first account.*Forbidden\.RAM: /);
    expect(await refusal('account create refused')).toContain('EntityAlreadyExists.Account: ');
    expect(await refusal('account create x --account-id 12')).toContain('InvalidAccountId: ');
    expect(await refusal('account disable 12')).toContain('EntityNotExist.Account: ');
    expect(await refusal(`account disable ${ROOT.accountId}`)).toContain(
      'OperationDenied.FirstAccount: ',
    );
    expect(await refusal('key delete LTAI-none')).toContain('EntityNotExist.User.AccessKey: ');
    expect(await refusal('key list --user-name nobody')).toContain('EntityNotExist.User: ');
  });

  test('without a server or a key the command says so', async () => {
    expect(await refusal('key list', { accessKeyId: '', accessKeySecret: '' })).toContain(
      'set ALIBABA_CLOUD_ACCESS_KEY_ID',
    );
    expect(await refusal('account list --endpoint nowhere')).toContain('nowhere is not a URL');
    expect(await refusal('account list --endpoint http://127.0.0.1:2')).toContain(
      'http://127.0.0.1:2 cannot be called: ',
    );
    const { standardError } = await run('account');
    expect(standardError).toContain('cadastre account create network-team');
  });
});
