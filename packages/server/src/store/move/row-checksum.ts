import { hash } from 'node:crypto';

/** A value of a moved row. */
export type MovedValue = string | number | null | Uint8Array;
export type MovedRow = readonly MovedValue[];

const HEXADECIMAL_DIGITS = 32;
const MODULUS = 2n ** 128n;

/**
 * Count and checksum of the rows of a table, in whatever order they come: the sum of their hashes. Two
 * tables with the same checksum have the same rows.
 */
export class RowChecksum {
  #count = 0;
  #sum = 0n;

  get count(): number {
    return this.#count;
  }

  get text(): string {
    return this.#sum.toString(16).padStart(HEXADECIMAL_DIGITS, '0');
  }

  add(row: MovedRow): void {
    // Both engines give bytes as a Buffer, which JSON writes as its numbers.
    const digest = hash('sha256', JSON.stringify(row));
    this.#sum = (this.#sum + BigInt(`0x${digest.slice(0, HEXADECIMAL_DIGITS)}`)) % MODULUS;
    this.#count += 1;
  }
}
