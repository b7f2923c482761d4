import {
  findSystemPolicy,
  SYSTEM_POLICY_CREATED_AT,
  type SystemPolicy,
} from '../../identity/system-policies.ts';
import type { CustomPolicy, PolicyType, PolicyVersion } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import { formatTime } from '../answers.ts';

/** A policy of either type, as far as the API shows both alike. */
export interface KnownPolicy {
  readonly policyType: PolicyType;
  readonly policyName: string;
  readonly description: string;
  readonly defaultVersion: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The resource id that the tags of a policy are kept under; policy names are no ids. */
export function policyTagId(policyName: string): string {
  return `policy/${policyName}`;
}

export function fromCustom(policy: CustomPolicy): KnownPolicy {
  return { policyType: 'Custom', ...policy };
}

/** A system policy has one version. */
export function fromSystem({ policyName, description }: SystemPolicy): KnownPolicy {
  return {
    policyType: 'System',
    policyName,
    description,
    defaultVersion: 1,
    createdAt: SYSTEM_POLICY_CREATED_AT,
    updatedAt: SYSTEM_POLICY_CREATED_AT,
  };
}

/** The policy of that type and name; undefined when there is none. */
export async function findPolicy(
  reader: Reader,
  accountId: string,
  policyType: PolicyType,
  policyName: string,
): Promise<KnownPolicy | undefined> {
  if (policyType === 'System') {
    const policy = findSystemPolicy(policyName);
    return policy && fromSystem(policy);
  }
  const policy = await reader.policies.find(accountId, policyName);
  return policy && fromCustom(policy);
}

/** All versions of a policy that exists, oldest first. */
export async function listVersions(
  reader: Reader,
  accountId: string,
  { policyType, policyName }: Pick<KnownPolicy, 'policyType' | 'policyName'>,
): Promise<readonly PolicyVersion[]> {
  if (policyType === 'Custom') return reader.policies.listVersions(accountId, policyName);
  const policy = findSystemPolicy(policyName);
  if (policy === undefined) return [];
  const { document } = policy;
  return [{ accountId, policyName, version: 1, document, createdAt: SYSTEM_POLICY_CREATED_AT }];
}

/** The number of a version id such as `v2`; undefined for what is none. */
export function parseVersionId(versionId: string): number | undefined {
  const digits = /^v([1-9]\d{0,8})$/.exec(versionId)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function describeVersion(version: PolicyVersion, defaultVersion: number) {
  return {
    VersionId: `v${version.version}`,
    IsDefaultVersion: version.version === defaultVersion,
    PolicyDocument: version.document,
    CreateDate: formatTime(version.createdAt),
  };
}

/** A policy as the API shows a new one. */
export function describeNewPolicy(policy: KnownPolicy) {
  return {
    PolicyName: policy.policyName,
    PolicyType: policy.policyType,
    Description: policy.description,
    DefaultVersion: `v${policy.defaultVersion}`,
    CreateDate: formatTime(policy.createdAt),
  };
}

export function describePolicy(policy: KnownPolicy, attachmentCount: number) {
  return {
    ...describeNewPolicy(policy),
    UpdateDate: formatTime(policy.updatedAt),
    AttachmentCount: attachmentCount,
  };
}
