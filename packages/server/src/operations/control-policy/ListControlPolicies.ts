import type { OPERATIONS } from '@cadastre/api-contract';
import { pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { describeListedPolicy } from './describe-control-policy.ts';

export const ListControlPolicies: ListHandler<typeof OPERATIONS.ListControlPolicies> = async (
  { accountId, page },
  reader,
) => {
  const policies = await reader.controlPolicies.list(accountId, page);
  const items = [];
  for (const policy of policies.items) items.push(await describeListedPolicy(reader, policy));
  return pageAnswer(
    { ...policies, items },
    ({ PolicyId }) => PolicyId,
    (item) => item,
  );
};
