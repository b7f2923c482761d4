import { expect, test } from 'vitest';
import {
  makeTestDatabase,
  settingsOf,
} from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import {
  startTestServer,
  type TestServer,
} from '../../packages/server/src/test-server.test-support.ts';

const REGION = { RegionId: 'cn-hangzhou' };
const NOW = Date.UTC(2026, 7, 20, 8);
const MINUTE_MS = 60_000;

interface Ground {
  /** Starts another server on the same database, with a clock of its own. */
  start(clock: { now: number }): Promise<TestServer>;
}

async function openGround(): Promise<Ground> {
  const url = await makeTestDatabase();
  const database = { ...settingsOf(url), waitMs: 0 };
  const encryptionKey = Buffer.alloc(32, 7);
  return { start: (clock) => startTestServer({ database, encryptionKey, clock }) };
}

async function makePool(server: TestServer): Promise<string> {
  const scope = await server.call('CreateIpam', {
    ...REGION,
    'OperatingRegionList.1': 'cn-hangzhou',
  });
  const IpamScopeId = String(scope.body['PrivateDefaultScopeId']);
  const pool = await server.call('CreateIpamPool', {
    ...REGION,
    IpamScopeId,
    PoolRegionId: 'cn-hangzhou',
  });
  const IpamPoolId = String(pool.body['IpamPoolId']);
  await server.call('AddIpamPoolCidr', { ...REGION, IpamPoolId, Cidr: '10.0.0.0/24' });
  return IpamPoolId;
}

const ALLOCATE = 'CreateIpamPoolAllocation';

test('a pool is ready at once also on a server whose clock is behind', async () => {
  const { start } = await openGround();
  const ahead = await start({ now: NOW + 10 * MINUTE_MS });
  const IpamPoolId = await makePool(ahead);
  const behind = await start({ now: NOW - 4 * MINUTE_MS });
  const allocated = await behind.call(ALLOCATE, { ...REGION, IpamPoolId, CidrMask: '28' });
  expect(allocated.body['Code']).toBeUndefined();
});

test('a signed write is carried out once, though a clock is behind and its server starts anew', async () => {
  const { start } = await openGround();
  const right = await start({ now: NOW });
  const IpamPoolId = await makePool(right);
  const parameters = { ...REGION, IpamPoolId, CidrMask: '28' };
  const signed = { nonce: 'overheard', signedAt: NOW };
  const behind = await start({ now: NOW - 15 * MINUTE_MS });
  expect((await behind.call(ALLOCATE, parameters, signed)).status).toBe(200);

  right.clock.now += 20 * MINUTE_MS;
  // The second one comes after what has expired is forgotten.
  await right.call(ALLOCATE, parameters);
  await right.call(ALLOCATE, parameters);
  const anew = await start({ now: NOW + 5 * MINUTE_MS });
  const replayed = await anew.call(ALLOCATE, parameters, signed);
  expect(replayed.body['Code']).toBe('SignatureNonceUsed');
});
