import { describe, expect, test } from 'vitest';
import {
  type Answer,
  insertUser,
  policyOf,
  ROOT,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';

const REGION = { RegionId: 'cn-hangzhou' };

function codeOf({ body }: Answer): unknown {
  return body['Code'];
}

/** `Name.1`, `Name.2` and so on. */
function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}

/** `Tag.N` parameters; a value that is undefined is left out. */
function tagsOf(tags: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value], index) => [
      [`Tag.${index + 1}.Key`, key],
      ...(value === undefined ? [] : [[`Tag.${index + 1}.Value`, value]]),
    ]),
  );
}

interface Ground {
  readonly server: TestServer;
  readonly ipamId: string;
  readonly scopeId: string;
  readonly discoveryId: string;
  readonly poolIds: readonly string[];
  tag(type: string, ids: readonly string[], tags: Record<string, string>): Promise<unknown>;
  untag(type: string, ids: readonly string[], given: Record<string, string>): Promise<unknown>;
  /** The tags as `id key=value`, all pages. */
  list(given: Record<string, string>, pageSize?: number): Promise<readonly string[]>;
}

async function prepare(poolCount = 2): Promise<Ground> {
  const server = await startTestServer();
  const ipam = await server.call('CreateIpam', {
    ...REGION,
    'OperatingRegionList.1': 'cn-hangzhou',
  });
  const scopeId = String(ipam.body['PrivateDefaultScopeId']);
  const poolIds: string[] = [];
  for (let index = 0; index < poolCount; index += 1) {
    const pool = await server.call('CreateIpamPool', { ...REGION, IpamScopeId: scopeId });
    poolIds.push(String(pool.body['IpamPoolId']));
  }
  return {
    server,
    ipamId: String(ipam.body['IpamId']),
    scopeId,
    discoveryId: String(ipam.body['DefaultResourceDiscoveryId']),
    poolIds,
    tag: async (ResourceType, ids, tags) =>
      codeOf(
        await server.call('TagResources', {
          ...REGION,
          ResourceType,
          ...numbered('ResourceId', ids),
          ...tagsOf(tags),
        }),
      ),
    untag: async (ResourceType, ids, given) =>
      codeOf(
        await server.call('UntagResources', {
          ...REGION,
          ResourceType,
          ...numbered('ResourceId', ids),
          ...given,
        }),
      ),
    list: async (given, pageSize = 50) => {
      const lines: string[] = [];
      let next: string | undefined;
      do {
        const { body } = await server.call('ListTagResources', {
          ...REGION,
          ResourceType: 'IPAMPOOL',
          MaxResults: String(pageSize),
          ...given,
          ...(next === undefined ? {} : { NextToken: next }),
        });
        const items = body['TagResources'] as readonly Record<string, string>[];
        lines.push(
          ...items.map((item) => `${item['ResourceId']} ${item['TagKey']}=${item['TagValue']}`),
        );
        next = body['NextToken'] as string | undefined;
      } while (next !== undefined);
      return lines;
    },
  };
}

