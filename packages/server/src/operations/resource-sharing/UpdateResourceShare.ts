import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { ResourceShare } from '../../store/sharing-store.ts';
import type { Transactor } from '../../store/store.ts';
import type { WriteHandler } from '../handler.ts';
import { describeShare } from './describe-share.ts';
import { findShare } from './find-share.ts';
import { checkShareName } from './share-name.ts';

export const UpdateResourceShare: WriteHandler<typeof OPERATIONS.UpdateResourceShare> = async (
  { input, accountId, now },
  transactor,
) => {
  const illegalName = checkShareName(input.ResourceShareName);
  if (illegalName !== undefined) return illegalName;
  const found = await findShare(transactor, accountId, input.ResourceShareId);
  if (found.kind === 'refusal') return found;
  const { share: before } = found;
  const after: ResourceShare = {
    ...before,
    name: input.ResourceShareName,
    allowExternalTargets: input.AllowExternalTargets ?? before.allowExternalTargets,
    updatedAt: now,
  };
  if (!after.allowExternalTargets && (await hasTargets(before, transactor))) {
    return refuse('OperationDenied.ExternalTargetsExist');
  }
  await transactor.shares.update(after);
  return {
    kind: 'answer',
    response: { ResourceShare: describeShare(after) },
    change: { resourceType: 'ResourceShare', resourceId: before.shareId, before, after },
  };
};

async function hasTargets({ accountId, shareId }: ResourceShare, transactor: Transactor) {
  const { items } = await transactor.shares.listTargets(
    {
      accountId,
      shareIds: [shareId],
      targetIds: undefined,
      isAccepted: undefined,
      resourceId: undefined,
      resourceType: undefined,
    },
    { after: undefined, limit: 1 },
  );
  return items.length > 0;
}
