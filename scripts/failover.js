#!/usr/bin/env node
import { runTests } from './run-tests.js';

// Runs the failover suite: npm run test:failover -- --runs N --seed S.

runTests({
  words: ['--config', 'vitest-failover.config.ts'],
  options: { runs: { type: 'string' }, seed: { type: 'string' } },
  variables: { runs: 'CADASTRE_FAILOVER_RUNS', seed: 'CADASTRE_FAILOVER_SEED' },
});