describe('TagResources', () => {
  test('tags resources of every type, in any case, and the lists show it', async () => {
    const { server, ipamId, scopeId, discoveryId, poolIds, tag, list } = await prepare();
    const [poolId = ''] = poolIds;
    const tags = { team: 'net', empty: '' };
    expect(await tag('IPAM', [ipamId], tags)).toBeUndefined();
    expect(await tag('ipamScope', [scopeId], tags)).toBeUndefined();
    expect(await tag('IpamPool', [poolId], tags)).toBeUndefined();
    expect(await tag('IPAMRESOURCEDISCOVERY', [discoveryId], tags)).toBeUndefined();
    const { body } = await server.call('ListIpamPools', { ...REGION, 'Tags.1.Key': 'team' });
    expect(body).toMatchObject({
      TotalCount: 1,
      IpamPools: [
        {
          IpamPoolId: poolId,
          Tags: [
            { Key: 'empty', Value: '' },
            { Key: 'team', Value: 'net' },
          ],
        },
      ],
    });
    for (const [ResourceType, id] of [
      ['IPAM', ipamId],
      ['IPAMSCOPE', scopeId],
      ['ipampool', poolId],
      ['IPAMRESOURCEDISCOVERY', discoveryId],
    ] as const) {
      const given = { ResourceType, 'ResourceId.1': id };
      expect(await list(given)).toEqual([`${id} empty=`, `${id} team=net`]);
    }
  });

  test('overwrites the value of a key that is there, as often as it is called', async () => {
    const { poolIds, tag, list } = await prepare();
    const [poolId = ''] = poolIds;
    for (const value of ['1', '2', '2']) {
      expect(await tag('IPAMPOOL', [poolId], { a: value, b: 'x' })).toBeUndefined();
    }
    expect(await list({ 'ResourceId.1': poolId })).toEqual([`${poolId} a=2`, `${poolId} b=x`]);
  });

  test('tags all of the resources or none', async () => {
    const { ipamId, poolIds, tag, list } = await prepare();
    expect(await tag('IPAMPOOL', [...poolIds, 'ipam-pool-none'], { a: '1' })).toBe(
      'ResourceNotFound.IpamPool',
    );
    expect(await tag('IPAMPOOL', [...poolIds, ipamId], { a: '1' })).toBe(
      'ResourceNotFound.IpamPool',
    );
    expect(await list({ 'Tag.1.Key': 'a' })).toEqual([]);
    expect(await tag('IPAMPOOL', [...poolIds, ...poolIds], { a: '1' })).toBeUndefined();
    expect(await list({ 'Tag.1.Key': 'a' })).toEqual(poolIds.map((id) => `${id} a=1`));
  });

  test.each([
    ['IPAM', 'ResourceNotFound.Ipam'],
    ['IPAMSCOPE', 'ResourceNotFound.IpamScope'],
    ['IPAMPOOL', 'ResourceNotFound.IpamPool'],
    ['IPAMRESOURCEDISCOVERY', 'ResourceNotFound.IpamResourceDiscovery'],
    ['VPC', 'IllegalParam.ResourceType'],
    ['constructor', 'IllegalParam.ResourceType'],
  ])('an unknown resource of type %s answers %s', async (type, code) => {
    const { server, poolIds, tag, untag } = await prepare(0);
    expect(poolIds).toEqual([]);
    expect(await tag(type, ['none'], { a: '1' })).toBe(code);
    expect(await untag(type, ['none'], { All: 'true' })).toBe(code);
    expect(server.clock.now).toBeGreaterThan(0);
  });

  test('a resource is found in the region that hosts it alone', async () => {
    const { server, poolIds, tag, list } = await prepare();
    const [poolId = ''] = poolIds;
    const elsewhere = { RegionId: 'cn-beijing', ResourceType: 'IPAMPOOL', 'ResourceId.1': poolId };
    const answer = await server.call('TagResources', { ...elsewhere, ...tagsOf({ a: '1' }) });
    expect(codeOf(answer)).toBe('ResourceNotFound.IpamPool');
    await tag('IPAMPOOL', [poolId], { a: '1' });
    expect(await list(elsewhere)).toEqual([]);
  });

  test('a resource has at most 20 tags, those that were there counted', async () => {
    const { poolIds, tag, untag, list } = await prepare();
    const [poolId = '', otherId = ''] = poolIds;
    const keys = Array.from({ length: 21 }, (_, index) => `k${String(index).padStart(2, '0')}`);
    const some = (from: number, to: number) =>
      Object.fromEntries(keys.slice(from, to).map((key) => [key, 'v']));
    expect(await tag('IPAMPOOL', [poolId], some(0, 21))).toBe('NumberExceed.Tags');
    expect(await tag('IPAMPOOL', [poolId], some(0, 20))).toBeUndefined();
    expect(await tag('IPAMPOOL', [poolId], some(0, 20))).toBeUndefined();
    expect(await tag('IPAMPOOL', [otherId, poolId], some(20, 21))).toBe('NumberExceed.Tags');
    expect(await list({ 'ResourceId.1': otherId })).toEqual([]);
    expect(await untag('IPAMPOOL', [poolId], { 'TagKey.1': 'k00' })).toBeUndefined();
    expect(await tag('IPAMPOOL', [poolId], some(20, 21))).toBeUndefined();
    expect(await list({ 'ResourceId.1': poolId })).toHaveLength(20);
  });

  test.each<[string, Record<string, string>, string]>([
    ['no resource', { 'ResourceId.1': '' }, 'MissingParameter.ResourceIds'],
    ['no type', { ResourceType: '' }, 'MissingParameter.ResourceType'],
    ['no tag', { 'Tag.1.Key': '', 'Tag.1.Value': '' }, 'IllegalParam.TagKey'],
    ['a reserved key', { 'Tag.1.Key': 'acs:a' }, 'IllegalParam.TagKey'],
    ['a key that is too long', { 'Tag.1.Key': 'k'.repeat(65) }, 'IllegalParam.TagKey'],
    ['an address as value', { 'Tag.1.Value': 'http://a' }, 'IllegalParam.TagValue'],
    ['a key twice', { 'Tag.2.Key': 'a', 'Tag.2.Value': 'b' }, 'DuplicatedParam.TagKey'],
    [
      'a wrong type before a wrong key',
      { ResourceType: 'x', 'Tag.1.Key': '1' },
      'IllegalParam.ResourceType',
    ],
    [
      'a wrong key before an unknown resource',
      { 'ResourceId.1': 'x', 'Tag.1.Key': '1' },
      'IllegalParam.TagKey',
    ],
    [
      'too many resources',
      numbered(
        'ResourceId',
        Array.from({ length: 21 }, (_, index) => `p${index}`),
      ),
      'InvalidResourceId',
    ],
  ])('%s is refused', async (_, given, code) => {
    const { server, poolIds } = await prepare(1);
    const good = {
      ...REGION,
      ResourceType: 'IPAMPOOL',
      ...numbered('ResourceId', poolIds),
      ...tagsOf({ a: '1' }),
    };
    expect(codeOf(await server.call('TagResources', { ...good, ...given }))).toBe(code);
    expect(codeOf(await server.call('TagResources', good))).toBeUndefined();
  });

  test('a call without any tag is refused', async () => {
    const { poolIds, tag } = await prepare(1);
    expect(await tag('IPAMPOOL', poolIds, {})).toBe('MissingTag');
  });

  test('has one event that lists the resources, with their tags before and after', async () => {
    const { server, poolIds, tag } = await prepare();
    await tag('IPAMPOOL', poolIds, { a: '1' });
    const [poolId = ''] = poolIds;
    const { body } = await server.call('ListEvents', {
      Operation: 'TagResources',
      ResourceId: poolId,
    });
    const [event, ...others] = body['Events'] as readonly Record<string, string>[];
    expect(others).toEqual([]);
    expect(event).toMatchObject({ ResourceType: 'IpamPool', ResourceId: poolIds.join(',') });
    expect(JSON.parse(event?.['Before'] ?? '').tags[poolId]).toEqual([]);
    expect(JSON.parse(event?.['After'] ?? '').tags[poolId]).toEqual([{ key: 'a', value: '1' }]);
  });
});

