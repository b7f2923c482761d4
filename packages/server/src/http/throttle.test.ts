import { expect, test } from 'vitest';
import { Throttle } from './throttle.ts';

const NOW = Date.UTC(2026, 7, 20);

test('calls up to the rate pass; more wait for the end of the minute', () => {
  const throttle = new Throttle();
  for (let call = 0; call < 3; call += 1) {
    expect(throttle.count('1', 'CreateIpam', 3, NOW + call)).toBeUndefined();
  }
  expect(throttle.count('1', 'CreateIpam', 3, NOW + 10_000)).toBe(50_000);
  expect(throttle.count('1', 'CreateIpam', 3, NOW + 59_999)).toBe(1);
  expect(throttle.count('1', 'CreateIpam', 3, NOW + 60_000)).toBeUndefined();
});

test('refused calls do not count', () => {
  const throttle = new Throttle();
  throttle.count('1', 'CreateIpam', 1, NOW);
  for (let call = 0; call < 10; call += 1) throttle.count('1', 'CreateIpam', 1, NOW);
  expect(throttle.count('1', 'CreateIpam', 1, NOW + 60_000)).toBeUndefined();
  expect(throttle.count('1', 'CreateIpam', 2, NOW + 60_000)).toBeUndefined();
});

test('accounts and operations are counted apart', () => {
  const throttle = new Throttle();
  expect(throttle.count('1', 'CreateIpam', 1, NOW)).toBeUndefined();
  expect(throttle.count('2', 'CreateIpam', 1, NOW)).toBeUndefined();
  expect(throttle.count('1', 'ListIpams', 1, NOW)).toBeUndefined();
  expect(throttle.count('1', 'CreateIpam', 1, NOW)).toBeGreaterThan(0);
});

test('a hundred thousand other callers make nobody lose count', () => {
  const throttle = new Throttle();
  throttle.count('1', 'CreateIpam', 1, NOW);
  for (let account = 0; account < 100_001; account += 1) {
    throttle.count(`old ${account}`, 'CreateIpam', 1, NOW - 60_000);
  }
  expect(throttle.count('1', 'CreateIpam', 1, NOW + 1)).toBe(59_999);
});
