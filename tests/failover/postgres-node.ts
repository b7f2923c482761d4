import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import {
  freePort,
  initializeCluster,
  makePostgresFolder,
  requirePostgresBinaries,
  waitUntilReady,
} from '../../scripts/start-postgres.js';

/** Both nodes have these settings, so that each can be the primary. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  max_connections: '200',
  wal_level: 'replica',
  hot_standby: 'on',
  synchronous_commit: 'on',
  // A commit is answered when a standby has it too, also while there is none.
  synchronous_standby_names: 'FIRST 1 (node_a, node_b)',
  wal_keep_size: '512MB',
  // In the cluster's folder, which goes away with it also when processes are killed.
  dynamic_shared_memory_type: 'mmap',
  wal_receiver_status_interval: '1s',
  wal_retrieve_retry_interval: '200ms',
  // Processes are killed here, not machines: what is written stays.
  fsync: 'off',
  full_page_writes: 'on',
};

const QUERY_TIMEOUT_MS = 2_000;

/** One PostgreSQL of a pair, in a temporary folder of its own, on one port for all its lives. */
export class PostgresNode {
  readonly name: string;
  readonly port: number;
  readonly #folder: string;
  readonly #run: { readonly cwd: string; readonly uid?: number; readonly gid?: number };
  /** The primary that it follows as a standby. */
  #source: PostgresNode | undefined;
  #child: ChildProcess | undefined;

  private constructor(name: string, port: number) {
    const { folder, user } = makePostgresFolder();
    this.name = name;
    this.port = port;
    this.#folder = folder;
    this.#run = { cwd: folder, ...user };
  }

  static async create(name: string): Promise<PostgresNode> {
    return new PostgresNode(name, await freePort());
  }

  /** Of the database `postgres`, as a superuser, without a way in between. */
  get url(): string {
    return `postgres://cadastre@127.0.0.1:${this.port}/postgres`;
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  /** Starts as a primary with an empty cluster. */
  async startNew(): Promise<void> {
    initializeCluster(this.#data, this.#run);
    writeFileSync(
      join(this.#data, 'pg_hba.conf'),
      'local all all trust\nhost all all 127.0.0.1/32 trust\nhost replication all 127.0.0.1/32 trust\n',
    );
    this.#source = undefined;
    await this.start();
  }

  /** Starts as a standby with a copy of the primary's cluster. */
  async startAsStandbyOf(primary: PostgresNode): Promise<void> {
    rmSync(this.#data, { recursive: true, force: true });
    const source = ['-h', '127.0.0.1', '-p', String(primary.port), '-U', 'cadastre'];
    const words = [...source, '-D', this.#data, '--checkpoint=fast', '--no-sync', '-X', 'stream'];
    await runToEnd(join(requirePostgresBinaries(), 'pg_basebackup'), words, this.#run);
    execFileSync('touch', [join(this.#data, 'standby.signal')], this.#run);
    this.#source = primary;
    await this.start();
  }

  /** Starts on what is there: a standby stays one. */
  async start(): Promise<void> {
    const settings = {
      port: String(this.port),
      unix_socket_directories: this.#folder,
      ...SETTINGS,
      ...(this.#source !== undefined && {
        primary_conninfo: `host=127.0.0.1 port=${this.#source.port} user=cadastre application_name=${this.name}`,
      }),
    };
    const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    this.#child = spawn(join(requirePostgresBinaries(), 'postgres'), ['-D', this.#data, ...words], {
      ...this.#run,
      stdio: ['ignore', 'ignore', process.env['CADASTRE_TEST_POSTGRES_LOG'] ? 'inherit' : 'ignore'],
    });
    await waitUntilReady(this.url);
  }

  /** Ends all its processes at once, as the end of its machine would. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const processIds = [child.pid, ...childrenOf(child.pid)];
    for (const processId of processIds) killIfThere(processId);
    await ended;
    while (processIds.some((processId) => existsSync(`/proc/${processId}`))) await sleep(20);
    this.#child = undefined;
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Runs a statement on a connection of its own. */
  async query<Row extends pg.QueryResultRow>(sql: string): Promise<readonly Row[]> {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: QUERY_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }
}

function childrenOf(processId: number): readonly number[] {
  const listed = readFileSync(`/proc/${processId}/task/${processId}/children`, 'utf8');
  return listed.split(' ').filter(Boolean).map(Number);
}

function killIfThere(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Runs a program without holding up the load. */
function runToEnd(
  program: string,
  words: readonly string[],
  settings: { readonly cwd: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { ...settings, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    child.once('error', reject);
    child.once('close', (status) => {
      if (status === 0) resolve();
      else reject(new Error(`${program} ended with ${status}: ${said}`));
    });
  });
}
