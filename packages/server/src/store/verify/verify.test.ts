import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { principalArn } from '../../identity/caller.ts';
import { createIdSource } from '../../ids.ts';
import {
  releaseAllocation,
  rulesOf,
  takeSpace,
} from '../../operations/ipam-pool-allocation/take-space.ts';
import type { Trigger } from '../../operations/resource-cidr/trigger.ts';
import { putVpc, putVSwitch } from '../../operations/vpc/put-network.ts';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import { cidrOf, sampleVpc, sampleVSwitch } from '../network-samples.test-support.ts';
import {
  ACCOUNT_ID,
  NOW,
  OTHER_ACCOUNT_ID,
  sampleAccessKey,
  sampleAccount,
  sampleAllocation,
  sampleAssociation,
  sampleAttachment,
  sampleDiscovery,
  sampleGroup,
  sampleIpam,
  samplePolicy,
  samplePolicyVersion,
  samplePool,
  samplePoolCidr,
  sampleRole,
  sampleScope,
  sampleUser,
} from '../record-samples.test-support.ts';
import type { Allocation, Pool, PoolCidr } from '../records.ts';
import { sharePool } from '../share-samples.test-support.ts';
import { MIGRATIONS } from '../sqlite/migrations.ts';
import { SqliteStore } from '../sqlite/sqlite-store.ts';
import type { Transactor } from '../store.ts';
import { StoreOpenError } from '../store-error.ts';
import {
  corrupt,
  expectProblems,
  makeVerifiedFolder,
  verify,
} from './verification.test-support.ts';
import { verifyDataFolder } from './verify-database.ts';

const TRIGGER = {
  caller: { arn: principalArn(ACCOUNT_ID, { kind: 'root' }) },
  ids: createIdSource(() => NOW),
  now: NOW,
} as Trigger;

async function provision(transactor: Transactor, pool: Pool, text: string, given = {}) {
  const cidr = cidrOf(text);
  const { accountId, poolId, scopeId, sourcePoolId } = pool;
  const poolCidr: PoolCidr = { ...samplePoolCidr({ cidr }), accountId, poolId, scopeId };
  await transactor.poolCidrs.insert({ ...poolCidr, sourcePoolId, ...given });
  const added = [{ cidr, within: cidr }];
  await transactor.freeSpace.apply(accountId, poolId, { removed: [], added });
}

async function allocate(
  transactor: Transactor,
  pool: Pool,
  allocationId: string,
  wanted: string | number,
  given: Partial<Allocation> = {},
): Promise<Allocation> {
  const space = await takeSpace(
    transactor,
    pool,
    rulesOf(pool),
    typeof wanted === 'number'
      ? { kind: 'allocate-mask', prefixLength: wanted }
      : { kind: 'allocate-cidr', cidr: cidrOf(wanted) },
  );
  if (space.kind !== 'allocated') throw new Error(`${wanted} cannot be had.`);
  const { accountId, poolId } = pool;
  const place = { accountId, poolId, cidr: space.cidr, within: space.within };
  const allocation = sampleAllocation({ ...place, allocationId, ...given });
  await transactor.allocations.insert(allocation);
  return allocation;
}

const POOL = { scopeId: 'scope-private' } as const;
const TOP = samplePool({ ...POOL, poolId: 'pool-top' });
const SUB = samplePool({ ...POOL, poolId: 'pool-sub', sourcePoolId: 'pool-top', depth: 1 });
const NEXT = samplePool({ ...POOL, poolId: 'pool-next' });
const SIX = samplePool({ ...POOL, poolId: 'pool-six', ipVersion: 'IPv6' });
const PUBLIC = samplePool({
  poolId: 'pool-public',
  scopeId: 'scope-public',
  scopeType: 'public',
  ipVersion: 'IPv6',
  ipv6Isp: 'BGP',
  poolRegionId: 'cn-beijing',
});
const OTHER_PUBLIC = { ...PUBLIC, accountId: OTHER_ACCOUNT_ID };

/** An IPAM with all that belongs to one. */
async function insertGround(transactor: Transactor, accountId: string): Promise<void> {
  await transactor.accounts.insert(sampleAccount({ accountId }));
  await transactor.ipams.insert(sampleIpam({ accountId }));
  for (const scopeType of ['public', 'private'] as const) {
    const scopeId = `scope-${scopeType}`;
    await transactor.scopes.insert(sampleScope({ accountId, scopeId, scopeType, isDefault: true }));
  }
  await transactor.scopes.insert(sampleScope({ accountId, scopeId: 'scope-custom' }));
  await transactor.discoveries.insert(sampleDiscovery({ accountId, discoveryType: 'system' }));
  await transactor.discoveries.insertAssociation(
    sampleAssociation({ accountId, discoveryOwnerId: accountId }),
  );
}

