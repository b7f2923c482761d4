import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, type Parameters, succeed, type Target } from './support/raw-client.ts';
import { ROOT, TestServer } from './support/start-server.ts';
import {
  createPool,
  createResourceGroup,
  haveIpam,
  isExternal,
  itemsOf,
  outcome,
} from './support/target.ts';

const CONFIG = {
  regions: [
    'first',
    'second',
    'third',
    'scopes',
    'lists',
    'pages',
    'tags',
    'counts',
    'dry',
    'idempotent',
  ].map((id) => ({ id })),
  quotas: { ipam_pool_quota_per_scope: 10_000 },
};
const FIRST: Parameters = { RegionId: 'first', 'OperatingRegionList.1': 'first' };

describe.skipIf(isExternal)('IPAMs, scopes and lists', () => {
  let server: TestServer;
  let target: Target;

  beforeAll(async () => {
    server = await TestServer.start({ config: CONFIG });
    target = { url: server.url, ...ROOT };
  });

  afterAll(() => server.dispose());

  const list = async (action: string, items: string, parameters: Parameters) =>
    itemsOf(await succeed(target, action, parameters), items);

  describe('CreateIpam', () => {
    test('makes two default scopes, a default resource discovery and its association', async () => {
      const made = await succeed(target, 'CreateIpam', {
        RegionId: 'first',
        IpamName: 'main',
        IpamDescription: 'The first one',
        'OperatingRegionList.1': 'second',
        'OperatingRegionList.4': 'first',
        'Tag.1.Key': 'team',
        'Tag.1.Value': 'net',
      });
      expect(made).toEqual({
        RequestId: expect.any(String),
        IpamId: expect.stringMatching(/^ipam-[0-9a-z]+$/),
        PublicDefaultScopeId: expect.stringMatching(/^ipam-scope-[0-9a-z]+$/),
        PrivateDefaultScopeId: expect.stringMatching(/^ipam-scope-[0-9a-z]+$/),
        DefaultResourceDiscoveryId: expect.stringMatching(/^ipam-res-disco-[0-9a-z]+$/),
        DefaultResourceDiscoveryAssociationId: expect.stringMatching(
          /^ipam-res-disco-assoc-[0-9a-z]+$/,
        ),
        ResourceDiscoveryAssociationCount: 1,
      });
      const { RequestId: _, ...ids } = made;
      const [ipam] = await list('ListIpams', 'Ipams', { RegionId: 'first' });
      expect({ ...ipam, OperatingRegionList: sorted(ipam?.['OperatingRegionList']) }).toEqual({
        ...ids,
        IpamName: 'main',
        IpamDescription: 'The first one',
        IpamStatus: 'Created',
        RegionId: 'first',
        OwnerId: Number(ROOT.accountId),
        CreateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        ResourceGroupId: expect.stringMatching(/^rg-/),
        OperatingRegionList: ['first', 'second'],
        ScopeCount: 2,
        Tags: [{ Key: 'team', Value: 'net' }],
      });
      const scopes = await list('ListIpamScopes', 'IpamScopes', {
        RegionId: 'first',
        IpamId: String(made['IpamId']),
      });
      const publicScope = scopes.find((scope) => scope['IpamScopeType'] === 'public');
      const privateScope = scopes.find((scope) => scope['IpamScopeType'] === 'private');
      expect(scopes).toHaveLength(2);
      expect(publicScope).toMatchObject({
        IpamScopeId: made['PublicDefaultScopeId'],
        IsDefault: true,
        Status: 'Created',
        PoolCount: 0,
      });
      expect(privateScope).toMatchObject({
        IpamScopeId: made['PrivateDefaultScopeId'],
        IsDefault: true,
        RegionId: 'first',
        IpamId: made['IpamId'],
      });
    });

    test('an account has one IPAM in a region', async () => {
      await haveIpam(target, 'first');
      expect(await outcome(target, 'CreateIpam', FIRST)).toEqual({
        status: 400,
        code: 'QuotaExceeded.IpamQuotaPerRegion',
      });
    });

    test('32 racing calls make one IPAM', async () => {
      const parameters = { RegionId: 'counts', 'OperatingRegionList.1': 'counts' };
      const answers = await Promise.all(
        Array.from({ length: 32 }, () => outcome(target, 'CreateIpam', parameters)),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await list('ListIpams', 'Ipams', { RegionId: 'counts' })).toHaveLength(1);
    });

    test('the operating regions must exist and include the region of the call', async () => {
      const regions = (...ids: string[]): Parameters => ({
        RegionId: 'third',
        ...Object.fromEntries(ids.map((id, index) => [`OperatingRegionList.${index + 1}`, id])),
      });
      const codeOf = async (parameters: Parameters) =>
        (await outcome(target, 'CreateIpam', parameters)).code;
      expect(await codeOf(regions())).toBe('MissingOperatingRegionList');
      expect(await codeOf(regions('first'))).toBe('IllegalParam.OperatingRegionList');
      expect(await codeOf(regions('third', 'nowhere'))).toBe('IllegalParam.OperatingRegionList');
      expect(await codeOf({ ...regions('third'), RegionId: 'nowhere' })).toBe(
        'InvalidRegionId.NotFound',
      );
    });

    test('a dry run makes nothing', async () => {
      const parameters = { RegionId: 'dry', 'OperatingRegionList.1': 'dry', DryRun: true };
      expect((await outcome(target, 'CreateIpam', parameters)).code).toBe('DryRunOperation');
      expect(await list('ListIpams', 'Ipams', { RegionId: 'dry' })).toEqual([]);
      expect(await list('ListIpamScopes', 'IpamScopes', { RegionId: 'dry' })).toEqual([]);
    });

    test('the same token gives the same IPAM', async () => {
      const parameters = {
        RegionId: 'idempotent',
        'OperatingRegionList.1': 'idempotent',
        ClientToken: randomUUID(),
      };
      const { RequestId: _, ...first } = await succeed(target, 'CreateIpam', parameters);
      expect(await succeed(target, 'CreateIpam', parameters)).toMatchObject(first);
    });
  });

  describe('CreateIpamScope', () => {
    test('makes a private scope that is listed', async () => {
      const { ipamId } = await haveIpam(target, 'scopes');
      const given = {
        RegionId: 'scopes',
        IpamId: ipamId,
        IpamScopeName: 'lab',
        IpamScopeDescription: 'A scope',
      };
      const made = await succeed(target, 'CreateIpamScope', {
        ...given,
        IpamScopeType: 'private',
        'Tag.1.Key': 'team',
      });
      const [scope] = await list('ListIpamScopes', 'IpamScopes', {
        RegionId: 'scopes',
        'IpamScopeIds.1': String(made['IpamScopeId']),
      });
      expect(scope).toEqual({
        ...given,
        IpamScopeId: made['IpamScopeId'],
        IpamScopeType: 'private',
        IsDefault: false,
        PoolCount: 0,
        Status: 'Created',
        OwnerId: Number(ROOT.accountId),
        CreateTime: expect.any(String),
        ResourceGroupId: expect.stringMatching(/^rg-/),
        Tags: [{ Key: 'team', Value: '' }],
      });
    });

    test('an IPAM has at most five scopes, the default ones included', async () => {
      const { ipamId } = await haveIpam(target, 'scopes');
      const parameters = { RegionId: 'scopes', IpamId: ipamId };
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => outcome(target, 'CreateIpamScope', parameters)),
      );
      expect(answers.filter(({ status }) => status === 400)).not.toHaveLength(0);
      expect(await outcome(target, 'CreateIpamScope', parameters)).toEqual({
        status: 400,
        code: 'QuotaExceeded.IpamScopeQuotaPerIpam',
      });
      expect(await list('ListIpamScopes', 'IpamScopes', parameters)).toHaveLength(5);
      const [ipam] = await list('ListIpams', 'Ipams', { RegionId: 'scopes' });
      expect(ipam).toMatchObject({ ScopeCount: 5 });
    });

    test('a public scope, an unknown IPAM and an IPAM of another region are refused', async () => {
      const { ipamId } = await haveIpam(target, 'scopes');
      const codeOf = async (more: Parameters) => {
        const parameters = { RegionId: 'scopes', IpamId: ipamId, ...more };
        return (await outcome(target, 'CreateIpamScope', parameters)).code;
      };
      expect(await codeOf({ IpamScopeType: 'public' })).toBe('IllegalParam.IpamScopeType');
      expect(await codeOf({ IpamId: 'ipam-unknown' })).toBe('ResourceNotFound.Ipam');
      expect(await codeOf({ RegionId: 'second' })).toBe('ResourceNotFound.Ipam');
      expect(await codeOf({ IpamScopeDescription: '中' })).toBe(
        'IllegalParam.IpamScopeDescription',
      );
    });

    test('a scope counts its pools', async () => {
      const { privateScopeId } = await haveIpam(target, 'scopes');
      const parameters = { RegionId: 'scopes', IpamScopeId: privateScopeId };
      await createPool(target, parameters);
      await createPool(target, parameters);
      const [scope] = await list('ListIpamScopes', 'IpamScopes', {
        RegionId: 'scopes',
        'IpamScopeIds.1': privateScopeId,
      });
      expect(scope).toMatchObject({ PoolCount: 2 });
    });
  });

  describe('filters', () => {
    const PLAIN = { IpamPoolName: 'plain' };
    const FULL = {
      IpamPoolName: 'full',
      PoolRegionId: 'lists',
      IpVersion: 'IPv6',
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'net',
      'Tag.2.Key': 'stage',
      'Tag.2.Value': 'test',
    };
    let plain: string;
    let full: string;
    let groupId: string;
    let scope: Parameters;

    beforeAll(async () => {
      const { privateScopeId } = await haveIpam(target, 'lists');
      scope = { RegionId: 'lists', IpamScopeId: privateScopeId };
      plain = await createPool(target, { ...scope, ...PLAIN });
      groupId = await createResourceGroup(target);
      full = await createPool(target, { ...scope, ...FULL, ResourceGroupId: groupId });
    });

    const idsBy = async (filter: Parameters) => {
      const pools = await list('ListIpamPools', 'IpamPools', { RegionId: 'lists', ...filter });
      return pools.map((pool) => pool['IpamPoolId']);
    };

    test('pools are found by each of their properties', async () => {
      expect(await idsBy({})).toEqual([plain, full]);
      expect(await idsBy({ IpamPoolName: 'full' })).toEqual([full]);
      expect(await idsBy({ PoolRegionId: 'lists' })).toEqual([full]);
      expect(await idsBy({ ResourceGroupId: groupId })).toEqual([full]);
      expect(await idsBy({ IpVersion: 'IPv4' })).toEqual([plain]);
      expect(await idsBy({ IsShared: false })).toEqual([plain, full]);
      expect(await idsBy({ IsShared: true })).toEqual([]);
      expect(await idsBy({ 'IpamPoolIds.1': full })).toEqual([full]);
      expect(await idsBy({ 'IpamPoolIds.7': full, 'IpamPoolIds.2': plain })).toEqual([plain, full]);
      const sub = await createPool(target, { ...scope, SourceIpamPoolId: plain });
      expect(await idsBy({ SourceIpamPoolId: plain })).toEqual([sub]);
    });

    test('filters narrow each other down, and empty ones do not count', async () => {
      expect(await idsBy({ IpamPoolName: 'full', IpVersion: 'IPv4' })).toEqual([]);
      const empty = { IpamPoolName: '', IpamScopeId: '', IsShared: '', 'IpamPoolIds.1': '' };
      expect(await idsBy({ ...empty, IpVersion: 'IPv6' })).toEqual([full]);
    });

    test.each(['Tag', 'Tags'])('lists filter by %s, all of which must match', async (name) => {
      expect(await idsBy({ [`${name}.1.Key`]: 'team' })).toEqual([full]);
      const both = {
        [`${name}.1.Key`]: 'team',
        [`${name}.1.Value`]: 'net',
        [`${name}.5.Key`]: 'stage',
      };
      expect(await idsBy(both)).toEqual([full]);
      expect(await idsBy({ ...both, [`${name}.5.Value`]: 'live' })).toEqual([]);
      expect(await idsBy({ [`${name}.1.Key`]: 'unknown' })).toEqual([]);
    });

    const UNMATCHABLE: readonly (readonly [string, string, Parameters])[] = [
      ['ListIpams', 'Ipams', { 'IpamIds.1': 'ipam-unknown' }],
      ['ListIpams', 'Ipams', { 'IpamIds.one': 'ipam-unknown' }],
      ['ListIpams', 'Ipams', { IpamName: 'a_fake' }],
      ['ListIpams', 'Ipams', { ResourceGroupId: 'rg-acfmxazb4ph6aiy_fake' }],
      ['ListIpams', 'Ipams', { 'Tags.1.Key': '1 bad key' }],
      ['ListIpamScopes', 'IpamScopes', { IpamId: 'ipam-a_fake' }],
      ['ListIpamScopes', 'IpamScopes', { 'IpamScopeIds.1': 'ipam-scope-a_fake' }],
      ['ListIpamScopes', 'IpamScopes', { IpamScopeType: 'private_fake' }],
      ['ListIpamScopes', 'IpamScopes', { IpamScopeName: 'http://not-a-name' }],
      ['ListIpamPools', 'IpamPools', { IsShared: 'banana' }],
      ['ListIpamPools', 'IpamPools', { IpamScopeId: 'ipam-scope-a_fake' }],
      ['ListIpamPools', 'IpamPools', { 'IpamPoolIds.1': "' OR 1=1 --" }],
      ['ListIpamPools', 'IpamPools', { PoolRegionId: 'cn-hangzhou_fake' }],
      ['ListIpamPools', 'IpamPools', { SourceIpamPoolId: 'ipam-pool-a_fake' }],
      ['ListIpamPools', 'IpamPools', { IpVersion: 'IPv5' }],
      ['ListIpamPools', 'IpamPools', { Ipv6Isp: 'Satellite' }],
      ['ListIpamPools', 'IpamPools', { RegionId: 'nowhere' }],
      ['ListIpamPools', 'IpamPools', { Tag: 'not-a-list', 'Tag.x': 'y' }],
    ];
    test.each(UNMATCHABLE)(
      '%s gives 200 and an empty array %s for %o',
      async (action, items, filter) => {
        const answer = await call(target, action, { RegionId: 'lists', ...filter });
        expect({ status: answer.status, ...answer.body }).toEqual({
          status: 200,
          RequestId: expect.any(String),
          [items]: [],
          Count: 0,
          TotalCount: 0,
          MaxResults: 10,
        });
      },
    );
  });

  describe('pages', () => {
    const POOL_COUNT = 25;
    let made: string[];
    const IN_PAGES = { RegionId: 'pages' };

    beforeAll(async () => {
      const { privateScopeId } = await haveIpam(target, 'pages');
      made = [];
      for (let index = 0; index < POOL_COUNT; index += 1) {
        const parameters = { RegionId: 'pages', IpamScopeId: privateScopeId };
        made.push(await createPool(target, { ...parameters, IpamPoolName: `p${index % 2}` }));
      }
    });

    const readAll = async (filter: Parameters): Promise<string[][]> => {
      const pages: string[][] = [];
      let next: Parameters = {};
      for (;;) {
        const body = await succeed(target, 'ListIpamPools', { ...filter, ...next });
        const items = itemsOf(body, 'IpamPools');
        expect(body['Count']).toBe(items.length);
        pages.push(items.map((item) => String(item['IpamPoolId'])));
        const token = body['NextToken'];
        if (typeof token !== 'string' || token === '') return pages;
        next = { NextToken: token };
      }
    };

    test('a page has ten entries where not told otherwise, and the total of all pages', async () => {
      const body = await succeed(target, 'ListIpamPools', IN_PAGES);
      expect(body).toMatchObject({ Count: 10, TotalCount: POOL_COUNT, MaxResults: 10 });
      expect(body['NextToken']).toEqual(expect.any(String));
    });

    test.each([1, 7, 10, 24, 25, 26, 100])(
      'pages of %i hold every pool once, in order of creation',
      async (size) => {
        const pages = await readAll({ ...IN_PAGES, MaxResults: size });
        expect(pages.flat()).toEqual(made);
        expect(pages).toHaveLength(Math.ceil(POOL_COUNT / size));
      },
    );

    test('the order is the same at every call', async () => {
      const first = await readAll({ ...IN_PAGES, MaxResults: 100 });
      expect(await readAll({ ...IN_PAGES, MaxResults: 100 })).toEqual(first);
    });

    test('filters hold on every page, and the size may change between pages', async () => {
      const filter = { ...IN_PAGES, IpamPoolName: 'p1' };
      const pages = await readAll({ ...filter, MaxResults: 5 });
      expect(pages.flat()).toEqual(made.filter((_, index) => index % 2 === 1));
      const first = await succeed(target, 'ListIpamPools', { ...filter, MaxResults: 2 });
      const second = await succeed(target, 'ListIpamPools', {
        ...filter,
        MaxResults: 100,
        NextToken: String(first['NextToken']),
      });
      expect(itemsOf(second, 'IpamPools')).toHaveLength(12 - 2);
    });

    test('an entry made while pages are read does not move the others', async () => {
      const first = await succeed(target, 'ListIpamPools', { ...IN_PAGES, MaxResults: 20 });
      const { privateScopeId } = await haveIpam(target, 'pages');
      const late = await createPool(target, { RegionId: 'pages', IpamScopeId: privateScopeId });
      const second = await succeed(target, 'ListIpamPools', {
        ...IN_PAGES,
        MaxResults: 20,
        NextToken: String(first['NextToken']),
      });
      const ids = itemsOf(second, 'IpamPools').map((pool) => pool['IpamPoolId']);
      expect(ids).toEqual([...made.slice(20), late]);
      made.push(late);
    });

    test('a token that was changed, made up or made for another list is refused', async () => {
      const body = await succeed(target, 'ListIpamPools', { ...IN_PAGES, MaxResults: 3 });
      const token = String(body['NextToken']);
      const changed = `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`;
      const cases: readonly (readonly [string, Parameters])[] = [
        ['ListIpamPools', { ...IN_PAGES, NextToken: changed }],
        ['ListIpamPools', { ...IN_PAGES, NextToken: token.slice(0, -4) }],
        ['ListIpamPools', { ...IN_PAGES, NextToken: made[2] ?? '' }],
        ['ListIpamPools', { ...IN_PAGES, NextToken: '10' }],
        ['ListIpamPools', { RegionId: 'lists', NextToken: token }],
        ['ListIpamPools', { ...IN_PAGES, IpamPoolName: 'p1', NextToken: token }],
        ['ListIpamScopes', { ...IN_PAGES, NextToken: token }],
      ];
      for (const [action, parameters] of cases) {
        expect(await outcome(target, action, parameters)).toEqual({
          status: 400,
          code: 'InvalidNextToken',
        });
      }
    });

    test('a token shows nothing of what it stands for', async () => {
      const body = await succeed(target, 'ListIpamPools', { ...IN_PAGES, MaxResults: 3 });
      const token = String(body['NextToken']);
      expect(token).not.toContain(made[2]);
      expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('ipam-pool');
    });

    test('an empty token starts at the beginning', async () => {
      const body = await succeed(target, 'ListIpamPools', { ...IN_PAGES, NextToken: '' });
      expect(itemsOf(body, 'IpamPools')[0]?.['IpamPoolId']).toBe(made[0]);
    });

    test.each(['0', '101', '-1', '1.5', 'ten'])('MaxResults=%s is refused', async (size) => {
      expect(await outcome(target, 'ListIpamPools', { ...IN_PAGES, MaxResults: size })).toEqual({
        status: 400,
        code: 'InvalidMaxResults',
      });
    });

    test('a hundred ids can be asked for and a hundred and one cannot', async () => {
      const ids = (count: number): Parameters =>
        Object.fromEntries(
          Array.from({ length: count }, (_, index) => [
            `IpamPoolIds.${index + 1}`,
            made[index] ?? `ipam-pool-none${index}`,
          ]),
        );
      const body = await succeed(target, 'ListIpamPools', { ...IN_PAGES, ...ids(100) });
      expect(body['TotalCount']).toBe(made.length);
      expect(await outcome(target, 'ListIpamPools', { ...IN_PAGES, ...ids(101) })).toEqual({
        status: 400,
        code: 'InvalidIpamPoolIds',
      });
    });
  });

  describe('other operations', () => {
    test('DescribeRegions lists the configured regions with the endpoint that was called', async () => {
      const body = await succeed(target, 'DescribeRegions', {}, { version: '2016-04-28' });
      const regions = (body['Regions'] as { Region: Readonly<Record<string, unknown>>[] }).Region;
      expect(regions.map((region) => region['RegionId'])).toEqual(
        CONFIG.regions.map(({ id }) => id),
      );
      expect(regions[0]).toEqual({
        RegionId: 'first',
        LocalName: expect.any(String),
        RegionEndpoint: server.endpoint,
      });
    });

    test('GetCallerIdentity tells the account of the root access key', async () => {
      const body = await succeed(target, 'GetCallerIdentity', {}, { version: '2015-04-01' });
      expect(body).toEqual({
        RequestId: expect.any(String),
        AccountId: ROOT.accountId,
        Arn: `acs:ram::${ROOT.accountId}:root`,
        IdentityType: 'Account',
        PrincipalId: ROOT.accountId,
      });
    });
  });
});

