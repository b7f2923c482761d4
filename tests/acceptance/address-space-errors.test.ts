import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, type Parameters, succeed, type Target } from './support/raw-client.ts';
import { ROOT, TestServer } from './support/start-server.ts';
import { createPool, haveIpam, isExternal, itemsOf, type MadeIpam } from './support/target.ts';

/** Small quotas, a small public supply, and on a second server pools that stay in Creating. */
const REGIONS = ['host', 'other', 'used', 'scoped', 'empty'].map((id) => ({ id }));
const CONFIG = {
  regions: REGIONS,
  publicIpv6: [
    { region: 'host', isp: 'BGP', cidr: '2001:db8:1::/48' },
    { region: 'other', isp: 'BGP', cidr: '2001:db8:2::/48' },
  ],
  quotas: { ipam_cidr_quota_per_ipam_pool: 2, ipam_cidr_quota_per_public_ipv6_top_pool: 1 },
};
const SLOW_CONFIG = { regions: REGIONS, transitions: { pool: { creatingMs: 3_600_000 } } };

const HOST = { RegionId: 'host' } as const;
const UNKNOWN = {
  ipam: 'ipam-000000000000000000',
  scope: 'ipam-scope-000000000000000000',
  pool: 'ipam-pool-000000000000000000',
  allocation: 'ipam-pool-alloc-000000000000000000',
} as const;

interface Ground {
  readonly host: MadeIpam;
  readonly scoped: MadeIpam;
  readonly empty: MadeIpam;
  readonly customScope: string;
  readonly usedScope: string;
  /** Has 10.0.0.0/8, a sub-pool and a custom allocation. */
  readonly top: string;
  /** Allows /26 to /28 only. */
  readonly narrow: string;
  /** Has as many CIDRs as the quota allows. */
  readonly full: string;
  /** Has the CIDR 172.20.0.0/16 and nothing in it. */
  readonly provisioned: string;
  readonly fresh: string;
  readonly sub: string;
  readonly fullSub: string;
  readonly publicPool: string;
  readonly publicFull: string;
  readonly allocation: string;
  readonly subAllocation: string;
}

interface Fault {
  readonly code: string;
  readonly parameters: Parameters;
  /** Another name where one code stands several times. */
  readonly name?: string;
}

interface OperationErrors {
  readonly action: string;
  readonly kind?: string;
  /** A call that only the faults spoil. */
  readonly base: (ground: Ground) => Parameters;
  /** In the order in which they are looked for. */
  readonly faults: (ground: Ground) => readonly Fault[];
  /** Names of faults that mean something else together. */
  readonly apart?: readonly (readonly [string, string])[];
}

const DRY_RUN: Fault = { code: 'DryRunOperation', parameters: { DryRun: true } };

function notFound(noun: string, parameter: string, id: string): Fault {
  return { code: `ResourceNotFound.${noun}`, parameters: { [parameter]: id } };
}

function inOtherRegion(code: string): Fault {
  return { code, parameters: { RegionId: 'other' } };
}

function illegalName(parameter: string): Fault {
  return { code: `IllegalParam.${parameter}`, parameters: { [parameter]: 'http://name' } };
}

/** What CreateIpamPoolAllocation and GetIpamPoolNextAvailableCidr have in common. */
function spaceFaults({ narrow }: Ground, cidrName: 'Cidr' | 'CidrBlock'): readonly Fault[] {
  return [
    notFound('IpamPool', 'IpamPoolId', UNKNOWN.pool),
    inOtherRegion('OperationDenied.RequestRegionInvalid'),
    { code: `IllegalParam.${cidrName}`, parameters: { [cidrName]: '10.0.0.1/24' } },
    { code: 'MissingParam.CidrOrCidrMask', parameters: { CidrMask: '' } },
    { code: 'IllegalParam.CidrMask', name: 'mismatch', parameters: { [cidrName]: '10.64.0.0/16' } },
    { code: 'OperationDenied.MaskOfCidrIsNotAllowed', parameters: { IpamPoolId: narrow } },
    {
      code: 'OperationDenied.CidrUnavailableInPool',
      parameters: { [cidrName]: '192.168.0.0/24' },
    },
    { code: 'ResourceNotEnough.IpamPoolCidr', parameters: { CidrMask: 7 } },
  ];
}

