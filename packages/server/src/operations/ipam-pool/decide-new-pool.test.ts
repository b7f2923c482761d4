import { QUOTA_DEFAULTS } from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import type { Region } from '../../regions.ts';
import {
  ACCOUNT_ID,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleIpam,
  samplePool,
  sampleScope,
} from '../../store/record-samples.test-support.ts';
import { decideNewPool, type NewPoolFacts } from './decide-new-pool.ts';

const REGIONS: readonly Region[] = [
  { id: 'cn-hangzhou', ipv6: true, publicScope: true, ipv6Isps: ['BGP', 'ChinaMobile'] },
  { id: 'cn-beijing', ipv6: true, publicScope: true, ipv6Isps: ['BGP'] },
  { id: 'no-ipv6', ipv6: false, publicScope: true, ipv6Isps: ['BGP'] },
  { id: 'no-public', ipv6: true, publicScope: false, ipv6Isps: ['BGP'] },
];

type Given = Omit<Partial<NewPoolFacts>, 'input'> & {
  readonly input?: Partial<NewPoolFacts['input']>;
};

/** Facts under which a private top-level pool can be created. */
function facts({ input = {}, ...given }: Given = {}): NewPoolFacts {
  return {
    input: { RegionId: 'cn-hangzhou', IpamScopeId: 'scope-1', ...input },
    scope: sampleScope(),
    ipam: sampleIpam({ operatingRegions: REGIONS.map((region) => region.id) }),
    sourcePool: undefined,
    accountId: ACCOUNT_ID,
    publicTopPoolCount: 0,
    findRegion: (regionId) => REGIONS.find((region) => region.id === regionId),
    mayUseSingleLineIsps: false,
    quotas: QUOTA_DEFAULTS,
    now: NOW,
    ...given,
  };
}

const publicScope = sampleScope({ scopeType: 'public' });

/** Facts under which a public IPv6 top-level pool can be created. */
function publicFacts({ input = {}, ...given }: Given = {}): NewPoolFacts {
  return facts({
    scope: publicScope,
    ...given,
    input: { IpVersion: 'IPv6', PoolRegionId: 'cn-hangzhou', ...input },
  });
}

/** Facts under which a sub-pool can be created. */
function subPoolFacts({
  input = {},
  sourcePool = samplePool(),
  ...given
}: Given = {}): NewPoolFacts {
  return facts({ sourcePool, ...given, input: { SourceIpamPoolId: sourcePool.poolId, ...input } });
}

function errorOf(given: NewPoolFacts): string | undefined {
  const decision = decideNewPool(given);
  return decision.kind === 'refusal' ? decision.error : undefined;
}

describe('what a new pool is', () => {
  test('a private top-level pool is IPv4 where nothing else is said, and of no region', () => {
    expect(decideNewPool(facts())).toMatchObject({
      kind: 'new-pool',
      ipVersion: 'IPv4',
      poolRegionId: undefined,
      depth: 0,
      ipv6Isp: undefined,
    });
  });

  test('a private pool may be IPv6; what is said about an ISP does not matter', () => {
    const input = { IpVersion: 'IPv6', Ipv6Isp: 'Telekom' } as const;
    expect(decideNewPool(facts({ input }))).toMatchObject({
      ipVersion: 'IPv6',
      ipv6Isp: undefined,
    });
  });

  test('a public pool has BGP where nothing else is said', () => {
    expect(decideNewPool(publicFacts())).toMatchObject({ ipv6Isp: 'BGP', depth: 0 });
  });

  test('a sub-pool is one deeper and inherits the region of its source pool', () => {
    const sourcePool = samplePool({ depth: 3, poolRegionId: 'cn-beijing' });
    expect(decideNewPool(subPoolFacts({ sourcePool }))).toMatchObject({
      depth: 4,
      poolRegionId: 'cn-beijing',
    });
  });

  test('a sub-pool of a pool without a region may have one', () => {
    const input = { PoolRegionId: 'cn-beijing' };
    expect(decideNewPool(subPoolFacts({ input }))).toMatchObject({ poolRegionId: 'cn-beijing' });
  });

  test('equal facts give equal decisions', () => {
    expect(decideNewPool(publicFacts())).toEqual(decideNewPool(publicFacts()));
  });
});

