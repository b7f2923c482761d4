#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

// Runs the simulation for as long as one likes: npm run simulate -- --seed S --operations N. The
// sources are TypeScript, so the test runner carries it out; the numbers go there by environment.

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    operations: { type: 'string', default: '1000000' },
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
  ['node_modules/vitest/vitest.mjs', 'run', 'tests/simulation/simulation.test.ts'],
  {
    cwd: new URL('..', import.meta.url),
    stdio: 'inherit',
    env: {
      ...process.env,
      CADASTRE_SIMULATION_OPERATIONS: values.operations,
      CADASTRE_SIMULATION_PROGRESS: 'true',
      ...(values.seed !== undefined && { CADASTRE_SIMULATION_SEED: values.seed }),
    },
  },
);
child.on('exit', (code) => process.exit(code ?? 1));
