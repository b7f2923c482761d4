import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import {
  ACCOUNT_ID,
  NOW,
  sampleAccount,
  sampleIpam,
  sampleNonce,
  samplePool,
  sampleScope,
} from '../record-samples.test-support.ts';
import type { Store, Transactor } from '../store.ts';
import { type OpenOptions, storeContract } from '../store-contract.test-support.ts';
import { StoreUnavailableError } from '../store-error.ts';
import { SqliteStore } from './sqlite-store.ts';

describe('the store contract', () => {
  storeContract(async (options: OpenOptions) => {
    const file = join(makeTemporaryFolder(), 'cadastre.db');
    let current = new SqliteStore({ file, ...options });
    return {
      store: current,
      reopen: async () => {
        await current.close();
        current = new SqliteStore({ file, ...options });
        return current;
      },
      close: () => current.close(),
    };
  });
});

interface Fixture {
  readonly file: string;
  readonly store: SqliteStore;
  /** The size of every batch that was committed. */
  readonly batchSizes: number[];
  /** A second handle on the same file. */
  readonly raw: Database.Database;
}

async function openWithPoolGround(): Promise<Fixture> {
  const file = join(makeTemporaryFolder(), 'cadastre.db');
  const batchSizes: number[] = [];
  const store = new SqliteStore({
    file,
    now: () => NOW,
    onCommit: (batchSize, seconds) => {
      expect(seconds).toBeGreaterThan(0);
      batchSizes.push(batchSize);
    },
  });
  const raw = new Database(file);
  onTestFinished(async () => {
    raw.close();
    await store.close();
  });
  await commit(store, async ({ accounts, ipams, scopes }) => {
    await accounts.insert(sampleAccount());
    await ipams.insert(sampleIpam());
    await scopes.insert(sampleScope());
  });
  batchSizes.length = 0;
  return { file, store, batchSizes, raw };
}

function commit<Value>(store: Store, run: (transactor: Transactor) => Promise<Value>) {
  return store.write({
    run: async (transactor) => ({ kind: 'commit', value: await run(transactor) }),
  });
}

function insertPool(store: Store, poolId: string, name = '') {
  return commit(store, ({ pools }) => pools.insert(samplePool({ poolId, name })));
}

function poolCount(raw: Database.Database): unknown {
  return raw.prepare('SELECT count(*) FROM pools').pluck().get();
}

function insertMany(store: Store, count: number) {
  return Array.from({ length: count }, (_, index) =>
    insertPool(store, `pool-${String(index).padStart(6, '0')}`),
  );
}

describe('group commit', () => {
  test('writes that arrive together share commits, of a bounded size', async () => {
    const { store, batchSizes, raw } = await openWithPoolGround();
    await Promise.all(insertMany(store, 1_000));
    expect(batchSizes).toEqual([256, 256, 256, 232]);
    expect(poolCount(raw)).toBe(1_000);
  });

  test('a write alone has its commit at once', async () => {
    const { store, batchSizes } = await openWithPoolGround();
    await insertPool(store, 'pool-1');
    await insertPool(store, 'pool-2');
    expect(batchSizes).toEqual([1, 1]);
  });

  test('no write is answered before its batch is on disk', async () => {
    const { store, raw } = await openWithPoolGround();
    const counts = await Promise.all(
      insertMany(store, 10).map((write) => write.then(() => poolCount(raw))),
    );
    expect(counts).toEqual(Array.from({ length: 10 }, () => 10));
  });

  test('a read does not wait for the commit of writes that came before it', async () => {
    const { store } = await openWithPoolGround();
    const order: string[] = [];
    const write = insertPool(store, 'pool-1').then(() => order.push('write'));
    const read = store
      .read(({ pools }) => pools.find(ACCOUNT_ID, 'pool-1'))
      .then((pool) => order.push(pool === undefined ? 'read without it' : 'read with it'));
    await Promise.all([write, read]);
    expect(order).toEqual(['read without it', 'write']);
  });
});

