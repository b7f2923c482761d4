import type { OPERATIONS } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { importResources } from './auto-import.ts';
import { describeIgnoring, findSeenResource } from './find-seen-resource.ts';
import { projectResource } from './project-resource.ts';

/**
 * Takes a resource back into the checks of an IPAM, and into a pool that imports it. It is no error
 * when it was not ignored. A VSwitch stays ignored while its VPC is.
 */
export const UnignoreResource: WriteHandler<typeof OPERATIONS.UnignoreResource> = async (
  call,
  transactor,
) => {
  const found = await findSeenResource(transactor, call.accountId, call.input);
  if (found.kind === 'refusal') return found;
  const { ipam, ownerId, resourceId } = found;
  await transactor.resourceCidrs.setIgnored(ipam, ownerId, resourceId, false);
  await projectResource(transactor, ownerId, resourceId);
  await importResources(transactor, ownerId, [resourceId], call);
  return { kind: 'answer', response: {}, change: describeIgnoring(found, false) };
};