/** With a CIDR there is no missing mask, and with another mask it is a mismatch. */
const SPACE_APART = [
  ['MissingParam.CidrOrCidrMask', 'mismatch'],
  ['MissingParam.CidrOrCidrMask', 'OperationDenied.CidrUnavailableInPool'],
  ['OperationDenied.CidrUnavailableInPool', 'ResourceNotEnough.IpamPoolCidr'],
] as const;

const OPERATIONS: readonly OperationErrors[] = [
  {
    action: 'UpdateIpam',
    base: ({ host }) => ({ ...HOST, IpamId: host.ipamId }),
    faults: () => [
      illegalName('IpamName'),
      notFound('Ipam', 'IpamId', UNKNOWN.ipam),
      {
        code: 'IllegalParam.AddOperatingRegion',
        parameters: { 'AddOperatingRegion.1': 'nowhere' },
      },
      {
        code: 'IllegalParam.RemoveOperatingRegion',
        parameters: { 'AddOperatingRegion.2': 'used', 'RemoveOperatingRegion.3': 'used' },
      },
      {
        code: 'OperationDenied.RemoveHostedRegion',
        parameters: { 'RemoveOperatingRegion.1': 'host' },
      },
      { code: 'DependencyViolation.IpamPool', parameters: { 'RemoveOperatingRegion.2': 'used' } },
      DRY_RUN,
    ],
  },
  {
    action: 'DeleteIpam',
    kind: 'with pools',
    base: ({ host }) => ({ ...HOST, IpamId: host.ipamId }),
    faults: () => [
      notFound('Ipam', 'IpamId', UNKNOWN.ipam),
      { code: 'ResourceNotFound.Ipam', name: 'region', parameters: { RegionId: 'other' } },
      { code: 'DependencyViolation.IpamPool', parameters: {} },
    ],
  },
  {
    action: 'DeleteIpam',
    kind: 'with a custom scope',
    base: ({ scoped }) => ({ RegionId: 'scoped', IpamId: scoped.ipamId }),
    faults: () => [{ code: 'DependencyViolation.IpamScope', parameters: {} }],
  },
  {
    action: 'DeleteIpam',
    kind: 'that could go',
    base: ({ empty }) => ({ RegionId: 'empty', IpamId: empty.ipamId }),
    faults: () => [notFound('Ipam', 'IpamId', UNKNOWN.ipam), DRY_RUN],
  },
  {
    action: 'UpdateIpamScope',
    base: ({ customScope }) => ({ ...HOST, IpamScopeId: customScope }),
    faults: () => [
      { code: 'IllegalParam.IpamScopeDescription', parameters: { IpamScopeDescription: '1st' } },
      illegalName('IpamScopeName'),
      notFound('IpamScope', 'IpamScopeId', UNKNOWN.scope),
      { code: 'ResourceNotFound.IpamScope', name: 'region', parameters: { RegionId: 'other' } },
      DRY_RUN,
    ],
  },
  {
    action: 'DeleteIpamScope',
    base: ({ customScope }) => ({ ...HOST, IpamScopeId: customScope }),
    faults: ({ host, usedScope }) => [
      notFound('IpamScope', 'IpamScopeId', UNKNOWN.scope),
      { code: 'ResourceNotFound.IpamScope', name: 'region', parameters: { RegionId: 'other' } },
      {
        code: 'OperationDenied.DeleteDefaultScope',
        parameters: { IpamScopeId: host.privateScopeId },
      },
      { code: 'DependencyViolation.IpamPool', parameters: { IpamScopeId: usedScope } },
      DRY_RUN,
    ],
  },
  {
    action: 'UpdateIpamPool',
    base: ({ fresh }) => ({ ...HOST, IpamPoolId: fresh }),
    faults: () => [
      illegalName('IpamPoolName'),
      notFound('IpamPool', 'IpamPoolId', UNKNOWN.pool),
      inOtherRegion('OperationDenied.PoolRegionNotSupportUpdatePool'),
      { code: 'IllegalParam.AllocationMinNetmask', parameters: { AllocationMinCidrMask: 33 } },
      { code: 'IllegalParam.AllocationMaxNetmask', parameters: { AllocationMaxCidrMask: 33 } },
      {
        code: 'IllegalParam.AllocationDefaultNetmask',
        parameters: { AllocationDefaultCidrMask: 33 },
      },
      { code: 'OperationDenied.AutoImportNeedPoolRegion', parameters: { AutoImport: true } },
      DRY_RUN,
    ],
  },
  {
    action: 'DeleteIpamPool',
    base: ({ fresh }) => ({ ...HOST, IpamPoolId: fresh }),
    faults: ({ top, narrow, provisioned }) => [
      notFound('IpamPool', 'IpamPoolId', UNKNOWN.pool),
      inOtherRegion('OperationDenied.PoolRegionNotSupportDeletePool'),
      { code: 'DependencyViolation.IpamPool', parameters: { IpamPoolId: top } },
      { code: 'DependencyViolation.CustomPoolAllocation', parameters: { IpamPoolId: narrow } },
      { code: 'DependencyViolation.PoolCidr', parameters: { IpamPoolId: provisioned } },
      DRY_RUN,
    ],
  },
  {
    action: 'AddIpamPoolCidr',
    kind: 'to a private top-level pool',
    base: ({ fresh }) => ({ ...HOST, IpamPoolId: fresh, Cidr: '172.30.0.0/16' }),
    faults: ({ full }) => [
      notFound('IpamPool', 'IpamPoolId', UNKNOWN.pool),
      inOtherRegion('OperationDenied.PoolRegionNotSupportAddPoolCidr'),
      { code: 'IllegalParam.Cidr', parameters: { Cidr: '10.0.0.1/8' } },
      { code: 'IllegalParam.NetmaskLength', parameters: { NetmaskLength: 16 } },
      { code: 'MissingParam.Cidr', parameters: { Cidr: '' } },
      { code: 'OperationDenied.CidrInExcludeCidrs', parameters: { Cidr: '127.0.0.0/8' } },
      { code: 'QuotaExceeded.IpamCidrQuotaPerIpamPool', parameters: { IpamPoolId: full } },
      { code: 'OperationDenied.CidrOverlapped', parameters: { Cidr: '10.0.0.0/16' } },
      DRY_RUN,
    ],
  },
  {
    action: 'AddIpamPoolCidr',
    kind: 'to a public top-level pool',
    base: ({ publicPool }) => ({ ...HOST, IpamPoolId: publicPool, NetmaskLength: 56 }),
    faults: ({ publicFull }) => [
      notFound('IpamPool', 'IpamPoolId', UNKNOWN.pool),
      inOtherRegion('OperationDenied.PoolRegionNotSupportAddPoolCidr'),
      { code: 'IllegalParam.Cidr', parameters: { Cidr: '2001:db8:2::/56' } },
      { code: 'MissingParam.NetmaskLength', parameters: { NetmaskLength: '' } },
      {
        code: 'QuotaExceeded.IpamCidrQuotaPerPublicIpv6TopPool',
        parameters: { IpamPoolId: publicFull },
      },
      { code: 'ResourceNotEnough.IpamPoolCidr', parameters: { NetmaskLength: 47 } },
      DRY_RUN,
    ],
  },
  {
    action: 'AddIpamPoolCidr',
    kind: 'to a sub-pool',
    base: ({ sub }) => ({ ...HOST, IpamPoolId: sub, Cidr: '10.200.0.0/16' }),
    faults: ({ fullSub }) => [
      notFound('IpamPool', 'IpamPoolId', UNKNOWN.pool),
      inOtherRegion('OperationDenied.PoolRegionNotSupportAddPoolCidr'),
      { code: 'IllegalParam.Cidr', parameters: { Cidr: 'fd00::/16' } },
      { code: 'IllegalParam.NetmaskLength', name: 'mismatch', parameters: { NetmaskLength: 17 } },
      { code: 'MissingParam.CidrOrCidrMask', parameters: { Cidr: '' } },
      { code: 'QuotaExceeded.IpamCidrQuotaPerIpamPool', parameters: { IpamPoolId: fullSub } },
      { code: 'OperationDenied.CidrUnavailableInPool', parameters: { Cidr: '192.168.0.0/16' } },
      {
        code: 'ResourceNotEnough.IpamPoolCidr',
        parameters: { Cidr: '', NetmaskLength: 7 },
      },
      DRY_RUN,
    ],
    apart: [['mismatch', 'MissingParam.CidrOrCidrMask']],
  },
  {
    action: 'DeleteIpamPoolCidr',
    base: ({ provisioned }) => ({ ...HOST, IpamPoolId: provisioned, Cidr: '172.20.0.0/16' }),
    faults: ({ top }) => [
      notFound('IpamPool', 'IpamPoolId', UNKNOWN.pool),
      inOtherRegion('OperationDenied.PoolRegionNotSupportDeletePoolCidr'),
      { code: 'ResourceNotFound.IpamPoolCidr', parameters: { Cidr: '172.20.0.0/17' } },
      {
        code: 'ResourceNotFound.IpamPoolCidr',
        name: 'text',
        parameters: { Cidr: '172.20.0.1/16' },
      },
      {
        code: 'OperationDenied.IpamPoolAllocationExist',
        parameters: { IpamPoolId: top, Cidr: '10.0.0.0/8' },
      },
      DRY_RUN,
    ],
  },
  {
    action: 'CreateIpamPoolAllocation',
    base: ({ top }) => ({ ...HOST, IpamPoolId: top, CidrMask: 24 }),
    faults: (ground) => [
      { code: 'IllegalParam.CidrMask', name: 'range', parameters: { CidrMask: 129 } },
      {
        code: 'IllegalParam.IpamPoolAllocationDescription',
        parameters: { IpamPoolAllocationDescription: '1st' },
      },
      illegalName('IpamPoolAllocationName'),
      ...spaceFaults(ground, 'Cidr'),
      DRY_RUN,
    ],
    apart: SPACE_APART,
  },
  {
    action: 'GetIpamPoolNextAvailableCidr',
    base: ({ top }) => ({ ...HOST, IpamPoolId: top, CidrMask: 24 }),
    faults: (ground) => [
      { code: 'IllegalParam.CidrMask', name: 'range', parameters: { CidrMask: 'wide' } },
      ...spaceFaults(ground, 'CidrBlock'),
    ],
    apart: SPACE_APART,
  },
  {
    action: 'UpdateIpamPoolAllocation',
    base: ({ allocation }) => ({ ...HOST, IpamPoolAllocationId: allocation }),
    faults: () => [
      illegalName('IpamPoolAllocationName'),
      notFound('IpamPoolAllocation', 'IpamPoolAllocationId', UNKNOWN.allocation),
      inOtherRegion('OperationDenied.RequestRegionInvalid'),
      DRY_RUN,
    ],
  },
  {
    action: 'DeleteIpamPoolAllocation',
    base: ({ allocation }) => ({ ...HOST, IpamPoolAllocationId: allocation }),
    faults: ({ subAllocation }) => [
      notFound('IpamPoolAllocation', 'IpamPoolAllocationId', UNKNOWN.allocation),
      inOtherRegion('OperationDenied.RequestRegionInvalid'),
      {
        code: 'OperationDenied.UnexpectedResourceType',
        parameters: { IpamPoolAllocationId: subAllocation },
      },
      DRY_RUN,
    ],
  },
  {
    action: 'GetIpamPoolAllocation',
    base: ({ allocation }) => ({ ...HOST, IpamPoolAllocationId: allocation }),
    faults: () => [
      notFound('IpamPoolAllocation', 'IpamPoolAllocationId', UNKNOWN.allocation),
      inOtherRegion('OperationDenied.RequestRegionInvalid'),
    ],
  },
];