/** Something of everything: pools of both families, a sub-pool, two accounts, a past. */
async function fill(transactor: Transactor): Promise<void> {
  const { accessKeys, groups, policies, pools, tags, users } = transactor;
  await insertGround(transactor, ACCOUNT_ID);
  await insertGround(transactor, OTHER_ACCOUNT_ID);
  await users.insert(sampleUser());
  await accessKeys.insert(sampleAccessKey({ userId: 'user-1' }));
  await groups.insert(sampleGroup());
  await groups.addMember(ACCOUNT_ID, 'g-1', 'user-1', NOW);
  await transactor.roles.insert(sampleRole());
  await policies.insert(samplePolicy());
  await policies.insertVersion(samplePolicyVersion());
  await policies.attach(sampleAttachment());
  await policies.attach(sampleAttachment({ principalType: 'role', principalId: 'role-1' }));
  await policies.attach(
    sampleAttachment({
      principalType: 'group',
      principalId: 'g-1',
      policyType: 'System',
      policyName: 'ReadOnlyAccess',
    }),
  );
  await tags.insert(ACCOUNT_ID, 'ROLE', 'role-1', [{ key: 'team', value: 'net' }]);
  await tags.insert(ACCOUNT_ID, 'POLICY', 'policy/read-only', [{ key: 'team', value: 'net' }]);
  for (const pool of [TOP, SUB, NEXT, SIX, PUBLIC, OTHER_PUBLIC]) await pools.insert(pool);
  await sharePool(transactor, ACCOUNT_ID, 'pool-next', OTHER_ACCOUNT_ID);
  await tags.insert(ACCOUNT_ID, 'IPAMPOOL', 'pool-top', [{ key: 'team', value: 'net' }]);
  await tags.insert(ACCOUNT_ID, 'IPAM', 'ipam-1', [{ key: 'team', value: 'net' }]);

  await provision(transactor, TOP, '10.0.0.0/16');
  await provision(transactor, TOP, '10.1.0.0/16');
  await provision(transactor, NEXT, '10.2.0.0/16');
  await allocate(transactor, TOP, 'allocation-1', 24);
  await allocate(transactor, TOP, 'allocation-2', '10.0.128.0/17');
  const resourceType = 'IpamPool';
  await allocate(transactor, TOP, 'allocation-sub', 20, { resourceType, resourceId: 'pool-sub' });
  await provision(transactor, SUB, '10.0.16.0/20');
  await allocate(transactor, SUB, 'allocation-3', '10.0.16.0/32');
  const released = await allocate(transactor, SUB, 'allocation-4', 28);
  await releaseAllocation(transactor, released, 'somebody', NOW);

  await provision(transactor, SIX, 'fd00:1::/32');
  await allocate(transactor, SIX, 'allocation-6', 'fd00:1::ffff/128');
  const publicSupply = 'cn-beijing/BGP';
  await provision(transactor, PUBLIC, '2001:db8::/56', { publicSupply });
  await provision(transactor, OTHER_PUBLIC, '2001:db8:0:100::/56', { publicSupply });
  await insertNetworks(transactor);
}

/** A VPC with two VSwitches, and one beside it, as operations make them. */
async function insertNetworks(transactor: Transactor): Promise<void> {
  const vpcs = [
    sampleVpc({ ipv6Cidrs: [{ cidr: cidrOf('fd00::/56'), isp: 'BGP' }] }),
    sampleVpc({ vpcId: 'vpc-2' }),
  ];
  const vSwitches = [
    sampleVSwitch({ ipv6Cidr: cidrOf('fd00::/64') }),
    sampleVSwitch({ vSwitchId: 'vsw-2', cidr: cidrOf('10.0.1.0/24') }),
  ];
  for (const vpc of vpcs) {
    await transactor.vpcs.insert(vpc);
    await putVpc(transactor, vpc, TRIGGER);
  }
  for (const vSwitch of vSwitches) {
    await transactor.vSwitches.insert(vSwitch);
    await putVSwitch(transactor, vSwitch, TRIGGER);
  }
}

const makeFolder = (work = fill) => makeVerifiedFolder(work);

describe('a database that is in order', () => {
  test('is clean, and everything in it is counted', async () => {
    const { lines, report } = await verify(await makeFolder());
    expect(lines).toEqual([]);
    expect(report).toMatchObject({
      accountCount: 2,
      poolCount: 6,
      cidrCount: 7,
      allocationCount: 5,
      problemCount: 0,
    });
    expect(report.freeBlockCount).toBeGreaterThan(100);
  });

  test('is clean with nothing in it', async () => {
    const { lines, report } = await verify(await makeFolder(async () => undefined));
    expect(lines).toEqual([]);
    expect(report).toMatchObject({ accountCount: 0, poolCount: 0, problemCount: 0 });
  });

  test('is read as one state while a server writes, and not changed by it', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'cadastre.db');
    const store = new SqliteStore({ file, now: () => NOW });
    onTestFinished(() => store.close());
    const writing = Array.from({ length: 50 }, (_, index) =>
      store.write({
        run: async (transactor) => {
          await allocate(transactor, NEXT, `allocation-next-${index}`, 28);
          return { kind: 'commit', value: undefined };
        },
      }),
    );
    const reports = [await verify(folder)];
    for (const write of writing) {
      await write;
      reports.push(await verify(folder));
    }
    expect(reports.flatMap(({ lines }) => lines)).toEqual([]);
    expect(reports.at(0)?.report.allocationCount).toBe(5);
    expect(reports.at(-1)?.report.allocationCount).toBe(55);
  });

  test('is readable after the server was killed, with all writes still in the log', async () => {
    const folder = await makeFolder(async () => undefined);
    const file = join(folder, 'cadastre.db');
    const store = new SqliteStore({ file, now: () => NOW });
    onTestFinished(() => store.close());
    await store.write({
      run: async (transactor) => ({ kind: 'commit', value: await fill(transactor) }),
    });
    const copy = makeTemporaryFolder();
    for (const name of ['cadastre.db', 'cadastre.db-wal']) {
      copyFileSync(join(folder, name), join(copy, name));
    }
    const { lines, report } = await verify(copy);
    expect(lines).toEqual([]);
    expect(report.allocationCount).toBe(5);
  });

  test('tells how far it has come', async () => {
    const folder = await makeFolder();
    const steps: (readonly [number, number])[] = [];
    const counts = await verifyDataFolder(folder, {
      onProblem: () => undefined,
      onProgress: (done, total) => steps.push([done, total]),
    });
    const { poolCount, cidrCount, allocationCount, freeBlockCount } = counts;
    const total = poolCount + cidrCount + allocationCount + freeBlockCount;
    expect(steps.at(-1)).toEqual([total, total]);
  });
});