const ipv6Source = samplePool({
  scopeType: 'public',
  ipVersion: 'IPv6',
  poolRegionId: 'cn-hangzhou',
  ipv6Isp: 'BGP',
});

/** Each rule with facts that break it alone, in the order in which they win over each other. */
const RULES: readonly (readonly [error: string, name: string, facts: NewPoolFacts])[] = [
  ['ResourceNotFound.IpamScope', 'no such scope', facts({ scope: undefined })],
  ['ResourceNotFound.Ipam', 'no IPAM', facts({ ipam: undefined })],
  [
    'ResourceNotFound.Ipam',
    'an IPAM in another region',
    facts({ input: { RegionId: 'cn-beijing' } }),
  ],
  [
    'UnsupportedFeature.PublicIpamScopeType',
    'a region without public scopes',
    publicFacts({
      input: { RegionId: 'no-public' },
      ipam: sampleIpam({ regionId: 'no-public', operatingRegions: ['no-public', 'cn-hangzhou'] }),
    }),
  ],
  [
    'UnsupportedFeature.IpamPublicIpv4Pool',
    'public IPv4',
    publicFacts({ input: { IpVersion: 'IPv4' } }),
  ],
  ...(
    [
      ['Min', -1, 'IPv4'],
      ['Min', 33, 'IPv4'],
      ['Max', 33, 'IPv4'],
      ['Default', 33, 'IPv4'],
      ['Min', 129, 'IPv6'],
      ['Max', 129, 'IPv6'],
      ['Default', 129, 'IPv6'],
    ] as const
  ).map(
    ([rule, mask, IpVersion]) =>
      [
        `IllegalParam.Allocation${rule}Netmask`,
        `${mask} for ${IpVersion}`,
        facts({ input: { [`Allocation${rule}CidrMask`]: mask, IpVersion } }),
      ] as const,
  ),
  [
    'IllegalParam.AllocationMinNetmask',
    'a minimum above the maximum',
    facts({ input: { AllocationMinCidrMask: 25, AllocationMaxCidrMask: 24 } }),
  ],
  [
    'IllegalParam.AllocationDefaultNetmask',
    'a default below the minimum',
    facts({ input: { AllocationMinCidrMask: 25, AllocationDefaultCidrMask: 24 } }),
  ],
  [
    'IllegalParam.AllocationDefaultNetmask',
    'a default above the maximum',
    facts({ input: { AllocationMaxCidrMask: 24, AllocationDefaultCidrMask: 25 } }),
  ],
  [
    'ResourceNotFound.SourceIpamPool',
    'no such source pool',
    facts({ input: { SourceIpamPoolId: 'none' } }),
  ],
  [
    'OperationDenied.OperateShareResource',
    "another account's source pool",
    subPoolFacts({ sourcePool: samplePool({ accountId: OTHER_ACCOUNT_ID }) }),
  ],
  [
    'Mismatch.IpamScopeAndSourceIpamPool',
    'a source pool of another scope',
    subPoolFacts({ sourcePool: samplePool({ scopeId: 'scope-2' }) }),
  ],
  [
    'IncorrectStatus.IpamPool',
    'a source pool that is still made',
    subPoolFacts({ sourcePool: samplePool({ availableAt: NOW + 1 }) }),
  ],
  [
    'IllegalParam.IpVersion',
    'another version than that of the source pool',
    subPoolFacts({ input: { IpVersion: 'IPv6' } }),
  ],
  [
    'IllegalParam.PoolRegionId',
    'a region that the IPAM does not operate in',
    facts({ input: { PoolRegionId: 'cn-elsewhere' } }),
  ],
  [
    'IllegalParam.PoolRegionId',
    'another region than that of the source pool',
    subPoolFacts({
      sourcePool: samplePool({ poolRegionId: 'cn-beijing' }),
      input: { PoolRegionId: 'cn-hangzhou' },
    }),
  ],
  [
    'OperationDenied.IpamPublicIpv6PoolNeedPoolRegion',
    'a public pool without a region',
    publicFacts({ input: { PoolRegionId: undefined } }),
  ],
  [
    'UnsupportedFeature.IpamIpv6',
    'a pool region without IPv6',
    publicFacts({ input: { PoolRegionId: 'no-ipv6' } }),
  ],
  [
    'UnsupportedFeature.IpamIpv6',
    'an IPAM in a region without IPv6',
    publicFacts({
      input: { RegionId: 'no-ipv6' },
      ipam: sampleIpam({ regionId: 'no-ipv6', operatingRegions: ['no-ipv6', 'cn-hangzhou'] }),
    }),
  ],
  ['IllegalParam.Ipv6Isp', 'no such ISP', publicFacts({ input: { Ipv6Isp: 'Telekom' } })],
  [
    'UnsupportedFeature.Ipv6Isp',
    'a single line for an account without',
    publicFacts({ input: { Ipv6Isp: 'ChinaMobile' } }),
  ],
  [
    'UnsupportedRegion.Ipv6Isp',
    'a region without the line',
    publicFacts({
      mayUseSingleLineIsps: true,
      input: { Ipv6Isp: 'ChinaMobile', PoolRegionId: 'cn-beijing' },
    }),
  ],
  [
    'Mismatch.Ipv6IspAndSourceIpamPool',
    'another ISP than that of the source pool',
    publicFacts({
      mayUseSingleLineIsps: true,
      sourcePool: ipv6Source,
      input: { Ipv6Isp: 'ChinaMobile', SourceIpamPoolId: 'pool-1' },
    }),
  ],
  [
    'OperationDenied.AutoImportNeedPoolRegion',
    'auto import without a region',
    facts({ input: { AutoImport: true } }),
  ],
  [
    'QuotaExceeded.IpamPoolQuotaDepth',
    'too deep',
    subPoolFacts({ sourcePool: samplePool({ depth: QUOTA_DEFAULTS.ipam_pool_quota_depth }) }),
  ],
  [
    'QuotaExceeded.IpamSubPoolQuotaPerIpamPool',
    'too many sub-pools',
    subPoolFacts({
      sourcePool: samplePool({ subPoolCount: QUOTA_DEFAULTS.ipam_sub_pool_quota_per_ipam_pool }),
    }),
  ],
  [
    'QuotaExceeded.IpamPublicIpv6TopPoolQuotaPerRegionIsp',
    'too many public top-level pools',
    publicFacts({ publicTopPoolCount: 1 }),
  ],
  [
    'QuotaExceeded.IpamPoolQuotaPerScope',
    'too many pools of the scope',
    facts({ scope: sampleScope({ poolCount: QUOTA_DEFAULTS.ipam_pool_quota_per_scope }) }),
  ],
];

