import { expect, test } from 'vitest';
import { makeProvingDatabase } from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import {
  createIpam,
  createPool,
  expectNoProblems,
  REGION,
  startServers,
} from './several-servers.test-support.ts';

const CALLS = 48;

test('calls that come in at once pass at the first attempt, and beside a replay at the second', async () => {
  const url = await makeProvingDatabase();
  const [server, other] = await startServers(url, 2);
  const scopeId = await createIpam(server);
  const poolIds = [
    await createPool(server, scopeId, '10.0.0.0/16'),
    await createPool(server, scopeId, '10.1.0.0/16'),
  ];
  const retries = async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith('cadastre_store_retries_total'));
  };
  const allocate = (index: number, nonce = `nonce-${index}`) => {
    const IpamPoolId = poolIds[index % 2] ?? '';
    const token = index % 3 === 0 ? { ClientToken: `token-${index}` } : {};
    const parameters = { ...REGION, ...token, IpamPoolId, CidrMask: String(26 + (index % 6)) };
    return server.call('CreateIpamPoolAllocation', parameters, { nonce });
  };
  const allocated = await Promise.all(Array.from({ length: CALLS }, (_, index) => allocate(index)));
  expect(allocated.map(({ status }) => status)).toEqual(Array(CALLS).fill(200));
  const mixed = await Promise.all(
    allocated.map(({ body: { IpamPoolAllocationId } }, index) =>
      index % 2 === 0
        ? server.call('DeleteIpamPoolAllocation', {
            ...REGION,
            IpamPoolAllocationId: String(IpamPoolAllocationId),
          })
        : allocate(CALLS + index),
    ),
  );
  expect(mixed.map(({ status }) => status)).toEqual(Array(CALLS).fill(200));
  expect(await retries()).toEqual([]);

  await other?.call(
    'CreateIpamPool',
    { ...REGION, IpamScopeId: scopeId },
    { nonce: 'of another server' },
  );
  const again = [0, 1, 2].map((index) => allocate(2 * CALLS + index));
  const replayed = await allocate(3 * CALLS, 'of another server');
  expect(replayed.body['Code']).toBe('SignatureNonceUsed');
  expect((await Promise.all(again)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await retries()).toEqual(['cadastre_store_retries_total{reason="savepoints"} 1']);
  await expectNoProblems(url);
});