const ME = `account_id = '${ACCOUNT_ID}'`;
const NOBODY = '9999999999999999';
const FREE_VALUES = '(account_id, pool_id, prefix_length, first_key, source_prefix_length)';
const ALLOCATION_COLUMNS = `account_id, pool_id, first_key, last_key, prefix_length,
  source_prefix_length, allocation_id, name, description, resource_type, resource_id,
  resource_region_id, resource_owner_id, created_by, created_at`;

function insertAllocation(poolId: string, first: string, last: string, length: number): string {
  return `INSERT INTO allocations (${ALLOCATION_COLUMNS}) VALUES ('${ACCOUNT_ID}', '${poolId}',
    '${first}', '${last}', ${length}, 16, 'intruder', '', '', 'Custom', '', 'r', '${ACCOUNT_ID}', '', 0);
    UPDATE pools SET allocation_count = allocation_count + 1 WHERE ${ME} AND pool_id = '${poolId}';`;
}

interface Corruption {
  readonly when: string;
  readonly sql: string;
  readonly found: readonly RegExp[];
}

const SPACE: readonly Corruption[] = [
  {
    when: 'a free block is lost',
    sql: `DELETE FROM free_blocks WHERE ${ME} AND pool_id = 'pool-top' AND first_key = '0a000100'`,
    found: [
      /pool pool-top, CIDR 10\.0\.0\.0\/16: 10\.0\.1\.0 to 10\.0\.1\.255 is neither free nor/,
    ],
  },
  {
    when: 'the last block of a CIDR is lost',
    sql: `DELETE FROM free_blocks WHERE ${ME} AND pool_id = 'pool-six' AND prefix_length = 33`,
    found: [/pool-six, CIDR fd00:1::\/32: fd00:1:8000:: to fd00:1:ffff:.* is neither free nor/],
  },
  {
    when: 'all space of a CIDR is lost',
    sql: `DELETE FROM free_blocks WHERE ${ME} AND pool_id = 'pool-next'`,
    found: [/pool pool-next, CIDR 10\.2\.0\.0\/16: 10\.2\.0\.0 to 10\.2\.255\.255 is neither/],
  },
  {
    when: 'an allocation is lost',
    sql: `DELETE FROM allocations WHERE allocation_id = 'allocation-1'`,
    found: [/10\.0\.0\.0 to 10\.0\.0\.255 is neither/, /allocation_count is 3, but there are 2/],
  },
  {
    when: 'a free block covers an allocation',
    sql: `INSERT INTO free_blocks ${FREE_VALUES} VALUES ('${ACCOUNT_ID}', 'pool-top', 24, '0a000000', 16)`,
    found: [
      /allocation allocation-1 10\.0\.0\.0\/24: it overlaps free block 10\.0\.0\.0\/24/,
      /free block 10\.0\.1\.0\/24: it and 10\.0\.0\.0\/24 are the halves of one free block/,
    ],
  },
  {
    when: 'an allocation lies in a free block',
    sql: insertAllocation('pool-next', '0a020500', '0a0205ff', 24),
    found: [/allocation intruder 10\.2\.5\.0\/24: it overlaps free block 10\.2\.0\.0\/16/],
  },
  {
    when: 'an allocation lies in an allocation',
    sql: insertAllocation('pool-top', '0a00c000', '0a00c0ff', 24),
    found: [/intruder 10\.0\.192\.0\/24: it overlaps allocation allocation-2 10\.0\.128\.0\/17/],
  },
  {
    when: 'an allocation lies outside the CIDRs of its pool',
    sql: insertAllocation('pool-next', '0a090000', '0a0900ff', 24),
    found: [
      /account 1000000000000001, pool pool-next, allocation intruder 10\.9\.0\.0\/24: .* no CIDR/,
    ],
  },
  {
    when: 'an allocation lies before all CIDRs of its pool',
    sql: insertAllocation('pool-next', '09000000', '090000ff', 24),
    found: [/allocation intruder 9\.0\.0\.0\/24: it lies in no CIDR of the pool/],
  },
  {
    when: 'an allocation is larger than the CIDR it lies in',
    sql: `${insertAllocation('pool-next', '0a020000', '0a03ffff', 15)}
      DELETE FROM free_blocks WHERE ${ME} AND pool_id = 'pool-next'`,
    found: [
      /intruder 10\.2\.0\.0\/15: it lies in no CIDR/,
      /10\.2\.0\.0 to 10\.2\.255\.255 is neither/,
    ],
  },
  {
    when: 'a free block lies in no CIDR',
    sql: `INSERT INTO free_blocks ${FREE_VALUES} VALUES ('${ACCOUNT_ID}', 'pool-six', 64, '${'fd'.padEnd(32, '0')}', 32)`,
    found: [/pool pool-six, free block fd00::\/64: it lies in no CIDR of the pool/],
  },
  {
    when: 'a free block is split in its halves',
    sql: `DELETE FROM free_blocks WHERE ${ME} AND pool_id = 'pool-next';
      INSERT INTO free_blocks ${FREE_VALUES} VALUES ('${ACCOUNT_ID}', 'pool-next', 17, '0a020000', 16),
        ('${ACCOUNT_ID}', 'pool-next', 17, '0a028000', 16)`,
    found: [
      /free block 10\.2\.128\.0\/17: it and 10\.2\.0\.0\/17 are the halves of one free block/,
    ],
  },
  {
    when: 'a free block names another CIDR than the one it lies in',
    sql: `UPDATE free_blocks SET source_prefix_length = 15 WHERE ${ME} AND pool_id = 'pool-next'`,
    found: [/10\.2\.0\.0\/16: source_prefix_length is 15, but it lies in 10\.2\.0\.0\/16/],
  },
  {
    when: 'an allocation names another CIDR than the one it lies in',
    sql: `UPDATE allocations SET source_prefix_length = 20 WHERE allocation_id = 'allocation-1'`,
    found: [/allocation allocation-1 10\.0\.0\.0\/24: source_prefix_length is 20/],
  },
  {
    when: 'the last address of an allocation is wrong',
    sql: `UPDATE allocations SET last_key = '0a0000fe' WHERE allocation_id = 'allocation-1'`,
    found: [/allocation-1 10\.0\.0\.0\/24: last_key '0a0000fe' is not the key of its last address/],
  },
  {
    when: 'the last address of a CIDR is wrong',
    sql: `UPDATE pool_cidrs SET last_key = '0a02fffe' WHERE pool_id = 'pool-next'`,
    found: [/pool pool-next, CIDR 10\.2\.0\.0\/16: last_key '0a02fffe'/],
  },
  {
    when: 'a block has bits set after its prefix',
    sql: `UPDATE free_blocks SET first_key = '0a020001' WHERE pool_id = 'pool-next'`,
    found: [/first_key '0a020001' and prefix_length 16 are no IPv4 CIDR/, /is neither free nor/],
  },
  {
    when: 'a block is of the other family',
    sql: `UPDATE free_blocks SET first_key = '${'0a02'.padEnd(32, '0')}' WHERE pool_id = 'pool-next'`,
    found: [
      /prefix_length 16 are no IPv4 CIDR/,
      /10\.2\.0\.0 to 10\.2\.255\.255 is neither free nor/,
    ],
  },
  {
    when: 'a prefix length is out of range',
    sql: `UPDATE free_blocks SET prefix_length = 33 WHERE pool_id = 'pool-next'`,
    found: [/prefix_length 33 are no IPv4 CIDR/, /is neither free nor/],
  },
  {
    when: 'CIDRs of a pool overlap',
    sql: `INSERT INTO pool_cidrs SELECT account_id, pool_id, '0a008000', '0a00ffff', 17, scope_id,
        ip_version, source_pool_id, public_supply, created_at
        FROM pool_cidrs WHERE pool_id = 'pool-top' AND first_key = '0a000000';
      UPDATE pools SET cidr_count = 3 WHERE pool_id = 'pool-top'`,
    found: [
      /CIDR 10\.0\.128\.0\/17: it overlaps the CIDR 10\.0\.0\.0\/16 of the same pool/,
      /it overlaps 10\.0\.0\.0\/16 of pool pool-top of account \d+ in the scope scope-private/,
    ],
  },
  {
    when: 'top-level CIDRs of a scope overlap',
    sql: `UPDATE pool_cidrs SET first_key = '0a01c000', last_key = '0a01ffff', prefix_length = 18
        WHERE pool_id = 'pool-next';
      UPDATE free_blocks SET first_key = '0a01c000', prefix_length = 18, source_prefix_length = 18
        WHERE pool_id = 'pool-next'`,
    found: [/pool pool-next, CIDR 10\.1\.192\.0\/18: it overlaps 10\.1\.0\.0\/16 of pool pool-top/],
  },
  {
    when: 'two accounts have the same public addresses',
    sql: `UPDATE pool_cidrs SET first_key = replace(first_key, '0100', '0000'),
        last_key = replace(last_key, '01ff', '00ff') WHERE account_id = '${OTHER_ACCOUNT_ID}';
      UPDATE free_blocks SET first_key = replace(first_key, '0100', '0000')
        WHERE account_id = '${OTHER_ACCOUNT_ID}'`,
    found: [
      /account 1000000000000002, pool pool-public, CIDR 2001:db8::\/56: it overlaps 2001:db8::\/56 of pool pool-public of account 1000000000000001 in the public supply cn-beijing\/BGP/,
    ],
  },
  {
    when: 'space is left of a pool that is gone',
    sql: `INSERT INTO free_blocks ${FREE_VALUES} VALUES ('${ACCOUNT_ID}', 'pool-gone', 24, '0a000000', 16)`,
    found: [/pool pool-gone: it has space, but does not exist/, /free block .* lies in no CIDR/],
  },
];

