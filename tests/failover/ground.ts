import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/start-postgres.js';
import type { Target } from '../acceptance/support/raw-client.ts';
import { ROOT } from '../acceptance/support/start-server.ts';
import { adaptConfiguration, Haproxy, makeCertificate } from './haproxy.ts';
import { MortalServer } from './mortal-server.ts';
import { PostgresPair } from './postgres-pair.ts';

/**
 * What is there in production: clients, HAProxy, three servers, HAProxy once more, and two PostgreSQL.
 * Both HAProxy run with the configurations that the project ships.
 */
export interface Ground {
  readonly target: Target;
  readonly servers: readonly MortalServer[];
  readonly postgres: PostgresPair;
  /** Of the database, by the way that the servers take. */
  readonly databaseUrl: string;
  dispose(): Promise<void>;
}

const SERVER_NAMES = ['cadastre-1', 'cadastre-2', 'cadastre-3'];

/** Takes down what was put up, the last first, also where putting up failed half way. */
class Stack {
  readonly #takeDowns: (() => unknown)[] = [];

  add(takeDown: () => unknown): void {
    this.#takeDowns.unshift(takeDown);
  }

  async dispose(): Promise<void> {
    for (const takeDown of this.#takeDowns) await takeDown();
  }
}

export async function openGround(): Promise<Ground> {
  const stack = new Stack();
  try {
    const postgres = await PostgresPair.start();
    stack.add(() => postgres.dispose());
    await postgres.primary.query('CREATE DATABASE cadastre');
    const databaseUrl = await openDatabaseWay(postgres, stack);
    const servers: MortalServer[] = [];
    for (const name of SERVER_NAMES) {
      const server = await MortalServer.start(name, databaseUrl);
      stack.add(() => server.dispose());
      servers.push(server);
    }
    const url = await openApiWay(servers, stack);
    const target = { url, ...ROOT };
    return { target, servers, postgres, databaseUrl, dispose: () => stack.dispose() };
  } catch (error) {
    await stack.dispose();
    throw error;
  }
}

async function openDatabaseWay(postgres: PostgresPair, stack: Stack): Promise<string> {
  const port = await freePort();
  const replacements = new Map([['bind 127.0.0.1:5432', `bind 127.0.0.1:${port}`]]);
  for (const [index, node] of postgres.nodes.entries()) {
    const responderPort = await postgres.openResponder(node);
    replacements.set(
      `10.0.0.2${index + 1}:5432 port 8008`,
      `127.0.0.1:${node.port} port ${responderPort}`,
    );
  }
  const configuration = adaptConfiguration('haproxy/postgres.cfg', replacements);
  const haproxy = await Haproxy.start(configuration, port);
  stack.add(() => haproxy.stop());
  return `postgres://cadastre@127.0.0.1:${port}/cadastre`;
}

async function openApiWay(servers: readonly MortalServer[], stack: Stack): Promise<string> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-certificate-'));
  stack.add(() => rmSync(folder, { recursive: true, force: true }));
  const certificate = join(folder, 'certificate.pem');
  writeFileSync(certificate, makeCertificate());
  const replacements = new Map([
    [
      'bind :443 ssl crt /etc/haproxy/cadastre.pem',
      `bind 127.0.0.1:${port} ssl crt ${certificate}`,
    ],
  ]);
  for (const [index, { way }] of servers.entries()) {
    replacements.set(`10.0.0.1${index + 1}:8080`, `127.0.0.1:${way.port}`);
  }
  const configuration = adaptConfiguration('haproxy/cadastre.cfg', replacements);
  const haproxy = await Haproxy.start(configuration, port);
  stack.add(() => haproxy.stop());
  return `https://127.0.0.1:${port}`;
}