describe('closing', () => {
  test('close waits for writes under way', async () => {
    const { store, file, raw } = await openWithPoolGround();
    raw.close();
    const writes = insertMany(store, 600);
    await store.close();
    await Promise.all(writes);
    const reopened = new Database(file);
    expect(poolCount(reopened)).toBe(600);
    reopened.close();
  });

  test('after closing, writes and reads are refused', async () => {
    const { store } = await openWithPoolGround();
    await store.close();
    await expect(insertPool(store, 'pool-1')).rejects.toThrow(StoreUnavailableError);
    await expect(store.read(({ accounts }) => accounts.count())).rejects.toThrow(
      StoreUnavailableError,
    );
  });

  test('closing twice is closing once', async () => {
    const { store } = await openWithPoolGround();
    await Promise.all([store.close(), store.close()]);
    await store.close();
  });
});

describe('failures', () => {
  test('too many waiting writes are refused, the ones that wait are carried out', async () => {
    const { store, raw } = await openWithPoolGround();
    const results = await Promise.allSettled(insertMany(store, 10_003));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(3);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(StoreUnavailableError);
    expect(poolCount(raw)).toBe(10_000);
  });

  /** Makes the engine itself answer an insert of a pool called `full` with SQLITE_FULL. */
  function makeFullFor(raw: Database.Database): void {
    // A table with AUTOINCREMENT whose largest row id is taken is full, as documented by SQLite.
    raw.exec(`
      CREATE TABLE no_more_rows (id INTEGER PRIMARY KEY AUTOINCREMENT);
      INSERT INTO no_more_rows VALUES (9223372036854775807);
      CREATE TRIGGER full BEFORE INSERT ON pools WHEN new.name = 'full'
      BEGIN INSERT INTO no_more_rows VALUES (NULL); END;`);
  }

  test('a full database fails the whole batch as unavailable and keeps nothing of it', async () => {
    const { store, raw, batchSizes } = await openWithPoolGround();
    makeFullFor(raw);
    const nonce = sampleNonce();
    const results = await Promise.allSettled([
      insertPool(store, 'pool-1'),
      store.write({
        nonce,
        run: async ({ pools }) => ({
          kind: 'commit',
          value: await pools.insert(samplePool({ poolId: 'pool-2', name: 'full' })),
        }),
      }),
      insertPool(store, 'pool-3'),
    ]);
    for (const result of results) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: { name: 'StoreUnavailableError' },
      });
    }
    expect(poolCount(raw)).toBe(0);
    expect(batchSizes).toEqual([]);
    expect(await store.read(({ scopes }) => scopes.find(ACCOUNT_ID, 'scope-1'))).toMatchObject({
      poolCount: 0,
    });
  });

  test('once there is space again, writes are carried out, also those that failed', async () => {
    const { store, raw } = await openWithPoolGround();
    makeFullFor(raw);
    await expect(insertPool(store, 'pool-1', 'full')).rejects.toThrow(StoreUnavailableError);
    raw.exec('DROP TRIGGER full');
    await insertPool(store, 'pool-1', 'full');
    expect(poolCount(raw)).toBe(1);
  });

  test('when the engine ends the transaction by itself, nothing of the batch is kept', async () => {
    const { store, raw } = await openWithPoolGround();
    raw.exec(`CREATE TRIGGER ends BEFORE INSERT ON pools WHEN new.name = 'ends'
      BEGIN SELECT RAISE(ROLLBACK, 'ended'); END;`);
    const results = await Promise.allSettled([
      insertPool(store, 'pool-1'),
      insertPool(store, 'pool-2', 'ends'),
      insertPool(store, 'pool-3'),
    ]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(poolCount(raw)).toBe(0);
    await insertPool(store, 'pool-4');
    expect(poolCount(raw)).toBe(1);
  });

  test('a database that another process holds locked makes writes unavailable, not lost', async () => {
    const { store, raw } = await openWithPoolGround();
    raw.exec('BEGIN IMMEDIATE');
    await expect(insertPool(store, 'pool-1')).rejects.toThrow(StoreUnavailableError);
    raw.exec('ROLLBACK');
    await insertPool(store, 'pool-1');
    expect(poolCount(raw)).toBe(1);
  });
});

