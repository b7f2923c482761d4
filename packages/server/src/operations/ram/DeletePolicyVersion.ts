import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { parseVersionId } from './find-policy.ts';

export const DeletePolicyVersion: WriteHandler<typeof OPERATIONS.DeletePolicyVersion> = async (
  { input, accountId, now },
  { policies },
) => {
  const policy = await policies.find(accountId, input.PolicyName);
  if (policy === undefined) return refuse('EntityNotExist.Policy');
  const { policyName } = policy;
  const wanted = parseVersionId(input.VersionId);
  const found = wanted && (await policies.findVersion(accountId, policyName, wanted));
  if (!found) return refuse('EntityNotExist.Policy.Version');
  if (found.version === policy.defaultVersion) {
    return refuse('DeleteConflict.Policy.Version.Default');
  }
  await policies.removeVersion(accountId, policyName, found.version);
  await policies.update({ ...policy, updatedAt: now });
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Policy', resourceId: policyName, before: found },
  };
};
