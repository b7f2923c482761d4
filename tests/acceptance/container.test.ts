import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder, REPOSITORY, TestServer } from './support/start-server.ts';
import { isExternal } from './support/target.ts';

const FOLDER = join(REPOSITORY, 'deploy/container');
const PATH = `${dirname(process.execPath)}:${process.env['PATH']}`;

/** Runs what an image runs, with these variables alone. */
function run(words: readonly string[], environment: Readonly<Record<string, string>>) {
  const [command = '', ...rest] = words;
  return spawnSync(command, rest, { env: { PATH, ...environment }, encoding: 'utf8' });
}

describe.skipIf(isExternal)('In a container', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start();
  });

  afterAll(() => server.dispose());

  const checkHealth = (environment: Readonly<Record<string, string>>, path: string) =>
    run([process.execPath, join(FOLDER, 'check-health.js'), path], environment);

  test('the health check finds the server, and fails where there is none', () => {
    const { port } = new URL(server.url);
    for (const path of ['/healthz', '/readyz']) {
      const checked = checkHealth({ CADASTRE_LISTEN: `0.0.0.0:${port}` }, path);
      expect([checked.status, checked.stdout]).toEqual([0, `${path}: 200\n`]);
    }
    const withoutServer = checkHealth({ CADASTRE_LISTEN: '127.0.0.1:1' }, '/healthz');
    expect([withoutServer.status, withoutServer.stdout]).toEqual([
      1,
      expect.stringContaining('ECONNREFUSED'),
    ]);
    // A server that answers something else is not healthy.
    expect(checkHealth({ CADASTRE_LISTEN: server.endpoint }, '/?Action=None').status).toBe(1);
  });

  test('a secret in a file is as good as one in a variable', () => {
    const folder = makeTemporaryFolder();
    try {
      const file = join(folder.path, 'url');
      writeFileSync(file, 'mysql://user:p$a "s`s@host/database\n');
      const words = [join(FOLDER, 'run.sh'), 'verify'];
      const told = run(words, { CADASTRE_DATABASE_URL_FILE: file });
      const plain = run(words, { CADASTRE_DATABASE_URL: readFileSync(file, 'utf8').trim() });
      expect(told.status).toBe(2);
      expect([told.status, told.stderr]).toEqual([plain.status, plain.stderr]);
      expect(told.stderr).toMatch(/^cadastre: /);

      const missing = run(words, { CADASTRE_DATABASE_URL_FILE: join(folder.path, 'missing') });
      expect(missing.status).not.toBe(0);
      expect(missing.stderr).toContain('missing');
    } finally {
      folder.remove();
    }
  });

  test.each(['ACCOUNT_ID', 'ACCESS_KEY_ID', 'ACCESS_KEY_SECRET'])(
    'CADASTRE_ROOT_%s is taken from a file too',
    (name) => {
      const folder = makeTemporaryFolder();
      try {
        const file = join(folder.path, 'value');
        // It is read, for it is told that it cannot be used.
        writeFileSync(file, 'a b\n');
        const words = ['serve', '--data', join(folder.path, 'data'), '--listen', '127.0.0.1:0'];
        const variable = `CADASTRE_ROOT_${name}`;
        const ended = run([join(FOLDER, 'run.sh'), ...words], { [`${variable}_FILE`]: file });
        expect(ended.status).toBe(1);
        expect(ended.stderr).toMatch(new RegExp(`^cadastre: ${variable} must be .*\n$`));
      } finally {
        folder.remove();
      }
    },
  );
});
