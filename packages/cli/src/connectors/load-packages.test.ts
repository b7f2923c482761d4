import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { loadPackages } from './load-packages.ts';

const load = createRequire(import.meta.url);
/** No literal: a missing package is what is tested. */
const absent = ['@azure', 'absent'].join('/');

test('a package that is not installed is told with how to install it', async () => {
  const names = ['@azure/identity', absent];
  for (const attempt of [() => import(absent), async () => load(absent)]) {
    await expect(loadPackages(names, attempt)).rejects.toThrow(
      /needs packages that are not installed; npm install .*@azure\/identity@\d/,
    );
  }
});

test('a package that fails for another reason tells that reason', async () => {
  for (const attempt of [() => import(absent), async () => load(absent)]) {
    await expect(loadPackages(['@azure/identity'], attempt)).rejects.toThrow(absent);
  }
});
