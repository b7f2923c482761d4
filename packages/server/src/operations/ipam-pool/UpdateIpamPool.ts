import { type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import type { Pool } from '../../store/records.ts';
import type { Call, WriteHandler } from '../handler.ts';
import { checkMaskRules } from './mask-errors.ts';
import { poolStatus } from './pool-status.ts';

type Definition = typeof OPERATIONS.UpdateIpamPool;

/** Changes names and rules; allocations stay as they are, also those that break the new rules. */
export const UpdateIpamPool: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId } = call;
  const before = await transactor.pools.find(accountId, input.IpamPoolId);
  if (before === undefined) return refuse('ResourceNotFound.IpamPool');
  const after: Pool = {
    ...before,
    name: input.IpamPoolName ?? before.name,
    description: input.IpamPoolDescription ?? before.description,
    minMask: input.AllocationMinCidrMask ?? before.minMask,
    maxMask: input.AllocationMaxCidrMask ?? before.maxMask,
    defaultMask: newDefaultMask(call, before),
    autoImport: input.AutoImport ?? before.autoImport,
  };
  const refusal = decide(call, before, after);
  if (refusal !== undefined) return refusal;
  await transactor.pools.update(after);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'IpamPool', resourceId: before.poolId, before, after },
  };
};

/** A default of 0 clears it, as does the flag, which wins over any value beside it. */
function newDefaultMask({ input }: Call<Definition>, before: Pool): number | undefined {
  if (input.ClearAllocationDefaultCidrMask === true) return undefined;
  if (input.AllocationDefaultCidrMask === 0) return undefined;
  return input.AllocationDefaultCidrMask ?? before.defaultMask;
}

function decide({ input, now }: Call<Definition>, before: Pool, after: Pool): Refusal | undefined {
  if (before.regionId !== input.RegionId) {
    return refuse('OperationDenied.PoolRegionNotSupportUpdatePool');
  }
  if (poolStatus(before, now) !== 'Created') return refuse('IncorrectStatus.IpamPool');
  const brokenRule = checkMaskRules({
    ipVersion: after.ipVersion,
    min: after.minMask,
    max: after.maxMask,
    default: after.defaultMask,
  });
  if (brokenRule !== undefined) return brokenRule;
  if (after.autoImport && after.poolRegionId === undefined) {
    return refuse('OperationDenied.AutoImportNeedPoolRegion');
  }
  return undefined;
}
