import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import { EMPTY_LIST } from '../answers.ts';
import type { Call, ListHandler } from '../handler.ts';
import {
  describeResourceAssociation,
  describeTargetAssociation,
  uncountedAnswer,
} from './describe-share.ts';
import { idsOfArns } from './ids-of-arns.ts';

type Definition = typeof OPERATIONS.ListResourceShareAssociations;

/** The resources or the targets of own shares. */
export const ListResourceShareAssociations: ListHandler<Definition> = async (call, reader) => {
  const { AssociationType: type, ResourceId, ResourceArn, Target } = call.input;
  const isConflict =
    type === 'Resource'
      ? Target !== undefined
      : ResourceId !== undefined || ResourceArn !== undefined;
  if (isConflict) return refuse('ConflictedAssociationType');
  return type === 'Resource' ? listResources(call, reader) : listTargets(call, reader);
};

async function listResources({ input, accountId, page }: Call<Definition>, reader: Reader) {
  const status = input.AssociationStatus ?? 'Associated';
  if (status !== 'Associated') return EMPTY_LIST;
  const resources = await reader.shares.listResources(
    {
      accountId,
      owner: 'Self',
      shareIds: input.ResourceShareIds,
      resourceIds: idsOfArns(
        input.ResourceId === undefined ? undefined : [input.ResourceId],
        input.ResourceArn === undefined ? undefined : [input.ResourceArn],
        accountId,
      ),
      resourceType: undefined,
      targetId: undefined,
    },
    page,
  );
  return uncountedAnswer(
    resources,
    ({ shareId, resourceId }) => `${shareId}/${resourceId}`,
    (resource) => ({ ...describeResourceAssociation(resource), External: false }),
  );
}

async function listTargets({ input, accountId, page }: Call<Definition>, reader: Reader) {
  const { AssociationStatus: status, Target: target } = input;
  if (status !== undefined && status !== 'Associated' && status !== 'Pending') return EMPTY_LIST;
  const targets = await reader.shares.listTargets(
    {
      accountId,
      shareIds: input.ResourceShareIds,
      targetIds: target === undefined ? undefined : [target],
      isAccepted: status === undefined ? undefined : status === 'Associated',
      resourceId: undefined,
      resourceType: undefined,
    },
    page,
  );
  return uncountedAnswer(
    targets,
    ({ shareId, targetId }) => `${shareId}/${targetId}`,
    (shareTarget) => ({ ...describeTargetAssociation(shareTarget), External: true }),
  );
}
