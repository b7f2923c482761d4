import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ENCRYPTION_KEY_BYTES, SecretBox } from './secret-box.ts';

const box = new SecretBox(randomBytes(ENCRYPTION_KEY_BYTES));

test('what is sealed opens again for its purpose', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, purpose) => {
      expect(box.open(box.seal(text, purpose), purpose)).toBe(text);
    }),
  );
});

test('equal texts are sealed differently, and the text is not to be seen', () => {
  const sealed = [box.seal('a secret', 'p'), box.seal('a secret', 'p')];
  expect(sealed[0]?.equals(sealed[1] ?? Buffer.alloc(0))).toBe(false);
  expect(sealed[0]?.includes('a secret')).toBe(false);
});

test('a token opens in its exact spelling alone', () => {
  const token = box.sealToken('a secret', 'purpose');
  expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(box.openToken(token, 'purpose')).toBe('a secret');
  expect(box.openToken(token, 'another')).toBeUndefined();
  for (const other of ['', `${token}=`, ` ${token}`, `${token.slice(0, 4)}*${token.slice(4)}`]) {
    expect(box.openToken(other, 'purpose')).toBeUndefined();
  }
});

test('a changed byte anywhere does not open', () => {
  const sealed = box.seal('a secret', 'purpose');
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(box.open(changed, 'purpose')).toBeUndefined();
  }
});

test('a shortened or lengthened text does not open', () => {
  const sealed = box.seal('a secret', 'purpose');
  for (let length = 0; length < sealed.length; length += 1) {
    expect(box.open(sealed.subarray(0, length), 'purpose')).toBeUndefined();
  }
  expect(box.open(Buffer.concat([sealed, Buffer.from([0])]), 'purpose')).toBeUndefined();
});

test('another purpose or another key does not open', () => {
  const sealed = box.seal('a secret', 'access-key:A');
  expect(box.open(sealed, 'access-key:B')).toBeUndefined();
  expect(box.open(sealed, '')).toBeUndefined();
  const other = new SecretBox(randomBytes(ENCRYPTION_KEY_BYTES));
  expect(other.open(sealed, 'access-key:A')).toBeUndefined();
});

test('a key of another size is refused', () => {
  for (const size of [0, 16, ENCRYPTION_KEY_BYTES - 1, ENCRYPTION_KEY_BYTES + 1]) {
    expect(() => new SecretBox(randomBytes(size))).toThrow(RangeError);
  }
});
