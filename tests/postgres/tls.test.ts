import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runSql } from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import { makePostgresFolder, startPostgres } from '../../scripts/start-postgres.js';
import { expectNoProblems, REGION, startServers } from './several-servers.test-support.ts';

const { folder, user } = makePostgresFolder();

function makeCertificate(name: string): string {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const files = ['-keyout', key, '-out', certificate, '-days', '2'];
  execFileSync('openssl', ['req', '-x509', '-nodes', ...curve, ...files, ...subject], {
    stdio: 'ignore',
  });
  for (const file of [key, certificate]) {
    chmodSync(file, 0o600);
    if (user !== undefined) chownSync(file, user.uid, user.gid);
  }
  return certificate;
}

describe('A database that speaks TLS', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let certificate: string;

  beforeAll(async () => {
    certificate = makeCertificate('server');
    const files = { ssl_cert_file: certificate, ssl_key_file: join(folder, 'server.key') };
    postgres = await startPostgres({ ssl: 'on', ...files });
  });

  afterAll(async () => {
    await postgres.stop();
    rmSync(folder, { recursive: true });
  });

  test('is used by a server that knows its certificate, encrypted', async () => {
    const url = `${postgres.url}?sslmode=verify-full&sslrootcert=${certificate}`;
    const [server] = await startServers(url, 1);
    const { status } = await server.call('CreateIpam', {
      ...REGION,
      'OperatingRegionList.1': 'cn-hangzhou',
    });
    expect(status).toBe(200);
    const connections = await runSql(
      url,
      `SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
       WHERE application_name = 'cadastre'`,
    );
    expect(connections.rows).toEqual([{ ssl: true }]);
    await expectNoProblems(url);
    await server.close();
  });

  test('is refused where its certificate is unknown', async () => {
    const url = `${postgres.url}?sslmode=verify-full`;
    await expect(startServers(url, 1)).rejects.toThrow(/self-signed certificate/);
  });

  test('is refused where its certificate is another', async () => {
    const other = makeCertificate('other');
    const url = `${postgres.url}?sslmode=verify-full&sslrootcert=${other}`;
    await expect(startServers(url, 1)).rejects.toThrow(/certificate/);
  });
});