interface Case {
  readonly name: string;
  readonly expected: string;
  readonly parameters: Parameters;
}

/** Every fault alone, and every two that can stand together. */
function casesOf({ faults, apart = [] }: OperationErrors, ground: Ground): readonly Case[] {
  const all = faults(ground);
  const nameOf = (fault: Fault) => fault.name ?? fault.code;
  const cases: Case[] = [];
  for (const [index, first] of all.entries()) {
    cases.push({ name: nameOf(first), expected: first.code, parameters: first.parameters });
    for (const second of all.slice(index + 1)) {
      const names = Object.keys(second.parameters);
      const isCompatible =
        !names.some((name) => Object.hasOwn(first.parameters, name)) &&
        !apart.some(([one, two]) => one === nameOf(first) && two === nameOf(second));
      if (!isCompatible) continue;
      const parameters = { ...first.parameters, ...second.parameters };
      cases.push({
        name: `${nameOf(first)} before ${nameOf(second)}`,
        expected: first.code,
        parameters,
      });
    }
  }
  return cases;
}

async function prepare(target: Target): Promise<Ground> {
  const host = await haveIpam(target, 'host', ['host', 'other', 'used']);
  const scoped = await haveIpam(target, 'scoped');
  const empty = await haveIpam(target, 'empty');
  const scope = async (regionId: string, ipamId: string) =>
    String(
      (await succeed(target, 'CreateIpamScope', { RegionId: regionId, IpamId: ipamId }))[
        'IpamScopeId'
      ],
    );
  const [customScope, usedScope] = [
    await scope('host', host.ipamId),
    await scope('host', host.ipamId),
  ];
  await scope('scoped', scoped.ipamId);
  const pool = (more: Parameters = {}) =>
    createPool(target, { ...HOST, IpamScopeId: host.privateScopeId, ...more });
  const add = (IpamPoolId: string, more: Parameters) =>
    succeed(target, 'AddIpamPoolCidr', { ...HOST, IpamPoolId, ...more });
  const allocate = async (IpamPoolId: string, CidrMask: number) => {
    const parameters = { ...HOST, IpamPoolId, CidrMask };
    const made = await succeed(target, 'CreateIpamPoolAllocation', parameters);
    return String(made['IpamPoolAllocationId']);
  };
  await pool({ IpamScopeId: usedScope });
  await pool({ PoolRegionId: 'used' });
  const top = await pool();
  await add(top, { Cidr: '10.0.0.0/8' });
  const allocation = await allocate(top, 24);
  const [sub, fullSub] = [
    await pool({ SourceIpamPoolId: top }),
    await pool({ SourceIpamPoolId: top }),
  ];
  await add(sub, { NetmaskLength: 20 });
  for (const NetmaskLength of [20, 21]) await add(fullSub, { NetmaskLength });
  const narrow = await pool({ AllocationMinCidrMask: 26, AllocationMaxCidrMask: 28 });
  await add(narrow, { Cidr: '172.21.0.0/16' });
  await allocate(narrow, 26);
  const full = await pool();
  for (const Cidr of ['172.22.0.0/16', '172.23.0.0/16']) await add(full, { Cidr });
  const provisioned = await pool();
  await add(provisioned, { Cidr: '172.20.0.0/16' });
  const inPublic = { IpamScopeId: host.publicScopeId, IpVersion: 'IPv6' };
  const publicPool = await pool({ ...inPublic, PoolRegionId: 'host' });
  const publicFull = await pool({ ...inPublic, PoolRegionId: 'other' });
  await add(publicFull, { NetmaskLength: 56 });
  const listed = await succeed(target, 'ListIpamPoolAllocations', { ...HOST, IpamPoolId: top });
  const ofSubPool = itemsOf(listed, 'IpamPoolAllocations').find(
    (item) => item['ResourceType'] === 'IpamPool',
  );
  const made = { host, scoped, empty, customScope, usedScope, top, narrow, full, provisioned };
  const fresh = await pool();
  const subAllocation = String(ofSubPool?.['IpamPoolAllocationId']);
  return { ...made, fresh, sub, fullSub, publicPool, publicFull, allocation, subAllocation };
}

