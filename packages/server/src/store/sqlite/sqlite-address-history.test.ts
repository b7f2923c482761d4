import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import { addressHistoryContract } from '../address-history-contract.test-support.ts';
import { NOW } from '../record-samples.test-support.ts';
import { MIGRATIONS } from './migrations.ts';
import { openDatabase } from './open-database.ts';
import { SqliteStore } from './sqlite-store.ts';

describe('the contract of the address history', () => {
  addressHistoryContract(async () => {
    const file = join(makeTemporaryFolder(), 'cadastre.db');
    return new SqliteStore({ file, now: () => NOW });
  });
});

test('the history of an older database gets its scopes, also of pools that are deleted', () => {
  const file = join(makeTemporaryFolder(), 'cadastre.db');
  const older = new Database(file);
  const version = MIGRATIONS.findIndex(({ name }) => name === '0008-address-history');
  for (const { sql } of MIGRATIONS.slice(0, version)) older.exec(sql);
  const released = (poolId: string, key: string, id: string) => `INSERT INTO allocation_history
    VALUES ('1', '${poolId}', '${key}', '${key}', ${key.length * 4}, '${id}', 'name', 'description',
      'Custom', '', 'r', '1', 'alice', 5, 'bob', 6);`;
  const deleted = (poolId: string, code: string, before: string) => `INSERT INTO events
    (account_id, event_id, occurred_at, operation, principal_arn, access_key_id, code,
      resource_type, resource_id, before_state)
    VALUES ('1', 'event-${poolId}', 7, 'VpcIpam.DeleteIpamPool', 'p', 'k', '${code}', 'IpamPool',
      '${poolId}', ${before});`;
  older.exec(`
    PRAGMA application_id = ${0x43414441};
    PRAGMA user_version = ${version};
    INSERT INTO accounts VALUES ('1', 'one', 'Active', NULL, 'rg-1', 5);
    INSERT INTO ipams VALUES ('1', 'ipam-1', 'r', '', '', 'rg-1', '[]', 's', 't', 'd', 'e', 1, 0, 9);
    INSERT INTO scopes VALUES ('1', 'scope-1', 'ipam-1', 'r', 'private', 1, '', '', 'rg-1', 1, 9);
    INSERT INTO pools (account_id, pool_id, ipam_id, scope_id, scope_type, region_id, depth,
      ip_version, name, description, resource_group_id, auto_import, is_shared, sub_pool_count,
      available_at, created_at)
      VALUES ('1', 'pool-1', 'ipam-1', 'scope-1', 'private', 'r', 0, 'IPv4', '', '', 'rg-1', 0, 0, 0,
        9, 9);
    ${released('pool-1', '0a000000', 'a-3')}
    ${released('pool-deleted', 'fd000000000000000000000000000000', 'a-2')}
    ${released('pool-of-before-events', '0a000001', 'a-1')}
    ${deleted('pool-deleted', 'OK', `'{"poolId":"pool-deleted","scopeId":"scope-2"}'`)}
    ${deleted('pool-of-before-events', 'IncorrectStatus.IpamPool', 'NULL')}
  `);
  older.close();
  const database = openDatabase(file);
  const rows = database
    .prepare(`SELECT allocation_id, pool_id, scope_id, ip_version, first_key, last_key,
      prefix_length, name, description, resource_region_id, resource_owner_id, created_by,
      created_at, released_by, released_at FROM allocation_history ORDER BY allocation_id`)
    .raw()
    .all();
  database.close();
  const rest = ['name', 'description', 'r', '1', 'alice', 5, 'bob', 6];
  const key = 'fd000000000000000000000000000000';
  expect(rows).toEqual([
    ['a-1', 'pool-of-before-events', '', 'IPv4', '0a000001', '0a000001', 32, ...rest],
    ['a-2', 'pool-deleted', 'scope-2', 'IPv6', key, key, 128, ...rest],
    ['a-3', 'pool-1', 'scope-1', 'IPv4', '0a000000', '0a000000', 32, ...rest],
  ]);
});
