import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, type Parameters, type Signing, type Target } from './support/raw-client.ts';
import { ROOT, TestServer } from './support/start-server.ts';
import { createPool, haveIpam, isExternal, type MadeIpam } from './support/target.ts';

/**
 * Two configurations: in the first everything is possible within small quotas; in the second a new
 * pool stays in Creating, and the account may not use single line ISPs.
 */
const REGIONS = [
  { id: 'host', ipv6Isps: ['BGP', 'ChinaMobile', 'ChinaUnicom'] },
  { id: 'other', ipv6Isps: ['BGP', 'ChinaMobile'] },
  { id: 'unused' },
  { id: 'without-ipv6', ipv6: false },
  { id: 'without-public', publicScope: false },
];
const CONFIG = {
  regions: REGIONS,
  quotas: { ipam_pool_quota_depth: 2, ipam_sub_pool_quota_per_ipam_pool: 2 },
  accounts: { [ROOT.accountId]: { singleLineIsps: true } },
};
const SLOW_CONFIG = { regions: REGIONS, transitions: { pool: { creatingMs: 3_600_000 } } };
const FULL_CONFIG = { regions: REGIONS, quotas: { ipam_pool_quota_per_scope: 1 } };

const UNKNOWN_SCOPE = 'ipam-scope-000000000000000000';
const UNKNOWN_POOL = 'ipam-pool-000000000000000000';

/** Everything the rows refer to. */
interface Ground {
  /** The server on which everything is possible, one with slow pools, and one with a full scope. */
  readonly fast: Target;
  readonly slow: Target;
  readonly full: Target;
  readonly host: MadeIpam;
  readonly slowHost: MadeIpam;
  readonly fullHost: MadeIpam;
  readonly withoutIpv6: MadeIpam;
  readonly withoutPublic: MadeIpam;
  /** Private pools: without and with a region, with no room for sub-pools, at the quota's depth. */
  readonly plain: string;
  readonly regional: string;
  readonly crowded: string;
  readonly deepest: string;
  readonly creating: string;
  /** Public pools of region host and the lines BGP and ChinaMobile. */
  readonly publicBgp: string;
}

interface Row {
  readonly code: string;
  readonly message: string;
  /** What the case is, where a code has several. */
  readonly when: string;
  readonly server?: 'fast' | 'slow' | 'full';
  readonly parameters: (ground: Ground) => Parameters;
}

const IN_HOST = { RegionId: 'host' };

function inPrivate(ground: Ground, more: Parameters = {}): Parameters {
  return { ...IN_HOST, IpamScopeId: ground.host.privateScopeId, ...more };
}

function inPublic(ground: Ground, more: Parameters = {}): Parameters {
  return {
    ...IN_HOST,
    IpamScopeId: ground.host.publicScopeId,
    IpVersion: 'IPv6',
    PoolRegionId: 'other',
    ...more,
  };
}

function illegal(name: string): { readonly code: string; readonly message: string } {
  return { code: `IllegalParam.${name}`, message: `The specified ${name} is illegal.` };
}

/**
 * The rows of the page's error table, in its order, and the quota that the page lacks.
 * OperationDenied.OperateShareResource needs a pool shared by another account, which no call can
 * make yet: the server package tests it in decide-new-pool.test.ts.
 */
