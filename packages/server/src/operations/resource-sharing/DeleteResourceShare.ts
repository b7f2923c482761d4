import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { findShare } from './find-share.ts';

/** Deletes a share. Allocations that principals made in its pools stay. */
export const DeleteResourceShare: WriteHandler<typeof OPERATIONS.DeleteResourceShare> = async (
  { input, accountId },
  transactor,
) => {
  const found = await findShare(transactor, accountId, input.ResourceShareId);
  if (found.kind === 'refusal') return found;
  const { share } = found;
  await transactor.tags.removeOf(accountId, share.shareId);
  await transactor.shares.remove(share);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'ResourceShare', resourceId: share.shareId, before: share },
  };
};
