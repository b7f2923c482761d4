import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { describeControlPolicy } from './describe-control-policy.ts';

export const GetControlPolicy: ReadHandler<typeof OPERATIONS.GetControlPolicy> = async (
  { input, accountId },
  reader,
) => {
  const policy = await reader.controlPolicies.find(accountId, input.PolicyId);
  if (policy === undefined) return refuse('EntityNotExist.ControlPolicy');
  return {
    kind: 'answer',
    response: { ControlPolicy: await describeControlPolicy(reader, policy) },
  };
};
