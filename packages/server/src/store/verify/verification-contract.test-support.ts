import { expect, test } from 'vitest';
import { principalArn } from '../../identity/caller.ts';
import { createIdSource } from '../../ids.ts';
import { importIntoPool } from '../../operations/resource-cidr/auto-import.ts';
import { putResource } from '../../operations/resource-cidr/put-resource.ts';
import type { Trigger } from '../../operations/resource-cidr/trigger.ts';
import {
  cidrOf,
  sampleAddress,
  sampleNetwork,
  sampleSource,
  sampleSubnet,
} from '../inventory-samples.test-support.ts';
import {
  ACCOUNT_ID,
  NOW,
  sampleAccount,
  sampleAssociation,
  sampleDiscovery,
  sampleIpam,
  samplePool,
  samplePoolCidr,
  sampleScope,
} from '../record-samples.test-support.ts';
import type { Transactor } from '../store.ts';
import { expectProblems } from './verification.test-support.ts';

const TRIGGER = {
  caller: { arn: principalArn(ACCOUNT_ID, { kind: 'root' }) },
  ids: createIdSource(() => NOW),
  now: NOW,
} as Trigger;

const POOL = samplePool({
  scopeId: 'scope-private',
  poolRegionId: 'cn-hangzhou',
  autoImport: true,
});

/** Two networks that overlap, one of them in a pool; a subnet, an address; one network alone. */
async function fill(transactor: Transactor): Promise<void> {
  const operatingRegions = ['cn-hangzhou'];
  await transactor.accounts.insert(sampleAccount());
  await transactor.ipams.insert(sampleIpam({ operatingRegions }));
  for (const scopeType of ['public', 'private'] as const) {
    const scopeId = `scope-${scopeType}`;
    await transactor.scopes.insert(sampleScope({ scopeId, scopeType, isDefault: true }));
  }
  await transactor.discoveries.insert(
    sampleDiscovery({ discoveryType: 'system', operatingRegions }),
  );
  await transactor.discoveries.insertAssociation(sampleAssociation());
  await transactor.pools.insert(POOL);
  const cidr = cidrOf('10.0.0.0/8');
  await transactor.poolCidrs.insert(samplePoolCidr({ cidr, scopeId: 'scope-private' }));
  const added = [{ cidr, within: cidr }];
  await transactor.freeSpace.apply(ACCOUNT_ID, POOL.poolId, { removed: [], added });
  await transactor.inventorySources.put(sampleSource());
  for (const resource of [
    sampleNetwork(),
    sampleNetwork({ resourceId: 'vpc-2', cidrs: [cidrOf('10.0.128.0/17')] }),
    sampleNetwork({ resourceId: 'vpc-3', cidrs: [cidrOf('192.168.0.0/24')] }),
    sampleSubnet(),
  ]) {
    await putResource(transactor, resource, TRIGGER);
  }
  await transactor.discoveredAddresses.put(sampleAddress());
  expect(await importIntoPool(transactor, POOL, TRIGGER)).toBe(1);
}

interface Corruption {
  readonly when: string;
  readonly sql: string;
  readonly found: readonly RegExp[];
}

const COUNT_LESS = `UPDATE resource_cidr_counts SET cidr_count = cidr_count - 1`;