const SUB_POOLS: readonly Corruption[] = [
  {
    when: 'the source pool has no allocation for the CIDR of a sub-pool',
    sql: `UPDATE allocations SET resource_type = 'Custom', resource_id = ''
      WHERE allocation_id = 'allocation-sub'`,
    found: [/pool pool-sub, CIDR at 0a001000: its source pool pool-top has no allocation/],
  },
  {
    when: 'the allocation of a sub-pool is of another sub-pool',
    sql: `UPDATE allocations SET resource_id = 'pool-next' WHERE allocation_id = 'allocation-sub'`,
    found: [
      /its source pool pool-top has no allocation/,
      /its sub-pool pool-next has no such CIDR/,
    ],
  },
  {
    when: 'a sub-pool has lost the CIDR of an allocation',
    sql: `DELETE FROM pool_cidrs WHERE pool_id = 'pool-sub';
      DELETE FROM free_blocks WHERE pool_id = 'pool-sub';
      DELETE FROM allocations WHERE pool_id = 'pool-sub';
      UPDATE pools SET cidr_count = 0, allocation_count = 0 WHERE pool_id = 'pool-sub'`,
    found: [/pool pool-top, allocation allocation-sub: its sub-pool pool-sub has no such CIDR/],
  },
  {
    when: 'the CIDR of a sub-pool is smaller than its allocation',
    sql: `UPDATE pool_cidrs SET last_key = '0a0017ff', prefix_length = 21 WHERE pool_id = 'pool-sub';
      DELETE FROM free_blocks WHERE pool_id = 'pool-sub' AND first_key = '0a001800';
      UPDATE free_blocks SET source_prefix_length = 21 WHERE pool_id = 'pool-sub';
      UPDATE allocations SET source_prefix_length = 21 WHERE pool_id = 'pool-sub'`,
    found: [/its source pool pool-top has no allocation/, /its sub-pool pool-sub has no such CIDR/],
  },
  {
    when: 'a depth is wrong',
    sql: `UPDATE pools SET depth = 2 WHERE pool_id = 'pool-sub'`,
    found: [/pool pool-sub: depth is 2, but its source pool pool-top is at 0/],
  },
  {
    when: 'a top-level pool has a depth',
    sql: `UPDATE pools SET depth = 1 WHERE pool_id = 'pool-next'`,
    found: [/pool pool-next: depth is 1, but it has no source pool/],
  },
  {
    when: 'a sub-pool is in another scope than its source pool',
    sql: `UPDATE pools SET scope_id = 'scope-custom' WHERE pool_id = 'pool-sub';
      UPDATE pool_cidrs SET scope_id = 'scope-custom' WHERE pool_id = 'pool-sub';
      UPDATE scopes SET pool_count = pool_count + iif(scope_id = 'scope-custom', 1, -1)
        WHERE ${ME} AND scope_id IN ('scope-custom', 'scope-private')`,
    found: [/pool pool-sub: it does not agree with its source pool pool-top in scope/],
  },
  {
    when: 'a sub-pool is in another region than its source pool',
    sql: `UPDATE pools SET pool_region_id = 'cn-hangzhou' WHERE pool_id = 'pool-top'`,
    found: [/pool pool-sub: it does not agree with its source pool pool-top in scope, .* region/],
  },
  {
    when: 'a CIDR is in another scope than its pool',
    sql: `UPDATE pool_cidrs SET scope_id = 'scope-custom' WHERE pool_id = 'pool-next'`,
    found: [/pool pool-next, CIDR at 0a020000: it does not agree with its pool in scope/],
  },
  {
    when: 'a CIDR of a private pool is taken for a public one',
    sql: `UPDATE pool_cidrs SET public_supply = 'cn-beijing/BGP' WHERE pool_id = 'pool-six'`,
    found: [/pool pool-six, CIDR at fd00.*: public_supply is cn-beijing\/BGP, which is not/],
  },
  {
    when: 'a CIDR of a public pool is not marked as one',
    sql: `UPDATE pool_cidrs SET public_supply = NULL WHERE ${ME} AND pool_id = 'pool-public'`,
    found: [/pool pool-public, CIDR at 2001.*: public_supply is missing/],
  },
];

