import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

/**
 * Runs tests with whole numbers from the command line. The sources are TypeScript, so the test runner
 * carries them out; the numbers go there by environment, under the names of `variables`.
 */
export function runTests({ words, options, variables, environment = {} }) {
  const { values } = parseArgs({ options });
  for (const [name, value] of Object.entries(values)) {
    if (!/^\d{1,10}$/.test(value)) {
      console.error(`--${name} must be a whole number.`);
      process.exit(2);
    }
  }
  const given = Object.entries(values).map(([name, value]) => [variables[name], value]);
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...words], {
    cwd: new URL('..', import.meta.url),
    stdio: 'inherit',
    env: { ...process.env, ...environment, ...Object.fromEntries(given) },
  });
  child.on('exit', (code) => process.exit(code ?? 1));
}
