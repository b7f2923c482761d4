import { type OPERATIONS, type OutputOf, type Refusal, refuse } from '@cadastre/api-contract';
import type { ResourceShare, ShareResource, ShareTarget } from '../../store/sharing-store.ts';
import type { Transactor } from '../../store/store.ts';
import { isRefusal } from '../answers.ts';
import type { Call, WriteAnswer, WriteHandler } from '../handler.ts';
import { endUnsharedAssociations } from '../resource-discovery/end-unshared-associations.ts';
import { describeResourceAssociation, describeTargetAssociation } from './describe-share.ts';
import { findShare } from './find-share.ts';
import { isReferenceTo, readReferences } from './resource-reference.ts';

type Definition = typeof OPERATIONS.DisassociateResourceShare;
type Outcome = Promise<WriteAnswer<OutputOf<Definition>> | Refusal>;

/** Takes resources and targets out of a share, or the calling account out of another's. */
export const DisassociateResourceShare: WriteHandler<Definition> = (call, transactor) =>
  call.input.ResourceOwner === 'OtherAccounts'
    ? leave(call, transactor)
    : disassociate(call, transactor);

async function disassociate(call: Call<Definition>, transactor: Transactor): Outcome {
  const { input, accountId } = call;
  const found = await findShare(transactor, accountId, input.ResourceShareId);
  if (found.kind === 'refusal') return found;
  const { share } = found;
  const resources = await findResources(call, share, transactor);
  if (isRefusal(resources)) return resources;
  const targets = await findTargets(call, share, transactor);
  if (isRefusal(targets)) return targets;
  if (resources.length === 0 && targets.length === 0) {
    return refuse('InvalidParameter.{ParameterName}', {
      ParameterName: 'Resources',
      Detail: 'Resources or targets must be given.',
    });
  }
  for (const resource of resources) await transactor.shares.removeResource(resource);
  for (const target of targets) await transactor.shares.removeTarget(target);
  await endUnsharedAssociations(transactor, accountId, call);
  return answer(call, share, resources, targets);
}

async function findResources(
  { input }: Call<Definition>,
  { accountId, shareId }: ResourceShare,
  transactor: Transactor,
): Promise<readonly ShareResource[] | Refusal> {
  const references = readReferences(input);
  if (isRefusal(references)) return references;
  const resources: ShareResource[] = [];
  for (const reference of references) {
    const { resourceId, resourceType } = reference;
    const resource = await transactor.shares.findResource(accountId, shareId, resourceId);
    if (resource?.resourceType !== resourceType || !isReferenceTo(reference, resource)) {
      return refuse('DisassociateInvalid');
    }
    resources.push(resource);
  }
  return resources;
}

async function findTargets(
  { input }: Call<Definition>,
  { accountId, shareId }: ResourceShare,
  transactor: Transactor,
): Promise<readonly ShareTarget[] | Refusal> {
  const targets: ShareTarget[] = [];
  for (const targetId of new Set(input.Targets)) {
    const target = await transactor.shares.findTarget(accountId, shareId, targetId);
    if (target === undefined) return refuse('DisassociateInvalid');
    targets.push(target);
  }
  return targets;
}

/** A principal leaves a whole share. A pool's principal may not: its owner ends the sharing. */
async function leave(call: Call<Definition>, transactor: Transactor): Outcome {
  const { input, accountId } = call;
  const share = await transactor.shares.findReceived(accountId, input.ResourceShareId);
  if (share === undefined) return refuse('EntityNotExists.ResourceShare');
  const namesOthers = input.Targets?.some((targetId) => targetId !== accountId) === true;
  if (namesOthers || input.Resources !== undefined || input.ResourceArns !== undefined) {
    return refuse('InvalidParameter.{ParameterName}', {
      ParameterName: namesOthers ? 'Targets' : 'Resources',
      Detail: 'A principal leaves the whole share, for itself.',
    });
  }
  const pools = await transactor.shares.listResources(
    {
      accountId,
      owner: 'OtherAccounts',
      shareIds: [share.shareId],
      resourceIds: undefined,
      resourceType: 'IpamPool',
      targetId: undefined,
    },
    { after: undefined, limit: 1 },
  );
  if (pools.items.length > 0) return refuse('OperationDenied.OperateShareResource');
  const target = await transactor.shares.findTarget(share.accountId, share.shareId, accountId);
  if (target === undefined) throw new Error(`The share ${share.shareId} has lost its target.`);
  await transactor.shares.removeTarget(target);
  await endUnsharedAssociations(transactor, share.accountId, call);
  return answer(call, share, [], [target]);
}

function answer(
  { now }: Call<Definition>,
  share: ResourceShare,
  resources: readonly ShareResource[],
  targets: readonly ShareTarget[],
): WriteAnswer<OutputOf<Definition>> {
  const changed = { shareName: share.name, updatedAt: now };
  const gone = 'Disassociated';
  return {
    kind: 'answer',
    response: {
      ResourceShareAssociations: [
        ...resources.map((resource) =>
          describeResourceAssociation({ ...resource, ...changed }, gone),
        ),
        ...targets.map((target) => describeTargetAssociation({ ...target, ...changed }, gone)),
      ],
    },
    change: {
      resourceType: 'ResourceShare',
      resourceId: share.shareId,
      ownerAccountId: share.accountId,
      before: { resources, targets },
    },
  };
}
