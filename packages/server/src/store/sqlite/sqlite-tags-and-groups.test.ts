import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import { NOW } from '../record-samples.test-support.ts';
import { tagsAndGroupsContract } from '../tags-and-groups-contract.test-support.ts';
import { MIGRATIONS } from './migrations.ts';
import { openDatabase } from './open-database.ts';
import { SqliteStore } from './sqlite-store.ts';

describe('the contract of tags and resource groups', () => {
  tagsAndGroupsContract(async () => {
    const file = join(makeTemporaryFolder(), 'cadastre.db');
    return new SqliteStore({ file, now: () => NOW });
  });
});

test('an older database gets its default groups, and those that its resources name', () => {
  const file = join(makeTemporaryFolder(), 'cadastre.db');
  const older = new Database(file);
  for (const { sql } of MIGRATIONS.slice(0, 2)) older.exec(sql);
  older.exec(`
    PRAGMA application_id = ${0x43414441};
    PRAGMA user_version = 2;
    INSERT INTO accounts VALUES ('1', 'one', 'Active', NULL, 'rg-1', 5);
    INSERT INTO accounts VALUES ('2', 'two', 'Active', NULL, 'rg-2', 6);
    INSERT INTO ipams VALUES ('1', 'ipam-1', 'r', '', '', 'rg-made', '[]', 's', 't', 'd', 'e', 0, 0, 9);
    INSERT INTO ipams VALUES ('1', 'ipam-2', 'q', '', '', 'rg-1', '[]', 's', 't', 'd', 'e', 0, 0, 9);
    INSERT INTO events VALUES ('1', 'event-1', 7, 'o', 'p', 'k', 't', 'i', NULL, NULL, NULL, NULL);
  `);
  older.close();
  const database = openDatabase(file);
  const groups = database.prepare('SELECT * FROM resource_groups ORDER BY 1, 2').raw().all();
  const codes = database.prepare('SELECT code FROM events').pluck().all();
  database.close();
  expect(groups).toEqual([
    ['1', 'rg-1', 'default', 'default resource group', 5],
    ['1', 'rg-made', 'rg-made', 'rg-made', 9],
    ['2', 'rg-2', 'default', 'default resource group', 6],
  ]);
  expect(codes).toEqual(['OK']);
});
