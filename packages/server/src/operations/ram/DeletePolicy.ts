import { type ErrorKey, type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import type { WriteHandler } from '../handler.ts';
import { policyTagId } from './find-policy.ts';

export const DeletePolicy: WriteHandler<typeof OPERATIONS.DeletePolicy> = async (
  { input, accountId },
  transactor,
) => {
  const { policies, tags } = transactor;
  const policy = await policies.find(accountId, input.PolicyName);
  if (policy === undefined) return refuse('EntityNotExist.Policy');
  const { policyName } = policy;
  const reference = { policyType: 'Custom', policyName } as const;
  if (input.CascadingDelete === true) {
    await policies.detachFromAll(accountId, reference);
  } else {
    const conflict = await findConflict(transactor, accountId, policyName);
    if (conflict !== undefined) return refuse(conflict);
  }
  await tags.removeOf(accountId, policyTagId(policyName));
  await policies.remove(accountId, policyName);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Policy', resourceId: policyName, before: policy },
  };
};

async function findConflict(
  reader: Reader,
  accountId: string,
  policyName: string,
): Promise<ErrorKey | undefined> {
  const reference = { policyType: 'Custom', policyName } as const;
  if ((await reader.users.listOfPolicy(accountId, reference)).length > 0) {
    return 'DeleteConflict.Policy.User';
  }
  if ((await reader.groups.listOfPolicy(accountId, reference)).length > 0) {
    return 'DeleteConflict.Policy.Group';
  }
  if ((await reader.roles.listOfPolicy(accountId, reference)).length > 0) {
    return 'DeleteConflict.Policy.Role';
  }
  const versions = await reader.policies.listVersions(accountId, policyName);
  return versions.length > 1 ? 'DeleteConflict.Policy.Version' : undefined;
}
