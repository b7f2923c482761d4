import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { removeResource } from '../resource-cidr/remove-resource.ts';
import { findVpc } from './find-network.ts';
import { auditedVpc } from './put-network.ts';

/** Deletes a VPC without VSwitches. Its allocations go back to their pools at once. */
export const DeleteVpc: WriteHandler<typeof OPERATIONS.DeleteVpc> = async (call, transactor) => {
  const { input, accountId } = call;
  const found = await findVpc(transactor, accountId, input.VpcId, input.RegionId);
  if (found.kind === 'refusal') return found;
  const { vpc } = found;
  const { vpcId } = vpc;
  const vSwitchIds = await transactor.vSwitches.listIdsOf(accountId, [vpcId]);
  if ((vSwitchIds.get(vpcId) ?? []).length > 0) return refuse('DependencyViolation.VSwitch');
  await removeResource(transactor, accountId, vpcId, call);
  await transactor.tags.removeOf(accountId, vpcId);
  await transactor.vpcs.remove(vpc);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Vpc', resourceId: vpcId, before: auditedVpc(vpc) },
  };
};
