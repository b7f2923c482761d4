#!/usr/bin/env node
import { runTests } from './run-tests.js';

runTests({
  usage: `Usage: npm run test:failover -- [flags]

  --runs N   runs with seeds that follow one another (1)
  --seed S   seed of the first run; each prints its own`,
  words: ['--config', 'vitest-failover.config.ts'],
  options: { runs: { type: 'string' }, seed: { type: 'string' } },
  variables: { runs: 'CADASTRE_FAILOVER_RUNS', seed: 'CADASTRE_FAILOVER_SEED' },
});
