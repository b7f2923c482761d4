import type { OPERATIONS } from '@cadastre/api-contract';
import type { Transactor } from '../../store/store.ts';
import type { Call, WriteHandler } from '../handler.ts';
import { releaseAllocation } from '../ipam-pool-allocation/take-space.ts';
import { describeIgnoring, findSeenResource, type SeenResource } from './find-seen-resource.ts';
import { projectResource } from './project-resource.ts';

type Definition = typeof OPERATIONS.IgnoreResource;

/**
 * Leaves a resource out of all checks of an IPAM, a VPC with its VSwitches. What a VPC has of the
 * IPAM's pools goes back to them and is not imported again. It is no error to ignore one twice.
 */
export const IgnoreResource: WriteHandler<Definition> = async (call, transactor) => {
  const found = await findSeenResource(transactor, call.accountId, call.input);
  if (found.kind === 'refusal') return found;
  const { ipam, ownerId, resourceId } = found;
  await releaseOfNetwork(call, found, transactor);
  await transactor.resourceCidrs.setIgnored(ipam, ownerId, resourceId, true);
  await projectResource(transactor, ownerId, resourceId);
  return { kind: 'answer', response: {}, change: describeIgnoring(found, true) };
};

/** A VSwitch has no allocation of its own: it only shows that of its network. */
async function releaseOfNetwork(
  { caller, now }: Call<Definition>,
  { ownerId, resourceId, resourceCidrs }: SeenResource,
  transactor: Transactor,
): Promise<void> {
  for (const { accountId, allocationId, resourceType } of resourceCidrs) {
    if (resourceType === 'VSwitch' || allocationId === undefined) continue;
    const allocation = await transactor.allocations.find(accountId, allocationId);
    if (allocation === undefined) {
      throw new Error(`The allocation ${allocationId} of ${ownerId}/${resourceId} is gone.`);
    }
    await releaseAllocation(transactor, allocation, caller.arn, now);
  }
}
