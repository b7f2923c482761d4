import { execFileSync, spawn } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';

/**
 * A PostgreSQL of its own in a temporary folder, for the length of a run.
 *
 * @typedef {{ uid: number, gid: number }} User
 * @typedef {{ url: string, binaries: string, stop: () => Promise<void> }} StartedPostgres
 *   `url` is that of the database `postgres`, as a superuser.
 */

const DEBIAN_FOLDER = '/usr/lib/postgresql';
const START_TIMEOUT_MS = 60_000;

/**
 * The folder of `initdb` and `postgres`; undefined where there are none.
 *
 * @returns {string | undefined}
 */
function findPostgresBinaries() {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER) : [];
  const debian = versions
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => join(DEBIAN_FOLDER, version, 'bin'));
  const folders = [...debian, ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.find((folder) =>
    ['initdb', 'postgres'].every((name) => isExecutable(join(folder, name))),
  );
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The folder of the binaries; throws with a word on how to get them.
 *
 * @returns {string}
 */
export function requirePostgresBinaries() {
  const binaries = findPostgresBinaries();
  if (binaries !== undefined) return binaries;
  throw new Error(
    `This needs PostgreSQL: initdb and postgres on the PATH or in ${DEBIAN_FOLDER}/*/bin. On Debian: apt-get install postgresql postgresql-contrib.`,
  );
}

/**
 * PostgreSQL refuses to run as root: there it runs as the user `postgres` or `nobody`.
 *
 * @returns {User | undefined}
 */
function findUser() {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      /** @param {string} flag */
      const id = (flag) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // The next name.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody.');
}

/**
 * Starts a server on a free port of 127.0.0.1. `settings` are those of postgresql.conf.
 *
 * @param {Readonly<Record<string, string>>} settings
 * @returns {Promise<StartedPostgres>}
 */
export async function startPostgres(settings = {}) {
  const binaries = requirePostgresBinaries();
  const { folder, user } = makePostgresFolder();
  const run = { cwd: folder, ...user };
  const data = join(folder, 'data');
  initializeCluster(data, run);
  const port = await freePort();
  const given = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: folder,
    max_connections: '200',
    ...settings,
  };
  const words = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(binaries, 'postgres'), ['-D', data, ...words], {
    ...run,
    stdio: ['ignore', 'ignore', process.env['CADASTRE_TEST_POSTGRES_LOG'] ? 'inherit' : 'ignore'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const url = `postgres://cadastre@127.0.0.1:${port}/postgres`;
  const stop = async () => {
    // SIGINT is the fast shutdown: it does not wait for clients.
    child.kill('SIGINT');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, binaries, stop };
}

/**
 * A temporary folder of the user that PostgreSQL runs as.
 *
 * @returns {{ folder: string, user: User | undefined }}
 */
export function makePostgresFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-postgres-'));
  const user = findUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  return { folder, user };
}

/**
 * Makes an empty cluster, whose superuser `cadastre` needs no password.
 *
 * @param {string} data
 * @param {{ cwd: string } & Partial<User>} run
 */
export function initializeCluster(data, run) {
  const locale = ['--locale=C', '--encoding=UTF8', '--auth=trust', '--username=cadastre'];
  const words = ['-D', data, '--no-sync', ...locale];
  execFileSync(join(requirePostgresBinaries(), 'initdb'), words, {
    ...run,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** @param {string} url */
export async function waitUntilReady(url) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/**
 * A port of 127.0.0.1 that nobody listens on now.
 *
 * @returns {Promise<number>}
 */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
