import { describe, expect, test } from 'vitest';
import { createIdSource, firstRequestIdAt, randomText } from './ids.ts';

const NOW = Date.UTC(2026, 7, 20);

function isGrowing(ids: readonly string[]): boolean {
  return ids.every((id, index) => index === 0 || (ids[index - 1] ?? '') < id);
}

describe('resource ids', () => {
  test('have the prefix and 18 digits', () => {
    const ids = createIdSource(() => NOW);
    expect(ids.resourceId('ipam-pool')).toMatch(/^ipam-pool-[0-9a-z]{18}$/);
    expect(ids.resourceId('rg')).toMatch(/^rg-[0-9a-z]{18}$/);
  });

  test('grow and are unique, a hundred thousand in one millisecond', () => {
    const ids = createIdSource(() => NOW);
    const made = Array.from({ length: 100_000 }, () => ids.resourceId('ipam-pool'));
    expect(isGrowing(made)).toBe(true);
  });

  test('grow for as long as a clock that was set back stands still', () => {
    const ids = createIdSource(() => NOW);
    const made = Array.from({ length: 800_000 }, () => ids.resourceId('rg'));
    expect(isGrowing(made)).toBe(true);
  });

  test('grow when the clock goes on, jumps and goes back', () => {
    const times = [0, 1, 1, 5, 3, -1_000_000, 6, 5, 7];
    let index = 0;
    const ids = createIdSource(() => NOW + (times[index++] ?? 8));
    const made = Array.from({ length: 100 }, () => ids.resourceId('ipam'));
    expect(isGrowing(made)).toBe(true);
  });

  test('a later start makes greater ids', () => {
    const earlier = createIdSource(() => NOW).resourceId('ipam');
    expect(createIdSource(() => NOW + 1).resourceId('ipam') > earlier).toBe(true);
  });

  test('cannot be foreseen: neither the first of a millisecond nor the step to the next', () => {
    const firsts = new Set<string>();
    const steps = new Set<bigint>();
    for (let round = 0; round < 200; round += 1) {
      const ids = createIdSource(() => NOW);
      const [one, two] = [ids.resourceId('ipam'), ids.resourceId('ipam')].map((id) =>
        [...id.slice(-9)].reduce(
          (sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)),
          0n,
        ),
      );
      firsts.add(String(one));
      steps.add((two ?? 0n) - (one ?? 0n));
    }
    expect(firsts.size).toBe(200);
    expect(steps.size).toBeGreaterThan(190);
  });
});

test('the bound of a time is above all ids made before it, and below all made since', () => {
  let time = 1_000_000;
  const ids = createIdSource(() => time);
  const before = Array.from({ length: 100 }, () => ids.requestId());
  time += 1;
  const since = Array.from({ length: 100 }, () => ids.requestId());
  const bound = firstRequestIdAt(time);
  for (const id of before) expect(id < bound).toBe(true);
  for (const id of since) expect(id >= bound).toBe(true);
});

test('request ids are upper-case UUIDs, each greater than the one before', () => {
  const ids = createIdSource(() => NOW);
  const made = Array.from({ length: 1_000 }, () => ids.requestId());
  for (const id of made) expect(id).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
  expect(isGrowing(made)).toBe(true);
});

test('random text has the length and every letter of its alphabet about equally often', () => {
  const text = randomText(40_000, 'abcdefg');
  expect(text).toHaveLength(40_000);
  for (const letter of 'abcdefg') {
    const share = text.split(letter).length / 40_000;
    expect(share).toBeGreaterThan(1 / 7 - 0.02);
    expect(share).toBeLessThan(1 / 7 + 0.02);
  }
});

test('numeric ids have 18 digits and grow, within a millisecond and when the clock is set back', () => {
  let now = Date.UTC(2026, 7, 20);
  const ids = createIdSource(() => now);
  let last = '';
  for (let count = 0; count < 1_000; count += 1) {
    if (count === 500) now -= 60_000;
    const id = ids.numericId();
    expect(id).toMatch(/^\d{18}$/);
    expect(id > last).toBe(true);
    last = id;
  }
});

test('account ids have 16 digits, are exact as numbers and all different', () => {
  const ids = createIdSource(Date.now);
  const accountIds = Array.from({ length: 1_000 }, () => ids.accountId());
  for (const accountId of accountIds) {
    expect(accountId).toMatch(/^1\d{15}$/);
    expect(String(Number(accountId))).toBe(accountId);
  }
  expect(new Set(accountIds).size).toBe(1_000);
});

test('temporary access keys have the form of the vendor and are all different', () => {
  const ids = createIdSource(Date.now);
  const keys = Array.from({ length: 100 }, () => ids.temporaryAccessKey());
  for (const { accessKeyId, accessKeySecret } of keys) {
    expect(accessKeyId).toMatch(/^STS\.[A-Za-z0-9]{24}$/);
    expect(accessKeySecret).toMatch(/^[A-Za-z0-9]{44}$/);
  }
  expect(new Set(keys.flatMap((key) => Object.values(key))).size).toBe(200);
});

test('access keys have the form of the vendor and are all different', () => {
  const ids = createIdSource(Date.now);
  const keys = Array.from({ length: 100 }, () => ids.accessKey());
  for (const { accessKeyId, accessKeySecret } of keys) {
    expect(accessKeyId).toMatch(/^LTAI5t[A-Za-z0-9]{18}$/);
    expect(accessKeySecret).toMatch(/^[A-Za-z0-9]{30}$/);
  }
  expect(new Set(keys.flatMap((key) => Object.values(key))).size).toBe(200);
});