const COUNTERS: readonly Corruption[] = [
  ...(
    [
      ['ipams', 'scope_count', 'IPAM ipam-1', `ipam_id = 'ipam-1'`],
      ['ipams', 'association_count', 'IPAM ipam-1', `ipam_id = 'ipam-1'`],
      ['scopes', 'pool_count', 'scope scope-private', `scope_id = 'scope-private'`],
      ['pools', 'sub_pool_count', 'pool pool-top', `pool_id = 'pool-top'`],
      ['pools', 'cidr_count', 'pool pool-top', `pool_id = 'pool-top'`],
      ['pools', 'allocation_count', 'pool pool-top', `pool_id = 'pool-top'`],
    ] as const
  ).map(([table, column, subject, condition]) => ({
    when: `${column} is wrong`,
    sql: `UPDATE ${table} SET ${column} = 77 WHERE ${ME} AND ${condition}`,
    found: [new RegExp(`^account ${ACCOUNT_ID}, ${subject}: ${column} is 77, but there are \\d$`)],
  })),
  ...['ipams', 'scopes', 'pools', 'resource_discoveries'].map((type) => ({
    when: `resource_counts is wrong about ${type}`,
    sql: `UPDATE resource_counts SET resource_count = 77 WHERE ${ME} AND resource_type = '${type}'`,
    found: [new RegExp(`resource_counts of ${type} in cn-hangzhou: it is 77, but there are \\d`)],
  })),
  {
    when: 'resource_counts has lost a row',
    sql: `DELETE FROM resource_counts WHERE ${ME} AND resource_type = 'pools'`,
    found: [/resource_counts of pools in cn-hangzhou: it is 0, but there are 5/],
  },
];

