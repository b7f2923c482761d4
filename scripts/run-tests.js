import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

/**
 * Runs tests with whole numbers from the command line. The sources are TypeScript, so the test runner
 * carries them out; the numbers go there by environment, under the names of `variables`. `usage` is
 * what `--help` prints.
 */
export function runTests({ usage, words, options, variables, environment = {} }) {
  const { help, ...values } = readFlags(usage, options);
  if (help) {
    console.log(usage);
    return;
  }
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

function readFlags(usage, options) {
  try {
    return parseArgs({ options: { ...options, help: { type: 'boolean', default: false } } }).values;
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
}
