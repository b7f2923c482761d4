import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresNode } from './postgres-node.ts';

const WAIT_MAX_MS = 60_000;
const LAST_MOMENTS_MS = 500;

/**
 * A primary and its synchronous standby, and what Patroni does for them: it tells which of them is the
 * primary, promotes the standby when the primary is dead, and makes the dead one its new standby.
 */
export class PostgresPair {
  readonly nodes: readonly [PostgresNode, PostgresNode];
  readonly #responders: Server[] = [];
  #primary: PostgresNode;

  private constructor(nodes: readonly [PostgresNode, PostgresNode]) {
    this.nodes = nodes;
    this.#primary = nodes[0];
  }

  static async start(): Promise<PostgresPair> {
    const names = ['node_a', 'node_b'] as const;
    const pair = new PostgresPair([
      await PostgresNode.create(names[0]),
      await PostgresNode.create(names[1]),
    ]);
    await pair.primary.startNew();
    await pair.standby.startAsStandbyOf(pair.primary);
    await pair.waitUntilSynchronous();
    return pair;
  }

  get primary(): PostgresNode {
    return this.#primary;
  }

  get standby(): PostgresNode {
    const [first, second] = this.nodes;
    return this.#primary === first ? second : first;
  }

  /** Answers as Patroni's REST API does: 200 to /primary where the node takes writes. Its port. */
  async openResponder(node: PostgresNode): Promise<number> {
    const server = createServer((_request, response) => {
      node.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby').then(
        ([row]) => response.writeHead(row?.standby === false ? 200 : 503).end(),
        () => response.writeHead(503).end(),
      );
    });
    this.#responders.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  /**
   * Kills the primary, and makes the standby the primary. It has no standby then, and commits wait. What
   * the old primary wrote in its last moments never comes to the standby: with asynchronous replication
   * it would have been answered.
   */
  async failOver(): Promise<void> {
    const { standby } = this;
    const senders = await this.#primary.query<{ pid: number }>(
      'SELECT pid FROM pg_stat_replication',
    );
    for (const { pid } of senders) process.kill(pid, 'SIGSTOP');
    await sleep(LAST_MOMENTS_MS);
    await this.#primary.kill();
    await standby.query('SELECT pg_promote()');
    this.#primary = standby;
  }

  /** Makes the node that is down a standby, with a new copy of the primary's cluster. */
  async rebuildStandby(): Promise<void> {
    await this.standby.startAsStandbyOf(this.#primary);
    await this.waitUntilSynchronous();
  }

  /** Kills the standby; commits wait until it is started again. */
  async killStandby(): Promise<void> {
    await this.standby.kill();
  }

  async startStandby(): Promise<void> {
    await this.standby.start();
    await this.waitUntilSynchronous();
  }

  /** Ends all connections of servers to the primary. */
  async terminateBackends(): Promise<void> {
    await this.#primary.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'cadastre' AND pid <> pg_backend_pid()`,
    );
  }

  /** Waits until commits are confirmed by the standby. */
  async waitUntilSynchronous(): Promise<void> {
    const deadline = Date.now() + WAIT_MAX_MS;
    while (Date.now() < deadline) {
      const rows = await this.#primary.query(
        "SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'sync'",
      );
      if (rows.length > 0) return;
      await sleep(100);
    }
    throw new Error('The standby does not follow the primary.');
  }

  async dispose(): Promise<void> {
    for (const server of this.#responders) server.close();
    await Promise.all(this.nodes.map((node) => node.dispose()));
  }
}
