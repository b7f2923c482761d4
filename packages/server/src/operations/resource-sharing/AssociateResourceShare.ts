import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { associate } from './associate.ts';
import { describeResourceAssociation, describeTargetAssociation } from './describe-share.ts';
import { findShare } from './find-share.ts';

/** Adds resources and targets to a share. Accounts that accepted it can use a resource at once. */
export const AssociateResourceShare: WriteHandler<
  typeof OPERATIONS.AssociateResourceShare
> = async (call, transactor) => {
  const { input, accountId } = call;
  if (input.Resources === undefined && input.ResourceArns === undefined && !input.Targets) {
    return refuse('InvalidParameter.{ParameterName}', {
      ParameterName: 'Resources',
      Detail: 'Resources or targets must be given.',
    });
  }
  const found = await findShare(transactor, accountId, input.ResourceShareId);
  if (found.kind === 'refusal') return found;
  const { share } = found;
  const associated = await associate(call, share, transactor);
  if (associated.kind === 'refusal') return associated;
  const { resources, targets } = associated;
  const named = { shareName: share.name };
  return {
    kind: 'answer',
    response: {
      ResourceShareAssociations: [
        ...resources.map((resource) => describeResourceAssociation({ ...resource, ...named })),
        ...targets.map((target) => describeTargetAssociation({ ...target, ...named })),
      ],
    },
    change: {
      resourceType: 'ResourceShare',
      resourceId: share.shareId,
      after: { resources, targets },
    },
  };
};
