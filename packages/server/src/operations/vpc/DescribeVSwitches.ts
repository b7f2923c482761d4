import { type InputOf, type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import type { ListPart, VSwitch } from '../../store/vpc-store.ts';
import { readTagFilters } from '../answers.ts';
import type { ReadHandler } from '../handler.ts';
import { describeNumberedPage, type NumberedPage, readNumberedPage } from '../numbered-page.ts';
import { describeVSwitches } from './describe-network.ts';

type Definition = typeof OPERATIONS.DescribeVSwitches;
type Input = InputOf<Definition>;

export const DescribeVSwitches: ReadHandler<Definition> = async ({ input, accountId }, reader) => {
  const { RegionId: regionId, VpcId: vpcId, VSwitchId: vSwitchId } = input;
  if (regionId === undefined && vpcId === undefined && vSwitchId === undefined) {
    return refuse('Missing{ParameterName}', { ParameterName: 'RegionId' });
  }
  const page = readNumberedPage(input);
  const { items, totalCount } = await listVSwitches(input, accountId, page, reader);
  return {
    kind: 'answer',
    response: {
      ...describeNumberedPage(page, totalCount),
      VSwitches: { VSwitch: await describeVSwitches(reader, accountId, items) },
    },
  };
};

async function listVSwitches(
  input: Input,
  accountId: string,
  { offset, pageSize }: NumberedPage,
  reader: Reader,
): Promise<ListPart<VSwitch>> {
  const regionId = input.RegionId ?? (await regionOf(input, accountId, reader));
  const isOthers = (input.VSwitchOwnerId ?? accountId) !== accountId;
  if (regionId === undefined || isOthers || input.IsDefault === true) {
    return { items: [], totalCount: 0 };
  }
  const filter = {
    accountId,
    regionId,
    ids: input.VSwitchId === undefined ? undefined : [input.VSwitchId],
    name: input.VSwitchName,
    resourceGroupId: input.ResourceGroupId,
    isIpv6Enabled: input.EnableIpv6,
    tags: readTagFilters(input.Tag),
    vpcId: input.VpcId,
    zoneId: input.ZoneId,
    routeTableId: input.RouteTableId,
  };
  return reader.vSwitches.list(filter, offset, pageSize);
}

/** The region of the VSwitch or the VPC that the call names; undefined where it is not there. */
async function regionOf(
  { VSwitchId: vSwitchId, VpcId: vpcId = '' }: Input,
  accountId: string,
  { vpcs, vSwitches }: Reader,
): Promise<string | undefined> {
  const network =
    vSwitchId === undefined
      ? await vpcs.find(accountId, vpcId)
      : await vSwitches.find(accountId, vSwitchId);
  return network?.regionId;
}
