import { expect, test } from 'vitest';
import {
  makeTestDatabase,
  runSql,
} from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import type { TestServer } from '../../packages/server/src/test-server.test-support.ts';
import {
  createIpam,
  createPool,
  expectNoProblems,
  REGION,
  startServers,
} from './several-servers.test-support.ts';

const SERVER_COUNT = 3;
const CLIENTS_PER_SERVER = 6;
const CALLS_PER_CLIENT = 15;
const CUT_INTERVAL_MS = 200;

/** Codes that tell a client to come again with the same client token. */
const REPEATABLE = ['ServiceUnavailable', 'OperationConflict'];

const CUT = `SELECT count(pg_terminate_backend(pid)) AS "count" FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'cadastre'`;

/** Cuts all connections of the servers now and then, until told to stop; answers how many it cut. */
function keepCutting(url: string): () => Promise<number> {
  let isStopped = false;
  let cutCount = 0;
  const cutting = (async () => {
    while (!isStopped) {
      await new Promise((resolve) => setTimeout(resolve, CUT_INTERVAL_MS));
      cutCount += Number((await runSql(url, CUT)).rows[0]?.count);
    }
  })();
  return async () => {
    isStopped = true;
    await cutting;
    return cutCount;
  };
}

/** Repeats a call with one client token, at one server after another, until it has a real answer. */
async function callUntilAnswered(
  servers: readonly TestServer[],
  first: number,
  parameters: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, unknown>>> {
  for (let attempt = 0; ; attempt += 1) {
    const server = servers[(first + attempt) % servers.length];
    const { body } = (await server?.call('CreateIpamPoolAllocation', parameters)) ?? {};
    if (body !== undefined && !REPEATABLE.includes(String(body['Code']))) return body;
    expect(attempt).toBeLessThan(50);
  }
}

test('while connections are cut all the time, every client token has one allocation', async () => {
  const url = await makeTestDatabase();
  const servers = await startServers(url, SERVER_COUNT);
  const scopeId = await createIpam(servers[0]);
  const IpamPoolId = await createPool(servers[0], scopeId, '10.0.0.0/16');

  const stopCutting = keepCutting(url);
  const allocated = new Map<string, string>();
  const client = async (number: number) => {
    for (let round = 0; round < CALLS_PER_CLIENT; round += 1) {
      const body = await callUntilAnswered(servers, number, {
        ...REGION,
        IpamPoolId,
        CidrMask: '28',
        ClientToken: `token-${number}-${round}`,
      });
      expect(body['Code']).toBeUndefined();
      allocated.set(String(body['IpamPoolAllocationId']), String(body['Cidr']));
    }
  };
  const clientCount = SERVER_COUNT * CLIENTS_PER_SERVER;
  await Promise.all(Array.from({ length: clientCount }, (_, number) => client(number)));
  expect(await stopCutting()).toBeGreaterThan(SERVER_COUNT);

  expect(allocated.size).toBe(clientCount * CALLS_PER_CLIENT);
  expect(new Set(allocated.values()).size).toBe(allocated.size);
  const { rows } = await runSql(url, 'SELECT allocation_id AS id FROM allocations');
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(allocated.keys()));
  await expectNoProblems(url);
});
