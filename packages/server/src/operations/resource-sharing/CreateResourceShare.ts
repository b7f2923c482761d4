import type { OPERATIONS } from '@cadastre/api-contract';
import type { ResourceShare } from '../../store/sharing-store.ts';
import { isRefusal, readTagParameter } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { checkResourceGroup } from '../resource-group/check-resource-group.ts';
import { associate } from './associate.ts';
import { describeShare } from './describe-share.ts';
import { checkShareName } from './share-name.ts';

/** Creates a share. Its targets are invited at once, and its resources wait for them. */
export const CreateResourceShare: WriteHandler<typeof OPERATIONS.CreateResourceShare> = async (
  call,
  transactor,
) => {
  const { input, accountId, caller, ids, now } = call;
  const tags = readTagParameter(input.Tag);
  if (isRefusal(tags)) return tags;
  const unknownGroup = await checkResourceGroup(transactor, accountId, input.ResourceGroupId);
  if (unknownGroup !== undefined) return unknownGroup;
  const illegalName = checkShareName(input.ResourceShareName);
  if (illegalName !== undefined) return illegalName;
  const share: ResourceShare = {
    accountId,
    shareId: ids.resourceId('rs'),
    name: input.ResourceShareName,
    allowExternalTargets: input.AllowExternalTargets ?? false,
    resourceGroupId: input.ResourceGroupId ?? caller.account.defaultResourceGroupId,
    createdAt: now,
    updatedAt: now,
  };
  await transactor.shares.insert(share);
  await transactor.tags.insert(accountId, 'RESOURCESHARE', share.shareId, tags);
  const associated = await associate(call, share, transactor);
  if (associated.kind === 'refusal') return associated;
  const { resources, targets } = associated;
  return {
    kind: 'answer',
    response: { ResourceShare: describeShare(share) },
    change: {
      resourceType: 'ResourceShare',
      resourceId: share.shareId,
      after: { ...share, tags, resources, targets },
    },
  };
};
