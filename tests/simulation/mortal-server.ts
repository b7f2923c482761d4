import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ServerAnswer } from './auditor.ts';
import { prepareDataFolder } from './in-process-server.ts';
import type { Body } from './model/expected.ts';
import { type SignedRequest, signCall } from './sign-call.ts';
import type { PlannedCall } from './workload.ts';
import { serverConfiguration } from './world.ts';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const COMMAND = 'packages/cli/bin/cadastre.js';
const START_TIMEOUT_MS = 30_000;
const LISTENING = /listens on (http:\S+?),/;

interface Life {
  readonly child: ChildProcess;
  readonly url: URL;
  readonly agent: Agent;
  readonly ended: Promise<void>;
}

/** The real command as a process of its own, which is killed and comes back on the same folder. */
export class MortalServer {
  /** Calls that had to be made again, since the server died before it answered. */
  repeatedCallCount = 0;
  readonly #folder: string;
  #life: Promise<Life>;
  #nonceCount = 0;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#life = startLife(folder);
  }

  static async start(): Promise<MortalServer> {
    const folder = mkdtempSync(join(tmpdir(), 'cadastre-crash-'));
    await prepareDataFolder(join(folder, 'data'));
    writeFileSync(join(folder, 'config.json'), JSON.stringify(serverConfiguration(0)));
    const server = new MortalServer(folder);
    await server.#life;
    return server;
  }

  get databaseFile(): string {
    return join(this.#folder, 'data', 'cadastre.db');
  }

  /** Sends a call until it is answered; every attempt has a nonce of its own. */
  async send(call: PlannedCall): Promise<ServerAnswer> {
    for (;;) {
      const life = await this.#life;
      this.#nonceCount += 1;
      const signed = signCall(call, this.#nonceCount, Date.now(), life.url.host);
      try {
        return await exchange(life, signed);
      } catch (error) {
        if ((await this.#life) === life && life.child.exitCode === null) {
          // Without an end of the process, an unanswered call is a fault of the server.
          await Promise.race([life.ended, sleep(START_TIMEOUT_MS)]);
          if ((await this.#life) === life) throw error;
        }
        this.repeatedCallCount += 1;
      }
    }
  }

  /** Ends the process at once, whatever it is doing, and starts it again. */
  async kill(): Promise<void> {
    const life = await this.#life;
    this.#life = this.#restart(life);
    life.child.kill('SIGKILL');
    await this.#life;
  }

  /** Ends the process in order. */
  async stop(): Promise<void> {
    const life = await this.#life;
    life.child.kill('SIGTERM');
    await life.ended;
    life.agent.destroy();
  }

  startAgain(): void {
    this.#life = startLife(this.#folder);
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #restart(life: Life): Promise<Life> {
    await life.ended;
    life.agent.destroy();
    return startLife(this.#folder);
  }
}

async function startLife(folder: string): Promise<Life> {
  const words = [COMMAND, 'serve', '--data', join(folder, 'data'), '--listen', '127.0.0.1:0'];
  words.push('--config', join(folder, 'config.json'), '--log-level', 'silent');
  const child = spawn(process.execPath, words, {
    cwd: REPOSITORY,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  const url = new Promise<string>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const match = LISTENING.exec(said);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
  });
  const started = await Promise.race([url, ended, sleep(START_TIMEOUT_MS)]);
  if (typeof started !== 'string') throw new Error(`The server does not start: ${said}`);
  return { child, url: new URL(started), agent: new Agent({ keepAlive: true }), ended };
}

function exchange({ url, agent }: Life, signed: SignedRequest): Promise<ServerAnswer> {
  const { method, headers, body } = signed;
  return new Promise((resolve, reject) => {
    const sent = request(new URL(signed.url, url), { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        try {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Body });
        } catch (error) {
          reject(error);
        }
      });
      response.on('close', () => reject(new Error('The answer is incomplete.')));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
