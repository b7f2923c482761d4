import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { parseVersionId } from './find-policy.ts';

export const SetDefaultPolicyVersion: WriteHandler<
  typeof OPERATIONS.SetDefaultPolicyVersion
> = async ({ input, accountId, now }, { policies }) => {
  const before = await policies.find(accountId, input.PolicyName);
  if (before === undefined) return refuse('EntityNotExist.Policy');
  const { policyName } = before;
  const wanted = parseVersionId(input.VersionId);
  const found = wanted && (await policies.findVersion(accountId, policyName, wanted));
  if (!found) return refuse('EntityNotExist.Policy.Version');
  const after = { ...before, defaultVersion: found.version, updatedAt: now };
  await policies.update(after);
  return {
    kind: 'answer',
    response: {},
    change: { resourceType: 'Policy', resourceId: policyName, before, after },
  };
};