describe('UntagResources', () => {
  test('removes the given keys, or all; what is not there is no error', async () => {
    const { poolIds, tag, untag, list } = await prepare();
    const [first = '', second = ''] = poolIds;
    await tag('IPAMPOOL', poolIds, { a: '1', b: '2', c: '3' });
    expect(await untag('IPAMPOOL', poolIds, { 'TagKey.1': 'a', 'TagKey.2': 'x' })).toBeUndefined();
    const left = poolIds.flatMap((id) => [`${id} b=2`, `${id} c=3`]);
    expect(await list(numbered('ResourceId', poolIds))).toEqual(left);
    // A key that is given wins over All.
    const both = { All: 'true', 'TagKey.1': 'b' };
    expect(await untag('IPAMPOOL', [first], both)).toBeUndefined();
    expect(await list({ 'ResourceId.1': first })).toEqual([`${first} c=3`]);
    expect(await untag('IPAMPOOL', [second], { All: 'true' })).toBeUndefined();
    expect(await untag('IPAMPOOL', [second], { All: 'true' })).toBeUndefined();
    expect(await list({ 'ResourceId.1': second })).toEqual([]);
  });

  test('removes from all of the resources or from none', async () => {
    const { poolIds, tag, untag, list } = await prepare();
    await tag('IPAMPOOL', poolIds, { a: '1' });
    const all = { All: 'true' };
    expect(await untag('IPAMPOOL', [...poolIds, 'none'], all)).toBe('ResourceNotFound.IpamPool');
    expect(await list({ 'Tag.1.Key': 'a' })).toHaveLength(2);
  });

  test.each<[string, Record<string, string>, string]>([
    ['neither keys nor All', { All: '' }, 'MissingParam.TagKey'],
    ['All that is false', { All: 'false' }, 'MissingParam.TagKey'],
    ['All that is neither', { All: 'maybe' }, 'InvalidAll'],
    ['no resource', { 'ResourceId.1': '' }, 'MissingParameter.ResourceIds'],
    ['no type', { ResourceType: '' }, 'MissingParameter.ResourceType'],
    ['a wrong type', { ResourceType: 'VPC' }, 'IllegalParam.ResourceType'],
    [
      'too many keys',
      numbered(
        'TagKey',
        Array.from({ length: 21 }, (_, index) => `k${index}`),
      ),
      'InvalidTagKey',
    ],
  ])('%s is refused', async (_, given, code) => {
    const { server, poolIds } = await prepare(1);
    const good = {
      ...REGION,
      ResourceType: 'IPAMPOOL',
      ...numbered('ResourceId', poolIds),
      All: 'true',
    };
    expect(codeOf(await server.call('UntagResources', { ...good, ...given }))).toBe(code);
  });
});