describe.skipIf(isExternal)('the errors of the address space', () => {
  let server: TestServer;
  let slowServer: TestServer;
  let target: Target;
  let ground: Ground;

  beforeAll(async () => {
    server = await TestServer.start({ config: CONFIG });
    slowServer = await TestServer.start({ config: SLOW_CONFIG });
    target = { url: server.url, ...ROOT };
    ground = await prepare(target);
  });

  afterAll(() => Promise.all([server.dispose(), slowServer.dispose()]));

  test.each(
    OPERATIONS.map((operation) => ({
      ...operation,
      title: `${operation.action} ${operation.kind ?? ''}`.trim(),
    })),
  )(
    '$title answers each of its errors, and of two the one that is looked for first',
    async (operation) => {
      const { action, base } = operation;
      const signing = action.startsWith('Get') ? ('V3 query GET' as const) : ('V3 query' as const);
      const found: Record<string, unknown> = {};
      const expected: Record<string, unknown> = {};
      for (const { name, expected: code, parameters } of casesOf(operation, ground)) {
        const answer = await call(target, action, { ...base(ground), ...parameters }, { signing });
        found[name] = { status: answer.status, code: answer.body['Code'] };
        expected[name] = { status: 400, code };
        expect(answer.body).toMatchObject({
          Message: expect.stringMatching(/./),
          RequestId: expect.any(String),
          HostId: new URL(target.url).host,
        });
      }
      expect(found).toEqual(expected);
    },
  );

  test('a message says what is wrong with a CIDR', async () => {
    const base = { ...HOST, IpamPoolId: ground.fresh };
    const messageOf = async (Cidr: string) =>
      (await call(target, 'AddIpamPoolCidr', { ...base, Cidr })).body['Message'];
    expect(await messageOf('10.0.0.0')).toMatch(/It is not a CIDR block such as/);
    expect(await messageOf('10.0.0.0/33')).toMatch(/prefix length is out of range/);
    expect(await messageOf('10.0.0.1/8')).toMatch(/host bits are not zero/);
    expect(await messageOf('10.0.0.0/08')).toMatch(/canonical form/);
    expect(await messageOf('fd00::/8')).toMatch(/The pool is an IPv4 pool/);
    expect(await messageOf('169.254.7.0/24')).toMatch(/It overlaps the link-local range/);
    expect(await messageOf('10.1.0.0/16')).toBe(
      `The operation is not allowed because the input CIDR overlaps the CIDR 10.0.0.0/8 of the pool ${ground.top}.`,
    );
  });

  test('a pool that is still being created can be neither filled nor changed nor deleted', async () => {
    const slow = { url: slowServer.url, ...ROOT };
    const ipam = await haveIpam(slow, 'host');
    const IpamPoolId = await createPool(slow, { ...HOST, IpamScopeId: ipam.privateScopeId });
    const base: Parameters = { ...HOST, IpamPoolId };
    const codeOf = async (action: string, more: Parameters = {}) =>
      (await call(slow, action, { ...base, ...more }, { signing: 'V3 query GET' })).body['Code'];
    const incorrect = 'IncorrectStatus.IpamPool';
    expect(await codeOf('UpdateIpamPool', { AllocationMinCidrMask: 33 })).toBe(incorrect);
    expect(await codeOf('DeleteIpamPool')).toBe(incorrect);
    expect(await codeOf('AddIpamPoolCidr', { Cidr: 'no CIDR' })).toBe(incorrect);
    expect(await codeOf('CreateIpamPoolAllocation')).toBe(incorrect);
    expect(await codeOf('GetIpamPoolNextAvailableCidr', { CidrBlock: 'x' })).toBe(incorrect);
    expect(await codeOf('AddIpamPoolCidr', { RegionId: 'other' })).toBe(
      'OperationDenied.PoolRegionNotSupportAddPoolCidr',
    );
    expect(await codeOf('DeleteIpamPool', { RegionId: 'other' })).toBe(
      'OperationDenied.PoolRegionNotSupportDeletePool',
    );
  });

  test.each(['GetIpamPoolAllocation', 'GetIpamPoolNextAvailableCidr'])(
    '%s is a GET operation only',
    async (action) => {
      const answer = await call(target, action, { ...HOST, IpamPoolId: ground.top, CidrMask: 24 });
      expect({ status: answer.status, code: answer.body['Code'] }).toEqual({
        status: 400,
        code: 'UnsupportedHTTPMethod',
      });
    },
  );
});
