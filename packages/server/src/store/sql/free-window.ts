import type { Cidr, FreeBlock } from '@cadastre/address-space';
import { firstKey, lastKey } from './cidr-columns.ts';

interface Entry {
  readonly key: string;
  readonly block: FreeBlock;
}

/** After every address of both families. */
const AFTER_ALL = 'g';

/**
 * The free blocks of a pool with the lowest addresses, up to its end: as they were read under the
 * pool's lock, with what has been changed since. Blocks that start after the end are the database's.
 */
export class FreeWindow {
  readonly #entries: Entry[];
  #end: string;
  // Blocks of the database that are gone, and blocks that are not in the database yet.
  readonly #removed = new Map<string, FreeBlock>();
  readonly #added = new Map<string, FreeBlock>();

  /** `blocks` are in address order; `isWhole` says that there are none after them. */
  constructor(blocks: readonly FreeBlock[], isWhole: boolean) {
    this.#entries = blocks.map(toEntry);
    this.#end = endOf(blocks, isWhole);
  }

  /** The last address that the window answers for. */
  get end(): string {
    return this.#end;
  }

  /** Whether there are no blocks after the end. */
  get isWhole(): boolean {
    return this.#end === AFTER_ALL;
  }

  /** Blocks that it holds. */
  get size(): number {
    return this.#entries.length;
  }

  get isUsedUp(): boolean {
    return this.#entries.length === 0;
  }

  /** Adds the next blocks of the database after the end, in the same way. */
  extend(blocks: readonly FreeBlock[], isWhole: boolean): void {
    this.#entries.push(...blocks.map(toEntry));
    this.#end = endOf(blocks, isWhole);
  }

  /** The block with the lowest address that holds a CIDR of the prefix length. */
  lowestThatFits(prefixLength: number): FreeBlock | undefined {
    return this.#entries.find(({ block }) => block.cidr.prefixLength <= prefixLength)?.block;
  }

  /** The last block that starts at the key or before. */
  lastUpTo(key: string): FreeBlock | undefined {
    const position = this.#position(key);
    const exact = this.#entries[position];
    return (exact?.key === key ? exact : this.#entries[position - 1])?.block;
  }

  find(cidr: Cidr): FreeBlock | undefined {
    const key = firstKey(cidr);
    const entry = this.#entries[this.#position(key)];
    return entry?.key === key && entry.block.cidr.prefixLength === cidr.prefixLength
      ? entry.block
      : undefined;
  }

  /** Answers what undoes it; undefined where there is no such block. */
  remove(cidr: Cidr): (() => void) | undefined {
    const block = this.find(cidr);
    if (block === undefined) return undefined;
    this.#take(block);
    return () => this.#put(block);
  }

  /** Answers what undoes it. */
  add(block: FreeBlock): () => void {
    this.#put(block);
    return () => this.#take(block);
  }

  /** What the database has to be told, once. */
  takeChanges(): { readonly removed: readonly FreeBlock[]; readonly added: readonly FreeBlock[] } {
    const changes = { removed: [...this.#removed.values()], added: [...this.#added.values()] };
    this.#removed.clear();
    this.#added.clear();
    return changes;
  }

  #take(block: FreeBlock): void {
    const key = firstKey(block.cidr);
    this.#entries.splice(this.#position(key), 1);
    const id = blockId(key, block);
    if (!this.#added.delete(id)) this.#removed.set(id, block);
  }

  #put(block: FreeBlock): void {
    const key = firstKey(block.cidr);
    this.#entries.splice(this.#position(key), 0, { key, block });
    const id = blockId(key, block);
    if (!this.#removed.delete(id)) this.#added.set(id, block);
  }

  /** The index of the first entry at the key or after. */
  #position(key: string): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.key ?? AFTER_ALL) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function toEntry(block: FreeBlock): Entry {
  return { key: firstKey(block.cidr), block };
}

function endOf(blocks: readonly FreeBlock[], isWhole: boolean): string {
  const last = blocks.at(-1);
  return isWhole || last === undefined ? AFTER_ALL : lastKey(last.cidr);
}

function blockId(key: string, { cidr, within }: FreeBlock): string {
  return `${key}/${cidr.prefixLength}/${within.prefixLength}`;
}
