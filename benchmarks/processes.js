import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** As `npm start` and the service files have them. */
const NODE_FLAGS = ['--max-semi-space-size=32'];

/** A process that has not started, answered or stopped by then is given up. */
const PROCESS_TIMEOUT_MS = 20_000;

const BARE_FASTIFY = fileURLToPath(new URL('bare-fastify.js', import.meta.url));
const LOAD_GENERATOR = fileURLToPath(new URL('load-generator.js', import.meta.url));
const CADASTRE = fileURLToPath(new URL('../packages/cli/bin/cadastre.js', import.meta.url));

/**
 * Starts the built server on a free port. Its log goes to a file, as it would in use.
 *
 * @param {{ folder: string, configFile: string, program?: string, nodeFlags: readonly string[],
 *   credentials: { accessKeyId: string, accessKeySecret: string },
 *   database?: { url: string, encryptionKey: string } }} options With the embedded store where there
 *   is no database.
 */
export async function startCadastre(options) {
  const { folder, configFile, program, nodeFlags, credentials, database } = options;
  const place =
    database === undefined ? ['--data', join(folder, 'data')] : ['--database-url', database.url];
  const serve = ['serve', ...place, '--listen', '127.0.0.1:0'];
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, ...nodeFlags, program ?? CADASTRE, ...serve, '--config', configFile],
    {
      stdio: ['ignore', openSync(join(folder, 'server.log'), 'a'), 'pipe'],
      env: {
        ...process.env,
        CADASTRE_ROOT_ACCOUNT_ID: '1000000000000001',
        CADASTRE_ROOT_ACCESS_KEY_ID: credentials.accessKeyId,
        CADASTRE_ROOT_ACCESS_KEY_SECRET: credentials.accessKeySecret,
        ...(database && { CADASTRE_ENCRYPTION_KEY: database.encryptionKey }),
      },
    },
  );
  const port = await readPort(child, child.stderr, /listens on http:\/\/127\.0\.0\.1:(\d+)/);
  return { port, pid: child.pid, stop: () => stop(child) };
}

/** Starts the bare route; it answers `body` to everything. */
export async function startBareFastify(body) {
  const child = spawn(process.execPath, [BARE_FASTIFY, body], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await readPort(child, child.stdout, /^(\d+)$/);
  return { port, stop: () => stop(child) };
}

/** Starts the load generator; `run` gives it one job and answers what it measured. */
export function startLoadGenerator() {
  const child = fork(LOAD_GENERATOR, { stdio: 'inherit' });
  return {
    run: async (job) => {
      child.send(job);
      const signal = AbortSignal.timeout(Math.ceil(job.seconds * 1000) + PROCESS_TIMEOUT_MS);
      const [answer] = await once(child, 'message', { signal });
      if (answer.kind === 'failed') throw new Error(`The load generator failed: ${answer.message}`);
      return answer.measured;
    },
    stop: () => stop(child),
  };
}

/** Waits for the line with the port, showing what else the process says only when it fails. */
async function readPort(child, stream, pattern) {
  const said = [];
  const timer = setTimeout(() => child.kill('SIGKILL'), PROCESS_TIMEOUT_MS);
  try {
    for await (const line of createInterface({ input: stream })) {
      said.push(line);
      const match = pattern.exec(line);
      if (match !== null) return Number(match[1]);
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`A process did not start:\n${said.join('\n')}`);
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), PROCESS_TIMEOUT_MS);
  child.kill('SIGTERM');
  await once(child, 'exit');
  clearTimeout(timer);
}