const FOREIGN_KEY = /a row refers to a row of \w+ that does not exist/;

const REFERENCES: readonly Corruption[] = [
  {
    when: 'a pool is in no scope',
    sql: `UPDATE pools SET scope_id = 'scope-gone' WHERE pool_id = 'pool-next';
      UPDATE pool_cidrs SET scope_id = 'scope-gone' WHERE pool_id = 'pool-next';
      UPDATE scopes SET pool_count = pool_count - 1 WHERE ${ME} AND scope_id = 'scope-private'`,
    found: [/pool pool-next: there is no scope scope-gone/, FOREIGN_KEY],
  },
  {
    when: 'a pool has a source pool that is gone',
    sql: `UPDATE pools SET source_pool_id = 'pool-gone', depth = 1 WHERE pool_id = 'pool-six';
      UPDATE pool_cidrs SET source_pool_id = 'pool-gone' WHERE pool_id = 'pool-six'`,
    found: [
      /pool pool-six: there is no source pool pool-gone/,
      /pool pool-six, CIDR .*: its source pool pool-gone has no allocation/,
      FOREIGN_KEY,
    ],
  },
  {
    when: 'a pool is of another IPAM than its scope',
    sql: `UPDATE pools SET ipam_id = 'ipam-gone' WHERE pool_id = 'pool-next'`,
    found: [/pool pool-next: there is no IPAM ipam-gone/, /it does not agree with its scope/],
  },
  {
    when: 'a scope is in no IPAM',
    sql: `UPDATE scopes SET ipam_id = 'ipam-gone' WHERE ${ME} AND scope_id = 'scope-custom';
      UPDATE ipams SET scope_count = 2 WHERE ${ME}`,
    found: [/scope scope-custom: there is no IPAM ipam-gone/, FOREIGN_KEY],
  },
  {
    when: 'a scope is in another region than its IPAM',
    sql: `UPDATE scopes SET region_id = 'cn-beijing' WHERE ${ME} AND scope_id = 'scope-custom';
      UPDATE resource_counts SET resource_count = 2 WHERE ${ME} AND resource_type = 'scopes';
      INSERT INTO resource_counts VALUES ('${ACCOUNT_ID}', 'cn-beijing', 'scopes', 1)`,
    found: [/scope scope-custom: region_id is cn-beijing, but its IPAM is in cn-hangzhou/],
  },
  {
    when: 'a default scope is none',
    sql: `UPDATE scopes SET is_default = 0 WHERE ${ME} AND scope_id = 'scope-public'`,
    found: [/IPAM ipam-1: its default scope scope-public is no public default scope of it/],
  },
  {
    when: 'the default association of an IPAM is gone',
    sql: `DELETE FROM discovery_associations WHERE ${ME};
      UPDATE ipams SET association_count = 0 WHERE ${ME}`,
    found: [
      /IPAM ipam-1: its default association association-1 with discovery-1 does not exist/,
      /resource (vpc|vsw)-\d, CIDR .*, seen by IPAM ipam-1 .*: it is not as the rules say/,
    ],
  },
  {
    when: 'an association has no resource discovery',
    sql: `DELETE FROM resource_discoveries WHERE ${ME};
      UPDATE resource_counts SET resource_count = 0
      WHERE ${ME} AND resource_type = 'resource_discoveries'`,
    found: [
      /association association-1: there is no resource discovery discovery-1/,
      /resource (vpc|vsw)-\d, CIDR .*, seen by IPAM ipam-1 .*: it is not as the rules say/,
    ],
  },
  {
    when: 'a VPC has no blocks',
    sql: `DELETE FROM vpc_cidrs WHERE vpc_id = 'vpc-2'`,
    found: [/VPC vpc-2: it has no primary block/],
  },
  {
    when: 'a block is of no VPC',
    sql: `DELETE FROM vpcs WHERE vpc_id = 'vpc-2'`,
    found: [
      /block of VPC vpc-2: there is no VPC vpc-2/,
      /table vpc_cidrs: a row refers to a row of vpcs that does not exist/,
      /VPC vpc-2: the inventory has it, but it is not there/,
    ],
  },
  {
    when: 'a VSwitch is in no VPC',
    sql: `UPDATE vswitches SET vpc_id = 'vpc-gone' WHERE vswitch_id = 'vsw-2'`,
    found: [
      /VSwitch vsw-2: there is no VPC vpc-gone/,
      /table vswitches: a row refers to a row of vpcs that does not exist/,
      /VSwitch vsw-2: no block of its VPC vpc-gone is around its IPv4 block/,
    ],
  },
  {
    when: 'a VSwitch is in another region than its VPC',
    sql: `UPDATE vswitches SET region_id = 'elsewhere' WHERE vswitch_id = 'vsw-2'`,
    found: [/VSwitch vsw-2: region_id is elsewhere, but its VPC is in cn-hangzhou/],
  },
  {
    when: 'the blocks of a VSwitch are outside of its VPC',
    sql: `UPDATE vswitches SET vpc_id = 'vpc-2', first_key = '0b000000', last_key = '0b0000ff'
      WHERE vswitch_id = 'vsw-1'`,
    found: [
      /VSwitch vsw-1: no block of its VPC vpc-2 is around its IPv4 block/,
      /VSwitch vsw-1: no block of its VPC vpc-2 is around its IPv6 block/,
    ],
  },
  {
    when: 'two VSwitches overlap',
    sql: `UPDATE vswitches SET last_key = '0a0001ff' WHERE vswitch_id = 'vsw-1'`,
    found: [/VSwitch vsw-2: it overlaps another one of its VPC vpc-1/],
  },
  {
    when: 'the inventory lost a VSwitch',
    sql: `UPDATE discovered_resources SET source_name = 'a-source' WHERE resource_id = 'vsw-2'`,
    found: [
      /VSwitch vsw-2: the inventory does not have it/,
      /inventory source a-source: it is gone, but told of rows of discovered_resources/,
    ],
  },
  {
    when: 'an association is with a resource discovery that is not shared',
    sql: `INSERT INTO discovery_associations VALUES ('${ACCOUNT_ID}', 'association-2', 'ipam-1',
      'discovery-2', '${OTHER_ACCOUNT_ID}', 0);
      INSERT INTO resource_discoveries SELECT account_id, 'discovery-2', 'cn-beijing', 'custom',
      '', '', resource_group_id, '[]', 0 FROM resource_discoveries
      WHERE account_id = '${OTHER_ACCOUNT_ID}';
      INSERT INTO resource_counts VALUES ('${OTHER_ACCOUNT_ID}', 'cn-beijing',
      'resource_discoveries', 1);
      UPDATE ipams SET association_count = 2 WHERE ${ME}`,
    found: [/association association-2: the resource discovery discovery-2 is not shared with/],
  },
  {
    when: 'a tag is of nothing',
    sql: `UPDATE tags SET resource_id = 'pool-gone' WHERE resource_id = 'pool-top'`,
    found: [/tag team of pool-gone: there is no resource pool-gone/],
  },
  {
    when: 'a tag is of another type than its resource',
    sql: `UPDATE tags SET resource_type = 'IPAM' WHERE resource_id = 'pool-top'`,
    found: [/tag team of pool-top: there is no resource pool-top/],
  },
  {
    when: 'a pool that is gone is shared',
    sql: `INSERT INTO shared_pools (account_id, pool_id, owner_account_id) VALUES ('${OTHER_ACCOUNT_ID}', 'pool-gone', '${ACCOUNT_ID}')`,
    found: [
      /account 1000000000000002, shared pool pool-gone: there is no pool pool-gone/,
      /account 1000000000000001, resource pool-gone: it is shared with 1000000000000002, but no accepted share gives it/,
    ],
  },
  {
    when: 'an accepted share gives a pool that its target does not have',
    sql: `UPDATE pools SET is_shared = 0 WHERE pool_id = 'pool-next'; DELETE FROM shared_pools`,
    found: [
      /resource pool-next: an accepted share gives it to 1000000000000002, which does not have it/,
    ],
  },
  {
    when: 'a share has a pool that is gone',
    sql: `UPDATE share_resources SET resource_id = 'pool-gone'; DELETE FROM shared_pools;
      UPDATE pools SET is_shared = 0`,
    found: [
      /resource pool-gone of share share-of-pool-next-with-1000000000000002: there is no resource pool-gone/,
      /resource pool-gone: an accepted share gives it to 1000000000000002, which does not have it/,
    ],
  },
  {
    when: 'a pool is taken for shared',
    sql: `UPDATE pools SET is_shared = 1 WHERE pool_id = 'pool-top'`,
    found: [/pool pool-top: is_shared is 1, but it is not shared with another account/],
  },
  {
    when: 'a shared pool is not marked as one',
    sql: `UPDATE pools SET is_shared = 0 WHERE pool_id = 'pool-next'`,
    found: [/pool pool-next: is_shared is 0, but it is shared with another account/],
  },
  {
    when: 'an access key is of no account',
    sql: `INSERT INTO access_keys VALUES ('${NOBODY}', 'LTAI-2', NULL, x'00', 'Active', 0)`,
    found: [/account 9+, access key LTAI-2: there is no account 9+/, FOREIGN_KEY],
  },
  {
    when: 'an access key is of no user',
    sql: `UPDATE access_keys SET user_id = 'user-gone'`,
    found: [/access key LTAI-1: there is no user user-gone/],
  },
  {
    when: 'a policy is attached to nobody',
    sql: `DELETE FROM users; UPDATE access_keys SET user_id = NULL`,
    found: [
      /attachment of policy read-only to user user-1: there is no user user-1/,
      /member user-1 of group g-1: there is no user user-1/,
      FOREIGN_KEY,
    ],
  },
  {
    when: 'no policy is attached',
    sql: 'DELETE FROM policies',
    found: [
      /attachment of policy read-only to user user-1: there is no policy read/,
      /attachment of policy read-only to role role-1: there is no policy read/,
      /version 1 of policy read-only: there is no policy read/,
      /tag team of policy.read-only: there is no resource/,
      FOREIGN_KEY,
    ],
  },
  {
    when: 'no version of a policy holds',
    sql: 'UPDATE policies SET default_version = 2',
    found: [/policy read-only: there is no version 2/],
  },
  {
    when: 'a policy is attached to no role and to no group, and a group has a member of no user',
    sql: 'DELETE FROM roles; DELETE FROM user_groups',
    found: [
      /attachment of policy read-only to role role-1: there is no role role-1/,
      /attachment of policy ReadOnlyAccess to group g-1: there is no group g-1/,
      /member user-1 of group g-1: there is no group g-1/,
      /tag team of role-1: there is no resource/,
      FOREIGN_KEY,
    ],
  },
  {
    when: 'an allocation is live and past at one time',
    sql: `UPDATE allocation_history SET allocation_id = 'allocation-3', released_at = ${NOW} + 1`,
    found: [/pool pool-sub, past allocation allocation-3: it was released after the live/],
  },
  {
    when: 'a guard is gone',
    sql: 'DROP INDEX top_level_cidrs',
    found: [/^index top_level_cidrs: it is missing or not as this version made it/],
  },
];