describe.skipIf(isExternal)('The IPAM service', () => {
  let server: TestServer;
  let target: Target;

  beforeAll(async () => {
    const config = { regions: [{ id: 'first' }], serviceOpen: false };
    server = await TestServer.start({ config });
    target = { url: server.url, ...ROOT };
  });

  afterAll(() => server.dispose());

  test('is opened by a call, once, before an IPAM can be made', async () => {
    const status = () => succeed(target, 'GetVpcIpamServiceStatus', { RegionId: 'first' });
    expect(await status()).toMatchObject({ Enabled: false });
    expect(await outcome(target, 'CreateIpam', FIRST)).toEqual({
      status: 400,
      code: 'OperationDenied.ServiceNotOpened',
    });
    const parameters = { RegionId: 'first', ClientToken: randomUUID() };
    const opened = await succeed(target, 'OpenVpcIpamService', parameters);
    expect(opened).toEqual({
      RequestId: expect.any(String),
      Code: '200',
      Message: expect.any(String),
    });
    expect(await status()).toMatchObject({ Enabled: true });
    expect(await succeed(target, 'OpenVpcIpamService', parameters)).toMatchObject({ Code: '200' });
    expect(await outcome(target, 'OpenVpcIpamService', { RegionId: 'first' })).toEqual({
      status: 400,
      code: 'CURRENT_USER_QUANTITY_EXCEED',
    });
    await server.kill();
    await server.restart();
    const restarted = { url: server.url, ...ROOT };
    expect(
      await succeed(restarted, 'GetVpcIpamServiceStatus', { RegionId: 'first' }),
    ).toMatchObject({ Enabled: true });
    await succeed(restarted, 'CreateIpam', FIRST);
  });
});

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort() : value;
}
