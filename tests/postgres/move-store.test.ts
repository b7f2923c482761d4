import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import {
  movedTables,
  PECULIAR_COLUMNS,
  TABLES_LEFT_OUT,
} from '../../packages/server/src/store/move/moved-tables.ts';
import {
  type Breakage,
  openBreakableWay,
} from '../../packages/server/src/store/postgres/breakable-way.test-support.ts';
import {
  makeBareDatabase,
  makeTestDatabase,
  runSql,
  settingsOf,
} from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import { MIGRATIONS } from '../../packages/server/src/store/sqlite/migrations.ts';
import { makeTemporaryFolder } from '../../packages/server/src/temporary-folder.test-support.ts';
import { startTestServer } from '../../packages/server/src/test-server.test-support.ts';
import {
  ask,
  askAll,
  countRows,
  hashOf,
  keyOf,
  makeFilledFolder,
  move,
  removeTemplate,
  rowsOf,
  serveFolder,
} from './moved-stores.ts';

afterAll(removeTemplate);

const OTHER_KEY = Buffer.alloc(32, 9);
const NO_SERVER = 'postgres://cadastre@127.0.0.1:1/nothing';

/** A new path that is no folder yet. */
function newFolder(): string {
  return join(makeTemporaryFolder(), 'moved');
}

function serve(url: string, encryptionKey: Uint8Array) {
  return startTestServer({ database: { ...settingsOf(url), waitMs: 0 }, encryptionKey });
}