describe.each([
  ['space', SPACE],
  ['sub-pools', SUB_POOLS],
  ['counters', COUNTERS],
  ['references', REFERENCES],
] as const)('broken %s', (_, corruptions) => {
  test.each(corruptions)('it is found when $when', async ({ sql, found }) => {
    const folder = await makeFolder();
    corrupt(folder, sql);
    const { lines, report } = await verify(folder);
    expectProblems(lines, found);
    expect(report.problemCount).toBe(lines.length);
  });
});

describe('a database file that is broken', () => {
  test('a dropped trigger is found', async () => {
    const folder = await makeFolder();
    const database = new Database(join(folder, 'cadastre.db'));
    database.exec('DROP TRIGGER allocations_never_overlap');
    database.close();
    const { lines } = await verify(folder);
    expectProblems(lines, [/^trigger allocations_never_overlap: it is missing/]);
  });

  test('damaged pages are found, and the other checks go on', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'cadastre.db');
    const database = new Database(file, { readonly: true });
    const page = Number(
      database
        .prepare("SELECT rootpage FROM sqlite_master WHERE name = 'allocation_history'")
        .pluck()
        .get(),
    );
    const pageSize = Number(database.pragma('page_size', { simple: true }));
    database.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, (page - 1) * pageSize, page * pageSize);
    writeFileSync(file, bytes);
    const { lines } = await verify(folder);
    expect(lines).toContainEqual(expect.stringMatching(/^database: it is damaged/));
    expect(lines).toContainEqual(expect.stringMatching(/^integrity_check: /));
  });
});

