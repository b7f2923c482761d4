import {
  type InputOf,
  type OPERATIONS,
  refuse,
  VPC_FILTER_ID_COUNT_MAX,
} from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import type { ListPart, Vpc } from '../../store/vpc-store.ts';
import { readTagFilters } from '../answers.ts';
import type { ReadHandler } from '../handler.ts';
import { describeNumberedPage, type NumberedPage, readNumberedPage } from '../numbered-page.ts';
import { describeVpcs } from './describe-network.ts';

type Definition = typeof OPERATIONS.DescribeVpcs;

export const DescribeVpcs: ReadHandler<Definition> = async ({ input, accountId }, reader) => {
  const ids = input.VpcId?.split(',').map((id) => id.trim());
  if (ids !== undefined && ids.length > VPC_FILTER_ID_COUNT_MAX) {
    return refuse('Invalid{ParameterName}', {
      ParameterName: 'VpcId',
      Detail: `It takes at most ${VPC_FILTER_ID_COUNT_MAX} ids.`,
    });
  }
  const page = readNumberedPage(input);
  const { items, totalCount } = await listVpcs(input, accountId, ids, page, reader);
  const described = await describeVpcs(reader, accountId, items);
  return {
    kind: 'answer',
    response: {
      ...describeNumberedPage(page, totalCount),
      Vpcs: {
        Vpc: described.map((vpc, index) => ({
          ...vpc,
          CenStatus: '',
          NatGatewayIds: { NatGatewayIds: [] },
          RouterTableIds: { RouterTableIds: [items[index]?.routeTableId ?? ''] },
        })),
      },
    },
  };
};

async function listVpcs(
  input: InputOf<Definition>,
  accountId: string,
  ids: readonly string[] | undefined,
  { offset, pageSize }: NumberedPage,
  reader: Reader,
): Promise<ListPart<Vpc>> {
  const matchesNone =
    input.IsDefault === true ||
    input.DhcpOptionsSetId !== undefined ||
    (input.VpcOwnerId ?? accountId) !== accountId;
  if (matchesNone) return { items: [], totalCount: 0 };
  const filter = {
    accountId,
    regionId: input.RegionId,
    ids,
    name: input.VpcName,
    resourceGroupId: input.ResourceGroupId,
    isIpv6Enabled: input.EnableIpv6,
    tags: readTagFilters(input.Tag),
    routeTableId: undefined,
    routerId: undefined,
  };
  return reader.vpcs.list(filter, offset, pageSize);
}
