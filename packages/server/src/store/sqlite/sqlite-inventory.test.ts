import { join } from 'node:path';
import { describe } from 'vitest';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import { inventoryContract } from '../inventory-contract.test-support.ts';
import { NOW } from '../record-samples.test-support.ts';
import { SqliteStore } from './sqlite-store.ts';

describe('the contract of the inventory', () => {
  inventoryContract(async () => {
    const file = join(makeTemporaryFolder(), 'cadastre.db');
    const store = new SqliteStore({ file, now: () => NOW });
    return { store, close: () => store.close() };
  });
});
