import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoint } from '../api-client.ts';

const ACCOUNT_ID = '1000000000000001';
const ACCESS_KEY_ID = 'benchmark';
const ACCESS_KEY_SECRET = 'benchmark-secret';
const START_TIMEOUT_MS = 30_000;

/** The server under measurement, in a process and a folder of its own. */
export class ServerProcess {
  readonly accountId = ACCOUNT_ID;
  readonly #folder: string;
  #child: ChildProcess | undefined;

  constructor(folder: string) {
    this.#folder = folder;
    const quotas = { ipam_pool_quota_per_scope: 1_000_000 };
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ quotas }));
  }

  get dataFolder(): string {
    return join(this.#folder, 'data');
  }

  /** Starts the server and answers where it listens, and how long that took. */
  async start(): Promise<{ readonly endpoint: Endpoint; readonly seconds: number }> {
    const startedAt = performance.now();
    const [, script = ''] = process.argv;
    const config = join(this.#folder, 'config.json');
    const words = [
      'serve',
      '--data',
      this.dataFolder,
      '--listen',
      '127.0.0.1:0',
      '--config',
      config,
    ];
    const child = spawn(process.execPath, [script, ...words], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        CADASTRE_ROOT_ACCOUNT_ID: ACCOUNT_ID,
        CADASTRE_ROOT_ACCESS_KEY_ID: ACCESS_KEY_ID,
        CADASTRE_ROOT_ACCESS_KEY_SECRET: ACCESS_KEY_SECRET,
      },
    });
    this.#child = child;
    const url = await waitForUrl(child);
    const endpoint = { url, accessKeyId: ACCESS_KEY_ID, accessKeySecret: ACCESS_KEY_SECRET };
    return { endpoint, seconds: (performance.now() - startedAt) / 1000 };
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await exited;
  }
}

function waitForUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error('the server did not start')), START_TIMEOUT_MS);
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /listens on (\S+),/.exec(text)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      reject(new Error(`the server ended: ${text.trim()}`));
    });
  });
}
