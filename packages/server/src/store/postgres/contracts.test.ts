import { describe, onTestFinished } from 'vitest';
import { addressHistoryContract } from '../address-history-contract.test-support.ts';
import { addressSpaceContract } from '../address-space-contract.test-support.ts';
import { describeDirectory } from '../directory-contract.test-support.ts';
import { discoveryContract } from '../discovery-contract.test-support.ts';
import { describeIdentities } from '../identity-contract.test-support.ts';
import { inventoryContract } from '../inventory-contract.test-support.ts';
import { networksContract } from '../networks-contract.test-support.ts';
import { NOW } from '../record-samples.test-support.ts';
import { resourceChangesContract } from '../resource-changes-contract.test-support.ts';
import { type OpenOptions, storeContract } from '../store-contract.test-support.ts';
import { tagsAndGroupsContract } from '../tags-and-groups-contract.test-support.ts';
import { makeTestDatabase, openTestStore, runSql } from './test-database.test-support.ts';

async function openForTest() {
  const store = await openTestStore(await makeTestDatabase(), { now: () => NOW });
  onTestFinished(() => store.close());
  return store;
}

describe('the store contract', () => {
  storeContract(async (options: OpenOptions) => {
    const url = await makeTestDatabase();
    let current = await openTestStore(url, options);
    return {
      store: current,
      reopen: async () => {
        await current.close();
        current = await openTestStore(url, options);
        return current;
      },
      close: () => current.close(),
    };
  });
});

describe('the contract of the address space', () => {
  addressSpaceContract(async () => {
    const url = await makeTestDatabase();
    const store = await openTestStore(url, { now: () => NOW });
    return {
      store,
      runSql: async (sql: string) => {
        await runSql(url, sql);
      },
      close: () => store.close(),
    };
  });
});

describe('the contract of identities', () => {
  describeIdentities(openForTest);
});

describe('the contract of tags and resource groups', () => {
  tagsAndGroupsContract(openForTest);
});

describe('the contract of the address history', () => {
  addressHistoryContract(openForTest);
});

describe('the contract of the resource directory', () => {
  describeDirectory(openForTest);
});

describe('the contract of the inventory', () => {
  inventoryContract(async () => {
    const store = await openForTest();
    return { store, close: () => store.close() };
  });
});

describe('the contract of resource discoveries', () => {
  discoveryContract(openForTest);
});

describe('the contract of VPCs and VSwitches', () => {
  networksContract(openForTest);
});

describe('the contract of changing resources', () => {
  resourceChangesContract(openForTest);
});