describe('ListTagResources', () => {
  test('goes by resource, by tag and by both; pairs are ANDed', async () => {
    const { poolIds, tag, list } = await prepare(3);
    const [one = '', two = '', three = ''] = poolIds;
    await tag('IPAMPOOL', [one], { env: 'prod', team: 'net' });
    await tag('IPAMPOOL', [two], { env: 'prod', team: 'dns' });
    await tag('IPAMPOOL', [three], { env: 'test' });
    const byTag = (tags: Record<string, string | undefined>) => list(tagsOf(tags));
    expect(await byTag({ env: undefined })).toEqual([
      `${one} env=prod`,
      `${two} env=prod`,
      `${three} env=test`,
    ]);
    expect(await byTag({ env: 'prod', team: undefined })).toEqual([
      `${one} env=prod`,
      `${one} team=net`,
      `${two} env=prod`,
      `${two} team=dns`,
    ]);
    expect(await byTag({ env: 'prod', team: 'dns' })).toEqual([
      `${two} env=prod`,
      `${two} team=dns`,
    ]);
    expect(await byTag({ env: 'prod', absent: undefined })).toEqual([]);
    const both = { ...numbered('ResourceId', [one, three]), ...tagsOf({ env: undefined }) };
    expect(await list(both)).toEqual([`${one} env=prod`, `${three} env=test`]);
    expect(await list(numbered('ResourceId', ['none', one]))).toEqual([
      `${one} env=prod`,
      `${one} team=net`,
    ]);
    expect(await list({ 'ResourceId.1': 'none' })).toEqual([]);
    expect(await list({ ...tagsOf({ env: undefined }), ResourceType: 'IPAM' })).toEqual([]);
  });

  test('pages are stable by resource and key, and tokens are for their own list', async () => {
    const { server, poolIds, tag, list } = await prepare();
    await tag('IPAMPOOL', poolIds, { a: '1', b: '2', c: '3' });
    const all = await list(numbered('ResourceId', poolIds));
    expect(all).toHaveLength(6);
    for (const size of [1, 2, 4, 6, 7]) {
      expect(await list(numbered('ResourceId', poolIds), size)).toEqual(all);
    }
    const given = { ...REGION, ResourceType: 'IPAMPOOL', ...numbered('ResourceId', poolIds) };
    const first = await server.call('ListTagResources', { ...given, MaxResults: '2' });
    expect(Object.keys(first.body).sort()).toEqual(['NextToken', 'RequestId', 'TagResources']);
    const token = String(first.body['NextToken']);
    expect(Buffer.from(token, 'base64url').includes(poolIds[0] ?? '')).toBe(false);
    const next = async (parameters: Record<string, string>) =>
      codeOf(await server.call('ListTagResources', { ...given, ...parameters }));
    expect(await next({ NextToken: token })).toBeUndefined();
    expect(await next({ NextToken: `${token.slice(0, -1)}_` })).toBe('InvalidNextToken');
    expect(await next({ NextToken: token, 'Tag.1.Key': 'a' })).toBe('InvalidNextToken');
    const last = await server.call('ListTagResources', { ...given, MaxResults: '6' });
    expect(last.body).not.toHaveProperty('NextToken');
  });

  test('a page has 10 entries where the call does not say, and 50 at most', async () => {
    const { server, poolIds, tag } = await prepare(1);
    const keys = Array.from({ length: 12 }, (_, index) => [`k${index}`, 'v'] as const);
    await tag('IPAMPOOL', poolIds, Object.fromEntries(keys));
    const given = { ...REGION, ResourceType: 'IPAMPOOL', ...numbered('ResourceId', poolIds) };
    const { body } = await server.call('ListTagResources', given);
    expect(body['TagResources']).toHaveLength(10);
    for (const MaxResults of ['0', '51']) {
      const answer = await server.call('ListTagResources', { ...given, MaxResults });
      expect(codeOf(answer)).toBe('InvalidMaxResults');
    }
  });

  test.each<[string, Record<string, string>, string]>([
    ['neither resource nor tag', {}, 'MissingParam.ResourceIdOrTag'],
    ['a value without a key', { 'Tag.1.Value': 'v' }, 'MissingParam.TagKey'],
    ['no type', { ResourceType: '', 'Tag.1.Key': 'a' }, 'MissingParameter.ResourceType'],
    ['a wrong type', { ResourceType: 'VPC', 'Tag.1.Key': 'a' }, 'IllegalParam.ResourceType'],
    [
      'too many resources',
      numbered(
        'ResourceId',
        Array.from({ length: 51 }, (_, index) => `p${index}`),
      ),
      'InvalidResourceId',
    ],
  ])('%s is refused', async (_, given, code) => {
    const server = await startTestServer();
    const parameters = { ...REGION, ResourceType: 'IPAM', ...given };
    expect(codeOf(await server.call('ListTagResources', parameters))).toBe(code);
  });

  test('tags go with their resource', async () => {
    const { server, poolIds, tag, list } = await prepare(1);
    const [poolId = ''] = poolIds;
    await tag('IPAMPOOL', poolIds, { a: '1' });
    await server.call('DeleteIpamPool', { ...REGION, IpamPoolId: poolId });
    expect(await list({ 'Tag.1.Key': 'a' })).toEqual([]);
  });
});

