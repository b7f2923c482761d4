import { expect, test } from 'vitest';
import { StoreConflictError, StoreUnavailableError } from '../store-error.ts';
import {
  describeFailure,
  failureKind,
  isSurelyUncommitted,
  PartialCommitError,
} from './failures.ts';

function ofDatabase(code: string, message = 'it failed'): Error {
  return Object.assign(new Error(message), { code });
}

test.each([
  ['08006', 'connection'],
  ['25P03', 'connection'],
  ['53100', 'connection'],
  ['53300', 'connection'],
  ['57P01', 'connection'],
  ['58030', 'connection'],
  ['ECONNRESET', 'connection'],
  ['40001', 'conflict'],
  ['40P01', 'conflict'],
  ['55P03', 'conflict'],
  ['57014', 'timeout'],
  ['25P02', 'aborted'],
  ['26000', 'aborted'],
  ['23505', 'other'],
])('the code %s is of the kind %s', (code, kind) => {
  expect(failureKind(ofDatabase(code))).toBe(kind);
});

test('a commit that left out a failed statement is no conflict, and no reason to come again', () => {
  const partial = new PartialCommitError('', { cause: ofDatabase('40001') });
  expect(failureKind(partial)).toBe('partial');
  expect(describeFailure(partial)).toBe(partial);
});

test('a caller is told whether to come again, and of everything else as it is', () => {
  expect(describeFailure(ofDatabase('53100'))).toBeInstanceOf(StoreUnavailableError);
  expect(describeFailure(ofDatabase('57014'))).toBeInstanceOf(StoreUnavailableError);
  expect(describeFailure(ofDatabase('40P01'))).toBeInstanceOf(StoreConflictError);
  const other = ofDatabase('23505');
  expect(describeFailure(other)).toBe(other);
});

test('only what the database cannot have carried out is surely uncommitted', () => {
  expect(isSurelyUncommitted(ofDatabase('25P03'))).toBe(true);
  expect(isSurelyUncommitted(new Error('Client was closed and is not queryable'))).toBe(true);
  expect(isSurelyUncommitted(ofDatabase('57P01'))).toBe(false);
  expect(isSurelyUncommitted(new Error('Connection terminated unexpectedly'))).toBe(false);
});
