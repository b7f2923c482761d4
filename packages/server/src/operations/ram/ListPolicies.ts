import { type OPERATIONS, RAM_POLICY_COUNT_MAX } from '@cadastre/api-contract';
import { SYSTEM_POLICIES } from '../../identity/system-policies.ts';
import type { PolicyType } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import { isRefusal } from '../answers.ts';
import type { ReadHandler } from '../handler.ts';
import {
  describePolicy,
  fromCustom,
  fromSystem,
  type KnownPolicy,
  policyTagId,
} from './find-policy.ts';
import { readMarkerPage } from './marker-page.ts';
import { keepTagged, ramTagsOf } from './ram-tags.ts';

export const ListPolicies: ReadHandler<typeof OPERATIONS.ListPolicies> = async (
  { input, accountId },
  reader,
) => {
  const page = await readMarkerPage(input, keyOf, async ({ after = '', limit }) => {
    const all = await listAll(reader, accountId, input.PolicyType);
    const rows = all.filter((policy) => keyOf(policy) > after);
    const tagged = await keepTagged(reader, accountId, rows, tagIdOf, input.Tag);
    return tagged.slice(0, limit);
  });
  if (isRefusal(page)) return page;
  const tagsOf = await ramTagsOf(reader, accountId, page.rows.map(tagIdOf));
  const Policy = [];
  for (const policy of page.rows) {
    const attachmentCount = await reader.policies.countAttachments(accountId, policy);
    const Tags = tagsOf(tagIdOf(policy));
    Policy.push({ ...describePolicy(policy, attachmentCount), Tags });
  }
  return { kind: 'answer', response: { Policies: { Policy }, ...page.paging } };
};

/** Sorts custom policies before those of the system, each by name. */
function keyOf({ policyType, policyName }: KnownPolicy): string {
  return `${policyType}/${policyName}`;
}

/** Only custom policies have tags; no tag is kept under what a system policy gives. */
function tagIdOf({ policyType, policyName }: KnownPolicy): string {
  return policyType === 'Custom' ? policyTagId(policyName) : '';
}

async function listAll(
  reader: Reader,
  accountId: string,
  policyType: PolicyType | undefined,
): Promise<readonly KnownPolicy[]> {
  const custom =
    policyType === 'System'
      ? []
      : await reader.policies.list(accountId, { after: undefined, limit: RAM_POLICY_COUNT_MAX });
  const system = policyType === 'Custom' ? [] : SYSTEM_POLICIES;
  return [...custom.map(fromCustom), ...system.map(fromSystem)];
}
