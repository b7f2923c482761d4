import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SqliteSession } from './sqlite-session.ts';

function openSession() {
  const database = new Database(':memory:');
  onTestFinished(() => {
    database.close();
  });
  const prepared: string[] = [];
  const prepare = database.prepare.bind(database);
  database.prepare = ((sql: string) => {
    prepared.push(sql);
    return prepare(sql);
  }) as typeof database.prepare;
  return { session: new SqliteSession(database), prepared };
}

describe('placeholders', () => {
  test('bind by their number, in any order and several times', async () => {
    const { session } = openSession();
    expect(await session.get('SELECT $2 AS a, $1 AS b, $2 AS c', ['one', 'two'])).toEqual({
      a: 'two',
      b: 'one',
      c: 'two',
    });
    expect(await session.get('SELECT $1 AS a, $2 AS b', [null, 7])).toEqual({ a: null, b: 7 });
  });

  test('numbers of two digits are not taken for one', async () => {
    const { session } = openSession();
    const values = Array.from({ length: 12 }, (_, index) => index + 1);
    const row = await session.get('SELECT $12 AS a, $1 AS b, $11 AS c', values);
    expect(row).toEqual({ a: 12, b: 1, c: 11 });
  });
});

describe('prepared statements', () => {
  test('a text is prepared once', async () => {
    const { session, prepared } = openSession();
    for (let round = 0; round < 3; round += 1) await session.get('SELECT $1 AS a', [round]);
    expect(prepared).toEqual(['SELECT ? AS a']);
  });

  test('texts without end do not fill the memory: a text not used for long is forgotten', async () => {
    const { session, prepared } = openSession();
    await session.get('SELECT 0', []);
    for (let index = 1; index <= 2_000; index += 1) await session.get(`SELECT ${index}`, []);
    await session.get('SELECT 0', []);
    expect(prepared.filter((sql) => sql === 'SELECT 0')).toHaveLength(2);
  });
});
