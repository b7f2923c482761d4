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

/** A PostgreSQL of its own in a temporary folder, for the length of a test run. */
export interface StartedPostgres {
  /** Of the database `postgres`, as a superuser. */
  readonly url: string;
  stop(): Promise<void>;
}

const DEBIAN_FOLDER = '/usr/lib/postgresql';
const START_TIMEOUT_MS = 60_000;

/** The folder of `initdb` and `postgres`; undefined where there are none. */
export function findPostgresBinaries(): string | undefined {
  const versions = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER) : [];
  const debian = versions
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => join(DEBIAN_FOLDER, version, 'bin'));
  const folders = [...debian, ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.find((folder) =>
    ['initdb', 'postgres'].every((name) => isExecutable(join(folder, name))),
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The folder of the binaries; throws with a word on how to get them. */
export function requirePostgresBinaries(): string {
  const binaries = findPostgresBinaries();
  if (binaries !== undefined) return binaries;
  throw new Error(
    `These tests need PostgreSQL: initdb and postgres on the PATH or in ${DEBIAN_FOLDER}/*/bin. On Debian: apt-get install postgresql postgresql-contrib.`,
  );
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: there it runs as the user `postgres` or `nobody`. */
function findUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // The next name.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody.');
}

/** Starts a server on a free port of 127.0.0.1. `settings` are those of postgresql.conf. */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<StartedPostgres> {
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
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
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
  return { url, stop };
}

/** A temporary folder of the user that PostgreSQL runs as. */
export function makePostgresFolder(): { readonly folder: string; readonly user: User | undefined } {
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-postgres-'));
  const user = findUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700);
  return { folder, user };
}

/** Makes an empty cluster, whose superuser `cadastre` needs no password. */
export function initializeCluster(
  data: string,
  run: { readonly cwd: string } & Partial<User>,
): void {
  const locale = ['--locale=C', '--encoding=UTF8', '--auth=trust', '--username=cadastre'];
  const words = ['-D', data, '--no-sync', ...locale];
  execFileSync(join(requirePostgresBinaries(), 'initdb'), words, {
    ...run,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

export async function waitUntilReady(url: string): Promise<void> {
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

/** A port of 127.0.0.1 that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
