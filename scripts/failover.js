#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

// Runs the failover suite: npm run test:failover -- --runs N --seed S. The sources are TypeScript, so
// the test runner carries it out; the numbers go there by environment.

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1' },
    seed: { type: 'string' },
  },
});

for (const [name, value] of Object.entries(values)) {
  if (!/^\d{1,10}$/.test(value)) {
    console.error(`--${name} must be a whole number.`);
    process.exit(2);
  }
}

const child = spawn(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest-failover.config.ts'],
  {
    cwd: new URL('..', import.meta.url),
    stdio: 'inherit',
    env: {
      ...process.env,
      CADASTRE_FAILOVER_RUNS: values.runs,
      ...(values.seed !== undefined && { CADASTRE_FAILOVER_SEED: values.seed }),
    },
  },
);
child.on('exit', (code) => process.exit(code ?? 1));
