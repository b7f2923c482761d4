import type { Cidr } from '@cadastre/address-space';
import type { InputOf, OPERATIONS, Refusal } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import type { VSwitch } from '../../store/vpc-store.ts';
import { isRefusal } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { chooseIpv6 } from './choose-ipv6.ts';
import { findVSwitch, vpcOf } from './find-network.ts';
import { auditedVSwitch, putVSwitch } from './put-network.ts';

type Definition = typeof OPERATIONS.ModifyVSwitchAttribute;

export const ModifyVSwitchAttribute: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId } = call;
  const found = await findVSwitch(transactor, accountId, input.VSwitchId, input.RegionId);
  if (found.kind === 'refusal') return found;
  const { vSwitch: before } = found;
  const ipv6Cidr = await switchIpv6(transactor, before, input);
  if (isRefusal(ipv6Cidr)) return ipv6Cidr;
  const after: VSwitch = {
    ...before,
    name: input.VSwitchName ?? before.name,
    description: input.Description ?? before.description,
    ipv6Cidr,
  };
  await transactor.vSwitches.update(after);
  await putVSwitch(transactor, after, call);
  return {
    kind: 'answer',
    response: {},
    change: {
      resourceType: 'VSwitch',
      resourceId: after.vSwitchId,
      before: auditedVSwitch(before),
      after: auditedVSwitch(after),
    },
  };
};

/** The IPv6 block after the call. A VSwitch that has one keeps it unless the call names another. */
async function switchIpv6(
  reader: Reader,
  vSwitch: VSwitch,
  input: InputOf<Definition>,
): Promise<Cidr | undefined | Refusal> {
  const { EnableIPv6: isEnabled, Ipv6CidrBlock: number } = input;
  if (isEnabled === false) return undefined;
  const aroundText = input.VpcIpv6CidrBlock || undefined;
  const isNamed = number !== undefined || aroundText !== undefined;
  if (!isNamed && (isEnabled !== true || vSwitch.ipv6Cidr !== undefined)) return vSwitch.ipv6Cidr;
  const vpc = await vpcOf(reader, vSwitch);
  return chooseIpv6(reader, vpc, vSwitch.vSwitchId, number, aroundText);
}
