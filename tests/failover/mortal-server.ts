import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  makeTemporaryFolder,
  ROOT,
  type StartOptions,
  TestServer,
} from '../acceptance/support/start-server.ts';
import { Relay } from './relay.ts';

const ENCRYPTION_KEY = '07'.repeat(32);
const LIBRARY_FOLDER = '/usr/lib';
const LIBRARY = 'faketime/libfaketimeMT.so.1';

/** The library that sets the clock of one process; throws, with a word on how to get it. */
export function requireFaketime(): string {
  const places = readdirSync(LIBRARY_FOLDER).map((name) => join(LIBRARY_FOLDER, name, LIBRARY));
  const found = [join(LIBRARY_FOLDER, LIBRARY), ...places].find((place) => existsSync(place));
  if (found !== undefined) return found;
  throw new Error(
    `These tests need libfaketime in ${LIBRARY_FOLDER}. On Debian: apt-get install faketime.`,
  );
}

/** One of the servers, behind a way that can be cut, with a clock that can be set. */
export class MortalServer {
  readonly name: string;
  readonly way: Relay;
  readonly #server: TestServer;
  readonly #clockFile: string;
  readonly #temporary: { readonly path: string; remove(): void };

  private constructor(
    name: string,
    way: Relay,
    server: TestServer,
    temporary: { readonly path: string; remove(): void },
    clockFile: string,
  ) {
    this.name = name;
    this.way = way;
    this.#server = server;
    this.#temporary = temporary;
    this.#clockFile = clockFile;
  }

  static async start(name: string, databaseUrl: string): Promise<MortalServer> {
    const temporary = makeTemporaryFolder();
    const clockFile = join(temporary.path, 'clock');
    writeFileSync(clockFile, '+0');
    const folder = join(temporary.path, 'data');
    mkdirSync(folder);
    const options: StartOptions = {
      folder,
      root: ROOT,
      config: { trustedProxies: ['127.0.0.1'] },
      // Short enough for a server to freeze past all of them.
      flags: ['--log-level', 'error', '--database-statement-timeout', '8'],
      environment: {
        CADASTRE_DATABASE_URL: databaseUrl,
        CADASTRE_ENCRYPTION_KEY: ENCRYPTION_KEY,
        LD_PRELOAD: requireFaketime(),
        FAKETIME_TIMESTAMP_FILE: clockFile,
        FAKETIME_CACHE_DURATION: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      },
    };
    const server = await TestServer.start(options);
    const mortal = new MortalServer(name, await Relay.open(), server, temporary, clockFile);
    mortal.#follow();
    return mortal;
  }

  /** What it wrote to standard output and standard error. */
  get output(): string {
    return this.#server.allOutput;
  }

  async kill(): Promise<void> {
    const { processId } = this.#server;
    await this.#server.kill();
    removeSharedMemory(processId);
  }

  async startAgain(): Promise<void> {
    await this.#server.restart();
    this.#follow();
  }

  freeze(): void {
    process.kill(this.#server.processId, 'SIGSTOP');
  }

  unfreeze(): void {
    process.kill(this.#server.processId, 'SIGCONT');
  }

  /** Sets its clock so many seconds ahead, or behind; it goes by that within a second. */
  setClock(seconds: number): void {
    writeFileSync(this.#clockFile, `${seconds < 0 ? '' : '+'}${seconds}`);
  }

  async dispose(): Promise<void> {
    this.way.close();
    if (this.#server.isRunning) await this.kill();
    await this.#server.dispose();
    this.#temporary.remove();
  }

  #follow(): void {
    this.way.target = Number(new URL(this.#server.url).port);
  }
}

/** libfaketime does not get to tidy up after itself in a process that is killed. */
function removeSharedMemory(processId: number): void {
  for (const name of [`faketime_shm_${processId}`, `sem.faketime_sem_${processId}`]) {
    rmSync(join('/dev/shm', name), { force: true });
  }
}