const ROWS: readonly Row[] = [
  {
    code: 'ResourceNotFound.IpamScope',
    message: 'The specified resource of IPAM scope is not found.',
    when: 'the scope does not exist',
    parameters: () => ({ ...IN_HOST, IpamScopeId: UNKNOWN_SCOPE }),
  },
  {
    code: 'ResourceNotFound.SourceIpamPool',
    message: 'The dependent source IPAM pool is not found.',
    when: 'the source pool does not exist',
    parameters: (ground) => inPrivate(ground, { SourceIpamPoolId: UNKNOWN_POOL }),
  },
  {
    code: 'UnsupportedFeature.PublicIpamScopeType',
    message: 'The feature of PublicIpamScopeType is not supported.',
    when: 'the region has no public scopes',
    parameters: ({ withoutPublic }) => ({
      RegionId: 'without-public',
      IpamScopeId: withoutPublic.publicScopeId,
      IpVersion: 'IPv6',
      PoolRegionId: 'without-public',
    }),
  },
  ...(['Default', 'Max', 'Min'] as const).flatMap((rule): Row[] => {
    const name = `Allocation${rule}CidrMask`;
    const error = illegal(`Allocation${rule}Netmask`);
    const cases = [
      { when: 'above 32 for IPv4', parameters: { [name]: 33 } },
      { when: 'above 128 for IPv6', parameters: { [name]: 129, IpVersion: 'IPv6' } },
      { when: 'negative', parameters: { [name]: -1 } },
      { when: 'not a number', parameters: { [name]: 'wide' } },
      { when: 'not an integer', parameters: { [name]: '24.5' } },
    ];
    return cases.map(({ when, parameters }) => ({
      ...error,
      when: `the mask is ${when}`,
      parameters: (ground: Ground) => inPrivate(ground, parameters),
    }));
  }),
  {
    ...illegal('AllocationMinNetmask'),
    when: 'the shortest prefix is longer than the longest',
    parameters: (ground) =>
      inPrivate(ground, { AllocationMinCidrMask: 25, AllocationMaxCidrMask: 24 }),
  },
  {
    ...illegal('AllocationDefaultNetmask'),
    when: 'the default is shorter than the shortest prefix',
    parameters: (ground) =>
      inPrivate(ground, { AllocationMinCidrMask: 20, AllocationDefaultCidrMask: 19 }),
  },
  {
    ...illegal('AllocationDefaultNetmask'),
    when: 'the default is longer than the longest prefix',
    parameters: (ground) =>
      inPrivate(ground, { AllocationMaxCidrMask: 24, AllocationDefaultCidrMask: 25 }),
  },
  {
    ...illegal('IpVersion'),
    when: 'there is no such version',
    parameters: (ground) => inPrivate(ground, { IpVersion: 'ipv4' }),
  },
  {
    ...illegal('IpVersion'),
    when: 'the source pool has the other version',
    parameters: (ground) =>
      inPrivate(ground, { IpVersion: 'IPv6', SourceIpamPoolId: ground.plain }),
  },
  {
    code: 'QuotaExceeded.IpamPoolQuotaDepth',
    message: 'The quota of IpamPoolQuotaDepth count is exceeded.',
    when: 'the source pool is as deep as the quota allows',
    parameters: (ground) => inPrivate(ground, { SourceIpamPoolId: ground.deepest }),
  },
  {
    code: 'ResourceNotFound.Ipam',
    message: 'The specified resource of ipam is not found.',
    when: 'the IPAM of the scope is hosted in another region',
    parameters: (ground) => inPrivate(ground, { RegionId: 'other' }),
  },
  {
    ...illegal('PoolRegionId'),
    when: 'the region is not an operating region',
    parameters: (ground) => inPrivate(ground, { PoolRegionId: 'unused' }),
  },
  {
    ...illegal('PoolRegionId'),
    when: 'there is no such region',
    parameters: (ground) => inPrivate(ground, { PoolRegionId: 'nowhere' }),
  },
  {
    ...illegal('PoolRegionId'),
    when: 'the source pool is in another region',
    parameters: (ground) =>
      inPrivate(ground, { PoolRegionId: 'host', SourceIpamPoolId: ground.regional }),
  },
  {
    code: 'QuotaExceeded.IpamSubPoolQuotaPerIpamPool',
    message: 'The quota of ipamSubPoolQuotaPerIpamPool count is exceeded.',
    when: 'the source pool has as many sub-pools as the quota allows',
    parameters: (ground) => inPrivate(ground, { SourceIpamPoolId: ground.crowded }),
  },
  {
    code: 'DryRunOperation',
    message: 'Request validation has been passed with DryRun flag set.',
    when: 'a dry run passes every check',
    parameters: (ground) => inPrivate(ground, { DryRun: true }),
  },
  {
    code: 'IncorrectStatus.IpamPool',
    message: 'The status of the IPAM pool is incorrect.',
    when: 'the source pool is still being created',
    server: 'slow',
    parameters: ({ slowHost, creating }) => ({
      ...IN_HOST,
      IpamScopeId: slowHost.privateScopeId,
      SourceIpamPoolId: creating,
    }),
  },
  {
    code: 'UnsupportedFeature.IpamPublicIpv4Pool',
    message: 'The feature of public IPv4 pool is not supported in IPAM.',
    when: 'a pool of the public scope is IPv4',
    parameters: (ground) => inPublic(ground, { IpVersion: 'IPv4' }),
  },
  {
    code: 'UnsupportedFeature.IpamPublicIpv4Pool',
    message: 'The feature of public IPv4 pool is not supported in IPAM.',
    when: 'a pool of the public scope names no version',
    parameters: (ground) => inPublic(ground, { IpVersion: '' }),
  },
  {
    code: 'OperationDenied.IpamPublicIpv6PoolNeedPoolRegion',
    message: 'The public IPv6 pool cannot be created in IPAM when its pool region is empty.',
    when: 'a public pool names no region',
    parameters: (ground) => inPublic(ground, { PoolRegionId: '' }),
  },
  {
    ...illegal('Ipv6Isp'),
    when: 'there is no such line',
    parameters: (ground) => inPublic(ground, { Ipv6Isp: 'bgp' }),
  },
  {
    code: 'UnsupportedFeature.Ipv6Isp',
    message: 'The Ipv6Isp feature is not supported.',
    when: 'the account may not use single line ISPs',
    server: 'slow',
    parameters: ({ slowHost }) => ({
      ...IN_HOST,
      IpamScopeId: slowHost.publicScopeId,
      IpVersion: 'IPv6',
      PoolRegionId: 'other',
      Ipv6Isp: 'ChinaMobile',
    }),
  },
  {
    code: 'UnsupportedRegion.Ipv6Isp',
    message: 'The current region does not support this feature.',
    when: 'the pool region does not have the line',
    parameters: (ground) => inPublic(ground, { Ipv6Isp: 'ChinaTelecom' }),
  },
  {
    code: 'QuotaExceeded.IpamPublicIpv6TopPoolQuotaPerRegionIsp',
    message:
      'The number of public IPv6 top pool in IPAM for this ISP owned by the user in this region exceeds the limit.',
    when: 'there is a public top-level pool of the line in the region',
    parameters: (ground) => inPublic(ground, { PoolRegionId: 'host' }),
  },
  {
    code: 'Mismatch.IpamScopeAndSourceIpamPool',
    message: 'The input source IPAM pool is not in the input IPAM scope.',
    when: 'the source pool is in another scope',
    parameters: (ground) => inPublic(ground, { SourceIpamPoolId: ground.plain }),
  },
  {
    code: 'Mismatch.Ipv6IspAndSourceIpamPool',
    message: 'The input Ipv6Isp is inconsistent with the Ipv6Isp of the input source IPAM pool.',
    when: 'the source pool has another line',
    parameters: (ground) =>
      inPublic(ground, {
        PoolRegionId: '',
        SourceIpamPoolId: ground.publicBgp,
        Ipv6Isp: 'ChinaMobile',
      }),
  },
  {
    code: 'UnsupportedFeature.IpamIpv6',
    message: 'The feature of IPv6 is not supported in this region.',
    when: 'the region of the call has no IPv6',
    parameters: ({ withoutIpv6 }) => ({
      RegionId: 'without-ipv6',
      IpamScopeId: withoutIpv6.publicScopeId,
      IpVersion: 'IPv6',
      PoolRegionId: 'host',
    }),
  },
  {
    code: 'UnsupportedFeature.IpamIpv6',
    message: 'The feature of IPv6 is not supported in this region.',
    when: 'the pool region has no IPv6',
    parameters: (ground) => inPublic(ground, { PoolRegionId: 'without-ipv6' }),
  },
  {
    code: 'QuotaExceeded.IpamPoolQuotaPerScope',
    message: 'The quota of IpamPoolQuotaPerScope count is exceeded.',
    when: 'the scope has as many pools as the quota allows',
    server: 'full',
    parameters: ({ fullHost }) => ({ ...IN_HOST, IpamScopeId: fullHost.privateScopeId }),
  },
];

