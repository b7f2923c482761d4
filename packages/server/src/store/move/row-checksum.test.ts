import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type MovedRow, RowChecksum } from './row-checksum.ts';

function checksumOf(rows: readonly MovedRow[]): string {
  const checksum = new RowChecksum();
  for (const row of rows) checksum.add(row);
  return checksum.text;
}

const rows = fc.array(
  fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { minLength: 2, maxLength: 2 }),
  { minLength: 1, maxLength: 8 },
);

test('the checksum does not depend on the order of rows', () => {
  fc.assert(
    fc.property(rows, (given) => {
      expect(checksumOf([...given].reverse())).toBe(checksumOf(given));
    }),
  );
});

test('the checksum depends on every value, its type and its column, and on every row', () => {
  const given: readonly MovedRow[] = [
    ['a', 1],
    ['b', null],
  ];
  const others: readonly (readonly MovedRow[])[] = [
    [['a', 1]],
    [...given, ['a', 1]],
    [
      ['a', '1'],
      ['b', null],
    ],
    [
      ['a', 1],
      ['b', ''],
    ],
    [
      ['a', 1],
      ['b', 'null'],
    ],
    [
      [1, 'a'],
      ['b', null],
    ],
    [
      ['a', null],
      ['b', 1],
    ],
    [
      ['a', Buffer.from('1')],
      ['b', null],
    ],
  ];
  for (const other of others) expect(checksumOf(other)).not.toBe(checksumOf(given));
  expect(checksumOf([[Buffer.from([1, 2])]])).toBe(checksumOf([[Buffer.from([1, 2])]]));
});