describe('what the database itself refuses', () => {
  test.each([
    ['a negative count of scopes', 'UPDATE ipams SET scope_count = -1'],
    ['a negative count of associations', 'UPDATE ipams SET association_count = -1'],
    ['a negative count of pools', 'UPDATE scopes SET pool_count = -1'],
    ['a negative count of sub-pools', 'UPDATE pools SET sub_pool_count = -1'],
    ['a negative depth', 'UPDATE pools SET depth = -1'],
    ['an unknown IP version', "UPDATE pools SET ip_version = 'IPv5'"],
    ['an unknown scope type', "UPDATE scopes SET scope_type = 'inner'"],
    ['a pool without its scope', "UPDATE pools SET scope_id = 'nothing'"],
    ["a pool in another account's scope", "UPDATE pools SET account_id = '2'"],
    ['a pool without its source pool', "UPDATE pools SET source_pool_id = 'nothing'"],
    ['a scope without its IPAM', "UPDATE scopes SET ipam_id = 'nothing'"],
    ['an IPAM without its account', "UPDATE ipams SET account_id = '2'"],
    ['removing a scope that has pools', 'DELETE FROM scopes'],
    ['removing an IPAM that has scopes', 'DELETE FROM ipams'],
    ['removing an account that has IPAMs', 'DELETE FROM accounts'],
    [
      'tags without an account',
      "INSERT INTO tags VALUES ('2', 'pool-1', 'key', 'value', 'IPAMPOOL')",
    ],
    [
      'a second tag of the same key',
      `INSERT INTO tags VALUES ('${ACCOUNT_ID}', 'pool-1', 'k', '1', 'T'),
        ('${ACCOUNT_ID}', 'pool-1', 'k', '2', 'T')`,
    ],
    [
      'a policy attached to a kind of principal that does not exist',
      `INSERT INTO policy_attachments
        VALUES ('${ACCOUNT_ID}', 'account', 'nobody', 'Custom', 'nothing', '', 0)`,
    ],
    [
      'a version of a policy that does not exist',
      `INSERT INTO policy_versions VALUES ('${ACCOUNT_ID}', 'nothing', 1, '{}', 0)`,
    ],
    [
      'a member of a group that does not exist',
      `INSERT INTO group_members VALUES ('${ACCOUNT_ID}', 'g-1', 'nobody', 0)`,
    ],
    [
      'a second user of the same name',
      `INSERT INTO users (account_id, user_id, user_name, created_at)
        VALUES ('${ACCOUNT_ID}', 'u1', 'alice', 0), ('${ACCOUNT_ID}', 'u2', 'alice', 0)`,
    ],
  ])('%s', async (_, sql) => {
    const { store, raw } = await openWithPoolGround();
    await insertPool(store, 'pool-1');
    raw.pragma('foreign_keys = ON');
    expect(() => raw.exec(sql)).toThrow(/constraint failed/);
  });

  test('two access keys of one id, whatever their accounts', async () => {
    const { store, raw } = await openWithPoolGround();
    await commit(store, ({ accounts }) =>
      accounts.insert(sampleAccount({ accountId: '1000000000000009' })),
    );
    const insert = (accountId: string) =>
      raw.exec(
        `INSERT INTO access_keys VALUES ('${accountId}', 'LTAI-1', NULL, x'00', 'Active', 0)`,
      );
    insert(ACCOUNT_ID);
    expect(() => insert('1000000000000009')).toThrow(/constraint failed/);
  });

  test('a store that comes back after a constraint failure goes on', async () => {
    const { store } = await openWithPoolGround();
    const orphan = commit(store, ({ pools }) => pools.insert(samplePool({ scopeId: 'nothing' })));
    await expect(orphan).rejects.toThrow('FOREIGN KEY');
    await insertPool(store, 'pool-1');
  });
});