describe('what is refused', () => {
  test.each(RULES)('%s: %s', (error, _, given) => {
    expect(errorOf(given)).toBe(error);
  });

  test('the last thing that is allowed, before each quota', () => {
    const { ipam_pool_quota_depth: depthMax } = QUOTA_DEFAULTS;
    const allowed = [
      subPoolFacts({ sourcePool: samplePool({ depth: depthMax - 1 }) }),
      subPoolFacts({
        sourcePool: samplePool({
          subPoolCount: QUOTA_DEFAULTS.ipam_sub_pool_quota_per_ipam_pool - 1,
        }),
      }),
      facts({ scope: sampleScope({ poolCount: QUOTA_DEFAULTS.ipam_pool_quota_per_scope - 1 }) }),
      publicFacts({ publicTopPoolCount: 0 }),
      subPoolFacts({ sourcePool: samplePool({ availableAt: NOW }) }),
    ];
    for (const given of allowed) expect(errorOf(given)).toBeUndefined();
  });

  test('public sub-pools do not count as top-level pools', () => {
    const given = publicFacts({
      sourcePool: ipv6Source,
      publicTopPoolCount: 1,
      input: { SourceIpamPoolId: 'pool-1' },
    });
    expect(errorOf(given)).toBeUndefined();
  });

  test('a quota of nothing refuses everything', () => {
    const quotas = { ...QUOTA_DEFAULTS, ipam_pool_quota_depth: 0, ipam_pool_quota_per_scope: 0 };
    expect(errorOf(facts({ quotas }))).toBe('QuotaExceeded.IpamPoolQuotaPerScope');
    expect(errorOf(subPoolFacts({ quotas }))).toBe('QuotaExceeded.IpamPoolQuotaDepth');
  });

  test.each([
    ['IPv4', 0, 32],
    ['IPv6', 0, 128],
  ] as const)('the widest masks of %s are allowed', (IpVersion, min, max) => {
    const input = {
      IpVersion,
      AllocationMinCidrMask: min,
      AllocationMaxCidrMask: max,
      AllocationDefaultCidrMask: max,
    };
    expect(errorOf(facts({ input }))).toBeUndefined();
  });

  test('auto import is fine with an inherited region', () => {
    const sourcePool = samplePool({ poolRegionId: 'cn-beijing' });
    expect(errorOf(subPoolFacts({ sourcePool, input: { AutoImport: true } }))).toBeUndefined();
  });
});