const CORRUPTIONS: readonly Corruption[] = [
  {
    when: 'an overlap is not marked',
    sql: "UPDATE resource_cidrs SET is_overlapping = 0 WHERE resource_id = 'vpc-2'",
    found: [/resource vpc-2 of .*, CIDR 10\.0\.128\.0\/17: it is not marked, but does overlap/],
  },
  {
    when: 'what does not overlap is marked',
    sql: "UPDATE resource_cidrs SET is_overlapping = 1 WHERE resource_id IN ('vsw-1', 'vpc-3')",
    found: [
      /resource vsw-1 of .*: it is marked, but does not overlap in scope scope-private/,
      /resource vpc-3 of .*: it is marked, but does not overlap/,
    ],
  },
  {
    when: 'a view is lost',
    sql: `DELETE FROM resource_cidrs WHERE resource_id = 'vpc-3';
      ${COUNT_LESS} WHERE pool_id = '' AND resource_type = 'VPC'`,
    found: [/resource vpc-3, CIDR 192\.168\.0\.0\/24, seen by IPAM ipam-1 .*: it is missing/],
  },
  {
    when: 'a view stands in another scope',
    sql: `UPDATE resource_cidrs SET scope_id = 'scope-public' WHERE resource_id = 'vpc-3'`,
    found: [
      /resource vpc-3, .* in scope scope-public: it is not as the rules say/,
      /resource vpc-3, .* in scope scope-private: it is missing/,
      /resource_cidr_counts of VPC in scope scope-private: it is 2, but there are 1/,
      /resource_cidr_counts of VPC in scope scope-public: it is 0, but there are 1/,
    ],
  },
  {
    when: 'a view has lost its pool',
    sql: `UPDATE resource_cidrs SET pool_id = '', allocation_id = '' WHERE resource_id = 'vsw-1'`,
    found: [
      /resource vsw-1, .*: its pool or allocation is another one/,
      /resource_cidr_counts of VSwitch in scope scope-private: it is 0, but there are 1/,
      /resource_cidr_counts of VSwitch in scope scope-private and pool pool-1: it is 1, but/,
    ],
  },
  {
    when: 'a resource is lost that IPAMs see',
    sql: `DELETE FROM discovered_resources WHERE resource_id = 'vpc-3';
      DELETE FROM discovered_cidrs WHERE resource_id = 'vpc-3';
      UPDATE discovered_counts SET cidr_count = cidr_count - 1 WHERE resource_type = 'VPC'`,
    found: [/resource vpc-3 of account \d+: an IPAM sees it, but it does not exist/],
  },
  {
    when: 'a resource has lost its CIDR',
    sql: `DELETE FROM discovered_cidrs WHERE resource_id = 'vpc-3'`,
    found: [
      /resource vpc-3: it has no CIDR/,
      /resource vpc-3, .*: it is not as the rules say/,
      /discovered_counts of VPC in cn-hangzhou: it is 3, but there are 2/,
    ],
  },
  {
    when: 'a CIDR does not agree with its resource',
    sql: `UPDATE discovered_cidrs SET vpc_id = 'vpc-9' WHERE resource_id = 'vpc-3'`,
    found: [/resource vpc-3: it has a CIDR at c0a80000, but does not agree with it/],
  },
  {
    when: 'the addresses of a subnet are miscounted',
    sql: "UPDATE discovered_cidrs SET used_count = '7' WHERE resource_id = 'vsw-1'",
    found: [/resource vsw-1, CIDR 10\.0\.0\.0\/24: used_count is 7, but 1 are used/],
  },
  {
    when: 'the subnets of a network are miscounted',
    sql: "UPDATE discovered_cidrs SET used_count = '0' WHERE resource_id = 'vpc-1'",
    found: [/resource vpc-1, CIDR 10\.0\.0\.0\/16: used_count is 0, but 256 are used/],
  },
  {
    when: 'a network in the inventory has lost the CIDR of its allocation',
    sql: "UPDATE allocations SET resource_id = 'vpc-2' WHERE resource_type = 'VPC'",
    found: [
      /allocation ipam-pool-alloc-\w+: the network vpc-2 of account \d+ has no such CIDR/,
      /resource vpc-1, .*: its pool or allocation is another one/,
    ],
  },
  {
    when: 'a source is lost',
    sql: 'DELETE FROM inventory_sources',
    found: [
      /inventory source source-1: it is gone, but told of rows of discovered_resources/,
      /inventory source source-1: it is gone, but told of rows of discovered_addresses/,
    ],
  },
];

/** What verifying must find on every engine. */
export function inventoryVerification(
  /** Fills a database, runs SQL behind the back of its guards, and answers what is reported then. */
  proveAfter: (
    fill: (transactor: Transactor) => Promise<void>,
    sql: string,
  ) => Promise<readonly string[]>,
): void {
  test('an inventory in order is clean', async () => {
    expect(await proveAfter(fill, '')).toEqual([]);
  });

  test.each(CORRUPTIONS)('it is found when $when', async ({ sql, found }) => {
    expectProblems(await proveAfter(fill, sql), found);
  });
}
