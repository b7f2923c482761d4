import { defineConfig } from 'vitest/config';

/** The suite that breaks servers, databases and the ways between them. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['tests/failover/failover.test.ts'],
    hookTimeout: 120_000,
  },
});