describe('when two rules are broken', () => {
  test('the scope wins over its IPAM, and both over everything else', () => {
    const broken = { AllocationMinCidrMask: 99, PoolRegionId: 'x', SourceIpamPoolId: 'none' };
    expect(errorOf(facts({ scope: undefined, ipam: undefined, input: broken }))).toBe(
      'ResourceNotFound.IpamScope',
    );
    expect(errorOf(facts({ ipam: undefined, input: broken }))).toBe('ResourceNotFound.Ipam');
  });

  /** Breaks more and more rules, the last one first: each added one wins over those before. */
  test('of a private pool each earlier rule wins over all later ones', () => {
    const scope = sampleScope({ poolCount: QUOTA_DEFAULTS.ipam_pool_quota_per_scope });
    let source = samplePool({ subPoolCount: QUOTA_DEFAULTS.ipam_sub_pool_quota_per_ipam_pool });
    let input: Partial<NewPoolFacts['input']> = {};
    const expectError = (error: string) =>
      expect(errorOf(subPoolFacts({ scope, sourcePool: source, input }))).toBe(error);
    expectError('QuotaExceeded.IpamSubPoolQuotaPerIpamPool');
    source = { ...source, depth: QUOTA_DEFAULTS.ipam_pool_quota_depth };
    expectError('QuotaExceeded.IpamPoolQuotaDepth');
    input = { ...input, AutoImport: true };
    expectError('OperationDenied.AutoImportNeedPoolRegion');
    input = { ...input, PoolRegionId: 'cn-elsewhere' };
    expectError('IllegalParam.PoolRegionId');
    input = { ...input, IpVersion: 'IPv6' };
    expectError('IllegalParam.IpVersion');
    source = { ...source, availableAt: NOW + 1 };
    expectError('IncorrectStatus.IpamPool');
    source = { ...source, scopeId: 'scope-2' };
    expectError('Mismatch.IpamScopeAndSourceIpamPool');
    source = { ...source, accountId: OTHER_ACCOUNT_ID };
    expectError('OperationDenied.OperateShareResource');
    input = { ...input, AllocationDefaultCidrMask: 129 };
    expectError('IllegalParam.AllocationDefaultNetmask');
  });

  test('of a public pool each earlier rule wins over all later ones', () => {
    let input: Partial<NewPoolFacts['input']> = {};
    let given: Given = { publicTopPoolCount: 1 };
    const expectError = (error: string) =>
      expect(errorOf(publicFacts({ ...given, input }))).toBe(error);
    expectError('QuotaExceeded.IpamPublicIpv6TopPoolQuotaPerRegionIsp');
    input = { PoolRegionId: 'cn-beijing', Ipv6Isp: 'ChinaMobile' };
    given = { ...given, mayUseSingleLineIsps: true };
    expectError('UnsupportedRegion.Ipv6Isp');
    given = { ...given, mayUseSingleLineIsps: false };
    expectError('UnsupportedFeature.Ipv6Isp');
    input = { ...input, Ipv6Isp: 'Telekom' };
    expectError('IllegalParam.Ipv6Isp');
    input = { ...input, PoolRegionId: 'no-ipv6' };
    expectError('UnsupportedFeature.IpamIpv6');
    input = { ...input, PoolRegionId: undefined, AutoImport: true };
    expectError('OperationDenied.IpamPublicIpv6PoolNeedPoolRegion');
    input = { ...input, AllocationMinCidrMask: 129 };
    expectError('IllegalParam.AllocationMinNetmask');
    input = { ...input, IpVersion: 'IPv4' };
    expectError('UnsupportedFeature.IpamPublicIpv4Pool');
    given = { ...given, ipam: sampleIpam({ regionId: 'no-public' }) };
    input = { ...input, RegionId: 'no-public' };
    expectError('UnsupportedFeature.PublicIpamScopeType');
  });
});