/**
 * One fault, which the parameters bring into a call that is right otherwise. The lists below are in
 * the order in which the server looks for faults: a call with two of them gets the error of the
 * earlier one, so every pair whose parameters can stand in one call is tried.
 */
interface Fault {
  readonly code: string;
  readonly parameters: Parameters;
}

function faultsInPrivate(ground: Ground): readonly Fault[] {
  return [
    // What the text of a call alone shows comes before what needs the stored resources.
    { code: 'IllegalParam.IpVersion', parameters: { IpVersion: 'IPv5' } },
    { code: 'IllegalParam.IpamPoolName', parameters: { IpamPoolName: 'http://name' } },
    { code: 'DuplicatedParam.TagKey', parameters: { 'Tag.1.Key': 'a', 'Tag.2.Key': 'a' } },
    { code: 'ResourceNotFound.IpamScope', parameters: { IpamScopeId: UNKNOWN_SCOPE } },
    { code: 'ResourceNotFound.Ipam', parameters: { RegionId: 'other' } },
    { code: 'IllegalParam.AllocationMinNetmask', parameters: { AllocationMinCidrMask: 64 } },
    { code: 'IllegalParam.AllocationMaxNetmask', parameters: { AllocationMaxCidrMask: 64 } },
    {
      code: 'IllegalParam.AllocationDefaultNetmask',
      parameters: { AllocationDefaultCidrMask: 64 },
    },
    { code: 'ResourceNotFound.SourceIpamPool', parameters: { SourceIpamPoolId: UNKNOWN_POOL } },
    {
      code: 'Mismatch.IpamScopeAndSourceIpamPool',
      parameters: { SourceIpamPoolId: ground.publicBgp },
    },
    { code: 'IllegalParam.PoolRegionId', parameters: { PoolRegionId: 'unused' } },
    { code: 'OperationDenied.AutoImportNeedPoolRegion', parameters: { AutoImport: true } },
    { code: 'QuotaExceeded.IpamPoolQuotaDepth', parameters: { SourceIpamPoolId: ground.deepest } },
    {
      code: 'QuotaExceeded.IpamSubPoolQuotaPerIpamPool',
      parameters: { SourceIpamPoolId: ground.crowded },
    },
    { code: 'DryRunOperation', parameters: { DryRun: true } },
  ];
}

