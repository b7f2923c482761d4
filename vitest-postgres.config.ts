import { configDefaults, defineConfig } from 'vitest/config';

/** These look into the data folder of the embedded store, or start a second server on it. */
const OF_EMBEDDED_STORE = [
  'packages/server/src/operations/cadastre/get-address-history.test.ts',
  'packages/server/src/operations/cadastre/list-events.test.ts',
  'packages/server/src/operations/ram/access-keys.test.ts',
  'packages/server/src/operations/ram/permissions.test.ts',
  'packages/server/src/operations/sts/assume-role.test.ts',
];

/**
 * The tests that need a PostgreSQL; they start one of their own. Those of operations run here once
 * more, for every server that a test starts has a database of its own there.
 */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: [
      'packages/server/src/**/postgres/**/*.test.ts',
      'packages/server/src/operations/**/*.test.ts',
      'tests/postgres/**/*.test.ts',
    ],
    exclude: [...configDefaults.exclude, ...OF_EMBEDDED_STORE],
    globalSetup: ['tests/postgres/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
