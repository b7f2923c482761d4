import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SeenNonces } from './seen-nonces.ts';

const MINUTE_MS = 60_000;
const LIFETIME_MS = 30 * MINUTE_MS;
const NOW = Date.UTC(2026, 7, 20);

describe('seen nonces', () => {
  test('a nonce is new once, for each access key', () => {
    const nonces = new SeenNonces(LIFETIME_MS, 4_000_000);
    expect(nonces.add('A', 'n', NOW)).toBe(true);
    expect(nonces.add('A', 'n', NOW)).toBe(false);
    expect(nonces.add('B', 'n', NOW)).toBe(true);
    expect(nonces.add('A', 'N', NOW)).toBe(true);
    expect(nonces.add('A', '', NOW)).toBe(true);
    expect(nonces.add('A', '', NOW)).toBe(false);
  });

  test('a nonce is remembered for its lifetime, and for a minute or two more at most', () => {
    for (const offset of [0, 1, 30_000, MINUTE_MS - 1]) {
      const nonces = new SeenNonces(LIFETIME_MS, 4_000_000);
      const addedAt = NOW + offset;
      nonces.add('A', 'n', addedAt);
      expect(nonces.add('A', 'n', addedAt + LIFETIME_MS)).toBe(false);
      expect(nonces.add('A', 'n', addedAt + LIFETIME_MS + 2 * MINUTE_MS)).toBe(true);
    }
  });

  test('a refused replay does not make the nonce live longer', () => {
    const nonces = new SeenNonces(LIFETIME_MS, 4_000_000);
    nonces.add('A', 'n', NOW);
    for (let minute = 1; minute <= 30; minute += 1) {
      expect(nonces.add('A', 'n', NOW + minute * MINUTE_MS)).toBe(false);
    }
    expect(nonces.add('A', 'n', NOW + 32 * MINUTE_MS)).toBe(true);
  });

  test('agrees with a naive list of everything that was ever added', () => {
    const step = fc.record({
      accessKeyId: fc.constantFrom('A', 'B'),
      nonce: fc.constantFrom('1', '2', '3', '12'),
      waitMs: fc.oneof(fc.constant(0), fc.nat(3 * MINUTE_MS), fc.nat(2 * LIFETIME_MS)),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const nonces = new SeenNonces(LIFETIME_MS, 4_000_000);
        const added = new Map<string, number>();
        let now = NOW;
        for (const { accessKeyId, nonce, waitMs } of steps) {
          now += waitMs;
          const key = `${accessKeyId}/${nonce}`;
          const age = now - (added.get(key) ?? Number.NEGATIVE_INFINITY);
          const isNew = nonces.add(accessKeyId, nonce, now);
          // Between one lifetime and the next two minutes either answer is right.
          if (age <= LIFETIME_MS) expect(isNew).toBe(false);
          if (age >= LIFETIME_MS + 2 * MINUTE_MS) expect(isNew).toBe(true);
          if (isNew) added.set(key, now);
        }
      }),
    );
  });

  test('never takes one nonce for another, of three hundred thousand that are much alike', () => {
    const nonces = new SeenNonces(LIFETIME_MS, 4_000_000);
    for (let index = 0; index < 300_000; index += 1) {
      const isNew = nonces.add('LTAI', `nonce-${index}`, NOW + index);
      if (!isNew) expect.fail(`nonce-${index} is taken for another`);
    }
    for (let index = 0; index < 300_000; index += 1_000) {
      expect(nonces.add('LTAI', `nonce-${index}`, NOW + 300_000)).toBe(false);
    }
  });

  test('a clock that goes back does not let a nonce through', () => {
    const nonces = new SeenNonces(LIFETIME_MS, 4_000_000);
    nonces.add('A', 'n', NOW);
    expect(nonces.add('A', 'n', NOW - 5 * MINUTE_MS)).toBe(false);
    nonces.add('A', 'm', NOW - 5 * MINUTE_MS);
    expect(nonces.add('A', 'm', NOW)).toBe(false);
  });

  test('no more are held than those of one lifetime, however long the server runs', () => {
    const nonces = new SeenNonces(2 * MINUTE_MS, 4_000_000);
    const perMinute = 1_000;
    for (let index = 0; index < 100 * perMinute; index += 1) {
      nonces.add('LTAI', String(index), NOW + index * (MINUTE_MS / perMinute));
    }
    expect(nonces.count).toBeLessThanOrEqual(4 * perMinute);
  });

  test('past the limit the oldest minute is dropped', () => {
    const nonces = new SeenNonces(LIFETIME_MS, 1_000);
    for (let index = 0; index < 5_000; index += 1) {
      nonces.add('LTAI', String(index), NOW + index * 600);
    }
    expect(nonces.count).toBeLessThanOrEqual(1_100);
    expect(nonces.add('LTAI', '4999', NOW + 5_000 * 600)).toBe(false);
  });
});
