import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { MIGRATIONS } from '../sqlite/migrations.ts';
import { COUNTED_TABLE, movedTables, planCopy } from './moved-tables.ts';

function makeDatabase(): Database.Database {
  const database = new Database(':memory:');
  for (const { sql } of MIGRATIONS) database.exec(sql);
  return database;
}

describe('the tables that are moved', () => {
  test('come after those that they refer to, and what triggers count comes last', () => {
    const database = makeDatabase();
    const names = movedTables(database).map(({ name }) => name);
    const parents = database.prepare<[string], string>(
      'SELECT "table" FROM pragma_foreign_key_list(?)',
    );
    for (const name of names) {
      for (const parent of parents.pluck().all(name)) {
        const isBefore = parent === name || names.indexOf(parent) < names.indexOf(name);
        expect([name, parent, isBefore]).toEqual([name, parent, true]);
      }
    }
    expect(names.at(-1)).toBe(COUNTED_TABLE);
    expect(new Set(names).size).toBe(names.length);
  });

  test('are found without being named: a table of a later version is one of them', () => {
    const database = makeDatabase();
    database.exec(`CREATE TABLE additions (account_id TEXT, pool_id TEXT,
      FOREIGN KEY (account_id, pool_id) REFERENCES pools)`);
    const added = movedTables(database).find(({ name }) => name === 'additions');
    expect(added?.columns).toEqual(['account_id', 'pool_id']);
  });
});

test('pools are copied from the top down, each level with its CIDRs before its allocations', () => {
  const steps = planCopy(movedTables(makeDatabase()), [0, 1]);
  const names = steps.map(({ table }) => table.name);
  const first = names.indexOf('pools');
  const level = ['pools', 'pool_cidrs', 'allocations'];
  expect(names.slice(first, first + 6)).toEqual([...level, ...level]);
  expect(steps[first + 1]?.select).toMatch(/p\.depth = 0$/);
  expect(steps[first + 3]?.select).toMatch(/t\.depth = 1$/);
  expect(names.filter((name) => name === 'allocations')).toHaveLength(2);
});
