import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { endUnsharedAssociations } from '../resource-discovery/end-unshared-associations.ts';
import { findShare } from './find-share.ts';

/**
 * Deletes a share. Allocations that principals made in its pools stay; their associations with its
 * resource discoveries end.
 */
export const DeleteResourceShare: WriteHandler<typeof OPERATIONS.DeleteResourceShare> = async (
  call,
  transactor,
) => {
  const { input, accountId } = call;
  const found = await findShare(transactor, accountId, input.ResourceShareId);
  if (found.kind === 'refusal') return found;
  const { share } = found;
  await transactor.tags.removeOf(accountId, share.shareId);
  await transactor.shares.remove(share);
  await endUnsharedAssociations(transactor, accountId, call);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'ResourceShare', resourceId: share.shareId, before: share },
  };
};
