import type { OPERATIONS } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import type { Call, ListHandler } from '../handler.ts';
import { describeSharedTarget, uncountedAnswer } from './describe-share.ts';
import { idsOfArns } from './ids-of-arns.ts';

type Definition = typeof OPERATIONS.ListSharedTargets;

/** The accounts that accepted own shares, or the owners of the shares that the account accepted. */
export const ListSharedTargets: ListHandler<Definition> = (call, reader) =>
  call.input.ResourceOwner === 'Self' ? listTargets(call, reader) : listOwners(call, reader);

function resourceIdOf({ input }: Call<Definition>, owner: string | undefined): string | undefined {
  const { ResourceId: id, ResourceArn: arn } = input;
  const ids = idsOfArns(
    id === undefined ? undefined : [id],
    arn === undefined ? undefined : [arn],
    owner,
  );
  return ids?.[0];
}

async function listTargets(call: Call<Definition>, reader: Reader) {
  const { input, accountId, page } = call;
  const targets = await reader.shares.listTargets(
    {
      accountId,
      shareIds: input.ResourceShareIds,
      targetIds: input.Targets,
      isAccepted: true,
      resourceId: resourceIdOf(call, accountId),
      resourceType: input.ResourceType,
    },
    page,
  );
  return uncountedAnswer(
    targets,
    ({ shareId, targetId }) => `${shareId}/${targetId}`,
    (target) => describeSharedTarget(target.shareId, target.targetId, target),
  );
}

async function listOwners(call: Call<Definition>, reader: Reader) {
  const { input, accountId, page } = call;
  const shares = await reader.shares.list(
    {
      accountId,
      owner: 'OtherAccounts',
      shareIds: input.ResourceShareIds,
      name: undefined,
      resourceGroupId: undefined,
      ownerIds: input.Targets,
      resourceId: resourceIdOf(call, undefined),
      resourceType: input.ResourceType,
      tags: [],
    },
    page,
  );
  return uncountedAnswer(
    shares,
    (share) => share.shareId,
    (share) => describeSharedTarget(share.shareId, share.accountId, share),
  );
}
