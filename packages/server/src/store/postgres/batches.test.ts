import { batchContract } from '../../operations/ipam-pool-allocation/batch-contract.test-support.ts';
import { NOW } from '../record-samples.test-support.ts';
import { makeTestDatabase, openTestStore } from './test-database.test-support.ts';

batchContract(async () => openTestStore(await makeTestDatabase(), { now: () => NOW }), 40);
