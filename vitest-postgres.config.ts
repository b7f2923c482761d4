import { defineConfig } from 'vitest/config';

/** The tests that need a PostgreSQL; they start one of their own. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['packages/server/src/**/postgres/**/*.test.ts', 'tests/postgres/**/*.test.ts'],
    globalSetup: ['tests/postgres/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