describe('what cannot be verified is refused in one line', () => {
  const expectRefused = async (folder: string, message: RegExp) => {
    const refused = await verify(folder).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StoreOpenError);
    expect((refused as StoreOpenError).message).toMatch(message);
    expect((refused as StoreOpenError).message).not.toMatch(/\n/);
  };

  test('no folder', async () => {
    await expectRefused(join(makeTemporaryFolder(), 'gone'), /^There is no database .*gone/);
  });

  test('a file that is no database', async () => {
    const folder = makeTemporaryFolder();
    writeFileSync(join(folder, 'cadastre.db'), 'hello '.repeat(100));
    await expectRefused(folder, /is not a database/);
  });

  test('an empty file', async () => {
    const folder = makeTemporaryFolder();
    writeFileSync(join(folder, 'cadastre.db'), '');
    await expectRefused(folder, /older version \(schema 0;/);
  });

  test('a folder in place of the file', async () => {
    const folder = makeTemporaryFolder();
    mkdirSync(join(folder, 'cadastre.db'));
    await expectRefused(folder, /is not a file/);
  });

  test("another program's database", async () => {
    const folder = makeTemporaryFolder();
    const database = new Database(join(folder, 'cadastre.db'));
    database.exec('CREATE TABLE birds (name TEXT)');
    database.close();
    await expectRefused(folder, /is a database of another program/);
  });

  test.each([
    [MIGRATIONS.length + 1, /newer version/],
    [MIGRATIONS.length - 1, /older version .* Start the server once/],
  ])('a database of schema %i', async (version, message) => {
    const folder = await makeFolder();
    const database = new Database(join(folder, 'cadastre.db'));
    database.pragma(`user_version = ${version}`);
    database.close();
    await expectRefused(folder, message);
  });

  test('a file that is cut off', async () => {
    const folder = await makeFolder();
    truncateSync(join(folder, 'cadastre.db'), 60);
    await expectRefused(folder, /is not a database/);
  });
});
