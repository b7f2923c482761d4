import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QUOTA_DEFAULTS } from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import {
  ConfigError,
  DEFAULT_CONFIG,
  findRegion,
  parseConfig,
  quotasOf,
  readConfigFile,
  withTrustedProxies,
} from './config.ts';
import { makeTemporaryFolder } from './temporary-folder.test-support.ts';
import { parseTrustedProxy } from './trusted-proxies.ts';

function problemsOf(content: unknown): readonly string[] {
  try {
    parseConfig(content);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

function writeConfig(text: string): string {
  const file = join(makeTemporaryFolder(), 'config.yaml');
  writeFileSync(file, text);
  return file;
}

describe('defaults', () => {
  test('an empty configuration has the published quotas and everything open', () => {
    expect(parseConfig({})).toEqual(DEFAULT_CONFIG);
    expect(DEFAULT_CONFIG).toMatchObject({
      quotas: QUOTA_DEFAULTS,
      accounts: {},
      serviceOpen: true,
      throttling: 'off',
      transitions: { pool: { creatingMs: 0 } },
      auditRetentionDays: 0,
      trustedProxies: [],
      addressHistoryRetentionDays: 0,
    });
  });

  test("the regions are the vendor's, with single lines on the Chinese mainland only", () => {
    expect(findRegion(DEFAULT_CONFIG, 'cn-hangzhou')?.ipv6Isps).toHaveLength(4);
    expect(findRegion(DEFAULT_CONFIG, 'cn-hongkong')?.ipv6Isps).toEqual(['BGP']);
    expect(findRegion(DEFAULT_CONFIG, 'cn-nowhere')).toBeUndefined();
  });

  test('every region and ISP has public IPv6 supply, and no two the same', () => {
    const lines = DEFAULT_CONFIG.regions.flatMap(({ id, ipv6Isps }) =>
      ipv6Isps.map((isp) => `${id} ${isp}`),
    );
    const { publicIpv6 } = DEFAULT_CONFIG;
    expect(publicIpv6.map(({ region, isp }) => `${region} ${isp}`)).toEqual(lines);
    expect(new Set(publicIpv6.map(({ cidr }) => cidr)).size).toBe(publicIpv6.length);
    expect(problemsOf({ publicIpv6 })).toEqual([]);
  });

  test('configured regions take the place of the default ones, their supply with them', () => {
    const config = parseConfig({
      regions: [{ id: 'dc-1' }, { id: 'dc-2', ipv6: false }, { id: 'dc-3', publicScope: false }],
    });
    expect(config.regions).toEqual([
      { id: 'dc-1', ipv6: true, publicScope: true, ipv6Isps: ['BGP'] },
      { id: 'dc-2', ipv6: false, publicScope: true, ipv6Isps: ['BGP'] },
      { id: 'dc-3', ipv6: true, publicScope: false, ipv6Isps: ['BGP'] },
    ]);
    expect(config.publicIpv6).toEqual([{ region: 'dc-1', isp: 'BGP', cidr: '2001:db8::/40' }]);
  });
});

describe('what can be set', () => {
  const everything = {
    regions: [{ id: 'dc-1', ipv6: true, publicScope: false, ipv6Isps: ['BGP', 'ChinaMobile'] }],
    publicIpv6: [{ region: 'dc-1', isp: 'ChinaMobile', cidr: '2001:db8:ff00::/40' }],
    quotas: { ipam_quota_per_region: 7 },
    accounts: {
      '1234567890123456': { singleLineIsps: true, quotas: { ipam_quota_per_region: 9 } },
      '2234567890123456': {},
    },
    serviceOpen: false,
    throttling: 'published',
    transitions: { pool: { creatingMs: 250 } },
    auditRetentionDays: 400,
    trustedProxies: ['10.0.0.0/8', '192.0.2.7', '2001:db8::/32'],
    addressHistoryRetentionDays: 800,
  };

  test('every key', () => {
    expect(parseConfig(everything)).toEqual({
      ...everything,
      quotas: { ...QUOTA_DEFAULTS, ipam_quota_per_region: 7 },
      accounts: {
        ...everything.accounts,
        '2234567890123456': { singleLineIsps: false, quotas: {} },
      },
      trustedProxies: ['10.0.0.0/8', '192.0.2.7/32', '2001:db8::/32'].map(parseTrustedProxy),
    });
  });

  test('quotas of an account win over those of the server, which win over the published', () => {
    const config = parseConfig({ ...everything, quotas: { ipam_pool_quota_depth: 3 } });
    expect(quotasOf(config, '1234567890123456')).toEqual({
      ...QUOTA_DEFAULTS,
      ipam_pool_quota_depth: 3,
      ipam_quota_per_region: 9,
    });
    for (const accountId of ['2234567890123456', '9234567890123456']) {
      expect(quotasOf(config, accountId)).toEqual({ ...QUOTA_DEFAULTS, ipam_pool_quota_depth: 3 });
    }
  });

  test.each(Object.keys(QUOTA_DEFAULTS))('the quota %s', (id) => {
    expect(parseConfig({ quotas: { [id]: 12 } }).quotas).toEqual({ ...QUOTA_DEFAULTS, [id]: 12 });
  });

  test('transitions may be left empty', () => {
    for (const transitions of [{}, { pool: {} }]) {
      expect(parseConfig({ transitions }).transitions).toEqual({ pool: { creatingMs: 0 } });
    }
  });
});

test('a list of trusted proxies takes the place of that of the file', () => {
  const config = parseConfig({ trustedProxies: ['10.0.0.1'] });
  const given = withTrustedProxies(config, '192.0.2.7, ::1');
  expect(given).toEqual({ ...config, trustedProxies: ['192.0.2.7', '::1'].map(parseTrustedProxy) });
  expect(withTrustedProxies(config, '').trustedProxies).toEqual([]);
  expect(() => withTrustedProxies(config, '10.0.0.1,,')).toThrow(ConfigError);
});

describe('what is refused, in one line', () => {
  const account = (value: unknown) => ({ accounts: { '1234567890123456': value } });
  test.each<[unknown, RegExp]>([
    [[], /expected object/],
    ['text', /expected object/],
    [{ colour: 'red' }, /^colour: unknown key$/],
    [{ regions: [{ id: 'a', colour: 1 }] }, /^regions\.0\.colour: unknown key$/],
    [{ quotas: { pools: 1 } }, /^quotas\.pools: unknown key$/],
    [account({ colour: 1 }), /^accounts\.1234567890123456\.colour: unknown key$/],
    [account({ quotas: { pools: 1 } }), /^accounts\.1234567890123456\.quotas\.pools: unknown key$/],
    [{ transitions: { ipam: {} } }, /^transitions\.ipam: unknown key$/],
    [{ transitions: { pool: { deletingMs: 1 } } }, /^transitions\.pool\.deletingMs: unknown key$/],
    [{ regions: {} }, /^regions: .*array/],
    [{ regions: [] }, /^regions: /],
    [{ regions: [{}] }, /^regions\.0\.id: /],
    [{ regions: [{ id: 'Has Spaces' }] }, /^regions\.0\.id: must be lower-case/],
    [{ regions: [{ id: '' }] }, /^regions\.0\.id: /],
    [{ regions: [{ id: `a${'b'.repeat(64)}` }] }, /^regions\.0\.id: /],
    [{ regions: [{ id: 'a' }, { id: 'b' }, { id: 'a' }] }, /the region a is named twice/],
    [{ regions: [{ id: 'a', ipv6: 'yes' }] }, /^regions\.0\.ipv6: .*boolean/],
    [{ regions: [{ id: 'a', ipv6Isps: ['Telekom'] }] }, /^regions\.0\.ipv6Isps\.0: /],
    [
      { publicIpv6: [{ region: 'x', isp: 'BGP', cidr: '2001:db8::/40' }] },
      /\.region: no region x$/,
    ],
    [
      { publicIpv6: [{ region: 'cn-hongkong', isp: 'ChinaMobile', cidr: '2001:db8::/40' }] },
      /^publicIpv6\.0\.isp: the region cn-hongkong has no line ChinaMobile$/,
    ],
    ...['10.0.0.0/8', '2001:db8::1/40', '2001:DB8::/40', '2001:db8::', 'text'].map(
      (cidr): [unknown, RegExp] => [
        { publicIpv6: [{ region: 'cn-hangzhou', isp: 'BGP', cidr }] },
        /^publicIpv6\.0\.cidr: .* is not an IPv6 CIDR block in canonical form$/,
      ],
    ),
    [{ quotas: { ipam_quota_per_region: -1 } }, /^quotas\.ipam_quota_per_region: /],
    [{ quotas: { ipam_quota_per_region: 1.5 } }, /^quotas\.ipam_quota_per_region: /],
    [{ quotas: { ipam_quota_per_region: '5' } }, /^quotas\.ipam_quota_per_region: /],
    [{ quotas: { ipam_quota_per_region: 2_000_000_000 } }, /^quotas\.ipam_quota_per_region: /],
    [{ accounts: { '123': {} } }, /^accounts\.123: must be an account id of 16 digits$/],
    [account({ singleLineIsps: 1 }), /^accounts\.1234567890123456\.singleLineIsps: .*boolean/],
    [{ serviceOpen: 'true' }, /^serviceOpen: .*boolean/],
    [{ throttling: 'on' }, /^throttling: /],
    [{ trustedProxies: '10.0.0.1' }, /^trustedProxies: .*array/],
    [
      { trustedProxies: ['10.0.0.1', '10.0.0.1/8'] },
      /^trustedProxies\.1: 10\.0\.0\.1\/8 is neither an address nor a canonical CIDR block$/,
    ],
    [{ transitions: { pool: { creatingMs: -1 } } }, /^transitions\.pool\.creatingMs: /],
    [{ transitions: { pool: { creatingMs: 86_400_001 } } }, /^transitions\.pool\.creatingMs: /],
  ])('%j', (content, message) => {
    const problems = problemsOf(content);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
    expect(problems[0]).not.toContain('\n');
  });

  test('several problems have a line each', () => {
    expect(problemsOf({ serviceOpen: 1, throttling: 2, quotas: [] })).toHaveLength(3);
  });
});

describe('a configuration file', () => {
  test('is YAML or JSON', () => {
    const wanted = parseConfig({ serviceOpen: false, regions: [{ id: 'dc-1' }] });
    const yaml = '# ours\nserviceOpen: false\nregions:\n  - id: dc-1\n';
    expect(readConfigFile(writeConfig(yaml))).toEqual(wanted);
    const json = '{"serviceOpen": false, "regions": [{"id": "dc-1"}]}';
    expect(readConfigFile(writeConfig(json))).toEqual(wanted);
  });

  test.each(['', '# nothing\n', '{}', 'null'])('with %j has every default', (text) => {
    expect(readConfigFile(writeConfig(text))).toEqual(DEFAULT_CONFIG);
  });

  test('names accounts by all of their digits, quoted or not', () => {
    // More than a double can hold exactly.
    const text = 'accounts:\n  9007199254740993: { singleLineIsps: true }\n';
    const { accounts } = readConfigFile(writeConfig(text));
    expect(Object.keys(accounts)).toEqual(['9007199254740993']);
  });

  test.each([
    ['a: [', /config\.yaml: /],
    ['serviceOpen: true\nserviceOpen: false\n', /config\.yaml: /],
    ['serviceOpen: maybe\n', /config\.yaml: serviceOpen: /],
    ['text\n', /config\.yaml: .*expected object/],
  ])('with %j is refused by its name, in one line', (text, message) => {
    const file = writeConfig(text);
    expect(() => readConfigFile(file)).toThrow(ConfigError);
    expect(() => readConfigFile(file)).toThrow(message);
    expect(() => readConfigFile(file)).toThrow(/^[^\n]*$/);
  });

  test('that is missing is refused by its name', () => {
    expect(() => readConfigFile('/nowhere/config.yaml')).toThrow(ConfigError);
    expect(() => readConfigFile('/nowhere/config.yaml')).toThrow('/nowhere/config.yaml');
  });
});
