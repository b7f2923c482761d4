import { PRODUCTS } from '@cadastre/api-contract';

/** A policy that every account has and none can change. */
export interface SystemPolicy {
  readonly policyName: string;
  readonly description: string;
  readonly document: string;
}

/** When the system policies say they were made, in milliseconds since the epoch. */
export const SYSTEM_POLICY_CREATED_AT = Date.UTC(2026, 0, 1);

const RAM_CODES = [...new Set(Object.values(PRODUCTS).map(({ ramCode }) => ramCode))];

function allow(actions: readonly string[]): string {
  const Action = actions.length === 1 ? actions[0] : actions;
  return JSON.stringify({
    Version: '1',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  });
}

function readActions(ramCode: string): readonly string[] {
  return [`${ramCode}:Get*`, `${ramCode}:List*`, `${ramCode}:Describe*`];
}

/** The document of the control policy that is on everything: what no other one denies is left open. */
export const FULL_ACCESS_CONTROL_DOCUMENT = allow(['*']);

/** In order of their names. */
export const SYSTEM_POLICIES: readonly SystemPolicy[] = [
  {
    policyName: 'AdministratorAccess',
    description: 'Everything in the account.',
    document: allow(['*']),
  },
  {
    policyName: 'AliyunVPCFullAccess',
    description: 'Everything in VPC, which IPAM is a part of.',
    document: allow(['vpc:*']),
  },
  {
    policyName: 'AliyunVPCReadOnlyAccess',
    description: 'Reading everything in VPC, which IPAM is a part of.',
    document: allow(readActions('vpc')),
  },
  {
    policyName: 'ReadOnlyAccess',
    description: 'Reading everything in the account.',
    document: allow(RAM_CODES.flatMap(readActions)),
  },
];

/** The system policy of that name. */
export function findSystemPolicy(policyName: string): SystemPolicy | undefined {
  return SYSTEM_POLICIES.find((policy) => policy.policyName === policyName);
}
