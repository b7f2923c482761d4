import { addressBits, type Cidr } from '@cadastre/address-space';
import { enclosing, firstKey, lastKey } from './cidr-columns.ts';
import type { Conditions } from './conditions.ts';

/**
 * The condition that a row's CIDR contains the given one or is the same. Of two CIDRs with an address
 * in common one contains the other, so those around one start at one of few addresses: an index that
 * has `first_key` is probed once for each.
 */
export function addContains(conditions: Conditions, table: string, cidr: Cidr): void {
  const bits = addressBits(cidr.ipVersion);
  const keys = [firstKey(enclosing(cidr, 0))];
  for (let length = 1; length <= cidr.prefixLength; length += 1) {
    // A bit that is not set leaves the first address as it is with a shorter prefix.
    const isSet = ((cidr.address >> BigInt(bits - length)) & 1n) === 1n;
    if (isSet) keys.push(firstKey(enclosing(cidr, length)));
  }
  conditions.addOneOf(`${table}.first_key`, keys);
  conditions.add(`${table}.prefix_length <= ${conditions.placeholder(cidr.prefixLength)}`);
  conditions.add(`${table}.last_key >= ${conditions.placeholder(lastKey(cidr))}`);
}

/** The condition that the given CIDR contains a row's CIDR, which is smaller. */
export function addInside(conditions: Conditions, table: string, cidr: Cidr): void {
  conditions.add(`${table}.first_key >= ${conditions.placeholder(firstKey(cidr))}`);
  conditions.add(`${table}.first_key <= ${conditions.placeholder(lastKey(cidr))}`);
  conditions.add(`${table}.prefix_length > ${conditions.placeholder(cidr.prefixLength)}`);
}

/** Whether a CIDR can have others inside: one of a single address has none. */
export function hasInside({ ipVersion, prefixLength }: Cidr): boolean {
  return prefixLength < addressBits(ipVersion);
}
