import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, SIGNINGS } from './support/raw-client.ts';
import { makeTemporaryFolder, ROOT, serveUntilExit, TestServer } from './support/start-server.ts';
import { isExternal } from './support/target.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** Needs the openssl command, which makes the certificate. */
describe.skipIf(isExternal || !hasOpenssl)('A server with a certificate', () => {
  let folder: ReturnType<typeof makeTemporaryFolder>;
  let certificate: string;
  let key: string;
  let server: TestServer;

  beforeAll(async () => {
    folder = makeTemporaryFolder();
    certificate = join(folder.path, 'certificate.pem');
    key = join(folder.path, 'key.pem');
    const subject = ['-subj', '/CN=127.0.0.1', '-days', '2'];
    const files = ['-keyout', key, '-out', certificate];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
    const words = ['req', '-x509', '-nodes', ...curve, ...files, ...subject];
    const made = spawnSync('openssl', words, { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
    const flags = ['--tls-cert', certificate, '--tls-key', key, '--require-https'];
    server = await TestServer.start({ flags });
  });

  afterAll(async () => {
    await server.dispose();
    folder.remove();
  });

  test('answers signed calls over HTTPS', async () => {
    expect(server.url).toMatch(/^https:/);
    for (const signing of SIGNINGS) {
      const answer = await call(
        { url: server.url, ...ROOT },
        'GetVpcIpamServiceStatus',
        { RegionId: 'cn-hangzhou' },
        { signing },
      );
      expect({ signing, status: answer.status }).toEqual({ signing, status: 200 });
    }
  });

  test('goes on after somebody speaks plain HTTP to it', async () => {
    const plain = server.url.replace('https:', 'http:');
    await expect(call({ url: plain, ...ROOT }, 'ListIpams')).rejects.toThrow();
    const parameters = { RegionId: 'cn-hangzhou' };
    expect((await call({ url: server.url, ...ROOT }, 'ListIpams', parameters)).status).toBe(200);
  });

  test('does not start with a certificate alone or with a file that is not there', async () => {
    const alone = await serveUntilExit({ flags: ['--tls-cert', certificate] });
    expect(alone).toMatchObject({ exitCode: 1 });
    expect(alone.standardError.trim().split('\n')).toHaveLength(1);
    const missing = await serveUntilExit({
      flags: ['--tls-cert', join(folder.path, 'none.pem'), '--tls-key', key],
    });
    expect(missing).toMatchObject({ exitCode: 1 });
    expect(missing.standardError).toContain('none.pem');
    expect(missing.standardError).not.toContain('    at ');
  });

  test('does not start with files that hold no certificate', async () => {
    const swapped = await serveUntilExit({ flags: ['--tls-cert', key, '--tls-key', certificate] });
    expect(swapped).toMatchObject({ exitCode: 1 });
    expect(swapped.standardError).not.toContain('    at ');
  });
});
