import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository, which the command is started from. */
export const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
const COMMAND = 'packages/cli/bin/cadastre.js';

/** How long a start may take, in milliseconds: the machines of CI are slow. */
const START_TIMEOUT_MS = 20_000;

/** The account and access key that calls are made with. */
export interface RootKey {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

export const ROOT: RootKey = {
  accountId: '1234567890123456',
  accessKeyId: 'LTAIacceptanceroot',
  accessKeySecret: 'acceptance-secret-0123456789abcd',
};

export interface StartOptions {
  /** The content of the configuration file; no file where not given. */
  readonly config?: unknown;
  /** Root identity set by the environment; `none` lets the server make one. */
  readonly root?: RootKey | 'none';
  /** Further flags. */
  readonly flags?: readonly string[];
  /** Further environment variables. */
  readonly environment?: Readonly<Record<string, string>>;
  /** An existing data folder; a temporary one, removed by `dispose`, where not given. */
  readonly folder?: string;
  /** Largest file the process may write, in KiB: a disk that fills up. */
  readonly fileSizeMaxKib?: number | undefined;
}

/** What a process wrote and how it ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly standardOutput: string;
  readonly standardError: string;
}

/** A temporary folder and how to remove it. */
export function makeTemporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'cadastre-acceptance-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly output: { standardOutput: string; standardError: string };
}

function spawnServe(folder: string, options: StartOptions, configFile: string | undefined) {
  const words = [COMMAND, 'serve', '--data', folder, '--listen', '127.0.0.1:0'];
  if (configFile !== undefined) words.push('--config', configFile);
  words.push(...(options.flags ?? []));
  const root = options.root ?? ROOT;
  const environment: NodeJS.ProcessEnv = { PATH: process.env['PATH'], ...options.environment };
  if (root !== 'none') {
    environment['CADASTRE_ROOT_ACCOUNT_ID'] = root.accountId;
    environment['CADASTRE_ROOT_ACCESS_KEY_ID'] = root.accessKeyId;
    environment['CADASTRE_ROOT_ACCESS_KEY_SECRET'] = root.accessKeySecret;
  }
  return spawnCommand(words, environment, options.fileSizeMaxKib);
}

function spawnCommand(
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
  fileSizeMaxKib: number | undefined,
): Running {
  const settings = { cwd: REPOSITORY, env: environment, stdio: 'pipe' as const };
  const limited = `ulimit -f ${fileSizeMaxKib}; exec "$0" "$@"`;
  const child =
    fileSizeMaxKib === undefined
      ? spawn(process.execPath, words, settings)
      : spawn('bash', ['--norc', '-c', limited, process.execPath, ...words], settings);
  return watch(child);
}

function watch(child: ChildProcess): Running {
  const output = { standardOutput: '', standardError: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.standardOutput += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output.standardError += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal, ...output }));
  });
  return { child, ended, output };
}

function writeConfig(folder: string, config: unknown): string {
  const file = join(folder, 'config.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  return file;
}

/** Runs `cadastre serve` where it is expected to end by itself. */
export async function serveUntilExit(options: StartOptions): Promise<Ended> {
  const temporary = makeTemporaryFolder();
  const config =
    options.config === undefined ? undefined : writeConfig(temporary.path, options.config);
  const running = spawnServe(options.folder ?? join(temporary.path, 'data'), options, config);
  const timer = setTimeout(() => running.child.kill('SIGKILL'), START_TIMEOUT_MS);
  try {
    return await running.ended;
  } finally {
    clearTimeout(timer);
    temporary.remove();
  }
}

/** Runs a command that ends by itself, with these variables and no others of the tests' own. */
export function runCommand(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  { fileSizeMaxKib }: Pick<StartOptions, 'fileSizeMaxKib'> = {},
): Promise<Ended> {
  const variables = { PATH: process.env['PATH'], ...environment };
  return spawnCommand([COMMAND, ...words], variables, fileSizeMaxKib).ended;
}

/** A server of this test file's own, in a process of its own. */
export class TestServer {
  readonly folder: string;
  readonly root: RootKey;
  readonly #options: StartOptions;
  /** Undefined when the caller's own folder is all that is needed. */
  readonly #temporary: { readonly path: string; remove(): void } | undefined;
  readonly #configFile: string | undefined;
  #running: Running | undefined;
  #url = '';
  #earlierOutput = '';

  private constructor(options: StartOptions) {
    this.#options = options;
    this.root = options.root === undefined || options.root === 'none' ? ROOT : options.root;
    const temporary =
      options.folder === undefined || options.config !== undefined
        ? makeTemporaryFolder()
        : undefined;
    this.#temporary = temporary;
    this.folder = options.folder ?? join(temporary?.path ?? '', 'data');
    this.#configFile =
      options.config === undefined || temporary === undefined
        ? undefined
        : writeConfig(temporary.path, options.config);
  }

  /** Starts a server and waits until it listens. */
  static async start(options: StartOptions = {}): Promise<TestServer> {
    const server = new TestServer(options);
    try {
      await server.#listen();
    } catch (error) {
      await server.dispose();
      throw error;
    }
    return server;
  }

  /** Such as `http://127.0.0.1:41234`; another one after a restart. */
  get url(): string {
    return this.#url;
  }

  /** `host:port`, as the official clients want it. */
  get endpoint(): string {
    return new URL(this.#url).host;
  }

  get processId(): number {
    const id = this.#running?.child.pid;
    if (id === undefined) throw new Error('The server is not running.');
    return id;
  }

  get isRunning(): boolean {
    const child = this.#running?.child;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** Everything written to standard output and standard error since the first start. */
  get allOutput(): string {
    return this.#earlierOutput + this.standardOutput + this.standardError;
  }

  get standardOutput(): string {
    return this.#running?.output.standardOutput ?? '';
  }

  get standardError(): string {
    return this.#running?.output.standardError ?? '';
  }

  /** Asks the server to end and waits for it. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    const running = this.#running;
    if (running === undefined) throw new Error('The server is not running.');
    if (this.isRunning) running.child.kill(signal);
    const timer = setTimeout(() => running.child.kill('SIGKILL'), START_TIMEOUT_MS);
    const ended = await running.ended;
    clearTimeout(timer);
    this.#earlierOutput += ended.standardOutput + ended.standardError;
    this.#running = undefined;
    return ended;
  }

  /** Ends the process as a power cut would. */
  async kill(): Promise<Ended> {
    return this.stop('SIGKILL');
  }

  /** Starts again on the same folder, with other options where given. */
  async restart(changed: StartOptions = {}): Promise<void> {
    if (this.#running !== undefined) await this.stop();
    await this.#listen(changed);
  }

  /** Ends the process and removes everything it kept. */
  async dispose(): Promise<void> {
    if (this.#running !== undefined) await this.stop('SIGKILL');
    this.#temporary?.remove();
  }

  async #listen(changed: StartOptions = {}): Promise<void> {
    const running = spawnServe(this.folder, { ...this.#options, ...changed }, this.#configFile);
    this.#running = running;
    this.#url = await new Promise<string>((resolve, reject) => {
      const fail = (reason: string) =>
        reject(new Error(`${reason}\n${running.output.standardError}`));
      const timer = setTimeout(() => fail('The server did not start in time.'), START_TIMEOUT_MS);
      const look = () => {
        const url = /Cadastre listens on (https?:\/\/\S+?),?\s/.exec(running.output.standardError);
        if (url?.[1] === undefined) return;
        clearTimeout(timer);
        resolve(url[1]);
      };
      running.child.stderr?.on('data', look);
      running.ended.then(() => fail('The server ended instead of listening.'), reject);
    });
  }
}
