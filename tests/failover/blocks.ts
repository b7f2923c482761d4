const ADDRESS_BITS = 32;

/** The addresses of an IPv4 CIDR; `end` is the first one after it. */
export interface Block {
  readonly start: number;
  readonly end: number;
}

/** Shares no code with the server, so that a mistake in one of them shows. */
export function readBlock(cidr: string): Block {
  const [address = '', mask = ''] = cidr.split('/');
  const start = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return { start, end: start + sizeOf(Number(mask)) };
}

export function sizeOf(prefixLength: number): number {
  return 2 ** (ADDRESS_BITS - prefixLength);
}

export function isInside(inner: Block, outer: Block): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** The blocks of a size that a block consists of. */
export function* divide({ start, end }: Block, prefixLength: number): Generator<Block> {
  const size = sizeOf(prefixLength);
  for (let at = start; at + size <= end; at += size) yield { start: at, end: at + size };
}
