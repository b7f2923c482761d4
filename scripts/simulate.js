#!/usr/bin/env node
import { runTests } from './run-tests.js';

runTests({
  usage: `Usage: npm run simulate -- [flags]

  --operations N   how many operations to compare with the model (1000000)
  --seed S         what they are chosen by; each run prints its own`,
  words: ['tests/simulation/simulation.test.ts'],
  options: {
    seed: { type: 'string' },
    operations: { type: 'string', default: '1000000' },
  },
  variables: {
    seed: 'CADASTRE_SIMULATION_SEED',
    operations: 'CADASTRE_SIMULATION_OPERATIONS',
  },
  environment: { CADASTRE_SIMULATION_PROGRESS: 'true' },
});
