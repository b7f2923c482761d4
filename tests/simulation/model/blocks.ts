/** Address blocks, done the plain way: whole ranges of bigint, no prefix tree and no free list. */

export type Version = 'IPv4' | 'IPv6';

export interface Block {
  readonly version: Version;
  readonly first: bigint;
  /** The first address after the block. */
  readonly end: bigint;
  readonly length: number;
  readonly text: string;
}

export function bitsOf(version: Version): number {
  return version === 'IPv4' ? 32 : 128;
}

function formatAddress(version: Version, address: bigint): string {
  if (version === 'IPv4') {
    return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
  }
  const groups: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) {
    groups.push(((address >> shift) & 0xffffn).toString(16));
  }
  return compress(groups.join(':'));
}

/** RFC 5952: the first longest run of two or more zero groups becomes a double colon. */
function compress(text: string): string {
  let longest = '';
  for (const [run] of text.matchAll(/\b0(?::0)+\b/g)) {
    if (run.length > longest.length) longest = run;
  }
  if (longest === '') return text;
  const at = text.search(new RegExp(`(?<![0-9a-f])${longest}(?![0-9a-f])`));
  const head = text.slice(0, at).replace(/:$/, '');
  const tail = text.slice(at + longest.length).replace(/^:/, '');
  return `${head}::${tail}`;
}

function parseAddress(text: string): { version: Version; address: bigint } | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) {
    const numbers = text.split('.').map(Number);
    if (numbers.some((number) => number > 255)) return undefined;
    return {
      version: 'IPv4',
      address: numbers.reduce((sum, number) => sum * 256n + BigInt(number), 0n),
    };
  }
  if (!/^[0-9a-f:]+$/.test(text)) return undefined;
  const sides = text.split('::');
  if (sides.length > 2) return undefined;
  const [head = '', tail] = sides;
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/.test(group))) return undefined;
  return {
    version: 'IPv6',
    address: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n),
  };
}

export function makeBlock(version: Version, first: bigint, length: number): Block {
  const end = first + (1n << BigInt(bitsOf(version) - length));
  return { version, first, end, length, text: `${formatAddress(version, first)}/${length}` };
}

/** The block around an address: host bits are cut off. */
export function blockAround(version: Version, address: bigint, length: number): Block {
  const size = 1n << BigInt(bitsOf(version) - length);
  return makeBlock(version, address - (address % size), length);
}

/** Undefined for all that is not a block in its one canonical spelling. */
export function parseBlock(text: string): Block | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const parsed = parseAddress(match[1] ?? '');
  const length = Number(match[2]);
  if (parsed === undefined || length > bitsOf(parsed.version)) return undefined;
  const block = blockAround(parsed.version, parsed.address, length);
  return block.text === text ? block : undefined;
}

export function contains(outer: Block, inner: Block): boolean {
  return outer.version === inner.version && outer.first <= inner.first && inner.end <= outer.end;
}

export function overlap(left: Block, right: Block): boolean {
  return left.version === right.version && left.first < right.end && right.first < left.end;
}

function refused(version: Version, first: bigint, length: number): Block {
  return makeBlock(version, first, length);
}

/** Unspecified, loopback, link-local, multicast and class E: no pool can have them. */
const REFUSED_RANGES = [
  refused('IPv4', 0n, 8),
  refused('IPv4', 127n << 24n, 8),
  refused('IPv4', (169n << 24n) + (254n << 16n), 16),
  refused('IPv4', 224n << 24n, 4),
  refused('IPv4', 240n << 24n, 4),
  refused('IPv6', 0n, 128),
  refused('IPv6', 1n, 128),
  refused('IPv6', 0xfe80n << 112n, 10),
  refused('IPv6', 0xffn << 120n, 8),
];

export function touchesRefusedRange(block: Block): boolean {
  return REFUSED_RANGES.some((range) => overlap(range, block));
}

/**
 * The lowest free block of a length. Every candidate is a multiple of its own size; after a taken
 * block the next multiple is tried. Both lists are in address order.
 */
export function firstFit(
  wholes: readonly Block[],
  taken: readonly Block[],
  length: number,
): { readonly block: Block; readonly within: Block } | undefined {
  for (const within of wholes) {
    if (within.length > length) continue;
    const size = 1n << BigInt(bitsOf(within.version) - length);
    let candidate = within.first;
    for (const { first, end } of taken) {
      if (candidate + size <= first) break;
      if (end > candidate) candidate = ((end + size - 1n) / size) * size;
    }
    if (candidate + size <= within.end) {
      return { block: makeBlock(within.version, candidate, length), within };
    }
  }
  return undefined;
}

/** The provisioned block that a wanted block can be taken from; undefined where it is not free. */
export function findFree(
  wholes: readonly Block[],
  taken: readonly Block[],
  wanted: Block,
): Block | undefined {
  const within = wholes.find((whole) => contains(whole, wanted));
  if (within === undefined || taken.some((block) => overlap(block, wanted))) return undefined;
  return within;
}

/** Keeps a list in address order. */
export function insertSorted<Item>(
  items: Item[],
  item: Item,
  firstOf: (item: Item) => bigint,
): void {
  const first = firstOf(item);
  const index = items.findIndex((other) => firstOf(other) > first);
  items.splice(index === -1 ? items.length : index, 0, item);
}

/** Why blocks do not tile the whole exactly; undefined where they do. */
export function describeTilingFault(whole: Block, parts: readonly Block[]): string | undefined {
  const sorted = [...parts].sort((left, right) => (left.first < right.first ? -1 : 1));
  let reached = whole.first;
  for (const part of sorted) {
    if (part.first !== reached) {
      return `${part.text} ${part.first < reached ? 'overlaps' : 'leaves a gap after'} what is before it`;
    }
    reached = part.end;
  }
  return reached === whole.end ? undefined : 'the end is not covered';
}
