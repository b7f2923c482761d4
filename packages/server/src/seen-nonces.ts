import { randomInt } from 'node:crypto';

const MINUTE_MS = 60_000;
const EMPTY = 0;
const LOAD_MAX = 0.6;
const INITIAL_SLOTS = 1024;

/** A set of non-zero numbers in one flat array: eight bytes for an entry and a bit. */
class NumberSet {
  #slots = new Float64Array(INITIAL_SLOTS);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(value: number): boolean {
    return this.#slots[slotOf(this.#slots, value)] === value;
  }

  /** False when the number was in the set already. */
  add(value: number): boolean {
    if (this.#size + 1 > this.#slots.length * LOAD_MAX) this.#grow();
    if (!insert(this.#slots, value)) return false;
    this.#size += 1;
    return true;
  }

  #grow(): void {
    const larger = new Float64Array(this.#slots.length * 2);
    for (const value of this.#slots) {
      if (value !== EMPTY) insert(larger, value);
    }
    this.#slots = larger;
  }
}

/** The slot that holds the value, or the empty one where it belongs. */
function slotOf(slots: Float64Array, value: number): number {
  const mask = slots.length - 1;
  let slot = value % slots.length;
  while (slots[slot] !== EMPTY && slots[slot] !== value) slot = (slot + 1) & mask;
  return slot;
}

function insert(slots: Float64Array, value: number): boolean {
  const slot = slotOf(slots, value);
  if (slots[slot] === value) return false;
  slots[slot] = value;
  return true;
}

/** A 53-bit hash of text, never zero: two 32-bit multiplicative hashes, mixed. */
function fingerprint(text: string, seed: number): number {
  let low = 0xdeadbeef ^ seed;
  let high = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x9e3779b1);
    high = Math.imul(high ^ unit, 0x5f356495);
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  return 2 ** 32 * (high & 0x1fffff) + (low >>> 0) + 1;
}

/**
 * Signature nonces of the last minutes, in memory, so that a replay is refused without asking the
 * store. Nonces are kept as 53-bit fingerprints seeded at start: a wrong match has a chance below
 * one in a thousand million even at the largest size. Calls that write are also recorded in the
 * store, which is what a restart and other servers go by.
 */
export class SeenNonces {
  readonly #minutes = new Map<number, NumberSet>();
  readonly #seed = randomInt(2 ** 32);
  readonly #lifetimeMs: number;
  readonly #countMax: number;
  #count = 0;

  /**
   * Nonces are remembered for `lifetimeMs` at least, as long as there are not more than `countMax`:
   * past that the oldest minute is dropped. One takes 13 to 27 bytes.
   */
  constructor(lifetimeMs: number, countMax: number) {
    this.#lifetimeMs = lifetimeMs;
    this.#countMax = countMax;
  }

  /** Nonces held now. */
  get count(): number {
    return this.#count;
  }

  /** False when the nonce was added within its lifetime. */
  add(accessKeyId: string, nonce: string, now: number): boolean {
    const minute = Math.floor(now / MINUTE_MS);
    this.#forget(minute);
    const value = fingerprint(`${accessKeyId} ${nonce}`, this.#seed);
    const current = this.#setOf(minute);
    for (const set of this.#minutes.values()) {
      if (set !== current && set.has(value)) return false;
    }
    if (!current.add(value)) return false;
    this.#count += 1;
    return true;
  }

  #setOf(minute: number): NumberSet {
    let set = this.#minutes.get(minute);
    if (set === undefined) {
      set = new NumberSet();
      this.#minutes.set(minute, set);
    }
    return set;
  }

  #forget(minute: number): void {
    const oldest = minute - Math.ceil(this.#lifetimeMs / MINUTE_MS);
    for (const [key, set] of this.#minutes) {
      if (key >= oldest && this.#count < this.#countMax) break;
      this.#count -= set.size;
      this.#minutes.delete(key);
    }
  }
}
