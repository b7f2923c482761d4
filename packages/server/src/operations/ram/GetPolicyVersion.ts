import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { describeVersion, findPolicy, listVersions, parseVersionId } from './find-policy.ts';

export const GetPolicyVersion: ReadHandler<typeof OPERATIONS.GetPolicyVersion> = async (
  { input, accountId },
  reader,
) => {
  const policy = await findPolicy(reader, accountId, input.PolicyType, input.PolicyName);
  if (policy === undefined) return refuse('EntityNotExist.Policy');
  const wanted = parseVersionId(input.VersionId);
  const versions = await listVersions(reader, accountId, policy);
  const found = versions.find(({ version }) => version === wanted);
  if (found === undefined) return refuse('EntityNotExist.Policy.Version');
  const response = { PolicyVersion: describeVersion(found, policy.defaultVersion) };
  return { kind: 'answer', response };
};
