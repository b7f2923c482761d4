import { join } from 'node:path';
import { describe } from 'vitest';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import { NOW } from '../record-samples.test-support.ts';
import { resourceChangesContract } from '../resource-changes-contract.test-support.ts';
import { SqliteStore } from './sqlite-store.ts';

describe('the contract of changing resources', () => {
  resourceChangesContract(async () => {
    const file = join(makeTemporaryFolder(), 'cadastre.db');
    return new SqliteStore({ file, now: () => NOW });
  });
});
