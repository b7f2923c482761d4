import { contains, overlap, parseBlock } from './blocks.ts';
import type { VSwitch } from './entities.ts';
import { type Change, change, type Failure, fail, type ModelCall } from './outcome.ts';
import { checkTags } from './read-parameters.ts';
import { findVpc } from './vpcs.ts';

/** VSwitches: subnets of VPCs, with IPv4 alone. */

export function createVSwitch(call: ModelCall): Change | Failure {
  const { account, input } = call;
  const tags = checkTags(input.tags('Tag'));
  if (typeof tags === 'string') return fail(tags);
  const vpc = findVpc(call);
  if (vpc === undefined) return fail('InvalidVpcId.NotFound');
  const zoneLetter = input.required('ZoneId').slice(vpc.regionId.length);
  if (!input.required('ZoneId').startsWith(vpc.regionId) || !/^-[a-l]$/.test(zoneLetter)) {
    return fail('InvalidZoneId.NotFound');
  }
  const block = parseBlock(input.required('CidrBlock'));
  if (block?.version !== 'IPv4' || block.length < 16 || block.length > 29) {
    return fail('InvalidCidrBlock.Malformed');
  }
  if (!vpc.blocks.some((around) => contains(around, block))) return fail('InvalidParameter');
  if (vpc.vSwitches.some((other) => overlap(other.block, block))) {
    return fail('InvalidCidrBlock.Overlapped');
  }
  return change(() => {
    const vSwitch: VSwitch = {
      id: call.newId('vsw', (id) => account.vSwitchesById.set(id, vSwitch)),
      sequence: call.nextSequence(),
      vpc,
      block,
      name: input.text('VSwitchName') ?? '',
      description: input.text('Description') ?? '',
      resourceGroupId: vpc.resourceGroupId,
      tags,
      createdAt: call.now,
    };
    vpc.vSwitches.push(vSwitch);
    return { VSwitchId: vSwitch.id };
  });
}

export function deleteVSwitch({ account, input }: ModelCall): Change | Failure {
  const vSwitch = account.vSwitchesById.get(input.required('VSwitchId'));
  if (
    vSwitch === undefined ||
    ![undefined, vSwitch.vpc.regionId].includes(input.text('RegionId'))
  ) {
    return fail('InvalidVSwitchId.NotFound');
  }
  return change(() => {
    const { vSwitches } = vSwitch.vpc;
    vSwitches.splice(vSwitches.indexOf(vSwitch), 1);
    account.vSwitchesById.delete(vSwitch.id.value ?? '');
    return {};
  });
}
