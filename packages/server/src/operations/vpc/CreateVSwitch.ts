import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import { findRegion } from '../../config.ts';
import { zoneIdsOf } from '../../regions.ts';
import type { VSwitch } from '../../store/vpc-store.ts';
import { isRefusal, readTagParameter } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { chooseIpv6 } from './choose-ipv6.ts';
import { decideVSwitchBlock } from './decide-vswitch-blocks.ts';
import { findVpc } from './find-network.ts';
import { auditedVSwitch, putVSwitch } from './put-network.ts';

/** Creates a VSwitch, in the resource group of its VPC. */
export const CreateVSwitch: WriteHandler<typeof OPERATIONS.CreateVSwitch> = async (
  call,
  transactor,
) => {
  const { input, accountId, ids, config, now } = call;
  const tags = readTagParameter(input.Tag);
  if (isRefusal(tags)) return tags;
  const found = await findVpc(transactor, accountId, input.VpcId, input.RegionId);
  if (found.kind === 'refusal') return found;
  const { vpc } = found;
  const region = findRegion(config, vpc.regionId);
  if (region === undefined || !zoneIdsOf(region).includes(input.ZoneId)) {
    return refuse('InvalidZoneId.NotFound');
  }
  const cidr = decideVSwitchBlock(vpc, input.CidrBlock);
  if (isRefusal(cidr)) return cidr;
  const overlapping = await transactor.vSwitches.findOverlapping(accountId, vpc.vpcId, cidr);
  if (overlapping !== undefined) return refuse('InvalidCidrBlock.Overlapped');
  const vSwitchId = ids.resourceId('vsw');
  const { Ipv6CidrBlock: number, VpcIpv6CidrBlock: aroundText } = input;
  const ipv6Cidr =
    number === undefined && aroundText === undefined
      ? undefined
      : await chooseIpv6(transactor, vpc, vSwitchId, number, aroundText);
  if (isRefusal(ipv6Cidr)) return ipv6Cidr;
  const vSwitch: VSwitch = {
    accountId,
    vSwitchId,
    vpcId: vpc.vpcId,
    regionId: vpc.regionId,
    zoneId: input.ZoneId,
    cidr,
    ipv6Cidr,
    name: input.VSwitchName ?? '',
    description: input.Description ?? '',
    resourceGroupId: vpc.resourceGroupId,
    createdAt: now,
  };
  await transactor.vSwitches.insert(vSwitch);
  await transactor.tags.insert(accountId, 'VSWITCH', vSwitchId, tags);
  await putVSwitch(transactor, vSwitch, call);
  return {
    kind: 'answer',
    response: { VSwitchId: vSwitchId },
    change: {
      resourceType: 'VSwitch',
      resourceId: vSwitchId,
      after: { ...auditedVSwitch(vSwitch), tags },
    },
  };
};