describe('what is moved', () => {
  test('are all tables and columns of both engines, but those that say why not', async () => {
    const sqlite = new Database(':memory:');
    for (const { sql } of MIGRATIONS) sqlite.exec(sql);
    const moved = movedTables(sqlite);
    const embedded = sqlite
      .prepare<[], string>(
        `SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
      )
      .pluck()
      .all();
    const { rows } = await runSql(
      await makeTestDatabase(),
      `SELECT c.relname || '.' || a.attname AS name FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         AND a.attgenerated = ''
       WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace`,
    );
    const shared = rows.map(({ name }) => String(name));
    const columns = moved.flatMap(({ name, columns }) => columns.map((one) => `${name}.${one}`));
    const rest = (names: readonly string[], engine: string) =>
      names.filter(
        (name) =>
          !((name.split('.')[0] ?? '') in TABLES_LEFT_OUT) &&
          !PECULIAR_COLUMNS.some(
            (one) => one.engine === engine && `${one.table}.${one.column}` === name,
          ),
      );
    expect(rest(embedded, 'sqlite').sort()).toEqual([...columns].sort());
    expect(rest(shared, 'postgres').sort()).toEqual([...columns].sort());
    expect(columns.length).toBeGreaterThan(300);
  });

  test('has no counters of the database itself, which would have to be set', async () => {
    const url = await makeTestDatabase();
    expect((await runSql(url, 'SELECT * FROM pg_sequences')).rows).toEqual([]);
  });

  test('comes back as it was, from a store with rows in every table', async () => {
    const { folder } = await makeFilledFolder();
    const before = rowsOf(folder);
    const hashBefore = hashOf(join(folder, 'cadastre.db'));
    expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);

    const url = await makeBareDatabase();
    const there = await move({ from: folder, to: url });
    const counts = Object.fromEntries(there.tables.map(({ name, rowCount }) => [name, rowCount]));
    expect(counts).toEqual(
      Object.fromEntries(Object.entries(before).map(([name, rows]) => [name, rows.length])),
    );
    expect(there.verified.problemCount).toBe(0);
    expect(hashOf(join(folder, 'cadastre.db'))).toBe(hashBefore);

    const back = newFolder();
    const report = await move({ from: url, to: back, encryptionKey: keyOf(folder) });
    expect(readdirSync(back).sort()).toEqual(['cadastre.db', 'encryption.key', 'lock.db']);
    expect(report.tables).toEqual(there.tables);
    expect(rowsOf(back)).toEqual(before);
    expect(keyOf(back)).toEqual(keyOf(folder));
  });
});

describe('what the engines keep in different ways', () => {
  test('is moved: texts with a NUL, nonces that were logged twice, counters of nothing', async () => {
    const { folder } = await makeFilledFolder();
    const database = new Database(join(folder, 'cadastre.db'));
    database.exec("UPDATE users SET comments = 'a' || char(0) || 'b' WHERE user_name = 'alice'");
    database.exec(`INSERT INTO signature_nonces (account_id, access_key_id, nonce, expires_at)
      SELECT account_id, access_key_id, nonce, expires_at + 1 FROM signature_nonces LIMIT 1`);
    database.exec(
      "INSERT INTO resource_counts VALUES ('1000000000000001', 'cn-beijing', 'pools', 0)",
    );
    database.close();
    const url = await makeBareDatabase();
    await move({ from: folder, to: url });
    const { rows } = await runSql(url, "SELECT comments FROM users WHERE user_name = 'alice'");
    expect(rows).toEqual([{ comments: 'a\ufffdb' }]);

    // What a move that was killed left in the folder is no hindrance.
    const back = newFolder();
    mkdirSync(join(back, 'incoming'), { recursive: true });
    writeFileSync(join(back, 'incoming', 'cadastre.db'), 'half a database');
    for (const name of ['lock.db', 'lock.db-journal']) writeFileSync(join(back, name), '');
    writeFileSync(join(back, 'encryption.key'), `${keyOf(folder).toString('hex')}\n`);
    const given = { from: url, to: back, encryptionKey: keyOf(folder) };
    const counts = (await move(given)).tables;
    const before = rowsOf(folder);
    expect(Object.fromEntries(counts.map(({ name, rowCount }) => [name, rowCount]))).toEqual(
      Object.fromEntries(Object.entries(before).map(([name, rows]) => [name, rows.length])),
    );
    expect(rowsOf(back)['resource_counts']).toEqual(before['resource_counts']);
    expect(rowsOf(back)['signature_nonces']).toEqual(before['signature_nonces']);
  });
});

describe('a server on the moved store', () => {
  test('answers as before, on PostgreSQL and back in a folder', async () => {
    const { folder, answers, asked, repeated, repeatedAnswer, session } = await makeFilledFolder();
    const url = await makeBareDatabase();
    await move({ from: folder, to: url });
    const shared = await serve(url, keyOf(folder));
    expect(await askAll(shared, asked)).toEqual(answers);
    expect(await ask(shared, repeated)).toEqual(repeatedAnswer);
    const listed = await shared.call('ListIpams', { RegionId: 'cn-hangzhou' }, { key: session });
    expect(listed.status).toBe(200);
    await shared.close();

    const back = newFolder();
    await move({ from: url, to: back, encryptionKey: keyOf(folder) });
    const embedded = await serveFolder(back);
    expect(await askAll(embedded, asked)).toEqual(answers);
    expect(await ask(embedded, repeated)).toEqual(repeatedAnswer);
  });

  test('goes on where the other stopped, and refuses what it had been sent', async () => {
    const { folder, nonce, poolId } = await makeFilledFolder();
    const url = await makeBareDatabase();
    await move({ from: folder, to: url });
    const server = await serve(url, keyOf(folder));
    const allocation = { RegionId: 'cn-hangzhou', IpamPoolId: poolId, CidrMask: '28' };
    const replayed = await server.call('CreateIpamPoolAllocation', allocation, { nonce });
    expect(replayed.body['Code']).toBe('SignatureNonceUsed');
    const made = await server.call('CreateIpamPoolAllocation', allocation);
    expect(made.status).toBe(200);
    const released = await server.call('DeleteIpamPoolAllocation', {
      RegionId: 'cn-hangzhou',
      IpamPoolAllocationId: String(made.body['IpamPoolAllocationId']),
    });
    expect(released.status).toBe(200);
  });

  test('does not start with another key', async () => {
    const { folder } = await makeFilledFolder();
    const url = await makeBareDatabase();
    await move({ from: folder, to: url });
    await expect(serve(url, OTHER_KEY)).rejects.toThrow(/encryption key/);
  });
});

describe('a store that was moved away', () => {
  test('is not served any more, until the mark is taken away', async () => {
    const { folder } = await makeFilledFolder();
    const url = await makeBareDatabase();
    await move({ from: folder, to: url });
    const { host, pathname } = new URL(url);
    const told = `was moved to postgres://${host}${pathname} at 2026-08-20T09:00:00.000Z`;
    await expect(serveFolder(folder)).rejects.toThrow(told);
    await expect(move({ from: folder, to: await makeBareDatabase() })).rejects.toThrow(told);

    const back = newFolder();
    await move({ from: url, to: back, encryptionKey: keyOf(folder) });
    await expect(serve(url, keyOf(folder))).rejects.toThrow(`was moved to ${back}`);
    const again = { from: url, to: newFolder(), encryptionKey: keyOf(folder) };
    await expect(move(again)).rejects.toThrow(`was moved to ${back}`);

    await runSql(url, "DELETE FROM store_properties WHERE name = 'moved-away'");
    await (await serve(url, keyOf(folder))).close();
  });
});

describe('a move to PostgreSQL is refused', () => {
  test('into a database that has rows', async () => {
    const { folder } = await makeFilledFolder();
    const url = await makeTestDatabase();
    await (await serve(url, keyOf(folder))).close();
    const rowCount = await countRows(url);
    await expect(move({ from: folder, to: url })).rejects.toThrow(/is not empty/);
    expect(await countRows(url)).toBe(rowCount);
    await (await serveFolder(folder)).close();
  });

  test('into a database of servers with another key', async () => {
    const { folder } = await makeFilledFolder();
    const url = await makeTestDatabase();
    const server = await serve(url, OTHER_KEY);
    await server.close();
    await runSql(url, 'TRUNCATE accounts CASCADE');
    await runSql(url, 'TRUNCATE events, signature_nonces, client_tokens, resource_counts');
    await expect(move({ from: folder, to: url })).rejects.toThrow(/encryption key is not the one/);
    expect(await countRows(url)).toBe(0);
  });

  test('while a server uses either of the two', async () => {
    const { folder } = await makeFilledFolder();
    const url = await makeTestDatabase();
    const server = await serveFolder(folder);
    await expect(move({ from: folder, to: url })).rejects.toThrow(/in use by another server/);
    await server.close();
    const shared = await serve(url, keyOf(folder));
    await expect(move({ from: folder, to: url })).rejects.toThrow(/in use: servers have \d+ conn/);
    await shared.close();
  });

  test('where there is no store, or nothing in it', async () => {
    const url = await makeBareDatabase();
    const missing = newFolder();
    await expect(move({ from: missing, to: url })).rejects.toThrow(/There is no database/);
    expect(existsSync(missing)).toBe(false);
    const empty = newFolder();
    await (await serveFolder(empty)).close();
    const database = new Database(join(empty, 'cadastre.db'));
    database.pragma('foreign_keys = OFF');
    for (const { name } of movedTables(database)) database.exec(`DELETE FROM ${name}`);
    database.close();
    await expect(move({ from: empty, to: url })).rejects.toThrow(/no account/);
  });

  test('with places that are no places', async () => {
    const { folder } = await makeFilledFolder();
    const url = await makeBareDatabase();
    await expect(move({ from: folder, to: newFolder() })).rejects.toThrow(/One of the two/);
    await expect(move({ from: url, to: url })).rejects.toThrow(/One of the two/);
    await expect(move({ from: folder, to: NO_SERVER })).rejects.toThrow(/does not answer/);
    await expect(move({ from: folder, to: 'postgres://[' })).rejects.toThrow(/URL/);
    const unknown = url.replace(/[^/]*$/, 'unknown');
    await expect(move({ from: folder, to: unknown })).rejects.toThrow(/"unknown" does not exist/);
    expect(existsSync(join(folder, 'moved-away'))).toBe(false);
  });

  test('with a key that does not open the secrets', async () => {
    const { folder } = await makeFilledFolder();
    const url = await makeBareDatabase();
    const given = { from: folder, to: url, encryptionKey: OTHER_KEY };
    await expect(move(given)).rejects.toThrow(/not the one that is given/);
    writeFileSync(join(folder, 'encryption.key'), `${OTHER_KEY.toString('hex')}\n`);
    await expect(move({ from: folder, to: url })).rejects.toThrow(/does not open the secret/);
    expect(await countRows(url)).toBe(0);
  });

  test('when what is copied breaks an invariant', async () => {
    const { folder } = await makeFilledFolder();
    const url = await makeBareDatabase();
    const database = new Database(join(folder, 'cadastre.db'));
    database.exec('UPDATE pools SET allocation_count = allocation_count + 1');
    database.close();
    await expect(move({ from: folder, to: url })).rejects.toThrow(/breaks \d+ invariants/);
    expect(await countRows(url)).toBe(0);
  });
});

const END_MOVES = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE application_name = 'cadastre migrate-store' AND datname = current_database()`;

describe('when the database breaks off', () => {
  test.each(['copy', 'compare', 'verify'] as const)(
    'during the phase "%s" nothing is left in it, and the folder is served on',
    async (phase) => {
      const { folder, asked, answers } = await makeFilledFolder();
      const url = await makeBareDatabase();
      let cut: Promise<unknown> | undefined;
      const moving = move({
        from: folder,
        to: url,
        onProgress: (progress) => {
          if (progress.phase === phase) cut ??= runSql(url, END_MOVES);
        },
      });
      await expect(moving).rejects.toThrow(/nothing is left in the target/);
      await cut;
      expect(await countRows(url)).toBe(0);
      const server = await serveFolder(folder);
      expect(await askAll(server, asked)).toEqual(answers);
      await server.close();
      // The same move passes when the database is back.
      await move({ from: folder, to: url });
    },
  );

  test('on the way back no folder is left, and the servers go on', async () => {
    const { folder, asked, answers } = await makeFilledFolder();
    const url = await makeBareDatabase();
    await move({ from: folder, to: url });
    const back = newFolder();
    let cut: Promise<unknown> | undefined;
    const moving = move({
      from: url,
      to: back,
      encryptionKey: keyOf(folder),
      onProgress: () => {
        cut ??= runSql(url, END_MOVES);
      },
    });
    await expect(moving).rejects.toThrow(/nothing is left in the target/);
    await cut;
    expect(existsSync(back)).toBe(false);
    const server = await serve(url, keyOf(folder));
    expect(await askAll(server, asked)).toEqual(answers);
  });
});

describe('when the connection breaks at the commit', () => {
  test.each<[Breakage, boolean]>([
    ['before', false],
    ['after', true],
  ])('%s it is carried out, the command finds out which it is', async (breakage, isMoved) => {
    const { folder, asked, answers } = await makeFilledFolder();
    const url = await makeBareDatabase();
    const way = await openBreakableWay(url);
    const moving = move({
      from: folder,
      to: way.url,
      onProgress: ({ phase }) => {
        if (phase === 'verify') way.breakNextCommit(breakage);
      },
    });
    if (isMoved) expect((await moving).verified.problemCount).toBe(0);
    else await expect(moving).rejects.toThrow(/nothing is left in the target/);
    expect(existsSync(join(folder, 'moved-away'))).toBe(isMoved);
    expect((await countRows(url)) > 0).toBe(isMoved);
    const server = isMoved ? await serve(url, keyOf(folder)) : await serveFolder(folder);
    expect(await askAll(server, asked)).toEqual(answers);
  });

  test.each<Breakage>(['before', 'after'])(
    '%s the mark of a database is set, nothing is moved and the servers go on',
    async (breakage) => {
      const { folder } = await makeFilledFolder();
      const url = await makeBareDatabase();
      await move({ from: folder, to: url });
      const way = await openBreakableWay(url);
      const back = newFolder();
      const moving = move({
        from: way.url,
        to: back,
        encryptionKey: keyOf(folder),
        onProgress: ({ phase }) => {
          if (phase === 'verify') way.breakNextCommit(breakage);
        },
      });
      await expect(moving).rejects.toThrow(/nothing is left in the target/);
      expect(existsSync(back)).toBe(false);
      await (await serve(url, keyOf(folder))).close();
    },
  );
});

describe('a move back to a folder is refused', () => {
  test('into a folder with anything in it, without a key, with another, and beside servers', async () => {
    const { folder } = await makeFilledFolder();
    const url = await makeBareDatabase();
    const encryptionKey = keyOf(folder);
    await move({ from: folder, to: url });
    const full = newFolder();
    mkdirSync(full);
    writeFileSync(join(full, 'notes'), 'mine');
    await expect(move({ from: url, to: full, encryptionKey })).rejects.toThrow(/not empty/);
    expect(readdirSync(full)).toEqual(['notes']);
    const keyed = newFolder();
    mkdirSync(keyed);
    writeFileSync(join(keyed, 'encryption.key'), `${OTHER_KEY.toString('hex')}\n`);
    await expect(move({ from: url, to: keyed, encryptionKey })).rejects.toThrow(/not empty/);
    expect(keyOf(keyed)).toEqual(OTHER_KEY);

    const back = newFolder();
    await expect(move({ from: url, to: back })).rejects.toThrow(/key of the servers/);
    const other = { from: url, to: back, encryptionKey: OTHER_KEY };
    await expect(move(other)).rejects.toThrow(/encryption key is not the one/);
    const server = await serve(url, encryptionKey);
    await expect(move({ from: url, to: back, encryptionKey })).rejects.toThrow(/in use/);
    await server.close();
    const bare = await makeBareDatabase();
    await expect(move({ from: bare, to: back, encryptionKey })).rejects.toThrow(/is empty or of/);
    expect(existsSync(back)).toBe(false);
    await move({ from: url, to: back, encryptionKey });
  });
});
