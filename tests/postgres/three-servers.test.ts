import { expect, test } from 'vitest';
import {
  makeProvingDatabase,
  settingsOf,
} from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import {
  startTestServer,
  type TestServer,
} from '../../packages/server/src/test-server.test-support.ts';
import {
  createIpam,
  createPool,
  expectNoProblems,
  REGION,
  startServers,
} from './several-servers.test-support.ts';

const SERVER_COUNT = 3;
const CLIENTS_PER_SERVER = 8;
const CALLS_PER_CLIENT = 30;

interface Ground {
  readonly url: string;
  readonly servers: readonly TestServer[];
  readonly poolIds: readonly string[];
}

/** Three servers on one database, and two pools of different size. */
async function openGround(): Promise<Ground> {
  const url = await makeProvingDatabase();
  const servers = await startServers(url, SERVER_COUNT);
  const scopeId = await createIpam(servers[0]);
  const poolIds: string[] = [];
  for (const cidr of ['10.0.0.0/16', '172.16.0.0/22']) {
    poolIds.push(await createPool(servers[0], scopeId, cidr));
  }
  return { url, servers, poolIds };
}

async function listAllocations(server: TestServer, poolId: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let token: string | undefined;
  do {
    const { body } = await server.call('ListIpamPoolAllocations', {
      ...REGION,
      IpamPoolId: poolId,
      MaxResults: '100',
      ...(token !== undefined && { NextToken: token }),
    });
    for (const item of body['IpamPoolAllocations'] as Record<string, string>[]) {
      found.set(item['IpamPoolAllocationId'] ?? '', item['Cidr'] ?? '');
    }
    token = body['NextToken'] as string | undefined;
  } while (token !== undefined);
  return found;
}

test('three servers under one load give nothing twice and lose nothing they answered', async () => {
  const { url, servers, poolIds } = await openGround();
  const live = new Map<string, string>();
  const codes = new Map<string, number>();
  let tokenCount = 0;

  const client = async (server: TestServer, seed: number) => {
    const own: string[] = [];
    for (let round = 0; round < CALLS_PER_CLIENT; round += 1) {
      const isRelease = own.length > 0 && (round + seed) % 4 === 0;
      const released = isRelease ? own.shift() : undefined;
      tokenCount += 1;
      const answer =
        released === undefined
          ? await server.call('CreateIpamPoolAllocation', {
              ...REGION,
              IpamPoolId: poolIds[(round + seed) % poolIds.length] ?? '',
              CidrMask: String(26 + ((round * 7 + seed) % 3)),
              ClientToken: `token-${tokenCount}`,
            })
          : await server.call('DeleteIpamPoolAllocation', {
              ...REGION,
              IpamPoolAllocationId: released,
            });
      const code = String(answer.body['Code'] ?? 'OK');
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (answer.status !== 200) continue;
      if (released !== undefined) {
        live.delete(released);
        continue;
      }
      const id = String(answer.body['IpamPoolAllocationId']);
      own.push(id);
      live.set(id, String(answer.body['Cidr']));
    }
  };
  await Promise.all(
    servers.flatMap((server, index) =>
      Array.from({ length: CLIENTS_PER_SERVER }, (_, number) =>
        client(server, index * 31 + number),
      ),
    ),
  );

  // The small pool runs out; nothing else is refused.
  expect([...codes.keys()].sort()).toEqual(['OK', 'ResourceNotEnough.IpamPoolCidr']);
  for (const server of servers) {
    const found = new Map<string, string>();
    for (const poolId of poolIds) {
      for (const entry of await listAllocations(server, poolId)) found.set(...entry);
    }
    expect(found).toEqual(live);
  }
  await expectNoProblems(url);
});

test('a client token sent to all servers at once has one result', async () => {
  const { url, servers, poolIds } = await openGround();
  const [poolId = '', otherPoolId = ''] = poolIds;
  for (let round = 0; round < 10; round += 1) {
    const parameters = { ...REGION, CidrMask: '28', ClientToken: `same-${round}` };
    const answers = await Promise.all(
      servers.map((server) =>
        server.call('CreateIpamPoolAllocation', { ...parameters, IpamPoolId: poolId }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body['IpamPoolAllocationId'])).size).toBe(1);

    // For different pools the servers hold different locks: the token alone keeps them apart.
    const other = { ...parameters, ClientToken: `other-${round}` };
    const mixed = await Promise.all(
      [poolId, otherPoolId].map((IpamPoolId, index) =>
        servers[index]?.call('CreateIpamPoolAllocation', { ...other, IpamPoolId }),
      ),
    );
    expect(mixed.map((answer) => answer?.body['Code'] ?? 'OK').sort()).toEqual([
      'IdempotentParameterMismatch',
      'OK',
    ]);
  }
  await expectNoProblems(url);
});

test('a signed write is carried out by one of the servers it is sent to', async () => {
  const { servers, poolIds } = await openGround();
  const [IpamPoolId = ''] = poolIds;
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all(
      servers.map((server) =>
        server.call(
          'CreateIpamPoolAllocation',
          { ...REGION, IpamPoolId, CidrMask: '28' },
          { nonce: `nonce-${round}` },
        ),
      ),
    );
    expect(answers.map(({ body }) => body['Code'] ?? 'OK').sort()).toEqual([
      'OK',
      'SignatureNonceUsed',
      'SignatureNonceUsed',
    ]);
  }
});

test('of racing IPAMs in a region as many are made as the quota allows', async () => {
  const { url, servers } = await openGround();
  const answers = await Promise.all(
    servers.map((server) =>
      server.call('CreateIpam', {
        RegionId: 'cn-beijing',
        'OperatingRegionList.1': 'cn-beijing',
      }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  await expectNoProblems(url);
});

test('a server with another encryption key does not start', async () => {
  const { url } = await openGround();
  const database = { ...settingsOf(url), waitMs: 0 };
  const other = startTestServer({ database, encryptionKey: Buffer.alloc(32, 8) });
  await expect(other).rejects.toThrow(/encryption key/);
});
