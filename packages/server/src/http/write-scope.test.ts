import { OPERATIONS, type OperationDefinition, type OperationName } from '@cadastre/api-contract';
import { expect, test } from 'vitest';
import { writeScope } from './write-scope.ts';

const ACCOUNT_ID = '1000000000000001';

function scopeOf(operation: OperationName, input: Record<string, unknown> = {}) {
  return writeScope(OPERATIONS[operation], ACCOUNT_ID, input);
}

test('a call for an allocation needs its pool', () => {
  const poolId = 'ipam-pool-1';
  const allocationId = 'ipam-pool-alloc-1';
  expect(scopeOf('CreateIpamPoolAllocation', { IpamPoolId: poolId })).toEqual({
    kind: 'pool',
    accountId: ACCOUNT_ID,
    poolId,
  });
  for (const operation of ['UpdateIpamPoolAllocation', 'DeleteIpamPoolAllocation'] as const) {
    expect(scopeOf(operation, { IpamPoolAllocationId: allocationId })).toEqual({
      kind: 'allocation',
      accountId: ACCOUNT_ID,
      allocationId,
    });
  }
});

test('every other write needs everything, but for these', () => {
  const kinds = new Map<string, Set<string>>();
  for (const definition of Object.values(OPERATIONS) as OperationDefinition[]) {
    if (definition.effect !== 'write' || definition.group === 'ipam-pool-allocation') continue;
    const { kind } = writeScope(definition, ACCOUNT_ID, {});
    kinds.set(kind, (kinds.get(kind) ?? new Set()).add(definition.group));
  }
  expect([...(kinds.get('nothing') ?? [])]).toEqual(['sts']);
  expect([...(kinds.get('account') ?? [])].sort()).toEqual([
    'ipam-scope',
    'ram',
    'resource-group',
    'resource-manager',
    'service',
    'tag',
  ]);
});
