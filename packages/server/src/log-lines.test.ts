import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const BUILT = new URL('../dist/log-lines.js', import.meta.url);

/** What a process of its own prints that does something with `lines`. */
function run(work: string): string {
  const script = `import { openLogLines } from '${BUILT}'; const lines = openLogLines(); ${work}`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
}

test.each([
  ['an exit', "lines.write('a\\n'); process.exit(0)"],
  ['a flush', "lines.write('a\\n'); lines.flush()"],
  ['the close', "lines.write('a\\n'); lines.close()"],
  ['what comes after the close', "lines.close(); lines.write('a\\n')"],
])('%s writes what was gathered', (_, work) => {
  expect(run(work)).toBe('a\n');
});

test('what is gathered is written in order, all of it', () => {
  const printed = run("for (let n = 0; n < 50000; n += 1) lines.write(n + '\\n'); lines.close()");
  const expected = Array.from({ length: 50_000 }, (_, n) => `${n}\n`).join('');
  expect(printed).toBe(expected);
});
