import { expect, onTestFinished, test } from 'vitest';
import { createConnectionPool } from './connection-pool.ts';
import { PostgresSession } from './postgres-session.ts';
import { makeTestDatabase, settingsOf } from './test-database.test-support.ts';

async function openSession(): Promise<PostgresSession> {
  const pool = createConnectionPool(settingsOf(await makeTestDatabase()));
  const client = await pool.connect();
  onTestFinished(async () => {
    client.release();
    await pool.end();
  });
  return new PostgresSession(client);
}

test('everything that may change rows counts, also where it answers some', async () => {
  const session = await openSession();
  await session.get('SELECT 1 AS one', []);
  await session.all('WITH one AS (SELECT 1 AS one) SELECT * FROM one', []);
  expect(session.changeCount).toBe(0);
  await session.run("INSERT INTO store_properties VALUES ('a', 'b')", []);
  await session.send("UPDATE store_properties SET value = 'c'", []);
  const removed = await session.all('DELETE FROM store_properties RETURNING value', []);
  expect(removed).toEqual([{ value: 'c' }]);
  expect(session.changeCount).toBe(3);
});

test('the first failure is told of, not what follows from it', async () => {
  const session = await openSession();
  session.control('BEGIN');
  await session.send('INSERT INTO nowhere VALUES (1)', []);
  await expect(session.get('SELECT 1 AS one', [])).rejects.toThrow(/aborted/);
  await expect(session.settle()).rejects.toThrow(/"nowhere" does not exist/);
  session.control('ROLLBACK');
  await session.settle();
  expect(await session.get('SELECT 1 AS one', [])).toEqual({ one: 1 });
});

test('a commit that goes along with a change of too few rows ends without a trace', async () => {
  const session = await openSession();
  session.control('BEGIN');
  session.sendMany("INSERT INTO store_properties VALUES ('a', 'b')", []);
  const gone = () => new Error('it is gone');
  session.sendRequired('DELETE FROM store_properties WHERE name = $1', ['x'], 1, gone);
  const { statements, commit } = await session.commit();
  expect(statements).toEqual({ status: 'rejected', reason: gone() });
  expect(commit).toMatchObject({ value: { command: 'ROLLBACK' } });
  expect(await session.all('SELECT * FROM store_properties', [])).toEqual([]);
});

test('a row count that is judged here is judged before the commit', async () => {
  const session = await openSession();
  session.control('BEGIN');
  await session.send("DELETE FROM store_properties WHERE name = 'x'", [], () => new Error('gone'));
  await expect(session.commit()).rejects.toThrow('gone');
  // The transaction is still there, for nothing has ended it.
  session.control('ROLLBACK');
  await session.settle();
});
