import { INVENTORY_SOURCE_COUNT_MAX } from '@cadastre/api-contract';
import { expect, test } from 'vitest';
import type { InventorySource } from '../../store/inventory-records.ts';
import { decideBatch } from './decide-batch.ts';

const FULL = { mode: 'Full', isLast: false, hasRemovals: false } as const;
const DELTA = { mode: 'Delta', isLast: false, hasRemovals: true } as const;

function sourceAt(mode: 'Full' | 'Delta', isComplete: boolean): InventorySource {
  const times = { createdAt: 1, updatedAt: 1 };
  return { accountId: '1', sourceName: 'a', version: 5, mode, isComplete, ...times };
}

/** What comes of a batch of a version, after version 5 came as said. */
function outcome(
  header: Omit<Parameters<typeof decideBatch>[0], 'version'>,
  version: number,
  source: InventorySource | undefined,
): string {
  const decision = decideBatch({ ...header, version }, { source, sourceCount: 1 });
  if (decision.kind === 'refusal') return decision.error;
  return decision.kind === 'repeated' ? 'repeated' : `complete: ${decision.isComplete}`;
}

test.each([
  ['Full', 'nothing', FULL, 1, undefined, 'complete: false'],
  ['last Full', 'nothing', { ...FULL, isLast: true }, 1, undefined, 'complete: true'],
  ['Delta', 'nothing', DELTA, 1, undefined, 'complete: true'],
  ['older Full', 'Full', FULL, 4, sourceAt('Full', true), 'OperationDenied.InventoryVersionTooOld'],
  [
    'older Delta',
    'open Full',
    DELTA,
    4,
    sourceAt('Full', false),
    'OperationDenied.InventoryVersionTooOld',
  ],
  ['same Full', 'open Full', FULL, 5, sourceAt('Full', false), 'complete: false'],
  [
    'same last Full',
    'open Full',
    { ...FULL, isLast: true },
    5,
    sourceAt('Full', false),
    'complete: true',
  ],
  ['same Full', 'complete Full', FULL, 5, sourceAt('Full', true), 'repeated'],
  ['same Delta', 'Delta', DELTA, 5, sourceAt('Delta', true), 'complete: true'],
  ['same Delta', 'Full', DELTA, 5, sourceAt('Full', true), 'OperationDenied.InventoryModeChanged'],
  ['same Full', 'Delta', FULL, 5, sourceAt('Delta', true), 'OperationDenied.InventoryModeChanged'],
  ['newer Full', 'open Full', FULL, 6, sourceAt('Full', false), 'complete: false'],
  ['newer Delta', 'complete Full', DELTA, 6, sourceAt('Full', true), 'complete: true'],
  ['newer Delta', 'Delta', DELTA, 6, sourceAt('Delta', true), 'complete: true'],
  [
    'newer Delta',
    'open Full',
    DELTA,
    6,
    sourceAt('Full', false),
    'OperationDenied.InventoryNotComplete',
  ],
  [
    'Full with removals',
    'nothing',
    { ...FULL, hasRemovals: true },
    1,
    undefined,
    'IllegalParam.{ParameterName}',
  ],
])('%s after %s', (_, __, header, version, source, expected) => {
  expect(outcome(header, version, source)).toBe(expected);
});

test('an account has a limited number of sources', () => {
  const header = { ...FULL, version: 1 };
  const ground = { source: undefined, sourceCount: INVENTORY_SOURCE_COUNT_MAX };
  expect(decideBatch(header, ground)).toMatchObject({ error: 'LimitExceeded.InventorySource' });
  const known = { ...ground, source: sourceAt('Full', true) };
  expect(decideBatch({ ...header, version: 6 }, known).kind).toBe('apply');
});
