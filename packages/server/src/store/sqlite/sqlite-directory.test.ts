import { join } from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import { describeDirectory } from '../directory-contract.test-support.ts';
import { NOW } from '../record-samples.test-support.ts';
import { SqliteStore } from './sqlite-store.ts';

describe('the contract of the resource directory', () => {
  describeDirectory(async () => {
    const file = join(makeTemporaryFolder(), 'cadastre.db');
    const store = new SqliteStore({ file, now: () => NOW });
    onTestFinished(() => store.close());
    return store;
  });
});
