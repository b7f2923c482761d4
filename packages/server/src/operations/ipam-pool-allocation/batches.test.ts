import { join } from 'node:path';
import { NOW } from '../../store/record-samples.test-support.ts';
import { SqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import { batchContract } from './batch-contract.test-support.ts';

batchContract(async () => {
  const file = join(makeTemporaryFolder(), 'cadastre.db');
  return [new SqliteStore({ file, now: () => NOW })];
}, 60);
