import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { removeResource } from '../resource-cidr/remove-resource.ts';
import { findVSwitch } from './find-network.ts';
import { auditedVSwitch } from './put-network.ts';

export const DeleteVSwitch: WriteHandler<typeof OPERATIONS.DeleteVSwitch> = async (
  call,
  transactor,
) => {
  const { input, accountId } = call;
  const found = await findVSwitch(transactor, accountId, input.VSwitchId, input.RegionId);
  if (found.kind === 'refusal') return found;
  const { vSwitch } = found;
  const { vSwitchId } = vSwitch;
  await removeResource(transactor, accountId, vSwitchId, call);
  await transactor.tags.removeOf(accountId, vSwitchId);
  await transactor.vSwitches.remove(vSwitch);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'VSwitch', resourceId: vSwitchId, before: auditedVSwitch(vSwitch) },
  };
};
