import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, type Parameters, SIGNINGS, succeed } from './support/raw-client.ts';
import {
  type AcceptanceTarget,
  countPools,
  createPool,
  createResourceGroup,
  haveIpam,
  isExternal,
  itemsOf,
  type MadeIpam,
  openTarget,
  outcome,
  readPool,
} from './support/target.ts';

const REGION = 'cn-hangzhou';
const OTHER_REGION = 'cn-beijing';

describe('CreateIpamPool', () => {
  let target: AcceptanceTarget;
  let ipam: MadeIpam;

  beforeAll(async () => {
    target = await openTarget({
      config: { quotas: { ipam_public_ipv6_top_pool_quota_per_region_isp: 20 } },
    });
    ipam = await haveIpam(target, REGION, [REGION, OTHER_REGION]);
  });

  afterAll(() => target.dispose());

  const inScope = (more: Parameters = {}): Parameters => ({
    RegionId: REGION,
    IpamScopeId: ipam.privateScopeId,
    ...more,
  });
  const create = (more: Parameters = {}) => createPool(target, inScope(more));
  const read = (poolId: string) => readPool(target, REGION, poolId);
  const createAndRead = async (more: Parameters = {}) => read(await create(more));
  const codeOf = async (more: Parameters) =>
    (await call(target, 'CreateIpamPool', inScope(more))).body['Code'] ?? 'OK';

  describe('parameters', () => {
    test('as long as they can be fit in a query string', async () => {
      const tags = Object.fromEntries(
        Array.from({ length: 20 }, (_, index) => [
          [`Tag.${index + 1}.Key`, `${'键'.repeat(62)}${String(index).padStart(2, '0')}`],
          [`Tag.${index + 1}.Value`, '值'.repeat(128)],
        ]).flat(),
      );
      const pool = await createAndRead({
        ...tags,
        IpamPoolName: '池'.repeat(128),
        IpamPoolDescription: '述'.repeat(256),
      });
      expect(pool['Tags']).toHaveLength(20);
    });

    test('a pool with no optional parameter reads back the documented defaults', async () => {
      const poolId = await create();
      expect(poolId).toMatch(/^ipam-pool-[0-9a-z]+$/);
      expect(await read(poolId)).toEqual({
        IpamPoolId: poolId,
        IpamPoolName: '',
        IpamPoolDescription: '',
        IpamId: ipam.ipamId,
        IpamScopeId: ipam.privateScopeId,
        IpamScopeType: 'private',
        IpamRegionId: REGION,
        RegionId: REGION,
        PoolRegionId: '',
        SourceIpamPoolId: '',
        PoolDepth: 0,
        HasSubPool: false,
        IpVersion: 'IPv4',
        Ipv6Isp: '',
        AllocationMinCidrMask: 0,
        AllocationMaxCidrMask: 32,
        AllocationDefaultCidrMask: 0,
        AutoImport: false,
        IsShared: false,
        Status: 'Created',
        OwnerId: expect.any(Number),
        ResourceGroupId: expect.stringMatching(/^rg-[0-9a-z]+$/),
        CreateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        Cidrs: [],
        Tags: [],
      });
    });

    test('every parameter reads back as it was given', async () => {
      const given = {
        IpamPoolName: 'pool *~a b/中',
        IpamPoolDescription: 'Description with & = + % " < and 中文',
        ResourceGroupId: await createResourceGroup(target),
        PoolRegionId: OTHER_REGION,
        AllocationMinCidrMask: 8,
        AllocationMaxCidrMask: 30,
        AllocationDefaultCidrMask: 24,
        IpVersion: 'IPv4',
        AutoImport: true,
      };
      const tags = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'net', 'Tag.2.Key': '部门' };
      const pool = await createAndRead({ ...given, ...tags });
      expect(pool).toMatchObject(given);
      expect(pool['Tags']).toEqual([
        { Key: 'team', Value: 'net' },
        { Key: '部门', Value: '' },
      ]);
    });

    test.each(SIGNINGS)('a call signed as %s makes a pool', async (signing) => {
      const parameters = inScope({
        IpamPoolName: `signed !'()*~ +&=%/ ${signing} 中😀`,
        AutoImport: false,
        AllocationDefaultCidrMask: 24,
        IpamPoolDescription: '',
        'Tag.1.Key': 'k1',
        'Tag.1.Value': 'v 1',
        'Tag.2.Key': 'k2',
        'Tag.2.Value': '',
        OwnerId: 12,
      });
      const { IpamPoolId } = await succeed(target, 'CreateIpamPool', parameters, { signing });
      const pool = await read(String(IpamPoolId));
      expect(pool['IpamPoolName']).toBe(parameters['IpamPoolName']);
      expect(pool['Tags']).toEqual([
        { Key: 'k1', Value: 'v 1' },
        { Key: 'k2', Value: '' },
      ]);
    });

    test('a private IPv6 pool allows masks up to 128', async () => {
      expect(await createAndRead({ IpVersion: 'IPv6' })).toMatchObject({
        IpVersion: 'IPv6',
        AllocationMaxCidrMask: 128,
        Ipv6Isp: '',
      });
      const masks = {
        AllocationMinCidrMask: 128,
        AllocationMaxCidrMask: 128,
        AllocationDefaultCidrMask: 128,
      };
      expect(await createAndRead({ IpVersion: 'IPv6', ...masks })).toMatchObject(masks);
    });

    test('masks at both ends of their range are taken', async () => {
      const lowest = {
        AllocationMinCidrMask: 0,
        AllocationMaxCidrMask: 0,
        AllocationDefaultCidrMask: 0,
      };
      expect(await createAndRead(lowest)).toMatchObject(lowest);
      const highest = {
        AllocationMinCidrMask: 32,
        AllocationMaxCidrMask: 32,
        AllocationDefaultCidrMask: 32,
      };
      expect(await createAndRead(highest)).toMatchObject(highest);
    });

    test('an empty parameter counts as one that is not given', async () => {
      const empty = {
        IpamPoolName: '',
        IpamPoolDescription: '',
        ResourceGroupId: '',
        PoolRegionId: '',
        SourceIpamPoolId: '',
        AllocationMinCidrMask: '',
        AllocationMaxCidrMask: '',
        AllocationDefaultCidrMask: '',
        IpVersion: '',
        Ipv6Isp: '',
        AutoImport: '',
        DryRun: '',
        ClientToken: '',
      };
      const { IpamPoolId: _, CreateTime: __, ...withEmpty } = await createAndRead(empty);
      const { IpamPoolId: ___, CreateTime: ____, ...without } = await createAndRead();
      expect(withEmpty).toEqual(without);
    });

    test('a line is ignored where a pool is not public', async () => {
      expect(await createAndRead({ Ipv6Isp: 'Satellite' })).toMatchObject({ Ipv6Isp: '' });
      const isp = { IpVersion: 'IPv6', Ipv6Isp: 'ChinaMobile' };
      expect(await createAndRead(isp)).toMatchObject({ Ipv6Isp: '' });
    });

    test('a public pool has the line BGP where none is given', async () => {
      const parameters = inScope({
        IpamScopeId: ipam.publicScopeId,
        IpVersion: 'IPv6',
        PoolRegionId: REGION,
      });
      const pool = await read(await createPool(target, parameters));
      expect(pool).toMatchObject({
        Ipv6Isp: 'BGP',
        IpamScopeType: 'public',
        PoolRegionId: REGION,
        AllocationMaxCidrMask: 128,
      });
    });

    test.each(['RegionId', 'IpamScopeId'])(
      '%s is mandatory, and empty is missing',
      async (name) => {
        const { [name]: _, ...without } = inScope();
        for (const parameters of [without, inScope({ [name]: '' })]) {
          const { status, body } = await call(target, 'CreateIpamPool', parameters);
          expect({ status, ...body }).toMatchObject({
            status: 400,
            Code: `Missing${name}`,
            Message: `${name} is mandatory for this action.`,
          });
        }
      },
    );

    test.each(['AutoImport', 'DryRun'])('%s takes true and false only', async (name) => {
      expect(await codeOf({ [name]: 'yes' })).toBe(`Invalid${name}`);
      expect(await codeOf({ [name]: 'False' })).toBe('OK');
    });

    test('resource group ids begin with rg- and are of a group of the account', async () => {
      for (const id of [
        'acfmxazb4ph6aiy',
        'rg-acfmxazb4ph6aiy',
        'rg-',
        'rg-a b',
        `rg-${'a'.repeat(100)}`,
      ]) {
        expect(await codeOf({ ResourceGroupId: id })).toBe('IllegalParam.ResourceGroupId');
      }
    });
  });

  describe('names and descriptions', () => {
    const ACCEPTED_NAMES = [
      ['of one character', 'a'],
      ['of 128 characters', 'n'.repeat(128)],
      ['of 128 Chinese characters', '池'.repeat(128)],
      ['of 128 characters outside the basic plane', '😀'.repeat(128)],
      ['that begins with a digit', '1 pool'],
      ['that begins with a Chinese character', '地址池'],
      ['that has http:// further on', 'see http://example.com'],
    ] as const;
    test.each(ACCEPTED_NAMES)('a name %s is taken', async (_, name) => {
      expect(await createAndRead({ IpamPoolName: name })).toMatchObject({ IpamPoolName: name });
    });

    const REFUSED_NAMES = [
      ['of 129 characters', 'n'.repeat(129)],
      ['of 129 Chinese characters', '池'.repeat(129)],
      ['of 129 characters outside the basic plane', '😀'.repeat(129)],
      ['that begins with http://', 'http://pool'],
      ['that begins with https://', 'https://pool'],
    ] as const;
    test.each(REFUSED_NAMES)('a name %s is refused', async (_, name) => {
      expect(await codeOf({ IpamPoolName: name })).toBe('IllegalParam.IpamPoolName');
    });

    const ACCEPTED_DESCRIPTIONS = [
      ['of one letter', 'd'],
      ['of 256 characters', `d${'1'.repeat(255)}`],
      ['of 256 Chinese characters', '述'.repeat(256)],
      ['of 256 characters, most outside the basic plane', `d${'😀'.repeat(255)}`],
    ] as const;
    test.each(ACCEPTED_DESCRIPTIONS)('a description %s is taken', async (_, description) => {
      const pool = await createAndRead({ IpamPoolDescription: description });
      expect(pool['IpamPoolDescription']).toBe(description);
    });

    const REFUSED_DESCRIPTIONS = [
      ['of 257 characters', 'd'.repeat(257)],
      ['of 257 Chinese characters', '述'.repeat(257)],
      ['that begins with a digit', '1 description'],
      ['that begins with a space', ' description'],
      ['that begins with a hyphen', '-description'],
      ['that begins with an emoji', '😀 description'],
      ['that begins with http://', 'http://description'],
      ['that begins with https://', 'https://description'],
    ] as const;
    test.each(REFUSED_DESCRIPTIONS)('a description %s is refused', async (_, description) => {
      expect(await codeOf({ IpamPoolDescription: description })).toBe(
        'IllegalParam.IpamPoolDescription',
      );
    });
  });

  describe('tags', () => {
    const keysFrom = (count: number): Parameters =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`Tag.${index + 1}.Key`, `key${index + 1}`]),
      );

    test('20 tags are taken and 21 are too many', async () => {
      const pool = await createAndRead(keysFrom(20));
      expect(pool['Tags']).toHaveLength(20);
      expect(await codeOf(keysFrom(21))).toBe('NumberExceed.Tags');
    });

    test('gaps in the numbers of tags do not matter', async () => {
      const pool = await createAndRead({ 'Tag.3.Key': 'third', 'Tag.90.Key': 'ninetieth' });
      expect(pool['Tags']).toEqual([
        { Key: 'ninetieth', Value: '' },
        { Key: 'third', Value: '' },
      ]);
    });

    test('a key cannot be given twice, though its case may differ', async () => {
      expect(await codeOf({ 'Tag.1.Key': 'a', 'Tag.2.Key': 'a' })).toBe('DuplicatedParam.TagKey');
      expect(await codeOf({ 'Tag.1.Key': 'a', 'Tag.2.Key': 'A' })).toBe('OK');
    });

    const REFUSED_KEYS = [
      ['empty', ''],
      ['of 65 characters', 'k'.repeat(65)],
      ['that begins with a digit', '1key'],
      ['that begins with a period', '.key'],
      ['that begins with aliyun', 'aliyunkey'],
      ['that begins with acs:', 'acs:key'],
      ['that has a space', 'a key'],
      ['that has http://', 'khttp://x'],
      ['that has https://', 'khttps://x'],
    ] as const;
    test.each(REFUSED_KEYS)('a key %s is refused', async (_, key) => {
      expect(await codeOf({ 'Tag.1.Key': key, 'Tag.1.Value': 'v' })).toBe('IllegalParam.TagKey');
    });

    test('a value without a key is refused', async () => {
      expect(await codeOf({ 'Tag.1.Value': 'v' })).toBe('IllegalParam.TagKey');
    });

    const ACCEPTED_KEYS = ['k'.repeat(64), '键'.repeat(64), 'a.b_c-9', '键1'];
    test.each(ACCEPTED_KEYS)('the key %s is taken', async (key) => {
      const pool = await createAndRead({ 'Tag.1.Key': key });
      expect(pool['Tags']).toEqual([{ Key: key, Value: '' }]);
    });

    test('values have up to 128 characters and no http:// or https://', async () => {
      const value = '值'.repeat(128);
      const pool = await createAndRead({ 'Tag.1.Key': 'k', 'Tag.1.Value': value });
      expect(pool['Tags']).toEqual([{ Key: 'k', Value: value }]);
      for (const refused of ['v'.repeat(129), 'see http://x', 'see https://x']) {
        expect(await codeOf({ 'Tag.1.Key': 'k', 'Tag.1.Value': refused })).toBe(
          'IllegalParam.TagValue',
        );
      }
    });
  });

  describe('sub-pools', () => {
    test('a sub-pool is one level deeper, and its source pool shows it has one', async () => {
      const top = await create();
      const middle = await create({ SourceIpamPoolId: top });
      const bottom = await create({ SourceIpamPoolId: middle });
      expect(await read(top)).toMatchObject({ PoolDepth: 0, HasSubPool: true });
      expect(await read(middle)).toMatchObject({
        PoolDepth: 1,
        HasSubPool: true,
        SourceIpamPoolId: top,
      });
      expect(await read(bottom)).toMatchObject({
        PoolDepth: 2,
        HasSubPool: false,
        SourceIpamPoolId: middle,
      });
    });

    test('a sub-pool inherits the region of its source pool, or names the same one', async () => {
      const top = await create({ PoolRegionId: OTHER_REGION });
      for (const more of [{}, { PoolRegionId: OTHER_REGION }, { AutoImport: true }]) {
        const pool = await createAndRead({ SourceIpamPoolId: top, ...more });
        expect(pool).toMatchObject({ PoolRegionId: OTHER_REGION });
      }
    });

    test('a sub-pool of a pool without a region may name any operating region', async () => {
      const top = await create();
      const pool = await createAndRead({ SourceIpamPoolId: top, PoolRegionId: OTHER_REGION });
      expect(pool).toMatchObject({ PoolRegionId: OTHER_REGION });
      expect(await createAndRead({ SourceIpamPoolId: top })).toMatchObject({ PoolRegionId: '' });
    });

    test('an IPv6 sub-pool must say that it is one', async () => {
      const top = await create({ IpVersion: 'IPv6' });
      expect(await codeOf({ SourceIpamPoolId: top })).toBe('IllegalParam.IpVersion');
      expect(await codeOf({ SourceIpamPoolId: top, IpVersion: 'IPv6' })).toBe('OK');
    });

    test('a public sub-pool inherits region and line, and does not count as a top-level pool', async () => {
      const inPublic = {
        RegionId: REGION,
        IpamScopeId: ipam.publicScopeId,
        IpVersion: 'IPv6',
      };
      const top = await createPool(target, { ...inPublic, PoolRegionId: OTHER_REGION });
      const sub = await createPool(target, { ...inPublic, SourceIpamPoolId: top });
      expect(await read(sub)).toMatchObject({
        PoolRegionId: OTHER_REGION,
        Ipv6Isp: 'BGP',
        PoolDepth: 1,
      });
    });
  });

  describe('DryRun', () => {
    test('a dry run writes nothing', async () => {
      const before = await countPools(target, inScope());
      const parameters = inScope({ DryRun: true, ClientToken: randomUUID() });
      for (let repeat = 0; repeat < 3; repeat += 1) {
        expect(await outcome(target, 'CreateIpamPool', parameters)).toEqual({
          status: 400,
          code: 'DryRunOperation',
        });
      }
      expect(await countPools(target, inScope())).toBe(before);
    });

    test('a dry run that fails gives its failure', async () => {
      expect(await codeOf({ DryRun: true, PoolRegionId: 'nowhere' })).toBe(
        'IllegalParam.PoolRegionId',
      );
      expect(await codeOf({ DryRun: true, IpamPoolName: 'http://a' })).toBe(
        'IllegalParam.IpamPoolName',
      );
    });

    test('the token of a dry run can be used for the call itself', async () => {
      const token = { ClientToken: randomUUID() };
      expect(await codeOf({ ...token, DryRun: true })).toBe('DryRunOperation');
      const poolId = await create(token);
      expect(await create({ ...token, DryRun: false })).toBe(poolId);
    });
  });

  describe('ClientToken', () => {
    test('the same token and parameters give the first answer again', async () => {
      const parameters = inScope({ ClientToken: randomUUID(), IpamPoolName: 'once' });
      const before = await countPools(target, inScope());
      const ids = new Set<unknown>();
      for (const signing of SIGNINGS) {
        const body = await succeed(target, 'CreateIpamPool', parameters, { signing });
        ids.add(body['IpamPoolId']);
      }
      expect(ids.size).toBe(1);
      expect(await countPools(target, inScope())).toBe(before + 1);
    });

    test('a repeated call has a request id of its own', async () => {
      const parameters = inScope({ ClientToken: randomUUID() });
      const first = await succeed(target, 'CreateIpamPool', parameters);
      const second = await succeed(target, 'CreateIpamPool', parameters);
      expect(second['RequestId']).not.toBe(first['RequestId']);
    });

    test('calls without a token make a pool each', async () => {
      expect(await create()).not.toBe(await create());
    });

    test('the same token with other parameters is refused', async () => {
      const token = { ClientToken: randomUUID() };
      await create({ ...token, IpamPoolName: 'one' });
      for (const more of [{ IpamPoolName: 'other' }, {}, { IpamPoolName: 'one', AutoImport: 0 }]) {
        const code = await codeOf({ ...token, ...more });
        expect(['IdempotentParameterMismatch', 'InvalidAutoImport']).toContain(code);
      }
      const { status, body } = await call(target, 'CreateIpamPool', inScope(token));
      expect({ status, ...body }).toMatchObject({
        status: 400,
        Code: 'IdempotentParameterMismatch',
      });
    });

    test('the token of a failed call can be used again', async () => {
      const token = { ClientToken: randomUUID() };
      expect(await codeOf({ ...token, PoolRegionId: 'nowhere' })).toBe('IllegalParam.PoolRegionId');
      const poolId = await create(token);
      expect(await create(token)).toBe(poolId);
    });

    test('tokens are told apart by case and belong to one operation', async () => {
      const token = randomUUID();
      const lower = await create({ ClientToken: `a${token}`.slice(0, 36) });
      expect(await create({ ClientToken: `A${token}`.slice(0, 36) })).not.toBe(lower);
      const code = await outcome(target, 'CreateIpamScope', {
        RegionId: REGION,
        IpamId: ipam.ipamId,
        ClientToken: `a${token}`.slice(0, 36),
        DryRun: true,
      });
      expect(code).toEqual({ status: 400, code: 'DryRunOperation' });
    });

    test('a token has 1 to 64 ASCII characters', async () => {
      expect(await codeOf({ ClientToken: randomUUID().padEnd(64, 'x') })).toBe('OK');
      expect(await codeOf({ ClientToken: 'x'.repeat(65) })).toBe('InvalidClientToken');
      expect(await codeOf({ ClientToken: '令牌' })).toBe('InvalidClientToken');
    });

    test('32 racing calls with one token make one pool', async () => {
      const parameters = inScope({ ClientToken: randomUUID(), IpamPoolName: randomUUID() });
      const bodies = await Promise.all(
        Array.from({ length: 32 }, () => succeed(target, 'CreateIpamPool', parameters)),
      );
      expect(new Set(bodies.map((body) => body['IpamPoolId'])).size).toBe(1);
      const name = String(parameters['IpamPoolName']);
      expect(await countPools(target, { RegionId: REGION, IpamPoolName: name })).toBe(1);
    });

    test.skipIf(isExternal)('a token is remembered after a restart', async () => {
      const parameters = inScope({ ClientToken: randomUUID(), IpamPoolName: 'kept' });
      const { IpamPoolId } = await succeed(target, 'CreateIpamPool', parameters);
      await target.server?.restart();
      const again = await succeed(target, 'CreateIpamPool', parameters);
      expect(again['IpamPoolId']).toBe(IpamPoolId);
      const changed = { ...parameters, IpamPoolName: 'changed' };
      expect((await outcome(target, 'CreateIpamPool', changed)).code).toBe(
        'IdempotentParameterMismatch',
      );
    });

    test.skipIf(isExternal)('an answered pool is there after a kill', async () => {
      const poolId = await create({ IpamPoolName: 'durable' });
      await target.server?.kill();
      await target.server?.restart();
      expect(await read(poolId)).toMatchObject({ IpamPoolName: 'durable' });
    });
  });

  test('concurrent calls never exceed a quota', async () => {
    const top = await create();
    const answers = await Promise.all(
      Array.from({ length: 60 }, () =>
        outcome(target, 'CreateIpamPool', inScope({ SourceIpamPoolId: top })),
      ),
    );
    const codes = answers.map(({ code }) => code);
    expect(codes.filter((code) => code === undefined)).toHaveLength(50);
    expect(
      codes.filter((code) => code === 'QuotaExceeded.IpamSubPoolQuotaPerIpamPool'),
    ).toHaveLength(10);
    const listed = await succeed(target, 'ListIpamPools', {
      RegionId: REGION,
      SourceIpamPoolId: top,
      MaxResults: 100,
    });
    expect(itemsOf(listed, 'IpamPools')).toHaveLength(50);
  });
});
