import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Config } from '../../config.ts';
import type { ResourceGroup } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import { formatTime, tagsByResource } from '../answers.ts';

const RESOURCE_GROUP_ID = /^rg-[A-Za-z0-9]{1,61}$/;

type Status = 'OK' | 'PendingDelete';

/** What every answer says of a resource group. */
export function describeResourceGroup(group: ResourceGroup) {
  return {
    Id: group.resourceGroupId,
    Name: group.name,
    DisplayName: group.displayName,
    AccountId: group.accountId,
    CreateDate: formatTime(group.createdAt),
  };
}

/** The status, which is the same in every region. */
export function describeStatus({ regions }: Config, status: Status) {
  return {
    Status: status,
    RegionStatuses: {
      RegionStatus: regions.map(({ id }) => ({ RegionId: id, Status: status })),
    },
  };
}

/** The API's tags of each resource group; undefined where they are not asked for. */
export async function describeTags(
  reader: Reader,
  accountId: string,
  groups: readonly ResourceGroup[],
  isAsked: boolean,
) {
  const asked = isAsked ? groups : [];
  const ids = asked.map((group) => group.resourceGroupId);
  const tagsOf = await tagsByResource(reader, accountId, ids);
  return (resourceGroupId: string) => {
    if (!isAsked) return undefined;
    const tags = tagsOf(resourceGroupId);
    return { Tag: tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })) };
  };
}

/** The account's resource group of that id, or why there is none. */
export async function findResourceGroup(
  reader: Reader,
  accountId: string,
  resourceGroupId: string,
): Promise<ResourceGroup | Refusal> {
  if (!RESOURCE_GROUP_ID.test(resourceGroupId)) return refuse('InvalidParameter.ResourceGroupId');
  const group = await reader.resourceGroups.find(accountId, resourceGroupId);
  return group ?? refuse('EntityNotExists.ResourceGroup');
}