describe('permissions on tagged resources', () => {
  const arn = (end: string) => `acs:vpc:cn-hangzhou:${ROOT.accountId}:${end}`;
  const allow = (resource: string) =>
    policyOf({ Effect: 'Allow', Action: 'vpc:*TagResources', Resource: resource });

  test('every one of the resources must be allowed', async () => {
    const { server, ipamId, poolIds } = await prepare();
    const [one = '', two = ''] = poolIds;
    const key = await insertUser(server, 'tagger', [allow(arn(`ipampool/${one}`))]);
    const call = async (type: string, ids: readonly string[]) => {
      const given = { ...REGION, ResourceType: type, ...numbered('ResourceId', ids) };
      const tagged = { ...given, ...tagsOf({ a: '1' }) };
      return [
        codeOf(await server.call('TagResources', tagged, { key })),
        codeOf(await server.call('ListTagResources', given, { key })),
        codeOf(await server.call('UntagResources', { ...given, All: 'true' }, { key })),
      ];
    };
    const denied = ['Forbidden.RAM', 'Forbidden.RAM', 'Forbidden.RAM'];
    expect(await call('IpamPool', [one])).toEqual([undefined, undefined, undefined]);
    expect(await call('IPAMPOOL', [two])).toEqual(denied);
    expect(await call('IPAMPOOL', [one, two])).toEqual(denied);
    expect(await call('IPAM', [ipamId])).toEqual(denied);
    expect(await call('IPAM', [one])).toEqual(denied);
    expect(await call('VPC', [one])).toEqual(denied);
  });

  test('a list by tag alone must be allowed on all resources of the type', async () => {
    const { server, poolIds } = await prepare(1);
    const narrow = await insertUser(server, 'narrow', [allow(arn(`ipampool/${poolIds[0]}`))]);
    const wide = await insertUser(server, 'wide', [allow(arn('ipampool/*'))]);
    const given = { ...REGION, ResourceType: 'IPAMPOOL', 'Tag.1.Key': 'a' };
    const list = async (key: typeof wide, type = 'IPAMPOOL') =>
      codeOf(await server.call('ListTagResources', { ...given, ResourceType: type }, { key }));
    expect(await list(narrow)).toBe('Forbidden.RAM');
    expect(await list(wide)).toBeUndefined();
    expect(await list(wide, 'IPAM')).toBe('Forbidden.RAM');
  });
});
