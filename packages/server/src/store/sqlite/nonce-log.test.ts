import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../temporary-folder.test-support.ts';
import { NonceLog } from './nonce-log.ts';
import { openDatabase } from './open-database.ts';

const NOW = Date.UTC(2026, 0, 1);

function sample(nonce: string, expiresAt = NOW + 1_000) {
  return { accountId: '1000000000000001', accessKeyId: 'LTAI-1', nonce, expiresAt };
}

describe('the log of nonces', () => {
  test('is read at the next start, but for what has expired', () => {
    const database = openDatabase(join(makeTemporaryFolder(), 'x.db'));
    const first = new NonceLog(database, NOW);
    expect(first.record(sample('a'), NOW)).toBe(true);
    expect(first.record(sample('b', NOW + 1), NOW)).toBe(true);
    expect(first.record(sample('a'), NOW)).toBe(false);
    const second = new NonceLog(database, NOW + 1);
    expect(second.record(sample('a'), NOW + 1)).toBe(false);
    expect(second.record(sample('b'), NOW + 1)).toBe(true);
    database.close();
  });

  test('loses expired nonces from its front, a portion at a time', () => {
    const database = openDatabase(join(makeTemporaryFolder(), 'x.db'));
    const log = new NonceLog(database, NOW);
    for (let index = 0; index < 5; index += 1) log.record(sample(`${index}`, NOW + index), NOW);
    expect(log.removeExpired(NOW + 3, 3)).toBe(3);
    expect(log.removeExpired(NOW + 3, 3)).toBe(1);
    expect(log.removeExpired(NOW + 3, 3)).toBe(0);
    database.close();
  });
});
