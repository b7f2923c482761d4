import type { InputOf, OPERATIONS } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import type { ListPart, Vpc } from '../../store/vpc-store.ts';
import { formatTime } from '../answers.ts';
import type { ReadHandler } from '../handler.ts';
import { describeNumberedPage, type NumberedPage, readNumberedPage } from '../numbered-page.ts';

type Definition = typeof OPERATIONS.DescribeRouteTableList;

/** Every VPC has one route table, the system one. */
export const DescribeRouteTableList: ReadHandler<Definition> = async (
  { input, accountId },
  reader,
) => {
  const page = readNumberedPage(input);
  const { items, totalCount } = await listRouted(input, accountId, page, reader);
  const ids = items.map(({ vpcId }) => vpcId);
  const vSwitchIds = await reader.vSwitches.listIdsOf(accountId, ids);
  return {
    kind: 'answer',
    response: {
      ...describeNumberedPage(page, totalCount),
      RouterTableList: {
        RouterTableListType: items.map((vpc) => ({
          RouteTableId: vpc.routeTableId,
          RouteTableType: 'System',
          RouteTableName: '',
          Description: '',
          RouterId: vpc.routerId,
          RouterType: 'VRouter',
          VpcId: vpc.vpcId,
          AssociateType: 'VSwitch',
          Status: 'Available',
          RoutePropagationEnable: true,
          CreationTime: formatTime(vpc.createdAt),
          OwnerId: Number(vpc.accountId),
          ResourceGroupId: vpc.resourceGroupId,
          VSwitchIds: { VSwitchId: vSwitchIds.get(vpc.vpcId) ?? [] },
          GatewayIds: { GatewayIds: [] },
          Tags: { Tag: [] },
        })),
      },
    },
  };
};

async function listRouted(
  input: InputOf<Definition>,
  accountId: string,
  { offset, pageSize }: NumberedPage,
  reader: Reader,
): Promise<ListPart<Vpc>> {
  const matchesNone =
    input.RouteTableName !== undefined ||
    input.Tag !== undefined ||
    (input.RouteTableType ?? 'System') !== 'System' ||
    (input.RouterType ?? 'VRouter') !== 'VRouter';
  if (matchesNone) return { items: [], totalCount: 0 };
  const filter = {
    accountId,
    regionId: input.RegionId,
    ids: input.VpcId === undefined ? undefined : [input.VpcId],
    name: undefined,
    resourceGroupId: input.ResourceGroupId,
    isIpv6Enabled: undefined,
    tags: [],
    routeTableId: input.RouteTableId,
    routerId: input.RouterId,
  };
  return reader.vpcs.list(filter, offset, pageSize);
}
