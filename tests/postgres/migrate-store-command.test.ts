import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeBareDatabase } from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import { keyOf, makeFilledFolder, removeTemplate } from './moved-stores.ts';

afterAll(removeTemplate);

const REPOSITORY = join(import.meta.dirname, '../..');

interface Outcome {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

function migrateStore(...words: readonly string[]): Promise<Outcome> {
  const command = ['packages/cli/bin/cadastre.js', 'migrate-store', ...words];
  const child = spawn(process.execPath, command, { cwd: REPOSITORY });
  let output = '';
  let errors = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    errors += data;
  });
  return new Promise((resolve) =>
    child.once('close', (status) => resolve({ status, output, errors })),
  );
}

test('the command moves there and back, says what it moved, and never shows the key', async () => {
  const { folder } = await makeFilledFolder();
  const url = (await makeBareDatabase()).replace('cadastre@', 'cadastre:the-password@');
  const there = await migrateStore('--from', folder, '--to', url);
  expect(there).toMatchObject({ status: 0 });
  expect(there.output).toMatch(/^Table +Rows\n/);
  expect(there.output).toMatch(/^allocations +\d+$/m);
  expect(there.output).toMatch(/\d+ rows moved and compared in \d+\.\d s; 0 tables are empty\./);
  expect(there.output).toMatch(/3 accounts, .*: all invariants hold\./);
  expect(there.output).toContain(`open with the key in ${join(folder, 'encryption.key')}`);
  for (const phase of ['copy', 'compare', 'verify']) {
    expect(there.errors).toMatch(new RegExp(`^${phase}: 100 % \\((\\d+) of \\1 rows\\)$`, 'm'));
  }

  const keyFile = ['--encryption-key-file', join(folder, 'encryption.key')];
  const back = await migrateStore('--from', url, '--to', `${folder}-back`, ...keyFile);
  expect(back).toMatchObject({ status: 0 });
  expect(keyOf(`${folder}-back`)).toEqual(keyOf(folder));
  const shown = JSON.stringify([there, back]) + readFileSync(join(folder, 'moved-away'), 'utf8');
  expect(shown).not.toContain(keyOf(folder).toString('hex'));
  expect(shown).not.toContain('the-password');
});

test('the command says in one line why it does not move, and ends with status 1', async () => {
  const { folder } = await makeFilledFolder();
  const refused = await migrateStore('--from', folder, '--to', 'postgres://127.0.0.1:1/nothing');
  expect(refused).toMatchObject({ status: 1, output: '' });
  expect(refused.errors).toMatch(/^cadastre: The database does not answer: .*\n$/);
  const help = await migrateStore('--help');
  expect(help).toMatchObject({ status: 0, errors: '' });
  expect(help.output).toMatch(/Stop all servers/);
});
