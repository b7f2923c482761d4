import { expect } from 'vitest';
import { settingsOf } from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import { verifyDatabase } from '../../packages/server/src/store/postgres/verify-database.ts';
import { formatProblem } from '../../packages/server/src/store/verify/problem.ts';
import {
  startTestServer,
  type TestServer,
} from '../../packages/server/src/test-server.test-support.ts';

export const REGION = { RegionId: 'cn-hangzhou' };

/** Servers that share a database and its encryption key. The first one may have to set it up. */
export async function startServers(
  url: string,
  count: number,
  clock?: { now: number },
): Promise<readonly [TestServer, ...TestServer[]]> {
  const options = {
    database: { ...settingsOf(url), waitMs: 0 },
    encryptionKey: Buffer.alloc(32, 7),
    ...(clock !== undefined && { clock }),
  };
  const [first, ...others] = await Promise.all(
    Array.from({ length: count }, () => startTestServer(options)),
  );
  if (first === undefined) throw new Error('no server');
  return [first, ...others];
}

/** Makes an IPAM and answers the id of its private default scope. */
export async function createIpam(server: TestServer): Promise<string> {
  const { body } = await server.call('CreateIpam', {
    ...REGION,
    'OperatingRegionList.1': 'cn-hangzhou',
  });
  return String(body['PrivateDefaultScopeId']);
}

/** Makes a pool with a CIDR and answers its id. */
export async function createPool(
  server: TestServer,
  IpamScopeId: string,
  Cidr: string,
): Promise<string> {
  const { body } = await server.call('CreateIpamPool', { ...REGION, IpamScopeId });
  const IpamPoolId = String(body['IpamPoolId']);
  await server.call('AddIpamPoolCidr', { ...REGION, IpamPoolId, Cidr });
  return IpamPoolId;
}

/** Expects what `cadastre verify` proves. */
export async function expectNoProblems(url: string): Promise<void> {
  const problems: string[] = [];
  await verifyDatabase(url, { onProblem: (problem) => problems.push(formatProblem(problem)) });
  expect(problems).toEqual([]);
}
