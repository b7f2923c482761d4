import {
  addressBits,
  type Cidr,
  compareCidrs,
  createCidr,
  formatIpAddress,
  lastAddress,
  parseCidr,
  parseIpAddress,
} from '@cadastre/address-space';
import {
  INVENTORY_CIDR_COUNT_MAX,
  INVENTORY_ID_CHARACTERS_MAX,
  INVENTORY_NAME_CHARACTERS_MAX,
} from '@cadastre/api-contract';
import { REGION_ID } from '../../regions.ts';
import { ItemProblem, readText } from './json-reader.ts';

/** No control, format or unassigned characters, no halves of characters, no separators of lines. */
const ID = new RegExp(`^[^\\p{C}\\p{Zl}\\p{Zp}]{1,${INVENTORY_ID_CHARACTERS_MAX}}$`, 'u');
const NAME = new RegExp(`^[^\\p{Cc}\\p{Cs}]{0,${INVENTORY_NAME_CHARACTERS_MAX}}$`, 'u');

export function readId(value: unknown, where: string): string {
  const expected = `1 to ${INVENTORY_ID_CHARACTERS_MAX} printable characters`;
  return readText(value, where, ID, expected);
}

/** Empty where there is none. */
export function readName(value: unknown, where: string): string {
  if (value === undefined) return '';
  const expected = `at most ${INVENTORY_NAME_CHARACTERS_MAX} characters, none of them control`;
  return readText(value, where, NAME, expected);
}

/** The region need not be one of the configuration: the source may know more than the server. */
export function readRegionId(value: unknown, where: string): string {
  const expected = '1 to 64 lower-case letters, digits and hyphens, the first not a hyphen';
  return readText(value, where, REGION_ID, expected);
}

/** An address as the CIDR of it alone; only the canonical spelling, so that it reads back the same. */
export function readAddress(value: unknown, where: string): Cidr {
  const parsed = typeof value === 'string' ? parseIpAddress(value) : undefined;
  if (parsed === undefined || formatIpAddress(parsed.ipVersion, parsed.address) !== value) {
    throw new ItemProblem(`${where}: it must be an IP address in its canonical spelling.`);
  }
  return createCidr(parsed.ipVersion, parsed.address, addressBits(parsed.ipVersion));
}

/** CIDRs in the order given; no two have an address in common. */
export function readCidrs(value: unknown, where: string): readonly Cidr[] {
  if (!Array.isArray(value)) throw new ItemProblem(`${where}: it is not a JSON array.`);
  if (value.length < 1 || value.length > INVENTORY_CIDR_COUNT_MAX) {
    throw new ItemProblem(`${where}: it must have 1 to ${INVENTORY_CIDR_COUNT_MAX} CIDRs.`);
  }
  const cidrs = value.map((text, index) => readCidr(text, `${where}[${index}]`));
  const ordered = [...cidrs].sort(compareCidrs);
  for (const [index, cidr] of ordered.entries()) {
    const next = ordered[index + 1];
    if (next?.ipVersion === cidr.ipVersion && next.address <= lastAddress(cidr)) {
      throw new ItemProblem(`${where}: two of them overlap.`);
    }
  }
  return cidrs;
}

const CIDR_PROBLEMS = {
  syntax: 'it is not a CIDR.',
  'prefix-length': 'its prefix is longer than an address.',
  'host-bits-set': 'it has bits set after its prefix.',
  'not-canonical': 'it is not in its canonical spelling.',
} as const;

function readCidr(value: unknown, where: string): Cidr {
  if (typeof value !== 'string') throw new ItemProblem(`${where}: ${CIDR_PROBLEMS.syntax}`);
  const parsed = parseCidr(value);
  if (parsed.kind === 'cidr') return parsed.cidr;
  throw new ItemProblem(`${where}: ${CIDR_PROBLEMS[parsed.reason]}`);
}
