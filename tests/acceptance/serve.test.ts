import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, type Parameters, succeed, type Target } from './support/raw-client.ts';
import {
  makeTemporaryFolder,
  ROOT,
  type RootKey,
  serveUntilExit,
  TestServer,
} from './support/start-server.ts';
import { countPools, haveIpam, isExternal } from './support/target.ts';

const REGION: Parameters = { RegionId: 'cn-hangzhou' };
const CALLER_IDENTITY = { version: '2015-04-01' };

function targetOf(server: TestServer, key: RootKey = ROOT): Target {
  return { url: server.url, ...key };
}

async function accountIdOf(target: Target): Promise<unknown> {
  return (await succeed(target, 'GetCallerIdentity', {}, CALLER_IDENTITY))['AccountId'];
}

/** Every file of a folder with its bytes. */
function readFolder(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'hex')]),
  );
}

describe.skipIf(isExternal)('cadastre serve', () => {
  describe('the root identity', () => {
    test('is made at the first start, printed once and kept in a private file', async () => {
      const server = await TestServer.start({ root: 'none' });
      try {
        const file = join(server.folder, 'root-access-key.json');
        const key = JSON.parse(readFileSync(file, 'utf8')) as RootKey;
        expect(Object.keys(key).sort()).toEqual(['accessKeyId', 'accessKeySecret', 'accountId']);
        expect(key.accountId).toMatch(/^\d{16}$/);
        expect(statSync(file).mode & 0o777).toBe(0o600);
        const secretFiles = readdirSync(server.folder).filter((name) => name.endsWith('.key'));
        expect(secretFiles).not.toHaveLength(0);
        for (const name of secretFiles) {
          expect(statSync(join(server.folder, name)).mode & 0o077).toBe(0);
        }
        await waitFor(() => server.standardError.includes(key.accessKeySecret));
        expect(server.standardError.split(key.accessKeySecret)).toHaveLength(2);
        expect(server.standardOutput).not.toContain(key.accessKeySecret);
        expect(await accountIdOf(targetOf(server, key))).toBe(key.accountId);
        await server.restart();
        expect(await accountIdOf(targetOf(server, key))).toBe(key.accountId);
        await server.stop();
        const { accessKeySecret } = key;
        expect(server.allOutput.split(accessKeySecret)).toHaveLength(2);
        // The database has secrets in encrypted form only.
        for (const [name, bytes] of Object.entries(readFolder(server.folder))) {
          if (name === 'root-access-key.json') continue;
          expect(bytes).not.toContain(Buffer.from(accessKeySecret).toString('hex'));
        }
      } finally {
        await server.dispose();
      }
    });

    test('is set by the environment and then neither printed nor kept in a file', async () => {
      const server = await TestServer.start();
      try {
        expect(await accountIdOf(targetOf(server))).toBe(ROOT.accountId);
        expect(existsSync(join(server.folder, 'root-access-key.json'))).toBe(false);
        const other = { ...ROOT, accessKeyId: 'LTAIother', accessKeySecret: 'other-secret' };
        await server.restart({ root: other });
        expect(await accountIdOf(targetOf(server))).toBe(ROOT.accountId);
        await server.stop();
        expect(server.allOutput).not.toContain(ROOT.accessKeySecret);
      } finally {
        await server.dispose();
      }
    });

    test.each([
      ['CADASTRE_ROOT_ACCOUNT_ID', { ...ROOT, accountId: '12' }],
      ['CADASTRE_ROOT_ACCESS_KEY_ID', { ...ROOT, accessKeyId: 'a b' }],
      ['CADASTRE_ROOT_ACCESS_KEY_SECRET', { ...ROOT, accessKeySecret: 'päss' }],
    ])('an impossible %s stops the start', async (variable, root) => {
      const ended = await serveUntilExit({ root });
      expect(ended.exitCode).toBe(1);
      expect(linesOf(ended.standardError)).toEqual([expect.stringContaining(variable)]);
      expect(ended.standardError).not.toContain('päss');
    });
  });

  describe('while it runs', () => {
    let server: TestServer;

    beforeAll(async () => {
      server = await TestServer.start();
    });

    afterAll(() => server.dispose());

    test('/healthz answers 200', async () => {
      const response = await fetch(new URL('/healthz', server.url));
      expect(response.status).toBe(200);
    });

    test('/metrics shows requests by operation and code, durations and commits', async () => {
      await call(targetOf(server), 'GetVpcIpamServiceStatus', REGION);
      await call(targetOf(server), 'GetVpcIpamServiceStatus', {});
      await haveIpam(targetOf(server), 'cn-hangzhou');
      const response = await fetch(new URL('/metrics', server.url));
      const text = await response.text();
      expect(response.headers.get('content-type')).toContain('text/plain');
      const operation = 'operation="VpcIpam.GetVpcIpamServiceStatus"';
      expect(text).toMatch(new RegExp(`_total\\{${operation},code="OK"\\} 1`));
      expect(text).toMatch(new RegExp(`_total\\{${operation},code="MissingRegionId"\\} 1`));
      expect(text).toMatch(new RegExp(`_duration_seconds_bucket\\{.*${operation}.*\\} `));
      expect(text).toMatch(/commit_batch_size_count [1-9]/);
      expect(text).toMatch(/process_resident_memory_bytes \d+/);
    });

    test('/openapi.json is an OpenAPI document', async () => {
      const response = await fetch(new URL('/openapi.json', server.url));
      expect(response.headers.get('content-type')).toContain('application/json');
      const document = (await response.json()) as Readonly<Record<string, unknown>>;
      expect(document['openapi']).toMatch(/^3\./);
      const text = JSON.stringify(document);
      for (const operation of ['CreateIpamPool', 'ListIpamPools', 'GetCallerIdentity']) {
        expect(text).toContain(operation);
      }
    });

    test('a second server on the same folder is refused, and the first goes on', async () => {
      const second = await serveUntilExit({ folder: server.folder });
      expect(second.exitCode).toBe(1);
      expect(linesOf(second.standardError)).toEqual([expect.stringContaining('in use')]);
      expect(await accountIdOf(targetOf(server))).toBe(ROOT.accountId);
    });

    test('an address that is taken stops the start with one line', async () => {
      const ended = await serveUntilExit({ flags: ['--listen', server.endpoint] });
      expect(ended.exitCode).toBe(1);
      expect(linesOf(ended.standardError)).toEqual([expect.stringContaining('EADDRINUSE')]);
    });
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s answers what is under way and exits with 0',
    async (signal) => {
      const server = await TestServer.start();
      try {
        const target = targetOf(server);
        const { privateScopeId } = await haveIpam(target, 'cn-hangzhou');
        const parameters = { ...REGION, IpamScopeId: privateScopeId };
        let answeredCount = 0;
        const work = Array.from({ length: 200 }, async () => {
          const answer = await call(target, 'CreateIpamPool', parameters).catch(String);
          if (typeof answer === 'string') {
            // A call that came too late may find no connection any more.
            expect(answer).toMatch(/ECONNREFUSED|ECONNRESET|socket hang up/);
          } else if (answer.status === 200) {
            answeredCount += 1;
          } else {
            expect({ status: answer.status, ...answer.body }).toMatchObject({
              status: 503,
              Code: 'ServiceUnavailable',
              RequestId: answer.headers['x-acs-request-id'],
            });
          }
        });
        await waitFor(() => answeredCount > 0);
        const ended = await server.stop(signal);
        await Promise.all(work);
        expect(ended).toMatchObject({ exitCode: 0, signal: null });
        await server.restart();
        expect(await countPools(targetOf(server), REGION)).toBe(answeredCount);
      } finally {
        await server.dispose();
      }
    },
  );

  test('a signal right after the start is not too early', async () => {
    for (let repeat = 0; repeat < 3; repeat += 1) {
      const server = await TestServer.start();
      try {
        expect(await server.stop()).toMatchObject({ exitCode: 0, signal: null });
      } finally {
        await server.dispose();
      }
    }
  });

  test('connections that clients keep open do not hold up the end', async () => {
    const server = await TestServer.start();
    try {
      const target = targetOf(server);
      await Promise.all(Array.from({ length: 64 }, () => call(target, 'ListIpams', REGION)));
      const startedAt = performance.now();
      expect(await server.stop()).toMatchObject({ exitCode: 0, signal: null });
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    } finally {
      await server.dispose();
    }
  });

  describe('the configuration file', () => {
    const BAD_CONFIGS: readonly (readonly [string, unknown, readonly string[]])[] = [
      ['an unknown key', { region: [] }, ['region']],
      ['an unknown key inside', { regions: [{ id: 'a', ipv4: true }] }, ['regions.0.ipv4']],
      ['two unknown keys and a wrong type', { a: 1, serviceOpen: 'yes' }, ['serviceOpen', 'a']],
      ['an unknown quota', { quotas: { ipam_pools: 1 } }, ['ipam_pools']],
      ['a quota of a wrong type', { quotas: { ipam_pool_quota_depth: '2' } }, ['quota_depth']],
      ['a negative quota', { quotas: { ipam_pool_quota_depth: -1 } }, ['quota_depth']],
      ['a broken quota', { quotas: { ipam_pool_quota_depth: 1.5 } }, ['quota_depth']],
      ['no region at all', { regions: [] }, ['regions']],
      ['a region twice', { regions: [{ id: 'a' }, { id: 'a' }] }, ['a is named twice']],
      ['an impossible region id', { regions: [{ id: 'A region' }] }, ['regions.0.id']],
      ['an unknown line', { regions: [{ id: 'a', ipv6Isps: ['X'] }] }, ['ipv6Isps']],
      ['an impossible account id', { accounts: { 12: {} } }, ['12']],
      ['an impossible duration', { transitions: { pool: { creatingMs: -5 } } }, ['creatingMs']],
      [
        'public supply of an unknown region, line and block',
        {
          regions: [{ id: 'a' }],
          publicIpv6: [
            { region: 'b', isp: 'BGP', cidr: '2001:db8::/32' },
            { region: 'a', isp: 'ChinaMobile', cidr: '2001:db8::/32' },
            { region: 'a', isp: 'BGP', cidr: '10.0.0.0/8' },
          ],
        },
        ['publicIpv6.0', 'publicIpv6.1', 'publicIpv6.2'],
      ],
      ['a list at the top', [], ['config.json']],
      ['broken JSON', '{"regions": [', ['config.json']],
    ];
    test.each(BAD_CONFIGS)(
      '%s stops the start with a line for each problem',
      async (_, config, words) => {
        const ended = await serveUntilExit({ config });
        expect({ exitCode: ended.exitCode, signal: ended.signal }).toEqual({
          exitCode: 1,
          signal: null,
        });
        const lines = linesOf(ended.standardError);
        for (const word of words) expect(lines.join('\n')).toContain(word);
        for (const line of lines) expect(line).toMatch(/^cadastre: .*config\.json: ./);
        expect(lines.length).toBeGreaterThanOrEqual(words.length);
        expect(lines.length).toBeLessThanOrEqual(words.length + 1);
      },
    );

    test('a file that is not there stops the start with one line', async () => {
      const ended = await serveUntilExit({ flags: ['--config', '/nowhere/config.json'] });
      expect(ended.exitCode).toBe(1);
      expect(linesOf(ended.standardError)).toEqual([
        expect.stringContaining('/nowhere/config.json'),
      ]);
    });

    test('YAML is read like JSON, and an empty file like none', async () => {
      const yaml = 'regions:\n  - id: berlin\n    ipv6: false # no IPv6 yet\n  - id: paris\n';
      for (const [config, regionId] of [
        [yaml, 'berlin'],
        ['', 'cn-hangzhou'],
      ] as const) {
        const server = await TestServer.start({ config });
        try {
          const { privateScopeId } = await haveIpam(targetOf(server), regionId);
          expect(privateScopeId).toMatch(/^ipam-scope-/);
        } finally {
          await server.dispose();
        }
      }
    });
  });

  describe('a data folder it cannot use', () => {
    interface SqliteDatabase {
      exec(sql: string): void;
      pragma(text: string): unknown;
      close(): void;
    }
    const Database = createRequire(import.meta.url)('better-sqlite3') as new (
      file: string,
    ) => SqliteDatabase;

    // The folder has the key of an earlier start, so that only the database is wrong.
    let used: ReturnType<typeof makeTemporaryFolder>;

    beforeAll(async () => {
      used = makeTemporaryFolder();
      const server = await TestServer.start({ folder: used.path });
      await server.stop();
    });

    afterAll(() => used.remove());

    const BAD_DATABASES: readonly (readonly [string, (file: string) => void])[] = [
      ['with random bytes', (file) => writeFileSync(file, randomBytes(8192))],
      ['with a few bytes of text', (file) => writeFileSync(file, 'hello\n')],
      [
        'that is cut off',
        (file) => writeFileSync(file, Buffer.from('SQLite format 3\0'.padEnd(60, '\0'))),
      ],
      [
        'of another program',
        (file) => {
          const database = new Database(file);
          database.exec('CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES (1)');
          database.close();
        },
      ],
      [
        'of another program that marks its files',
        (file) => {
          const database = new Database(file);
          database.exec('CREATE TABLE songs (title TEXT)');
          database.pragma('application_id = 12345');
          database.close();
        },
      ],
    ];
    test.each(BAD_DATABASES)('a database file %s is refused and left as it is', async (_, make) => {
      for (const name of readdirSync(used.path)) {
        if (name.startsWith('cadastre.db')) rmSync(join(used.path, name));
      }
      await expectRefusal(used.path, make);
    });

    test('a database of a newer version is refused and left as it is', async () => {
      const folder = makeTemporaryFolder();
      try {
        const server = await TestServer.start({ folder: folder.path });
        await server.stop();
        await expectRefusal(folder.path, (file) => {
          const database = new Database(file);
          database.pragma('user_version = 9999');
          database.pragma('journal_mode = DELETE');
          database.close();
        });
      } finally {
        folder.remove();
      }
    });

    async function expectRefusal(folder: string, make: (file: string) => void): Promise<void> {
      const file = join(folder, 'cadastre.db');
      make(file);
      const before = readFileSync(file);
      const ended = await serveUntilExit({ folder });
      expect(ended.exitCode).toBe(1);
      expect(linesOf(ended.standardError)).toEqual([expect.stringContaining('cadastre.db')]);
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(readdirSync(folder).filter((name) => /cadastre\.db-/.test(name))).toEqual([]);
    }

    test('a database whose encryption key is lost is refused', async () => {
      const folder = makeTemporaryFolder();
      try {
        const server = await TestServer.start({ folder: folder.path });
        await server.stop();
        const keys = readdirSync(folder.path).filter((name) => name.endsWith('.key'));
        mkdirSync(join(folder.path, 'elsewhere'));
        for (const name of keys) writeFileSync(join(folder.path, name), 'not a key');
        const ended = await serveUntilExit({ folder: folder.path });
        expect(ended.exitCode).toBe(1);
        expect(linesOf(ended.standardError)).toHaveLength(1);
      } finally {
        folder.remove();
      }
    });

    test('a data folder that is a file is refused', async () => {
      const folder = makeTemporaryFolder();
      try {
        const file = join(folder.path, 'data');
        writeFileSync(file, 'a file');
        const ended = await serveUntilExit({ folder: file });
        expect(ended.exitCode).toBe(1);
        expect(linesOf(ended.standardError)).toEqual([expect.stringContaining(file)]);
        expect(readFileSync(file, 'utf8')).toBe('a file');
      } finally {
        folder.remove();
      }
    });
  });

  test('on a full disk writes get ServiceUnavailable, nothing is half done, and reads go on', async () => {
    // No file can grow beyond the limit, which the database reaches after a few pools.
    const server = await TestServer.start({
      fileSizeMaxKib: 1_024,
      flags: ['--log-level', 'silent'],
      config: { quotas: { ipam_pool_quota_per_scope: 100_000 } },
    });
    try {
      const target = targetOf(server);
      const { privateScopeId } = await haveIpam(target, 'cn-hangzhou');
      const parameters = {
        ...REGION,
        IpamScopeId: privateScopeId,
        IpamPoolDescription: 'd'.repeat(256),
      };
      const made: string[] = [];
      let refusedCount = 0;
      for (let index = 0; index < 5_000 && refusedCount < 10; index += 1) {
        const answer = await call(target, 'CreateIpamPool', {
          ...parameters,
          ClientToken: `full-${index}`,
        });
        if (answer.status === 200) {
          // Once the disk is full it stays so.
          expect(refusedCount).toBe(0);
          made.push(String(answer.body['IpamPoolId']));
        } else {
          refusedCount += 1;
          expect({ status: answer.status, ...answer.body }).toMatchObject({
            status: 503,
            Code: 'ServiceUnavailable',
            Message: 'The request has failed due to a temporary failure of the server.',
          });
        }
      }
      expect(made.length).toBeGreaterThan(0);
      expect(refusedCount).toBe(10);
      expect(await countPools(target, REGION)).toBe(made.length);
      expect(await accountIdOf(target)).toBe(ROOT.accountId);
      // As large a write as those before: a smaller one may still fit.
      const another = { ...parameters, ClientToken: 'full-again' };
      const refusedAgain = await call(target, 'CreateIpamPool', another);
      expect(refusedAgain.status).toBe(503);

      // With room again everything that was answered is there, and what was refused can be repeated.
      await server.kill();
      await server.restart({ fileSizeMaxKib: undefined });
      const roomy = targetOf(server);
      expect(await countPools(roomy, REGION)).toBe(made.length);
      for (const [index, poolId] of [...made.entries()].slice(-3)) {
        const again = { ...parameters, ClientToken: `full-${index}` };
        expect((await succeed(roomy, 'CreateIpamPool', again))['IpamPoolId']).toBe(poolId);
      }
      const next = { ...parameters, ClientToken: `full-${made.length}` };
      await succeed(roomy, 'CreateIpamPool', next);
      expect(await countPools(roomy, REGION)).toBe(made.length + 1);
    } finally {
      await server.dispose();
    }
  });
});

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

async function waitFor(isReached: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!isReached()) {
    if (Date.now() > deadline) throw new Error('It did not come to that in time.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
