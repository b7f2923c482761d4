import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type MoveOptions, moveStore } from '../../packages/server/src/move-store.ts';
import { movedTables, selectAll } from '../../packages/server/src/store/move/moved-tables.ts';
import { runSql } from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import { makeTemporaryFolder } from '../../packages/server/src/temporary-folder.test-support.ts';
import {
  startTestServer,
  type TestServer,
} from '../../packages/server/src/test-server.test-support.ts';
import { type AskedCall, type FilledServer, fillServer } from './filled-server.ts';

/** A data folder with rows in every table, and what its server answered. */
export interface FilledFolder extends FilledServer {
  readonly folder: string;
  readonly answers: readonly unknown[];
  readonly repeatedAnswer: unknown;
}

const templateFolder = mkdtempSync(join(tmpdir(), 'cadastre-filled-'));
let template: Promise<Omit<FilledFolder, 'folder'>> | undefined;

/** A copy of its own for a test; filled once. */
export async function makeFilledFolder(): Promise<FilledFolder> {
  template ??= fillTemplate();
  const filled = await template;
  const folder = join(makeTemporaryFolder(), 'data');
  cpSync(templateFolder, folder, { recursive: true });
  return { ...filled, folder };
}

async function fillTemplate(): Promise<Omit<FilledFolder, 'folder'>> {
  const server = await serveFolder(templateFolder);
  const filled = await fillServer(server);
  const answers = await askAll(server, filled.asked);
  const repeatedAnswer = await ask(server, filled.repeated);
  await server.close();
  return { ...filled, answers, repeatedAnswer };
}

/** A server on the embedded store, whatever tests in this place else get. */
export function serveFolder(dataFolder: string): Promise<TestServer> {
  return startTestServer({ dataFolder, database: undefined, encryptionKey: undefined });
}

export function removeTemplate(): void {
  rmSync(templateFolder, { recursive: true, force: true });
}

/** What a server answers, without what differs from call to call: the id of the request, the cipher. */
export async function ask(
  server: TestServer,
  { operation, parameters, key }: AskedCall,
): Promise<unknown> {
  const { status, body } = await server.call(operation, parameters, { key });
  const { RequestId: _, NextToken, ...rest } = body;
  return { operation, status, hasNextPage: NextToken !== undefined, ...rest };
}

export async function askAll(
  server: TestServer,
  calls: readonly AskedCall[],
): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for (const call of calls) answers.push(await ask(server, call));
  return answers;
}

export const MOVED_AT = Date.UTC(2026, 7, 20, 9);

export function move(options: Omit<MoveOptions, 'now'>) {
  return moveStore({ ...options, now: () => MOVED_AT });
}

export function keyOf(folder: string): Buffer {
  return Buffer.from(readFileSync(join(folder, 'encryption.key'), 'utf8').trim(), 'hex');
}

export function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** All rows of a data folder, by table. */
export function rowsOf(folder: string): Readonly<Record<string, readonly string[]>> {
  const database = new Database(join(folder, 'cadastre.db'), { readonly: true });
  try {
    return Object.fromEntries(
      movedTables(database).map((table) => [
        table.name,
        database
          .prepare(selectAll(table))
          .raw()
          .all()
          .map((row) => JSON.stringify(row))
          .sort(),
      ]),
    );
  } finally {
    database.close();
  }
}

/** How many rows a database has in the tables that are moved. */
export async function countRows(url: string): Promise<number> {
  const { rows } = await runSql(
    url,
    `SELECT coalesce(sum((xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM '
      || quote_ident(c.relname), false, true, '')))[1]::text::int), 0) AS count
     FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
     AND c.relname NOT IN ('schema_migrations', 'store_properties')`,
  );
  return Number(rows[0]?.count);
}
