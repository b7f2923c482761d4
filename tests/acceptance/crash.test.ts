import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, type Parameters, succeed, type Target } from './support/raw-client.ts';
import { ROOT, TestServer } from './support/start-server.ts';
import { haveIpam, isExternal, itemsOf, type MadeIpam } from './support/target.ts';

const CALL_COUNT = 1_000;
const REGION = 'cn-hangzhou';

describe.skipIf(isExternal)('A server that is killed', () => {
  let server: TestServer;
  let ipam: MadeIpam;

  beforeAll(async () => {
    server = await TestServer.start({ config: { quotas: { ipam_pool_quota_per_scope: 100_000 } } });
    ipam = await haveIpam(targetOf(server), REGION);
  });

  afterAll(() => server.dispose());

  test.each([0.05, 0.4, 0.8])(
    'after %d of a thousand parallel calls keeps what it answered, and makes nothing twice',
    async (part) => {
      const prefix = `kill-${part}`;
      const before = await listAll(targetOf(server), prefix);
      expect(before.size).toBe(0);
      const answered = await callUntilKilled(Math.floor(CALL_COUNT * part), prefix);
      expect(answered.size).toBeGreaterThanOrEqual(Math.floor(CALL_COUNT * part));
      expect(answered.size).toBeLessThan(CALL_COUNT);

      await server.restart();
      const kept = await listAll(targetOf(server), prefix);
      for (const [name, poolId] of answered) expect(kept.get(name)).toEqual([poolId]);

      // Every call is repeated with its token, as clients do that never saw an answer.
      const repeated = await Promise.all(
        Array.from({ length: CALL_COUNT }, async (_, index) => {
          const parameters = callParameters(prefix, index);
          const body = await succeed(targetOf(server), 'CreateIpamPool', parameters);
          return [String(parameters['IpamPoolName']), String(body['IpamPoolId'])] as const;
        }),
      );
      for (const [name, poolId] of repeated) {
        expect(kept.get(name) ?? [poolId]).toEqual([poolId]);
      }
      const after = await listAll(targetOf(server), prefix);
      expect(after.size).toBe(CALL_COUNT);
      for (const [name, poolId] of repeated) expect(after.get(name)).toEqual([poolId]);

      // The counter that the quota goes by agrees with what is listed.
      const scopes = await succeed(targetOf(server), 'ListIpamScopes', {
        RegionId: REGION,
        'IpamScopeIds.1': ipam.privateScopeId,
      });
      const pools = await succeed(targetOf(server), 'ListIpamPools', { RegionId: REGION });
      expect(itemsOf(scopes, 'IpamScopes')[0]?.['PoolCount']).toBe(pools['TotalCount']);
    },
  );

  function callParameters(prefix: string, index: number): Parameters {
    return {
      RegionId: REGION,
      IpamScopeId: ipam.privateScopeId,
      IpamPoolName: `${prefix}-${index}`,
      ClientToken: `${prefix}-token-${index}`,
      'Tag.1.Key': 'kill',
      'Tag.1.Value': prefix,
    };
  }

  /** The pools that were answered before and while the process ended. */
  async function callUntilKilled(count: number, prefix: string): Promise<Map<string, string>> {
    const target = targetOf(server);
    const answered = new Map<string, string>();
    let killing: Promise<unknown> | undefined;
    const work = Array.from({ length: CALL_COUNT }, async (_, index) => {
      const parameters = callParameters(prefix, index);
      try {
        const answer = await call(target, 'CreateIpamPool', parameters);
        expect({ status: answer.status, code: answer.body['Code'] }).toEqual({ status: 200 });
        answered.set(String(parameters['IpamPoolName']), String(answer.body['IpamPoolId']));
        if (answered.size >= count) killing ??= server.kill();
      } catch (error) {
        if (killing === undefined) throw error;
      }
    });
    await Promise.all(work);
    await killing;
    return answered;
  }
});

function targetOf(server: TestServer): Target {
  return { url: server.url, ...ROOT };
}

/** The ids of the pools that have the tag, by name: several where a name is there twice. */
async function listAll(target: Target, tag: string): Promise<Map<string, string[]>> {
  const idsByName = new Map<string, string[]>();
  let next: Parameters = {};
  for (;;) {
    const body = await succeed(target, 'ListIpamPools', {
      RegionId: REGION,
      'Tag.1.Key': 'kill',
      'Tag.1.Value': tag,
      MaxResults: 100,
      ...next,
    });
    for (const pool of itemsOf(body, 'IpamPools')) {
      const name = String(pool['IpamPoolName']);
      idsByName.set(name, [...(idsByName.get(name) ?? []), String(pool['IpamPoolId'])]);
    }
    if (typeof body['NextToken'] !== 'string') return idsByName;
    next = { NextToken: body['NextToken'] };
  }
}
