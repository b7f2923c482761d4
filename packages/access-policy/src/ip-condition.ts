/**
 * IP addresses and ranges as condition values.
 *
 * An IPv4-mapped IPv6 address (`::ffff:10.0.0.1`) is the IPv4 address it carries, because a
 * dual-stack listener reports IPv4 callers that way. An IPv6 range of 96 bits or more inside
 * `::ffff:0:0/96` is an IPv4 range likewise. Otherwise the two families never match (our choice).
 */

/** An address as 16-bit groups, most significant first: two for IPv4, eight for IPv6. */
export type IpGroups = readonly number[];

/** All addresses that share the first `prefixLength` bits of `groups`. */
export interface IpRange {
  readonly groups: IpGroups;
  readonly prefixLength: number;
}

const GROUP_BITS = 16;
const IPV6_GROUP_COUNT = 8;
const MAPPED_PREFIX_BITS = 96;

/**
 * Reads an IPv4 or IPv6 address. Undefined for anything else, such as octets with leading zeros,
 * zone identifiers and surrounding spaces.
 */
export function parseIpAddress(text: string): IpGroups | undefined {
  const groups = parseIpGroups(text);
  return groups !== undefined && isMapped(groups) ? groups.slice(6) : groups;
}

/**
 * Reads an address, or a CIDR whose bits after the prefix may be set and do not count (our choice).
 * Undefined for anything else.
 */
export function parseIpRange(text: string): IpRange | undefined {
  const slashOffset = text.indexOf('/');
  const groups = parseIpGroups(slashOffset === -1 ? text : text.slice(0, slashOffset));
  if (groups === undefined) {
    return undefined;
  }
  const widthBits = groups.length * GROUP_BITS;
  const prefixLength =
    slashOffset === -1 ? widthBits : parseDecimal(text.slice(slashOffset + 1), widthBits);
  if (prefixLength === undefined) {
    return undefined;
  }
  if (isMapped(groups) && prefixLength >= MAPPED_PREFIX_BITS) {
    return { groups: groups.slice(6), prefixLength: prefixLength - MAPPED_PREFIX_BITS };
  }
  return { groups, prefixLength };
}

/** Whether the range holds the address; false when they are of different families. */
export function ipRangeContains(range: IpRange, address: IpGroups): boolean {
  if (range.groups.length !== address.length) {
    return false;
  }
  let remainingBits = range.prefixLength;
  for (let index = 0; remainingBits > 0; index += 1) {
    const ignoredBits = Math.max(0, GROUP_BITS - remainingBits);
    if (((range.groups[index] ?? 0) ^ (address[index] ?? 0)) >> ignoredBits !== 0) {
      return false;
    }
    remainingBits -= GROUP_BITS;
  }
  return true;
}

function parseIpGroups(text: string): IpGroups | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): IpGroups | undefined {
  const octets = text.split('.').map((part) => parseDecimal(part, 255));
  const [a, b, c, d] = octets;
  if (
    octets.length !== 4 ||
    a === undefined ||
    b === undefined ||
    c === undefined ||
    d === undefined
  ) {
    return undefined;
  }
  return [a * 256 + b, c * 256 + d];
}

function parseIpv6(text: string): IpGroups | undefined {
  const halves = text.split('::');
  const head = parseIpv6Groups(halves[0] ?? '', halves.length === 1);
  if (halves.length === 1 || head === undefined) {
    return head?.length === IPV6_GROUP_COUNT ? head : undefined;
  }
  const tail = parseIpv6Groups(halves[1] ?? '', true);
  if (halves.length > 2 || tail === undefined) {
    return undefined;
  }
  const omittedCount = IPV6_GROUP_COUNT - head.length - tail.length;
  return omittedCount < 1
    ? undefined
    : [...head, ...Array.from({ length: omittedCount }, () => 0), ...tail];
}

function parseIpv6Groups(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') {
    return [];
  }
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16));
      continue;
    }
    const ipv4 = mayEndInIpv4 && index === parts.length - 1 ? parseIpv4(part) : undefined;
    if (ipv4 === undefined) {
      return undefined;
    }
    groups.push(...ipv4);
  }
  return groups;
}

function parseDecimal(text: string, valueMax: number): number | undefined {
  if (!/^(?:0|[1-9][0-9]{0,2})$/.test(text)) {
    return undefined;
  }
  const value = Number(text);
  return value <= valueMax ? value : undefined;
}

function isMapped(groups: IpGroups): boolean {
  return (
    groups.length === IPV6_GROUP_COUNT &&
    groups[5] === 0xffff &&
    groups.slice(0, 5).every((group) => group === 0)
  );
}