function faultsInPublic(ground: Ground): readonly Fault[] {
  return [
    { code: 'ResourceNotFound.Ipam', parameters: { RegionId: 'other' } },
    { code: 'UnsupportedFeature.IpamPublicIpv4Pool', parameters: { IpVersion: 'IPv4' } },
    { code: 'IllegalParam.AllocationMinNetmask', parameters: { AllocationMinCidrMask: 129 } },
    { code: 'Mismatch.IpamScopeAndSourceIpamPool', parameters: { SourceIpamPoolId: ground.plain } },
    { code: 'IllegalParam.PoolRegionId', parameters: { PoolRegionId: 'unused' } },
    {
      code: 'OperationDenied.IpamPublicIpv6PoolNeedPoolRegion',
      parameters: { PoolRegionId: '' },
    },
    { code: 'UnsupportedFeature.IpamIpv6', parameters: { PoolRegionId: 'without-ipv6' } },
    { code: 'IllegalParam.Ipv6Isp', parameters: { Ipv6Isp: 'Satellite' } },
    { code: 'UnsupportedRegion.Ipv6Isp', parameters: { Ipv6Isp: 'ChinaTelecom' } },
    {
      code: 'QuotaExceeded.IpamPublicIpv6TopPoolQuotaPerRegionIsp',
      parameters: { PoolRegionId: 'host' },
    },
    { code: 'DryRunOperation', parameters: { DryRun: true } },
  ];
}

