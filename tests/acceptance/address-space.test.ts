import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, call, type Parameters, succeed, type Target } from './support/raw-client.ts';
import { ROOT, TestServer } from './support/start-server.ts';
import { createPool, haveIpam, isExternal, itemsOf, type MadeIpam } from './support/target.ts';

const CONFIG = {
  regions: ['host', 'other', 'third', 'gone', 'regions', 'renamed'].map((id) => ({
    id,
    ipv6Isps: ['BGP', 'ChinaMobile'],
  })),
  publicIpv6: [
    // A supply in two parts, out of order.
    { region: 'host', isp: 'BGP', cidr: '2001:db8:100::/47' },
    { region: 'host', isp: 'BGP', cidr: '2001:db8:8::/48' },
    { region: 'other', isp: 'BGP', cidr: '2001:db8:9::/48' },
    { region: 'host', isp: 'ChinaMobile', cidr: '2001:db8:a::/55' },
  ],
  quotas: {
    ipam_scope_quota_per_ipam: 10_000,
    ipam_pool_quota_per_scope: 10_000,
    ipam_public_ipv6_top_pool_quota_per_region_isp: 100,
    ipam_cidr_quota_per_public_ipv6_top_pool: 1,
  },
  accounts: { [ROOT.accountId]: { singleLineIsps: true } },
};

const HOST = { RegionId: 'host' } as const;
const EMPTY_LIST = { Count: 0, TotalCount: 0 };

type Body = Readonly<Record<string, unknown>>;

