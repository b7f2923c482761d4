import { type OPERATIONS, RAM_POLICY_VERSION_COUNT_MAX, refuse } from '@cadastre/api-contract';
import type { CustomPolicy } from '../../store/records.ts';
import type { WriteHandler } from '../handler.ts';
import { checkPolicyDocument } from './check-policy-document.ts';
import { describeVersion } from './find-policy.ts';

export const CreatePolicyVersion: WriteHandler<typeof OPERATIONS.CreatePolicyVersion> = async (
  { input, accountId, now },
  { policies },
) => {
  const { PolicyName: policyName, PolicyDocument: document } = input;
  const malformed = checkPolicyDocument('PolicyDocument', document, 'identity');
  if (malformed !== undefined) return malformed;
  const before = await policies.find(accountId, policyName);
  if (before === undefined) return refuse('EntityNotExist.Policy');
  const versions = await policies.listVersions(accountId, policyName);
  if (versions.length >= RAM_POLICY_VERSION_COUNT_MAX) {
    const oldest = versions.find(({ version }) => version !== before.defaultVersion);
    const isRotating = input.RotateStrategy === 'DeleteOldestNonDefaultVersionWhenLimitExceeded';
    if (!isRotating || oldest === undefined) {
      const Limit = String(RAM_POLICY_VERSION_COUNT_MAX);
      return refuse('LimitExceeded.Policy.Version', { Limit });
    }
    await policies.removeVersion(accountId, policyName, oldest.version);
  }
  const version = before.latestVersion + 1;
  const after: CustomPolicy = {
    ...before,
    defaultVersion: input.SetAsDefault === true ? version : before.defaultVersion,
    latestVersion: version,
    updatedAt: now,
  };
  const added = { accountId, policyName, version, document, createdAt: now };
  await policies.insertVersion(added);
  await policies.update(after);
  return {
    kind: 'answer',
    response: { PolicyVersion: describeVersion(added, after.defaultVersion) },
    change: {
      resourceType: 'Policy',
      resourceId: policyName,
      before,
      after: { ...after, document },
    },
  };
};