/**
 * A mask of 129 is out of range for every version, so it is refused before anything stored is
 * looked at: it is not later than these.
 */
const LEFT_OUT_PAIRS: ReadonlySet<string> = new Set([
  'ResourceNotFound.Ipam IllegalParam.AllocationMinNetmask',
  'UnsupportedFeature.IpamPublicIpv4Pool IllegalParam.AllocationMinNetmask',
]);

interface FaultPair {
  readonly first: Fault;
  readonly second: Fault;
}

function pairsOf(faults: readonly Fault[]): FaultPair[] {
  const pairs: FaultPair[] = [];
  for (const [index, first] of faults.entries()) {
    for (const second of faults.slice(index + 1)) {
      const names = Object.keys(second.parameters);
      const isCompatible = !names.some((name) => Object.hasOwn(first.parameters, name));
      const key = `${first.code} ${second.code}`;
      if (isCompatible && !LEFT_OUT_PAIRS.has(key)) pairs.push({ first, second });
    }
  }
  return pairs;
}

async function prepareFast(fast: Target) {
  const operating = ['host', 'other', 'without-ipv6'];
  const [host, withoutIpv6, withoutPublic] = [
    await haveIpam(fast, 'host', operating),
    await haveIpam(fast, 'without-ipv6', ['without-ipv6', 'host']),
    await haveIpam(fast, 'without-public', ['without-public', 'host']),
  ];
  const inScope = (more: Parameters = {}) =>
    createPool(fast, { ...IN_HOST, IpamScopeId: host.privateScopeId, ...more });
  const plain = await inScope();
  const regional = await inScope({ PoolRegionId: 'other' });
  const crowded = await inScope();
  await inScope({ SourceIpamPoolId: crowded });
  await inScope({ SourceIpamPoolId: crowded });
  const middle = await inScope({ SourceIpamPoolId: plain });
  const deepest = await inScope({ SourceIpamPoolId: middle });
  const publicBgp = await createPool(fast, {
    ...IN_HOST,
    IpamScopeId: host.publicScopeId,
    IpVersion: 'IPv6',
    PoolRegionId: 'host',
  });
  return { fast, host, withoutIpv6, withoutPublic, plain, regional, crowded, deepest, publicBgp };
}

async function prepare(fast: Target, slow: Target, full: Target): Promise<Ground> {
  const slowHost = await haveIpam(slow, 'host', ['host', 'other']);
  const creating = await createPool(slow, { ...IN_HOST, IpamScopeId: slowHost.privateScopeId });
  const fullHost = await haveIpam(full, 'host');
  await createPool(full, { ...IN_HOST, IpamScopeId: fullHost.privateScopeId });
  return { ...(await prepareFast(fast)), slow, full, slowHost, fullHost, creating };
}

