import { type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import type { Pool } from '../../store/records.ts';
import type { Transactor } from '../../store/store.ts';
import type { Call, WriteAnswer, WriteHandler } from '../handler.ts';
import { importIntoPool } from '../resource-cidr/auto-import.ts';
import { findPool } from './find-pool.ts';
import { checkMaskRules } from './mask-errors.ts';
import { poolStatus } from './pool-status.ts';

type Definition = typeof OPERATIONS.UpdateIpamPool;

/** Parameters that only the owner of a pool may give. */
const OWNER_PARAMETERS = [
  'AllocationDefaultCidrMask',
  'AllocationMaxCidrMask',
  'AllocationMinCidrMask',
  'AutoImport',
  'ClearAllocationDefaultCidrMask',
] as const satisfies readonly (keyof Call<Definition>['input'])[];

/** Changes names and rules; allocations stay as they are, also those that break the new rules. */
export const UpdateIpamPool: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId } = call;
  const found = await findPool(transactor, accountId, input.IpamPoolId);
  if (found === undefined) return refuse('ResourceNotFound.IpamPool');
  const { pool: before } = found;
  if (found.role === 'principal') return updateView(call, before, transactor);
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
  if (after.autoImport && !before.autoImport) await importIntoPool(transactor, after, call);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'IpamPool', resourceId: before.poolId, before, after },
  };
};

/** A principal names the pool for itself; the owner and other principals do not see it. */
async function updateView(
  call: Call<Definition>,
  before: Pool,
  transactor: Transactor,
): Promise<WriteAnswer<object> | Refusal> {
  const { input, accountId } = call;
  if (OWNER_PARAMETERS.some((name) => input[name] !== undefined)) {
    return refuse('OperationDenied.OperateShareResource');
  }
  const refusal = checkPool(call, before);
  if (refusal !== undefined) return refusal;
  const { IpamPoolName: name, IpamPoolDescription: description } = input;
  await transactor.pools.setSharedView(accountId, before.poolId, name, description);
  const after: Pool = {
    ...before,
    name: name ?? before.name,
    description: description ?? before.description,
  };
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'IpamPool', resourceId: before.poolId, before, after },
  };
}

/** A default of 0 clears it, as does the flag, which wins over any value beside it. */
function newDefaultMask({ input }: Call<Definition>, before: Pool): number | undefined {
  if (input.ClearAllocationDefaultCidrMask === true) return undefined;
  if (input.AllocationDefaultCidrMask === 0) return undefined;
  return input.AllocationDefaultCidrMask ?? before.defaultMask;
}

function checkPool({ input, now }: Call<Definition>, pool: Pool): Refusal | undefined {
  if (pool.regionId !== input.RegionId) {
    return refuse('OperationDenied.PoolRegionNotSupportUpdatePool');
  }
  return poolStatus(pool, now) === 'Created' ? undefined : refuse('IncorrectStatus.IpamPool');
}

function decide(call: Call<Definition>, before: Pool, after: Pool): Refusal | undefined {
  const refusal = checkPool(call, before);
  if (refusal !== undefined) return refusal;
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
