import { randomBytes, randomUUID } from 'node:crypto';

const TIME_DIGITS = 9;
const RANDOM_DIGITS = 9;
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** The vendor's prefixes of resource ids. */
export type IdPrefix =
  | 'ipam'
  | 'ipam-scope'
  | 'ipam-pool'
  | 'ipam-pool-alloc'
  | 'ipam-res-disco'
  | 'ipam-res-disco-assoc'
  | 'rg'
  | 'event';

/** Makes ids. Handlers get it handed in, so that a test can foresee them. */
export interface IdSource {
  /**
   * A new id such as `ipam-pool-m5x2k9q1c7f03hzt8a`: the time in milliseconds, then random digits.
   * Ids of one source grow, so new rows go to the end of their index and lists are in order of
   * creation.
   */
  resourceId(prefix: IdPrefix): string;
  /** An upper-case UUID. */
  requestId(): string;
}

/** An IdSource over a clock and the system's randomness. */
export function createIdSource(now: () => number): IdSource {
  let lastTime = 0;
  let lastRandom = 0n;
  const randomMax = 36n ** BigInt(RANDOM_DIGITS) - 1n;
  return {
    resourceId(prefix) {
      // Within one millisecond ids step up by a random amount: they grow and stay unguessable.
      const stepped = lastRandom + BigInt(1 + (randomBytes(4).readUInt32BE(0) >>> 4));
      const isSteppable = now() <= lastTime && stepped <= randomMax;
      if (isSteppable) {
        lastRandom = stepped;
      } else {
        // A clock that was set back stands still here, until the digits of its millisecond run out.
        lastTime = Math.max(now(), lastTime + 1);
        lastRandom = randomBytes(8).readBigUInt64BE(0) % (randomMax / 2n);
      }
      return `${prefix}-${base36(BigInt(lastTime), TIME_DIGITS)}${base36(lastRandom, RANDOM_DIGITS)}`;
    },
    requestId: () => randomUUID().toUpperCase(),
  };
}

function base36(value: bigint, digits: number): string {
  return value.toString(36).padStart(digits, '0');
}

/** Letters and digits from the system's randomness, for access keys. */
export function randomText(length: number, alphabet: string = ALPHABET): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      // Bytes past the largest multiple of the alphabet would favour its first characters.
      if (byte < 256 - (256 % alphabet.length) && text.length < length) {
        text += alphabet[byte % alphabet.length];
      }
    }
  }
  return text;
}
