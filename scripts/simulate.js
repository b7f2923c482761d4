#!/usr/bin/env node
import { runTests } from './run-tests.js';

// Runs the simulation for as long as one likes: npm run simulate -- --seed S --operations N.

runTests({
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
