import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import { NOW } from '../record-samples.test-support.ts';
import { SqliteStore } from '../sqlite/sqlite-store.ts';
import type { Transactor } from '../store.ts';
import { formatProblem } from './problem.ts';
import type { VerifyReport } from './prove-invariants.ts';
import { verifyDataFolder } from './verify-database.ts';

/** A data folder with the rows that the function writes. */
export async function makeVerifiedFolder(
  work: (transactor: Transactor) => Promise<void>,
): Promise<string> {
  const folder = makeTemporaryFolder();
  const store = new SqliteStore({ file: join(folder, 'cadastre.db'), now: () => NOW });
  await store.write({
    run: async (transactor) => ({ kind: 'commit', value: await work(transactor) }),
  });
  await store.close();
  return folder;
}

/** Changes rows behind the back of all guards, and puts the guards back. */
export function corrupt(folder: string, sql: string): void {
  const database = new Database(join(folder, 'cadastre.db'));
  database.pragma('foreign_keys = OFF');
  database.pragma('ignore_check_constraints = ON');
  const triggers = database
    .prepare<[], { name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    )
    .all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`);
  database.exec(sql);
  for (const trigger of triggers) database.exec(trigger.sql);
  database.close();
}

/** What `cadastre verify` prints of a data folder, and its report. */
export async function verify(
  folder: string,
): Promise<{ readonly lines: readonly string[]; report: VerifyReport }> {
  const lines: string[] = [];
  const report = await verifyDataFolder(folder, {
    onProblem: (problem) => lines.push(formatProblem(problem)),
  });
  return { lines, report };
}

/** Every pattern is found in a line, and every line is one that a pattern expects. */
export function expectProblems(lines: readonly string[], patterns: readonly RegExp[]): void {
  for (const pattern of patterns) expect(lines).toContainEqual(expect.stringMatching(pattern));
  expect(lines.filter((line) => !patterns.some((pattern) => pattern.test(line)))).toEqual([]);
}
