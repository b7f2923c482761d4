import { describe, expect, test } from 'vitest';
import { POSTGRES_MIGRATIONS } from '../postgres/migrations.ts';
import { checkDistribution, distributionStatements } from './check-distribution.ts';
import { DISTRIBUTION, type Distribution } from './distribution.ts';

const OURS = POSTGRES_MIGRATIONS.map(({ sql }) => sql).join('\n');

const PLAIN: Distribution = {
  column: 'account_id',
  referenceTables: { accounts: 'for the test' },
  localTables: { notes: 'for the test' },
  replacedConstraints: {},
  droppedConstraints: {},
};
const ACCOUNTS = `CREATE TABLE accounts (account_id TEXT PRIMARY KEY, name TEXT UNIQUE);
  CREATE TABLE notes (note_id TEXT PRIMARY KEY);
  CREATE TABLE pools (account_id TEXT NOT NULL REFERENCES accounts, pool_id TEXT NOT NULL,
    PRIMARY KEY (account_id, pool_id));`;

const check = (sql: string, given: Partial<Distribution> = {}) =>
  checkDistribution(`${ACCOUNTS}\n${sql}`, { ...PLAIN, ...given });

test('our tables can be distributed by account', () => {
  expect(checkDistribution(OURS, DISTRIBUTION)).toEqual([]);
});

test('each constraint that our tables give up for it is one that is in the way', () => {
  const found = checkDistribution(OURS, {
    ...DISTRIBUTION,
    droppedConstraints: {},
    replacedConstraints: {},
  });
  expect(found.map((problem) => problem.split(':')[0]).sort()).toEqual(
    [
      ...Object.keys(DISTRIBUTION.droppedConstraints),
      ...Object.keys(DISTRIBUTION.replacedConstraints),
    ].sort(),
  );
});

test('every table is distributed, on every node, or declared to stay', () => {
  const statements = distributionStatements(OURS, DISTRIBUTION);
  const named = statements.flatMap(
    (statement) => /create_(?:reference|distributed)_table\('(\w+)'/.exec(statement)?.[1] ?? [],
  );
  const made = [...OURS.matchAll(/^CREATE TABLE (\w+)/gm)].map(([, name = '']) => name);
  expect([...named, ...Object.keys(DISTRIBUTION.localTables)].sort()).toEqual(made.sort());
});

describe('a migration is refused', () => {
  test.each([
    [
      'with a table without the column',
      'CREATE TABLE bad (bad_id TEXT PRIMARY KEY);',
      [
        'bad.account_id: a distributed',
        'bad.bad_pkey: the primary key does not start with account_id',
      ],
    ],
    [
      'with a table without a primary key',
      'CREATE TABLE bad (account_id TEXT NOT NULL);',
      ['bad.bad_pkey: a distributed table needs a primary key'],
    ],
    [
      'with a unique index over all accounts',
      'CREATE UNIQUE INDEX pools_by_id ON pools (pool_id);',
      ['pools.pools_by_id: the unique index lacks account_id'],
    ],
    [
      'with a unique column',
      'ALTER TABLE pools ADD COLUMN code TEXT UNIQUE;',
      ['pools.pools_code_key: the unique index lacks account_id'],
    ],
    [
      'with an exclusion constraint that has the account within a function only',
      `ALTER TABLE pools ADD CONSTRAINT apart EXCLUDE USING gist
        (place(account_id, pool_id) WITH &&, pool_id WITH =);`,
      ['pools.apart: the exclusion constraint lacks account_id'],
    ],
    [
      'with an exclusion constraint that compares the account otherwise than by equality',
      'ALTER TABLE pools ADD CONSTRAINT apart EXCLUDE USING gist (account_id WITH <>);',
      ['pools.apart: the exclusion constraint lacks account_id'],
    ],
    [
      'with a foreign key to rows of another account',
      `CREATE TABLE bad (account_id TEXT, owner_id TEXT, pool_id TEXT,
        PRIMARY KEY (account_id, pool_id), FOREIGN KEY (owner_id, pool_id) REFERENCES pools);`,
      ['bad.bad_owner_id_pool_id_fkey: the foreign key leads to rows of pools'],
    ],
    [
      'with a foreign key whose columns stand in another order',
      `CREATE TABLE bad (account_id TEXT, pool_id TEXT, PRIMARY KEY (account_id, pool_id),
        CONSTRAINT to_pool FOREIGN KEY (account_id, pool_id) REFERENCES pools (pool_id, account_id));`,
      ['bad.to_pool: the foreign key leads to rows of pools'],
    ],
    [
      'with a foreign key to a table that stays on one node',
      'ALTER TABLE pools ADD COLUMN note_id TEXT REFERENCES notes;',
      ['pools.pools_note_id_fkey: the foreign key leads from a distributed table to a local one'],
    ],
  ])('%s', (_, sql, expected) => {
    const found = check(sql);
    expect(found).toHaveLength(expected.length);
    for (const [index, text] of expected.entries()) expect(found[index]).toContain(text);
  });

  test('with a foreign key from a reference table to a distributed one', () => {
    const sql = 'ALTER TABLE accounts ADD COLUMN pool_id TEXT REFERENCES pools (pool_id);';
    expect(check(sql)[0]).toMatch(/^accounts.*from a reference table to a distributed one/);
  });

  test('with a statement of a form that the check does not know', () => {
    for (const sql of [
      'CREATE TABLE copied AS SELECT * FROM accounts',
      'ALTER TABLE pools RENAME TO ponds',
      'DO $$ BEGIN EXECUTE 1; END $$',
    ]) {
      expect(() => check(sql)).toThrow(/does not know this form/);
    }
  });

  test('that leaves a declaration behind which nothing asks for', () => {
    expect(check('DROP TABLE notes;')).toEqual([
      'notes: it is declared, but there is no such table.',
    ]);
    expect(check('', { droppedConstraints: { 'pools.gone': 'for the test' } })).toEqual([
      'pools.gone: it is declared as dropped or replaced, but nothing asks for that.',
    ]);
  });
});

describe('a migration passes', () => {
  test('with what holds the account, and what it takes back', () => {
    expect(
      check(`
-- CREATE UNIQUE INDEX commented ON pools (pool_id);
CREATE UNIQUE INDEX pools_by_id ON pools (pool_id);
DROP INDEX pools_by_id;
ALTER TABLE pools ADD COLUMN code TEXT UNIQUE, ADD COLUMN source TEXT DEFAULT 'a;b';
ALTER TABLE pools DROP COLUMN code;
ALTER TABLE pools ADD FOREIGN KEY (account_id, source) REFERENCES pools;
CREATE UNIQUE INDEX pools_by_source ON pools (source, account_id) WHERE source IS NOT NULL;
ALTER TABLE pools ADD CONSTRAINT apart EXCLUDE USING gist
  (place(pool_id, source) WITH &&, account_id WITH =) WHERE (source IS NULL);
CREATE FUNCTION check_pool() RETURNS trigger AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER pools_are_checked BEFORE INSERT ON pools FOR EACH ROW EXECUTE FUNCTION check_pool();
CREATE TRIGGER pools_are_added AFTER INSERT ON pools REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION check_pool();
DROP TRIGGER pools_are_added ON pools;
`),
    ).toEqual([]);
  });

  test('where the constraint in the way is declared with what keeps the rule', () => {
    expect(
      check('CREATE UNIQUE INDEX pools_by_id ON pools (pool_id);', {
        droppedConstraints: { 'pools.pools_by_id': 'for the test' },
      }),
    ).toEqual([]);
  });
});