describe.skipIf(isExternal)('The errors of CreateIpamPool', () => {
  const servers: TestServer[] = [];
  let ground: Ground;

  beforeAll(async () => {
    const started = await Promise.all(
      [CONFIG, SLOW_CONFIG, FULL_CONFIG].map(async (config) => {
        const server = await TestServer.start({ config });
        servers.push(server);
        return { url: server.url, ...ROOT };
      }),
    );
    const [fast, slow, full] = started;
    if (fast === undefined || slow === undefined || full === undefined) throw new Error('started');
    ground = await prepare(fast, slow, full);
  });

  afterAll(() => Promise.all(servers.map((server) => server.dispose())));

  const signings: readonly Signing[] = ['V3 query', '1.0 mixed'];
  describe.each(signings)('over %s', (signing) => {
    test.each(ROWS)('$code is answered when $when', async (row) => {
      const target = ground[row.server ?? 'fast'];
      const parameters = row.parameters(ground);
      const answer = await call(target, 'CreateIpamPool', parameters, { signing });
      expect({ status: answer.status, ...answer.body }).toMatchObject({
        status: 400,
        Code: row.code,
        Message: row.message,
        HostId: new URL(target.url).host,
      });
      expect(answer.body).not.toHaveProperty('IpamPoolId');
    });
  });

  test('OperationDenied.AutoImportNeedPoolRegion is answered when no region is named or inherited', async () => {
    for (const more of [{}, { SourceIpamPoolId: ground.plain }]) {
      const parameters = inPrivate(ground, { AutoImport: true, ...more });
      const { status, body } = await call(ground.fast, 'CreateIpamPool', parameters);
      expect({ status, code: body['Code'] }).toEqual({
        status: 400,
        code: 'OperationDenied.AutoImportNeedPoolRegion',
      });
    }
  });

  test('of two errors in a private scope the earlier one in the order of the checks is answered', async () => {
    await expectOrder(pairsOf(faultsInPrivate(ground)), (more) => inPrivate(ground, more));
  });

  test('of two errors in a public scope the earlier one in the order of the checks is answered', async () => {
    await expectOrder(pairsOf(faultsInPublic(ground)), (more) => inPublic(ground, more));
  });

  test('the status of the source pool comes before its version, and its scope before its status', async () => {
    const { slow, slowHost, creating } = ground;
    const codeOf = async (more: Parameters) => {
      const parameters = { ...IN_HOST, IpVersion: 'IPv6', SourceIpamPoolId: creating, ...more };
      return (await call(slow, 'CreateIpamPool', parameters)).body['Code'];
    };
    expect(await codeOf({ IpamScopeId: slowHost.privateScopeId })).toBe('IncorrectStatus.IpamPool');
    expect(await codeOf({ IpamScopeId: slowHost.publicScopeId })).toBe(
      'Mismatch.IpamScopeAndSourceIpamPool',
    );
  });

  test('the right to single line ISPs comes after the name of the line and before the region', async () => {
    const { slow, slowHost } = ground;
    const codeOf = async (isp: string) => {
      const parameters = {
        ...IN_HOST,
        IpamScopeId: slowHost.publicScopeId,
        IpVersion: 'IPv6',
        PoolRegionId: 'other',
        Ipv6Isp: isp,
      };
      return (await call(slow, 'CreateIpamPool', parameters)).body['Code'];
    };
    expect(await codeOf('Satellite')).toBe('IllegalParam.Ipv6Isp');
    expect(await codeOf('ChinaTelecom')).toBe('UnsupportedFeature.Ipv6Isp');
  });

  test('a region without public scopes is told before an IPv4 pool in one', async () => {
    const { fast, withoutPublic } = ground;
    const parameters = {
      RegionId: 'without-public',
      IpamScopeId: withoutPublic.publicScopeId,
      AllocationMinCidrMask: 64,
    };
    const { body } = await call(fast, 'CreateIpamPool', parameters);
    expect(body['Code']).toBe('UnsupportedFeature.PublicIpamScopeType');
  });

  async function expectOrder(
    pairs: readonly FaultPair[],
    toParameters: (more: Parameters) => Parameters,
  ): Promise<void> {
    const found = await Promise.all(
      pairs.map(async ({ first, second }) => {
        const parameters = toParameters({ ...second.parameters, ...first.parameters });
        const { body } = await call(ground.fast, 'CreateIpamPool', parameters);
        return { first: first.code, second: second.code, answered: body['Code'] };
      }),
    );
    const expected = found.map((pair) => ({ ...pair, answered: pair.first }));
    expect(found).toEqual(expected);
  }
});
