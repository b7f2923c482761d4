import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_TIMEOUT_MS = 10_000;

/** Throws, with a word on how to get it, where there is no HAProxy. */
export function requireHaproxy(): void {
  if (spawnSync('haproxy', ['-v'], { env: environment() }).status === 0) return;
  throw new Error(
    'These tests need HAProxy on the PATH or in /usr/sbin. On Debian: apt-get install haproxy.',
  );
}

/** Debian has it where only root looks. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` };
}

/** A configuration that the project ships, with other addresses. */
export function adaptConfiguration(
  file: string,
  replacements: ReadonlyMap<string, string>,
): string {
  let text = readFileSync(new URL(`../../deploy/${file}`, import.meta.url), 'utf8');
  for (const [shipped, here] of replacements) {
    if (!text.includes(shipped)) throw new Error(`deploy/${file} has no ${shipped} any more.`);
    text = text.replaceAll(shipped, here);
  }
  return text;
}

/** A certificate for 127.0.0.1 with its key, in one text, made by the command openssl. */
export function makeCertificate(): string {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const subject = ['-subj', '/CN=127.0.0.1', '-days', '2'];
  const words = ['req', '-x509', '-nodes', ...curve, ...subject, '-keyout', '-', '-out', '-'];
  return execFileSync('openssl', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** A running HAProxy. */
export class Haproxy {
  readonly #folder: string;
  readonly #child: ChildProcess;

  private constructor(folder: string, child: ChildProcess) {
    this.#folder = folder;
    this.#child = child;
  }

  /** Starts with a configuration, and waits until it listens on the port. */
  static async start(configuration: string, port: number): Promise<Haproxy> {
    const folder = mkdtempSync(join(tmpdir(), 'cadastre-haproxy-'));
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, configuration);
    const isLogged = process.env['CADASTRE_TEST_HAPROXY_LOG'] !== undefined;
    const child = spawn('haproxy', ['-db', '-f', file], {
      env: environment(),
      stdio: ['ignore', isLogged ? 'inherit' : 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (isLogged) process.stderr.write(text);
    });
    const haproxy = new Haproxy(folder, child);
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await isListening(port))) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await haproxy.stop();
        throw new Error(`HAProxy does not start: ${said}`);
      }
      await sleep(50);
    }
    return haproxy;
  }

  async stop(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGKILL');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
