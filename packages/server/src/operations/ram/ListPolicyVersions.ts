import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { describeVersion, findPolicy, listVersions } from './find-policy.ts';

export const ListPolicyVersions: ReadHandler<typeof OPERATIONS.ListPolicyVersions> = async (
  { input, accountId },
  reader,
) => {
  const policy = await findPolicy(reader, accountId, input.PolicyType, input.PolicyName);
  if (policy === undefined) return refuse('EntityNotExist.Policy');
  const versions = await listVersions(reader, accountId, policy);
  const PolicyVersion = versions.map((version) => describeVersion(version, policy.defaultVersion));
  return { kind: 'answer', response: { PolicyVersions: { PolicyVersion } } };
};