describe.skipIf(isExternal)('the address space', () => {
  let server: TestServer;
  let target: Target;
  let ipam: MadeIpam;

  beforeAll(async () => {
    server = await TestServer.start({ config: CONFIG });
    target = { url: server.url, ...ROOT };
    ipam = await haveIpam(target, 'host', ['host', 'other', 'third']);
  });

  afterAll(() => server.dispose());

  /** GET, as the two operations that allow nothing else need it, and all others take it too. */
  const tryCall = (action: string, parameters: Parameters): Promise<Answer> =>
    call(target, action, { ...HOST, ...parameters }, { signing: 'V3 query GET' });
  const codeOf = async (action: string, parameters: Parameters) =>
    (await tryCall(action, parameters)).body['Code'];
  const run = (action: string, parameters: Parameters): Promise<Body> =>
    succeed(target, action, { ...HOST, ...parameters }, { signing: 'V3 query GET' });
  const list = async (action: string, items: string, parameters: Parameters) =>
    itemsOf(await run(action, parameters), items);

  /** A scope of the test's own, so that tests do not stand in each other's way. */
  const newScope = async () =>
    String((await run('CreateIpamScope', { IpamId: ipam.ipamId }))['IpamScopeId']);
  const newPool = async (more: Parameters = {}) => {
    const IpamScopeId = more['IpamScopeId'] ?? (await newScope());
    return createPool(target, { ...HOST, ...more, IpamScopeId });
  };
  const newSubPool = async (SourceIpamPoolId: string, more: Parameters = {}) => {
    const [source] = await list('ListIpamPools', 'IpamPools', {
      'IpamPoolIds.1': SourceIpamPoolId,
    });
    return newPool({ IpamScopeId: String(source?.['IpamScopeId']), SourceIpamPoolId, ...more });
  };
  const add = async (IpamPoolId: string, more: Parameters) =>
    (await run('AddIpamPoolCidr', { IpamPoolId, ...more }))['Cidr'];
  const newPoolWith = async (Cidr: string, more: Parameters = {}) => {
    const IpVersion = Cidr.includes(':') ? 'IPv6' : 'IPv4';
    const poolId = await newPool({ IpVersion, ...more });
    await add(poolId, { Cidr });
    return poolId;
  };
  const allocate = (IpamPoolId: string, more: Parameters) =>
    run('CreateIpamPoolAllocation', { IpamPoolId, ...more });
  const next = async (IpamPoolId: string, more: Parameters) =>
    (await run('GetIpamPoolNextAvailableCidr', { IpamPoolId, ...more }))['CidrBlock'];
  const cidrsOf = async (IpamPoolId: string, more: Parameters = {}) =>
    (
      await list('ListIpamPoolAllocations', 'IpamPoolAllocations', {
        IpamPoolId,
        MaxResults: 100,
        ...more,
      })
    ).map((item) => item['Cidr']);
  const provisionedOf = async (IpamPoolId: string) =>
    (await list('ListIpamPoolCidrs', 'IpamPoolCidrs', { IpamPoolId, MaxResults: 100 })).map(
      (item) => item['Cidr'],
    );
  const readPool = async (poolId: string): Promise<Body> => {
    const [pool] = await list('ListIpamPools', 'IpamPools', { 'IpamPoolIds.1': poolId });
    if (pool === undefined) throw new Error(`${poolId} is not listed.`);
    return pool;
  };

  describe('UpdateIpam and DeleteIpam', () => {
    test('name and description change, and an empty text clears', async () => {
      const { ipamId: IpamId } = await haveIpam(target, 'renamed');
      const RegionId = 'renamed';
      const answer = await run('UpdateIpam', {
        RegionId,
        IpamId,
        IpamName: 'main',
        IpamDescription: '主要 one',
      });
      expect(answer).toEqual({ RequestId: expect.any(String) });
      const read = async () => (await list('ListIpams', 'Ipams', { RegionId }))[0];
      expect(await read()).toMatchObject({ IpamName: 'main', IpamDescription: '主要 one' });
      await run('UpdateIpam', { RegionId, IpamId, IpamName: '' });
      expect(await read()).toMatchObject({ IpamName: '', IpamDescription: '主要 one' });
    });

    test('operating regions are added and removed, also those that already are as asked', async () => {
      const RegionId = 'regions';
      const { ipamId: IpamId } = await haveIpam(target, RegionId);
      const update = (added: readonly string[], removed: readonly string[]) =>
        run('UpdateIpam', {
          RegionId,
          IpamId,
          ...numbered('AddOperatingRegion', added),
          ...numbered('RemoveOperatingRegion', removed),
        });
      const read = async () =>
        (await list('ListIpams', 'Ipams', { RegionId }))[0]?.['OperatingRegionList'];
      await update(['host', 'other', 'host'], []);
      expect(await read()).toEqual(['regions', 'host', 'other']);
      await update(['third', 'other'], ['host', 'gone']);
      expect(await read()).toEqual(['regions', 'other', 'third']);
    });

    test('a region is removed when the last pool of it is gone', async () => {
      const RegionId = 'regions';
      const { ipamId: IpamId, privateScopeId } = await haveIpam(target, RegionId);
      await run('UpdateIpam', { RegionId, IpamId, 'AddOperatingRegion.1': 'gone' });
      const IpamPoolId = await createPool(target, {
        RegionId,
        IpamScopeId: privateScopeId,
        PoolRegionId: 'gone',
      });
      const removing: Parameters = { RegionId, IpamId, 'RemoveOperatingRegion.1': 'gone' };
      expect(await codeOf('UpdateIpam', removing)).toBe('DependencyViolation.IpamPool');
      await run('DeleteIpamPool', { RegionId, IpamPoolId });
      await run('UpdateIpam', removing);
    });

    test('an IPAM goes with its default scopes and makes room for another', async () => {
      const RegionId = 'gone';
      const first = await haveIpam(target, RegionId);
      expect(await run('DeleteIpam', { RegionId, IpamId: first.ipamId })).toEqual({
        RequestId: expect.any(String),
      });
      for (const action of ['ListIpams', 'ListIpamScopes']) {
        expect(await run(action, { RegionId })).toMatchObject(EMPTY_LIST);
      }
      const second = await haveIpam(target, RegionId);
      expect(second.ipamId).not.toBe(first.ipamId);
    });
  });

  describe('UpdateIpamScope and DeleteIpamScope', () => {
    test('name and description of a scope change, of a default one too', async () => {
      for (const IpamScopeId of [await newScope(), ipam.privateScopeId]) {
        const changes = { IpamScopeName: 'lab', IpamScopeDescription: 'for tests' };
        expect(await run('UpdateIpamScope', { IpamScopeId, ...changes })).toEqual({
          RequestId: expect.any(String),
        });
        await run('UpdateIpamScope', { IpamScopeId });
        const [scope] = await list('ListIpamScopes', 'IpamScopes', {
          'IpamScopeIds.1': IpamScopeId,
        });
        expect(scope).toMatchObject(changes);
      }
    });

    test('a scope goes when its last pool is gone, and is counted no more', async () => {
      const count = async () => (await list('ListIpams', 'Ipams', {}))[0]?.['ScopeCount'];
      const before = Number(await count());
      const IpamScopeId = await newScope();
      const IpamPoolId = await newPool({ IpamScopeId });
      expect(await count()).toBe(before + 1);
      expect(await codeOf('DeleteIpamScope', { IpamScopeId })).toBe('DependencyViolation.IpamPool');
      await run('DeleteIpamPool', { IpamPoolId });
      expect(await run('DeleteIpamScope', { IpamScopeId })).toEqual({
        RequestId: expect.any(String),
      });
      expect(await count()).toBe(before);
    });
  });

  describe('UpdateIpamPool', () => {
    const masksOf = async (poolId: string) => {
      const pool = await readPool(poolId);
      return ['Min', 'Default', 'Max'].map((rule) => pool[`Allocation${rule}CidrMask`]);
    };
    const update = (IpamPoolId: string, more: Parameters) =>
      run('UpdateIpamPool', { IpamPoolId, ...more });

    test('names and rules change, and what is not named stays', async () => {
      const poolId = await newPool({ AllocationMinCidrMask: 9, AllocationDefaultCidrMask: 20 });
      const names = { IpamPoolName: 'edge', IpamPoolDescription: 'of the edge' };
      expect(await update(poolId, names)).toEqual({ RequestId: expect.any(String) });
      expect(await readPool(poolId)).toMatchObject(names);
      expect(await masksOf(poolId)).toEqual([9, 20, 32]);
      await update(poolId, { AllocationMinCidrMask: 8, AllocationMaxCidrMask: 28 });
      expect(await masksOf(poolId)).toEqual([8, 20, 28]);
    });

    test.each<readonly [string, Parameters]>([
      ['the flag', { ClearAllocationDefaultCidrMask: true }],
      ['a mask of 0, as Terraform sends it', { AllocationDefaultCidrMask: 0 }],
      [
        'both, as Terraform sends them',
        { AllocationDefaultCidrMask: 0, ClearAllocationDefaultCidrMask: true },
      ],
      [
        'the flag beside another mask',
        { AllocationDefaultCidrMask: 24, ClearAllocationDefaultCidrMask: true },
      ],
    ])('the default mask is cleared by %s', async (_, more) => {
      const poolId = await newPool({ AllocationMinCidrMask: 9, AllocationDefaultCidrMask: 20 });
      await update(poolId, more);
      expect(await masksOf(poolId)).toEqual([9, 0, 32]);
    });

    test('the flag set to false clears nothing', async () => {
      const poolId = await newPool({ AllocationDefaultCidrMask: 20 });
      await update(poolId, { ClearAllocationDefaultCidrMask: false });
      expect(await masksOf(poolId)).toEqual([0, 20, 32]);
    });

    test('masks of IPv6 pools go to 128, and the default stays when bounds change', async () => {
      const poolId = await newPool({ IpVersion: 'IPv6', AllocationDefaultCidrMask: 56 });
      await update(poolId, { AllocationMinCidrMask: 9, AllocationMaxCidrMask: 128 });
      expect(await masksOf(poolId)).toEqual([9, 56, 128]);
      await update(poolId, { AllocationDefaultCidrMask: 128 });
      expect(await masksOf(poolId)).toEqual([9, 128, 128]);
    });

    test('new rules hold for the next allocation and leave the others alone', async () => {
      const poolId = await newPoolWith('10.0.0.0/16');
      await allocate(poolId, { CidrMask: 20 });
      await update(poolId, { AllocationMinCidrMask: 24, AllocationDefaultCidrMask: 26 });
      expect(await codeOf('CreateIpamPoolAllocation', { IpamPoolId: poolId, CidrMask: 20 })).toBe(
        'OperationDenied.MaskOfCidrIsNotAllowed',
      );
      await allocate(poolId, {});
      expect(await cidrsOf(poolId)).toEqual(['10.0.0.0/20', '10.0.16.0/26']);
    });
  });

  describe('AddIpamPoolCidr', () => {
    test.each([
      '10.0.0.0/8',
      '100.64.0.0/10',
      '8.8.8.0/24',
      '192.168.1.1/32',
      '223.255.255.255/32',
      '64.0.0.0/3',
      'fd00::/8',
      '2001:db8::/127',
      '2001:db8:0:1::2/128',
      '::2/128',
    ])('a private top-level pool can have %s, which reads back as it went in', async (Cidr) => {
      const IpVersion = Cidr.includes(':') ? 'IPv6' : 'IPv4';
      const IpamPoolId = await newPool({ IpVersion });
      const answer = await run('AddIpamPoolCidr', { IpamPoolId, Cidr });
      expect(answer).toEqual({ RequestId: expect.any(String), Cidr });
      expect(await run('ListIpamPoolCidrs', { IpamPoolId })).toEqual({
        RequestId: expect.any(String),
        IpamPoolCidrs: [{ IpamPoolId, Cidr, Status: 'Created' }],
        Count: 1,
        TotalCount: 1,
        MaxResults: 10,
      });
      expect((await readPool(IpamPoolId))['Cidrs']).toEqual([Cidr]);
    });

    test.each([
      '0.0.0.0/0',
      '0.0.0.0/8',
      '0.1.2.3/32',
      '127.0.0.0/8',
      '127.0.0.1/32',
      '126.0.0.0/7',
      '169.254.0.0/16',
      '169.254.9.0/24',
      '169.0.0.0/8',
      '224.0.0.0/4',
      '239.1.2.3/32',
      '240.0.0.0/4',
      '255.255.255.255/32',
      '128.0.0.0/1',
      '::/0',
      '::/128',
      '::1/128',
      '::/8',
      'fe80::/10',
      'febf::/16',
      'ff00::/8',
      'ff02::1/128',
    ])('%s is refused, for it overlaps a range that nobody can be given', async (Cidr) => {
      const IpamPoolId = await newPool({ IpVersion: Cidr.includes(':') ? 'IPv6' : 'IPv4' });
      expect(await codeOf('AddIpamPoolCidr', { IpamPoolId, Cidr })).toBe(
        'OperationDenied.CidrInExcludeCidrs',
      );
    });

    test.each([
      '10.0.0.0',
      '10.0.0/8',
      '10.0.0.0/',
      '10.0.0.0/33',
      '10.0.0.0/-1',
      '10.0.0.0/08',
      '10.0.0.1/24',
      '010.0.0.0/8',
      ' 10.0.0.0/8',
      '10.0.0.0/8 ',
      '10.0.0.0/8/8',
      'fd00::/8',
      'ten',
    ])('an IPv4 pool refuses %j: not canonical, or no IPv4 block', async (Cidr) => {
      const IpamPoolId = await newPool();
      expect(await codeOf('AddIpamPoolCidr', { IpamPoolId, Cidr })).toBe('IllegalParam.Cidr');
    });

    test.each([
      'FD00::/8',
      'fd00:0::/16',
      'fd00:0:0:0:0:0:0:0/16',
      'fd00::1/64',
      'fd00::/129',
      '::ffff:10.0.0.0/104',
      'fe80::%eth0/64',
      '10.0.0.0/8',
    ])('an IPv6 pool refuses %j: not canonical, or no IPv6 block', async (Cidr) => {
      const IpamPoolId = await newPool({ IpVersion: 'IPv6' });
      expect(await codeOf('AddIpamPoolCidr', { IpamPoolId, Cidr })).toBe('IllegalParam.Cidr');
    });

    test('top-level pools of one scope never overlap, and those of different scopes may', async () => {
      const IpamScopeId = await newScope();
      await newPoolWith('10.0.0.0/16', { IpamScopeId });
      const second = await newPool({ IpamScopeId });
      for (const Cidr of ['10.0.0.0/16', '10.0.255.0/24', '10.0.0.0/8', '10.0.0.0/15']) {
        expect(await codeOf('AddIpamPoolCidr', { IpamPoolId: second, Cidr })).toBe(
          'OperationDenied.CidrOverlapped',
        );
      }
      await add(second, { Cidr: '10.1.0.0/16' });
      expect(await codeOf('AddIpamPoolCidr', { IpamPoolId: second, Cidr: '10.1.0.0/17' })).toBe(
        'OperationDenied.CidrOverlapped',
      );
      await newPoolWith('10.0.0.0/8');
      await newPoolWith('a00::/16', { IpamScopeId });
    });

    test('of 32 racing calls for one block in a scope one gets it', async () => {
      const IpamScopeId = await newScope();
      const pools = await Promise.all(Array.from({ length: 32 }, () => newPool({ IpamScopeId })));
      const answers = await Promise.all(
        pools.map((IpamPoolId) => tryCall('AddIpamPoolCidr', { IpamPoolId, Cidr: '10.0.0.0/8' })),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(new Set(answers.map(({ body }) => body['Code']))).toEqual(
        new Set([undefined, 'OperationDenied.CidrOverlapped']),
      );
    });

    test('a pool has at most 50 CIDRs', async () => {
      const IpamPoolId = await newPool();
      for (let index = 0; index < 50; index += 1) {
        await add(IpamPoolId, { Cidr: `10.${index * 2}.0.0/16` });
      }
      expect(await codeOf('AddIpamPoolCidr', { IpamPoolId, Cidr: '11.0.0.0/16' })).toBe(
        'QuotaExceeded.IpamCidrQuotaPerIpamPool',
      );
      await run('DeleteIpamPoolCidr', { IpamPoolId, Cidr: '10.98.0.0/16' });
      await add(IpamPoolId, { Cidr: '11.0.0.0/16' });
    });
  });

  describe('sub-pools', () => {
    test('a sub-pool takes the lowest free space of its source pool, or a CIDR by name', async () => {
      const top = await newPoolWith('10.0.0.0/8');
      const sub = await newSubPool(top);
      await allocate(top, { Cidr: '10.0.0.0/24' });
      expect(await add(sub, { NetmaskLength: 16 })).toBe('10.1.0.0/16');
      expect(await add(sub, { Cidr: '10.128.0.0/9', NetmaskLength: 9 })).toBe('10.128.0.0/9');
      const [, allocation] = await list('ListIpamPoolAllocations', 'IpamPoolAllocations', {
        IpamPoolId: top,
      });
      expect(allocation).toEqual({
        IpamPoolAllocationId: expect.stringMatching(/^ipam-pool-alloc-/),
        IpamPoolAllocationName: '',
        IpamPoolAllocationDescription: '',
        IpamPoolId: top,
        Cidr: '10.1.0.0/16',
        SourceCidr: '10.0.0.0/8',
        ResourceType: 'IpamPool',
        ResourceId: sub,
        ResourceOwnerId: Number(ROOT.accountId),
        ResourceRegionId: 'host',
        RegionId: 'host',
        Status: 'Created',
        CreationTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      });
    });

    test('a sub-pool lies in one CIDR of its source pool, clear of what is taken there', async () => {
      const top = await newPool();
      for (const Cidr of ['10.0.0.0/16', '10.1.0.0/16']) await add(top, { Cidr });
      const [first, second] = [await newSubPool(top), await newSubPool(top)];
      await add(first, { Cidr: '10.0.128.0/17' });
      await allocate(top, { Cidr: '10.1.0.0/24' });
      for (const Cidr of [
        '10.0.0.0/15',
        '10.2.0.0/16',
        '10.0.128.0/17',
        '10.0.129.0/24',
        '10.0.0.0/16',
        '10.1.0.0/24',
        '10.1.0.0/16',
      ]) {
        expect(await codeOf('AddIpamPoolCidr', { IpamPoolId: second, Cidr })).toBe(
          'OperationDenied.CidrUnavailableInPool',
        );
      }
      expect(await add(second, { Cidr: '10.1.1.0/24' })).toBe('10.1.1.0/24');
    });

    test('a sub-pool of a pool without CIDRs can have none', async () => {
      const sub = await newSubPool(await newPool());
      for (const more of [{ NetmaskLength: 24 }, { Cidr: '10.0.0.0/24' }]) {
        expect(await codeOf('AddIpamPoolCidr', { IpamPoolId: sub, ...more })).toMatch(
          /^(ResourceNotEnough.IpamPoolCidr|OperationDenied.CidrUnavailableInPool)$/,
        );
      }
    });

    test('the masks of a pool are rules for custom allocations, not for its sub-pools', async () => {
      const top = await newPoolWith('10.0.0.0/8', { AllocationMinCidrMask: 24 });
      const sub = await newSubPool(top);
      expect(await add(sub, { NetmaskLength: 12 })).toBe('10.0.0.0/12');
    });

    test('from the bottom up, everything goes, and every level gets its space back', async () => {
      const top = await newPoolWith('10.0.0.0/8');
      const middle = await newSubPool(top);
      const bottom = await newSubPool(middle);
      await add(middle, { NetmaskLength: 12 });
      await add(bottom, { NetmaskLength: 16 });
      const made = await allocate(bottom, { CidrMask: 24 });
      const removals: readonly (readonly [string, string, string])[] = [
        [top, '10.0.0.0/8', middle],
        [middle, '10.0.0.0/12', bottom],
      ];
      for (const [IpamPoolId, Cidr, ResourceId] of removals) {
        expect(await codeOf('DeleteIpamPool', { IpamPoolId })).toBe('DependencyViolation.IpamPool');
        expect(await codeOf('DeleteIpamPoolCidr', { IpamPoolId, Cidr })).toBe(
          'OperationDenied.IpamPoolAllocationExist',
        );
        const [allocation] = await list('ListIpamPoolAllocations', 'IpamPoolAllocations', {
          IpamPoolId,
        });
        expect(allocation).toMatchObject({ ResourceId, ResourceType: 'IpamPool' });
        const IpamPoolAllocationId = String(allocation?.['IpamPoolAllocationId']);
        expect(await codeOf('DeleteIpamPoolAllocation', { IpamPoolAllocationId })).toBe(
          'OperationDenied.UnexpectedResourceType',
        );
      }
      expect(await codeOf('DeleteIpamPoolCidr', { IpamPoolId: bottom, Cidr: '10.0.0.0/16' })).toBe(
        'OperationDenied.IpamPoolAllocationExist',
      );
      const IpamPoolAllocationId = String(made['IpamPoolAllocationId']);
      await run('DeleteIpamPoolAllocation', { IpamPoolAllocationId });
      for (const [IpamPoolId, Cidr, source] of [
        [bottom, '10.0.0.0/16', middle],
        [middle, '10.0.0.0/12', top],
      ] as const) {
        expect(await codeOf('DeleteIpamPool', { IpamPoolId })).toBe('DependencyViolation.PoolCidr');
        expect(await run('DeleteIpamPoolCidr', { IpamPoolId, Cidr })).toEqual({
          RequestId: expect.any(String),
        });
        expect(await cidrsOf(source)).toEqual([]);
        expect(await run('DeleteIpamPool', { IpamPoolId })).toEqual({
          RequestId: expect.any(String),
        });
      }
      expect(await next(top, { CidrMask: 8 })).toBe('10.0.0.0/8');
    });
  });

  describe('public IPv6 pools', () => {
    const newPublicPool = (PoolRegionId: string, more: Parameters = {}) =>
      newPool({ IpamScopeId: ipam.publicScopeId, IpVersion: 'IPv6', PoolRegionId, ...more });

    test('get the lowest free space of the supply of their region and ISP, and give it back', async () => {
      const pools = await Promise.all([0, 1, 2, 3].map(() => newPublicPool('host')));
      const [first = '', second = '', third = '', fourth = ''] = pools;
      expect(await add(first, { NetmaskLength: 56 })).toBe('2001:db8:8::/56');
      expect(await add(second, { NetmaskLength: 48 })).toBe('2001:db8:100::/48');
      expect(await add(third, { NetmaskLength: 56 })).toBe('2001:db8:8:100::/56');
      expect(await add(fourth, { NetmaskLength: 48 })).toBe('2001:db8:101::/48');
      const fifth = await newPublicPool('host');
      const wanted: Parameters = { IpamPoolId: fifth, NetmaskLength: 48 };
      expect(await codeOf('AddIpamPoolCidr', wanted)).toBe('ResourceNotEnough.IpamPoolCidr');
      await run('DeleteIpamPoolCidr', { IpamPoolId: second, Cidr: '2001:db8:100::/48' });
      expect(await add(fifth, { NetmaskLength: 48 })).toBe('2001:db8:100::/48');
      for (const IpamPoolId of [...pools, fifth]) {
        for (const Cidr of await provisionedOf(IpamPoolId)) {
          await run('DeleteIpamPoolCidr', { IpamPoolId, Cidr: String(Cidr) });
        }
        await run('DeleteIpamPool', { IpamPoolId });
      }
    });

    test('of another region or ISP have a supply of their own', async () => {
      const other = await newPublicPool('other');
      expect(await add(other, { NetmaskLength: 56 })).toBe('2001:db8:9::/56');
      const mobile = await newPublicPool('host', { Ipv6Isp: 'ChinaMobile' });
      expect(await add(mobile, { NetmaskLength: 55 })).toBe('2001:db8:a::/55');
      const more = await newPublicPool('host', { Ipv6Isp: 'ChinaMobile' });
      expect(await codeOf('AddIpamPoolCidr', { IpamPoolId: more, NetmaskLength: 64 })).toBe(
        'ResourceNotEnough.IpamPoolCidr',
      );
      const withoutSupply = await newPublicPool('third');
      expect(
        await codeOf('AddIpamPoolCidr', { IpamPoolId: withoutSupply, NetmaskLength: 64 }),
      ).toBe('ResourceNotEnough.IpamPoolCidr');
    });

    test('have one CIDR; their sub-pools have several, by mask or by name', async () => {
      const top = await newPublicPool('other');
      const Cidr = String(await add(top, { NetmaskLength: 52 }));
      expect(await codeOf('AddIpamPoolCidr', { IpamPoolId: top, NetmaskLength: 56 })).toBe(
        'QuotaExceeded.IpamCidrQuotaPerPublicIpv6TopPool',
      );
      const sub = await newPublicPool('other', { SourceIpamPoolId: top });
      expect(await add(sub, { NetmaskLength: 56 })).toBe(Cidr.replace('/52', '/56'));
      await add(sub, { Cidr: Cidr.replace('000::/52', '800::/56') });
      expect(await provisionedOf(sub)).toHaveLength(2);
      const made = await allocate(sub, { RegionId: 'other', CidrMask: 64 });
      expect(made['SourceCidr']).toBe(Cidr.replace('/52', '/56'));
    });
  });

  describe('CreateIpamPoolAllocation', () => {
    test('answers the id, the block and the CIDR that it lies in', async () => {
      const poolId = await newPoolWith('10.0.0.0/16');
      expect(await allocate(poolId, { CidrMask: 24 })).toEqual({
        RequestId: expect.any(String),
        IpamPoolAllocationId: expect.stringMatching(/^ipam-pool-alloc-[0-9a-z]+$/),
        Cidr: '10.0.0.0/24',
        SourceCidr: '10.0.0.0/16',
      });
    });

    test('first available is the lowest address that fits, over all CIDRs of the pool', async () => {
      const poolId = await newPool();
      for (const Cidr of ['192.168.0.0/16', '10.0.0.0/24', '172.16.0.0/24']) {
        await add(poolId, { Cidr });
      }
      const taken: unknown[] = [];
      for (const CidrMask of [26, 25, 28, 26, 25, 28, 24, 16]) {
        const found = await tryCall('CreateIpamPoolAllocation', { IpamPoolId: poolId, CidrMask });
        taken.push(found.body['Cidr'] ?? found.body['Code']);
      }
      expect(taken).toEqual([
        '10.0.0.0/26',
        '10.0.0.128/25',
        '10.0.0.64/28',
        '172.16.0.0/26',
        '172.16.0.128/25',
        '10.0.0.80/28',
        '192.168.0.0/24',
        'ResourceNotEnough.IpamPoolCidr',
      ]);
    });

    test.each([
      ['10.0.0.0/30', 31, ['10.0.0.0/31', '10.0.0.2/31']],
      ['10.0.0.0/31', 32, ['10.0.0.0/32', '10.0.0.1/32']],
      ['10.0.0.7/32', 32, ['10.0.0.7/32']],
      ['10.0.0.0/8', 8, ['10.0.0.0/8']],
      ['fd00::/126', 127, ['fd00::/127', 'fd00::2/127']],
      ['fd00::/127', 128, ['fd00::/128', 'fd00::1/128']],
      ['fd00::7/128', 128, ['fd00::7/128']],
      ['fd00::/8', 8, ['fd00::/8']],
    ] as const)('%s is given out as /%i to the last address', async (Cidr, CidrMask, expected) => {
      const poolId = await newPoolWith(Cidr);
      for (const wanted of expected) {
        expect(await next(poolId, { CidrMask })).toBe(wanted);
        expect((await allocate(poolId, { CidrMask }))['Cidr']).toBe(wanted);
      }
      expect(await codeOf('CreateIpamPoolAllocation', { IpamPoolId: poolId, CidrMask })).toBe(
        'ResourceNotEnough.IpamPoolCidr',
      );
      expect(await cidrsOf(poolId)).toEqual(expected);
    });

    test.each([
      ['10.0.0.0/16', '10.0.3.0/24', 24],
      ['fd00::/16', 'fd00:0:0:3::/64', 64],
    ])('in %s a block is taken by name, with or without its mask', async (Cidr, block, mask) => {
      const poolId = await newPoolWith(Cidr);
      const made = await allocate(poolId, { Cidr: block });
      expect(made['Cidr']).toBe(block);
      const again: Parameters = { IpamPoolId: poolId, Cidr: block, CidrMask: mask };
      expect(await codeOf('CreateIpamPoolAllocation', again)).toBe(
        'OperationDenied.CidrUnavailableInPool',
      );
      const IpamPoolAllocationId = String(made['IpamPoolAllocationId']);
      await run('DeleteIpamPoolAllocation', { IpamPoolAllocationId });
      await run('CreateIpamPoolAllocation', again);
      expect(await codeOf('CreateIpamPoolAllocation', { ...again, CidrMask: mask + 1 })).toBe(
        'IllegalParam.CidrMask',
      );
    });

    test('without a CIDR and a mask the default mask of the pool is taken', async () => {
      const poolId = await newPoolWith('10.0.0.0/16', { AllocationDefaultCidrMask: 28 });
      expect((await allocate(poolId, {}))['Cidr']).toBe('10.0.0.0/28');
      expect(await next(poolId, {})).toBe('10.0.0.16/28');
      expect((await allocate(poolId, { CidrMask: 24 }))['Cidr']).toBe('10.0.1.0/24');
      const without = await newPoolWith('10.0.0.0/16');
      expect(await codeOf('CreateIpamPoolAllocation', { IpamPoolId: without })).toBe(
        'MissingParam.CidrOrCidrMask',
      );
    });

    test('the mask lies between the least and the greatest of the pool, both included', async () => {
      const IpamPoolId = await newPoolWith('10.0.0.0/16', {
        AllocationMinCidrMask: 20,
        AllocationMaxCidrMask: 24,
      });
      for (const wanted of [
        { CidrMask: 19 },
        { CidrMask: 25 },
        { Cidr: '10.0.0.0/19' },
        { Cidr: '10.0.0.0/25' },
      ]) {
        for (const action of ['CreateIpamPoolAllocation', 'GetIpamPoolNextAvailableCidr']) {
          const { Cidr, ...mask } = { Cidr: undefined, ...wanted };
          const block = action.startsWith('Get') ? { CidrBlock: Cidr ?? '' } : { Cidr: Cidr ?? '' };
          expect(await codeOf(action, { IpamPoolId, ...mask, ...block })).toBe(
            'OperationDenied.MaskOfCidrIsNotAllowed',
          );
        }
      }
      await allocate(IpamPoolId, { CidrMask: 20 });
      await allocate(IpamPoolId, { CidrMask: 24 });
    });

    test('a mask longer than the addresses of the pool is not allowed', async () => {
      const IpamPoolId = await newPoolWith('10.0.0.0/16');
      expect(await codeOf('CreateIpamPoolAllocation', { IpamPoolId, CidrMask: 33 })).toBe(
        'OperationDenied.MaskOfCidrIsNotAllowed',
      );
      expect(await codeOf('CreateIpamPoolAllocation', { IpamPoolId, CidrMask: 129 })).toBe(
        'IllegalParam.CidrMask',
      );
    });

    test('released space is there for the very next call', async () => {
      const poolId = await newPoolWith('10.0.0.0/24');
      for (let round = 0; round < 20; round += 1) {
        const CidrMask = 24 + (round % 9);
        const made = await allocate(poolId, { CidrMask });
        expect(made['Cidr']).toBe(`10.0.0.0/${CidrMask}`);
        const IpamPoolAllocationId = String(made['IpamPoolAllocationId']);
        expect(await run('DeleteIpamPoolAllocation', { IpamPoolAllocationId })).toEqual({
          RequestId: expect.any(String),
        });
        expect(await next(poolId, { CidrMask: 24 })).toBe('10.0.0.0/24');
        expect(await codeOf('DeleteIpamPoolAllocation', { IpamPoolAllocationId })).toBe(
          'ResourceNotFound.IpamPoolAllocation',
        );
      }
    });
  });

  describe('GetIpamPoolNextAvailableCidr', () => {
    test('answers what the next allocation gets, and holds nothing', async () => {
      const poolId = await newPoolWith('10.0.0.0/16');
      const answer = await run('GetIpamPoolNextAvailableCidr', {
        IpamPoolId: poolId,
        CidrMask: 26,
      });
      expect(answer).toEqual({ RequestId: expect.any(String), CidrBlock: '10.0.0.0/26' });
      expect(await next(poolId, { CidrMask: 26 })).toBe('10.0.0.0/26');
      expect((await allocate(poolId, { CidrMask: 26 }))['Cidr']).toBe('10.0.0.0/26');
      expect(await next(poolId, { CidrMask: 26 })).toBe('10.0.0.64/26');
    });

    test('answers a block that is asked for when it is free', async () => {
      const IpamPoolId = await newPoolWith('10.0.0.0/16');
      await allocate(IpamPoolId, { Cidr: '10.0.1.0/24' });
      expect(await next(IpamPoolId, { CidrBlock: '10.0.2.0/24' })).toBe('10.0.2.0/24');
      expect(await next(IpamPoolId, { CidrBlock: '10.0.2.0/24', CidrMask: 24 })).toBe(
        '10.0.2.0/24',
      );
      for (const CidrBlock of ['10.0.1.0/24', '10.0.0.0/23', '10.0.1.128/25', '10.1.0.0/24']) {
        expect(await codeOf('GetIpamPoolNextAvailableCidr', { IpamPoolId, CidrBlock })).toBe(
          'OperationDenied.CidrUnavailableInPool',
        );
      }
    });
  });

  describe('reading and changing allocations', () => {
    test('one allocation reads back alike in both operations, but for the time', async () => {
      const IpamPoolId = await newPoolWith('10.0.0.0/16');
      const { IpamPoolAllocationId = '' } = await allocate(IpamPoolId, {
        CidrMask: 24,
        IpamPoolAllocationName: '机房 1',
        IpamPoolAllocationDescription: 'for the lab',
      });
      const expected = {
        IpamPoolAllocationId,
        IpamPoolAllocationName: '机房 1',
        IpamPoolAllocationDescription: 'for the lab',
        IpamPoolId,
        Cidr: '10.0.0.0/24',
        SourceCidr: '10.0.0.0/16',
        ResourceType: 'Custom',
        ResourceId: '',
        ResourceOwnerId: Number(ROOT.accountId),
        ResourceRegionId: 'host',
        RegionId: 'host',
        Status: 'Created',
      };
      const id = { IpamPoolAllocationId: String(IpamPoolAllocationId) };
      const got = await run('GetIpamPoolAllocation', id);
      expect(got).toEqual({
        RequestId: expect.any(String),
        ...expected,
        CreationTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
      });
      const listed = await run('ListIpamPoolAllocations', { IpamPoolId });
      expect(listed).toEqual({
        RequestId: expect.any(String),
        IpamPoolAllocations: [
          { ...expected, CreationTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/) },
        ],
        Count: 1,
        TotalCount: 1,
        MaxResults: 10,
      });
      const [item] = itemsOf(listed, 'IpamPoolAllocations');
      expect(Date.parse(String(item?.['CreationTime']))).toBe(
        Date.parse(String(got['CreationTime'])),
      );
    });

    test('name and description change, and an empty text clears', async () => {
      const poolId = await newPoolWith('10.0.0.0/16');
      const made = await allocate(poolId, { CidrMask: 24, IpamPoolAllocationName: 'old' });
      const id = { IpamPoolAllocationId: String(made['IpamPoolAllocationId']) };
      expect(
        await run('UpdateIpamPoolAllocation', { ...id, IpamPoolAllocationDescription: 'why' }),
      ).toEqual({ RequestId: expect.any(String) });
      const read = () => run('GetIpamPoolAllocation', id);
      expect(await read()).toMatchObject({
        IpamPoolAllocationName: 'old',
        IpamPoolAllocationDescription: 'why',
      });
      await run('UpdateIpamPoolAllocation', { ...id, IpamPoolAllocationName: '' });
      expect(await read()).toMatchObject({
        IpamPoolAllocationName: '',
        IpamPoolAllocationDescription: 'why',
      });
    });

    test('filters let pass what matches all of them, and unknown values match nothing', async () => {
      const poolId = await newPoolWith('10.0.0.0/16');
      const ids: string[] = [];
      for (const name of ['web', 'db', 'web', '']) {
        const made = await allocate(poolId, { CidrMask: 24, IpamPoolAllocationName: name });
        ids.push(String(made['IpamPoolAllocationId']));
      }
      const [first = '', second = '', third = ''] = ids;
      const block = (index: number) => `10.0.${index}.0/24`;
      const expectListed = async (more: Parameters, indices: readonly number[]) => {
        const answer = await run('ListIpamPoolAllocations', { IpamPoolId: poolId, ...more });
        const cidrs = itemsOf(answer, 'IpamPoolAllocations').map((item) => item['Cidr']);
        expect([more, cidrs]).toEqual([more, indices.map(block)]);
        expect(answer['TotalCount']).toBe(indices.length);
      };
      await expectListed({}, [0, 1, 2, 3]);
      // The Terraform provider names one id, the SDKs a list of them.
      await expectListed({ IpamPoolAllocationId: second }, [1]);
      await expectListed(numbered('IpamPoolAllocationIds', [third, first]), [0, 2]);
      await expectListed(
        { ...numbered('IpamPoolAllocationIds', [third, first]), IpamPoolAllocationId: third },
        [2],
      );
      await expectListed(
        { ...numbered('IpamPoolAllocationIds', [third, first]), IpamPoolAllocationId: second },
        [],
      );
      await expectListed({ IpamPoolAllocationName: 'web' }, [0, 2]);
      await expectListed({ IpamPoolAllocationName: 'web', Cidr: block(2) }, [2]);
      await expectListed({ Cidr: block(1) }, [1]);
      for (const Cidr of ['10.0.1.0/25', '10.0.1.1/24', '10.0.1.0/24_fake', 'fd00::/64', '_fake']) {
        await expectListed({ Cidr }, []);
      }
      await expectListed({ IpamPoolAllocationId: `${first}_fake` }, []);
      await expectListed({ IpamPoolAllocationName: 'web_fake' }, []);
      await expectListed(numbered('IpamPoolAllocationIds', [`${first}_fake`]), []);
      expect(await run('ListIpamPoolAllocations', { IpamPoolId: `${poolId}_fake` })).toMatchObject({
        IpamPoolAllocations: [],
        ...EMPTY_LIST,
      });
    });

    test('the CIDRs of a pool are listed in address order, by text, and unknown ones not at all', async () => {
      const poolId = await newPool();
      for (const Cidr of ['192.168.0.0/16', '10.0.0.0/16', '9.0.0.0/8'])
        await add(poolId, { Cidr });
      expect(await provisionedOf(poolId)).toEqual(['9.0.0.0/8', '10.0.0.0/16', '192.168.0.0/16']);
      const listed = async (more: Parameters) =>
        (await list('ListIpamPoolCidrs', 'IpamPoolCidrs', { IpamPoolId: poolId, ...more })).map(
          (item) => item['Cidr'],
        );
      expect(await listed({ Cidr: '10.0.0.0/16' })).toEqual(['10.0.0.0/16']);
      for (const Cidr of ['10.0.0.0/17', '10.0.0.1/16', '10.0.0.0/16_fake', '::/0']) {
        expect(await listed({ Cidr })).toEqual([]);
      }
      expect(await listed({ RegionId: 'other' })).toEqual([]);
      expect(await listed({ IpamPoolId: `${poolId}_fake` })).toEqual([]);
    });
  });

  describe('paging', () => {
    async function pages(action: string, items: string, parameters: Parameters, limit: number) {
      const found: Body[][] = [];
      let token: string | undefined;
      for (;;) {
        const answer = await run(action, {
          ...parameters,
          MaxResults: limit,
          ...(token === undefined ? {} : { NextToken: token }),
        });
        found.push([...itemsOf(answer, items)]);
        expect(answer).toMatchObject({ Count: found.at(-1)?.length, MaxResults: limit });
        if (answer['NextToken'] === undefined) return found;
        token = String(answer['NextToken']);
      }
    }

    test.each([1, 7, 29, 30, 31, 100])('pages of %i show each allocation once', async (limit) => {
      const poolId = await newPoolWith('10.0.0.0/16');
      const expected = Array.from({ length: 30 }, (_, index) => `10.0.${index}.0/24`);
      await Promise.all(expected.map(() => allocate(poolId, { CidrMask: 24 })));
      const parameters = { IpamPoolId: poolId };
      const found = await pages(
        'ListIpamPoolAllocations',
        'IpamPoolAllocations',
        parameters,
        limit,
      );
      expect(found).toHaveLength(Math.ceil(30 / limit));
      expect(found.flat().map((item) => item['Cidr'])).toEqual(expected);
    });

    test('pages of CIDRs and of a filtered list show each once too', async () => {
      const poolId = await newPool();
      const blocks = Array.from({ length: 9 }, (_, index) => `10.${index}.0.0/16`);
      for (const Cidr of blocks) await add(poolId, { Cidr });
      const cidrs = await pages('ListIpamPoolCidrs', 'IpamPoolCidrs', { IpamPoolId: poolId }, 4);
      expect(cidrs.map((page) => page.length)).toEqual([4, 4, 1]);
      expect(cidrs.flat().map((item) => item['Cidr'])).toEqual(blocks);
      for (const name of ['a', 'b', 'a', 'b', 'a']) {
        await allocate(poolId, { CidrMask: 24, IpamPoolAllocationName: name });
      }
      const named = { IpamPoolId: poolId, IpamPoolAllocationName: 'a' };
      const found = await pages('ListIpamPoolAllocations', 'IpamPoolAllocations', named, 2);
      expect(found.map((page) => page.map((item) => item['Cidr']))).toEqual([
        ['10.0.0.0/24', '10.0.2.0/24'],
        ['10.0.4.0/24'],
      ]);
    });

    test('what is taken and released meanwhile moves nothing to another page', async () => {
      const poolId = await newPoolWith('10.0.0.0/16');
      for (let index = 0; index < 6; index += 1) await allocate(poolId, { CidrMask: 24 });
      const parameters = { IpamPoolId: poolId, MaxResults: 3 };
      const first = await run('ListIpamPoolAllocations', parameters);
      for (const item of itemsOf(first, 'IpamPoolAllocations')) {
        const IpamPoolAllocationId = String(item['IpamPoolAllocationId']);
        await run('DeleteIpamPoolAllocation', { IpamPoolAllocationId });
      }
      const NextToken = String(first['NextToken']);
      const second = await run('ListIpamPoolAllocations', { ...parameters, NextToken });
      expect(itemsOf(second, 'IpamPoolAllocations').map((item) => item['Cidr'])).toEqual([
        '10.0.3.0/24',
        '10.0.4.0/24',
        '10.0.5.0/24',
      ]);
      expect(second['TotalCount']).toBe(3);
    });

    test('a page token is good for its own list only', async () => {
      const [one, two] = [await newPoolWith('10.0.0.0/16'), await newPoolWith('10.0.0.0/16')];
      for (const poolId of [one, two, one, two]) await allocate(poolId, { CidrMask: 24 });
      const first = await run('ListIpamPoolAllocations', { IpamPoolId: one, MaxResults: 1 });
      const NextToken = String(first['NextToken']);
      for (const more of [{ IpamPoolId: two }, { IpamPoolId: one, Cidr: '10.0.1.0/24' }]) {
        expect(await codeOf('ListIpamPoolAllocations', { ...more, NextToken })).toBe(
          'InvalidNextToken',
        );
      }
    });
  });

  describe('regions', () => {
    test('allocation calls name the region of the pool, pool and CIDR calls that of the IPAM', async () => {
      const poolId = await newPool({ PoolRegionId: 'other' });
      const ofPool = { IpamPoolId: poolId };
      const inOther = { RegionId: 'other' };
      const invalid = 'OperationDenied.RequestRegionInvalid';
      expect(await codeOf('AddIpamPoolCidr', { ...ofPool, ...inOther, Cidr: '10.0.0.0/8' })).toBe(
        'OperationDenied.PoolRegionNotSupportAddPoolCidr',
      );
      await add(poolId, { Cidr: '10.0.0.0/8' });
      const wanted = { ...ofPool, CidrMask: 24 };
      expect(await codeOf('CreateIpamPoolAllocation', wanted)).toBe(invalid);
      expect(await codeOf('GetIpamPoolNextAvailableCidr', wanted)).toBe(invalid);
      expect(await next(poolId, { ...inOther, CidrMask: 24 })).toBe('10.0.0.0/24');
      const made = await allocate(poolId, { ...inOther, CidrMask: 24 });
      const id = { IpamPoolAllocationId: String(made['IpamPoolAllocationId']) };
      for (const action of [
        'GetIpamPoolAllocation',
        'UpdateIpamPoolAllocation',
        'DeleteIpamPoolAllocation',
      ]) {
        expect(await codeOf(action, id)).toBe(invalid);
      }
      expect(await run('ListIpamPoolAllocations', ofPool)).toMatchObject(EMPTY_LIST);
      expect(await cidrsOf(poolId, inOther)).toEqual(['10.0.0.0/24']);
      expect(await run('GetIpamPoolAllocation', { ...id, ...inOther })).toMatchObject({
        RegionId: 'other',
        ResourceRegionId: 'other',
      });
      await run('UpdateIpamPoolAllocation', { ...id, ...inOther, IpamPoolAllocationName: 'far' });
      await run('DeleteIpamPoolAllocation', { ...id, ...inOther });
      expect(
        await codeOf('DeleteIpamPoolCidr', { ...ofPool, ...inOther, Cidr: '10.0.0.0/8' }),
      ).toBe('OperationDenied.PoolRegionNotSupportDeletePoolCidr');
      await run('DeleteIpamPoolCidr', { ...ofPool, Cidr: '10.0.0.0/8' });
    });
  });

  describe('dry runs and client tokens', () => {
    test('a dry run of every write says that it would succeed, and changes nothing', async () => {
      const IpamScopeId = await newScope();
      const poolId = await newPoolWith('10.0.0.0/8', { IpamScopeId });
      const emptyPool = await newPool({ IpamScopeId });
      const emptyScope = await newScope();
      const sub = await newSubPool(poolId);
      const made = await allocate(poolId, { CidrMask: 24 });
      await add(emptyPool, { Cidr: '11.0.0.0/16' });
      const IpamPoolAllocationId = String(made['IpamPoolAllocationId']);
      const read = () =>
        Promise.all([
          list('ListIpams', 'Ipams', {}),
          list('ListIpamScopes', 'IpamScopes', { 'IpamScopeIds.1': emptyScope }),
          list('ListIpamPools', 'IpamPools', { IpamScopeId }),
          provisionedOf(emptyPool),
          list('ListIpamPoolAllocations', 'IpamPoolAllocations', { IpamPoolId: poolId }),
          next(poolId, { CidrMask: 16 }),
        ]);
      const before = await read();
      const calls: readonly (readonly [string, Parameters])[] = [
        ['UpdateIpam', { IpamId: ipam.ipamId, IpamName: 'dry' }],
        ['UpdateIpamScope', { IpamScopeId: emptyScope, IpamScopeName: 'dry' }],
        ['DeleteIpamScope', { IpamScopeId: emptyScope }],
        ['UpdateIpamPool', { IpamPoolId: poolId, IpamPoolName: 'dry' }],
        ['DeleteIpamPool', { IpamPoolId: sub }],
        ['AddIpamPoolCidr', { IpamPoolId: poolId, Cidr: '12.0.0.0/8' }],
        ['AddIpamPoolCidr', { IpamPoolId: sub, NetmaskLength: 16 }],
        ['DeleteIpamPoolCidr', { IpamPoolId: emptyPool, Cidr: '11.0.0.0/16' }],
        ['CreateIpamPoolAllocation', { IpamPoolId: poolId, CidrMask: 16 }],
        ['UpdateIpamPoolAllocation', { IpamPoolAllocationId, IpamPoolAllocationName: 'dry' }],
        ['DeleteIpamPoolAllocation', { IpamPoolAllocationId }],
      ];
      for (const [action, parameters] of calls) {
        expect([action, await codeOf(action, { ...parameters, DryRun: true })]).toEqual([
          action,
          'DryRunOperation',
        ]);
      }
      expect(await read()).toEqual(before);
    });

    test('a write with the same token answers as the first time and does nothing more', async () => {
      const poolId = await newPoolWith('10.0.0.0/16');
      const sub = await newSubPool(poolId);
      const twice = async (action: string, parameters: Parameters) => {
        const withToken = { ...parameters, ClientToken: randomUUID() };
        const { RequestId: firstId, ...first } = await run(action, withToken);
        const { RequestId: secondId, ...second } = await run(action, withToken);
        expect(second).toEqual(first);
        expect(secondId).not.toBe(firstId);
        return first;
      };
      expect(await twice('AddIpamPoolCidr', { IpamPoolId: sub, NetmaskLength: 20 })).toEqual({
        Cidr: '10.0.0.0/20',
      });
      const made = await twice('CreateIpamPoolAllocation', { IpamPoolId: poolId, CidrMask: 24 });
      expect(made['Cidr']).toBe('10.0.16.0/24');
      expect(await cidrsOf(poolId)).toEqual(['10.0.0.0/20', '10.0.16.0/24']);
      await twice('UpdateIpamPool', { IpamPoolId: poolId, IpamPoolName: 'twice' });
      await twice('DeleteIpamPoolAllocation', {
        IpamPoolAllocationId: String(made['IpamPoolAllocationId']),
      });
      await twice('DeleteIpamPoolCidr', { IpamPoolId: sub, Cidr: '10.0.0.0/20' });
      await twice('DeleteIpamPool', { IpamPoolId: sub });
      expect(await cidrsOf(poolId)).toEqual([]);
    });

    test('16 racing calls with one token take one block', async () => {
      const poolId = await newPoolWith('10.0.0.0/16');
      const parameters = { CidrMask: 24, ClientToken: randomUUID() };
      const answers = await Promise.all(
        Array.from({ length: 16 }, () => allocate(poolId, parameters)),
      );
      expect(new Set(answers.map((answer) => answer['IpamPoolAllocationId'])).size).toBe(1);
      expect(await cidrsOf(poolId)).toEqual(['10.0.0.0/24']);
    });

    test('a token is for one request: other parameters are refused', async () => {
      const IpamPoolId = await newPoolWith('10.0.0.0/16');
      const ClientToken = randomUUID();
      await allocate(IpamPoolId, { CidrMask: 24, ClientToken });
      expect(
        await codeOf('CreateIpamPoolAllocation', { IpamPoolId, CidrMask: 25, ClientToken }),
      ).toBe('IdempotentParameterMismatch');
    });

    test('a call that failed is tried again under its token', async () => {
      const IpamPoolId = await newPoolWith('10.0.0.0/24');
      const blocking = await allocate(IpamPoolId, { CidrMask: 24 });
      const wanted: Parameters = { IpamPoolId, CidrMask: 25, ClientToken: randomUUID() };
      expect(await codeOf('CreateIpamPoolAllocation', wanted)).toBe(
        'ResourceNotEnough.IpamPoolCidr',
      );
      await run('DeleteIpamPoolAllocation', {
        IpamPoolAllocationId: String(blocking['IpamPoolAllocationId']),
      });
      expect((await run('CreateIpamPoolAllocation', wanted))['Cidr']).toBe('10.0.0.0/25');
    });
  });
});

function numbered(name: string, values: readonly string[]): Parameters {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}
