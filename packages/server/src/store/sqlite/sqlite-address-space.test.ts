import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe } from 'vitest';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import { addressSpaceContract } from '../address-space-contract.test-support.ts';
import { NOW } from '../record-samples.test-support.ts';
import { SqliteStore } from './sqlite-store.ts';

describe('the contract of the address space', () => {
  addressSpaceContract(async () => {
    const file = join(makeTemporaryFolder(), 'cadastre.db');
    const store = new SqliteStore({ file, now: () => NOW });
    const raw = new Database(file);
    raw.pragma('foreign_keys = ON');
    return {
      store,
      runSql: async (sql: string) => {
        raw.exec(sql);
      },
      close: async () => {
        raw.close();
        await store.close();
      },
    };
  });
});
