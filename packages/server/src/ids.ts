import { randomBytes, randomInt, randomUUID } from 'node:crypto';

const TIME_DIGITS = 9;
const RANDOM_DIGITS = 9;
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
const MIXED_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** What the ids of temporary access keys start with, and no others. */
export const TEMPORARY_KEY_PREFIX = 'STS.';

/** The vendor's prefixes of resource ids. */
export type IdPrefix =
  | 'ipam'
  | 'ipam-scope'
  | 'ipam-pool'
  | 'ipam-pool-alloc'
  | 'ipam-res-disco'
  | 'ipam-res-disco-assoc'
  | 'vpc'
  | 'vsw'
  | 'vrt'
  | 'vtb'
  | 'rg'
  | 'rs'
  | 'i'
  | 'g'
  | 'fd'
  | 'cp';

/** Makes ids. Handlers get it handed in, so that a test can foresee them. */
export interface IdSource {
  /**
   * A new id such as `ipam-pool-m5x2k9q1c7f03hzt8a`: the time in milliseconds, then random digits.
   * Ids of one source grow, so new rows go to the end of their index and lists are in order of
   * creation.
   */
  resourceId(prefix: IdPrefix): string;
  /** 18 decimal digits, as the vendor's ids of users and roles; ids of one source grow. */
  numericId(): string;
  /** 16 decimal digits, exact as a JSON number. */
  accountId(): string;
  /** A new access key; both parts are unguessable. */
  accessKey(): { readonly accessKeyId: string; readonly accessKeySecret: string };
  /** A new temporary access key, whose id starts with STS. as the vendor's do. */
  temporaryAccessKey(): { readonly accessKeyId: string; readonly accessKeySecret: string };
  /** An upper-case UUID of version 7: as with resource ids, later ones are greater. */
  requestId(): string;
}

/** What every request id made at this time or later is not below, and every earlier one is. */
export function firstRequestIdAt(milliseconds: number): string {
  const time = Math.max(0, milliseconds).toString(16).padStart(12, '0').toUpperCase();
  return `${time.slice(0, 8)}-${time.slice(8)}-`;
}

/** What an id grows by within one millisecond is below this. */
const RANDOM_STEP_MAX = 2 ** 28;

/** The twelve bits of a UUID of version 7 that count within a millisecond, and where they start. */
const REQUEST_COUNT_MAX = 0xfff;
const REQUEST_COUNT_START_MAX = 0x400;

/** Numeric ids of one millisecond grow by less than this. */
const NUMERIC_STEP_MAX = 50_000;

/** An IdSource over a clock and the system's randomness. */
export function createIdSource(now: () => number): IdSource {
  let lastTime = 0;
  let lastRandom = 0;
  let requestTime = 0;
  let requestCount = 0;
  let lastNumericId = 0n;
  const randomMax = 36 ** RANDOM_DIGITS - 1;
  return {
    resourceId(prefix) {
      // Within one millisecond ids step up by a random amount: they grow and stay unguessable.
      const stepped = lastRandom + randomInt(1, RANDOM_STEP_MAX);
      const isSteppable = now() <= lastTime && stepped <= randomMax;
      if (isSteppable) {
        lastRandom = stepped;
      } else {
        // A clock that was set back stands still here, until the digits of its millisecond run out.
        lastTime = Math.max(now(), lastTime + 1);
        lastRandom = randomInt(Math.floor(randomMax / 2));
      }
      return `${prefix}-${base36(lastTime, TIME_DIGITS)}${base36(lastRandom, RANDOM_DIGITS)}`;
    },
    numericId() {
      const earliest = BigInt(now()) * 100_000n + BigInt(randomInt(NUMERIC_STEP_MAX));
      const next = lastNumericId + BigInt(randomInt(1, NUMERIC_STEP_MAX));
      lastNumericId = earliest > lastNumericId ? earliest : next;
      return String(lastNumericId).padStart(18, '0');
    },
    // The randomness of one call is below 2 to the 48th, less than 15 digits.
    accountId: () => `1${randomDigits(12)}${randomDigits(3)}`,
    accessKey: () => ({
      accessKeyId: `LTAI5t${randomText(18, MIXED_ALPHABET)}`,
      accessKeySecret: randomText(30, MIXED_ALPHABET),
    }),
    temporaryAccessKey: () => ({
      accessKeyId: `${TEMPORARY_KEY_PREFIX}${randomText(24, MIXED_ALPHABET)}`,
      accessKeySecret: randomText(44, MIXED_ALPHABET),
    }),
    requestId() {
      // Events are in order of their requests: a counter follows the time, then randomness.
      if (now() > requestTime || requestCount === REQUEST_COUNT_MAX) {
        requestTime = Math.max(now(), requestTime + 1);
        requestCount = randomInt(REQUEST_COUNT_START_MAX);
      } else {
        requestCount += 1;
      }
      const time = requestTime.toString(16).padStart(12, '0');
      const count = requestCount.toString(16).padStart(3, '0');
      const uuid = `${time.slice(0, 8)}-${time.slice(8)}-7${count}${randomUUID().slice(18)}`;
      return uuid.toUpperCase();
    },
  };
}

function randomDigits(count: number): string {
  return String(randomInt(10 ** count)).padStart(count, '0');
}

function base36(value: number, digits: number): string {
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
