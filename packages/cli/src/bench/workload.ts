import { type ApiAnswer, callOperation, type Endpoint } from '../api-client.ts';
import type { ApiConnection } from './api-connection.ts';
import type { Step } from './measure.ts';

/** The region of everything the workload makes. */
const REGION_ID = 'cn-hangzhou';

/** Allocations are /29: the hot pool's /8 holds two million of them. */
export const ALLOCATION_PREFIX_LENGTH = 29;
const HOT_POOL_CIDR = '10.0.0.0/8';
const MANY_POOL_COUNT = 100;
const PAGE_SIZE = 100;

/** Every so many pages a page token is kept for measuring pages at all depths. */
const PAGES_PER_KEPT_TOKEN = 20;

const REGION = { RegionId: REGION_ID } as const;

/** The pools that are measured. */
export interface Pools {
  readonly hotPoolId: string;
  readonly manyPoolIds: readonly string[];
}

function expectSuccess({ status, json, text }: ApiAnswer): Readonly<Record<string, unknown>> {
  if (status === 200 && json !== undefined) return json;
  throw new Error(text);
}

/** Makes the IPAM, one pool of a /8 and a hundred of a /16. */
export async function makePools(endpoint: Endpoint): Promise<Pools> {
  const call = async (...words: [Parameters<typeof callOperation>[1], Record<string, string>]) =>
    expectSuccess(await callOperation(endpoint, words[0], { ...REGION, ...words[1] }));
  const ipam = await call('CreateIpam', { 'OperatingRegionList.1': REGION_ID });
  const makePool = async (cidr: string) => {
    const scope = String(ipam['PrivateDefaultScopeId']);
    const pool = await call('CreateIpamPool', { IpamScopeId: scope });
    const poolId = String(pool['IpamPoolId']);
    await call('AddIpamPoolCidr', { IpamPoolId: poolId, Cidr: cidr });
    return poolId;
  };
  const hotPoolId = await makePool(HOT_POOL_CIDR);
  const manyPoolIds: string[] = [];
  for (let index = 0; index < MANY_POOL_COUNT; index += 1) {
    manyPoolIds.push(await makePool(`11.${index}.0.0/16`));
  }
  return { hotPoolId, manyPoolIds };
}

export function statusStep(): Step {
  return async (connection) => {
    expectSuccess(await connection.call('GetVpcIpamServiceStatus', REGION));
    return true;
  };
}

/** Takes from the pools in turn and remembers what it took. */
export function allocateStep(poolIds: readonly string[], taken: string[]): Step {
  let turn = 0;
  return async (connection) => {
    const poolId = poolIds[turn % poolIds.length] ?? '';
    turn += 1;
    taken.push(await allocate(connection, poolId));
    return true;
  };
}

async function allocate(connection: ApiConnection, poolId: string): Promise<string> {
  const body = expectSuccess(
    await connection.call('CreateIpamPoolAllocation', {
      ...REGION,
      IpamPoolId: poolId,
      CidrMask: String(ALLOCATION_PREFIX_LENGTH),
    }),
  );
  return String(body['IpamPoolAllocationId']);
}

/** Releases what was taken until nothing of it is left. */
export function releaseStep(taken: string[]): Step {
  return async (connection) => {
    const allocationId = taken.pop();
    if (allocationId === undefined) return false;
    expectSuccess(
      await connection.call('DeleteIpamPoolAllocation', {
        ...REGION,
        IpamPoolAllocationId: allocationId,
      }),
    );
    return true;
  };
}

export function nextAvailableStep(poolId: string): Step {
  return async (connection) => {
    expectSuccess(
      await connection.call('GetIpamPoolNextAvailableCidr', {
        ...REGION,
        IpamPoolId: poolId,
        CidrMask: String(ALLOCATION_PREFIX_LENGTH),
      }),
    );
    return true;
  };
}

/** Pages of the pool's allocations at random depths. */
export function listStep(poolId: string, tokens: readonly string[]): Step {
  return async (connection) => {
    const token = tokens[Math.floor(Math.random() * tokens.length)];
    expectSuccess(await listPage(connection, poolId, token));
    return true;
  };
}

function listPage(
  connection: ApiConnection,
  poolId: string,
  token: string | undefined,
): Promise<ApiAnswer> {
  return connection.call('ListIpamPoolAllocations', {
    ...REGION,
    IpamPoolId: poolId,
    MaxResults: String(PAGE_SIZE),
    ...(token === undefined ? {} : { NextToken: token }),
  });
}

/** Walks the whole list and keeps a page token here and there. */
export async function collectPageTokens(
  connection: ApiConnection,
  poolId: string,
  onPage: (pageCount: number) => void,
): Promise<readonly string[]> {
  const tokens: string[] = [];
  let token: string | undefined;
  for (let page = 1; ; page += 1) {
    const body = expectSuccess(await listPage(connection, poolId, token));
    onPage(page);
    if (typeof body['NextToken'] !== 'string') return tokens;
    token = body['NextToken'];
    if (page % PAGES_PER_KEPT_TOKEN === 1) tokens.push(token);
  }
}
