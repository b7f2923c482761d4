import { describe } from 'vitest';
import { batchContract } from '../../operations/ipam-pool-allocation/batch-contract.test-support.ts';
import { NOW } from '../record-samples.test-support.ts';
import { makeProvingDatabase, openTestStore } from './test-database.test-support.ts';

const options = { now: () => NOW };

describe('on one server', () => {
  batchContract(async () => [await openTestStore(await makeProvingDatabase(), options)], 40);
});

describe('on two servers with one database', () => {
  batchContract(async () => {
    const url = await makeProvingDatabase();
    return [await openTestStore(url, options), await openTestStore(url, options)];
  }, 40);
});
