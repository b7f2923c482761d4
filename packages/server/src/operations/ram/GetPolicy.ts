import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { describePolicy, describeVersion, findPolicy, listVersions } from './find-policy.ts';

export const GetPolicy: ReadHandler<typeof OPERATIONS.GetPolicy> = async (
  { input, accountId },
  reader,
) => {
  const policy = await findPolicy(reader, accountId, input.PolicyType, input.PolicyName);
  if (policy === undefined) return refuse('EntityNotExist.Policy');
  const versions = await listVersions(reader, accountId, policy);
  const holding = versions.find(({ version }) => version === policy.defaultVersion);
  if (holding === undefined) throw new Error(`The policy ${policy.policyName} has no version.`);
  const attachmentCount = await reader.policies.countAttachments(accountId, policy);
  return {
    kind: 'answer',
    response: {
      Policy: {
        ...describePolicy(policy, attachmentCount),
        PolicyDocument: holding.document,
      },
      DefaultPolicyVersion: describeVersion(holding, policy.defaultVersion),
    },
  };
};
