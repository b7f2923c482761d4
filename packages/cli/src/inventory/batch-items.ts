import { percentEncode } from '@cadastre/api-contract';
import type { InventoryItem } from './inventory-item.ts';

/** Items of one call: the server does nothing else while it takes a batch in. */
const BATCH_ITEM_COUNT = 1_000;

/** Bytes of the items as the form carries them; what is left of 1 MiB is for the other parameters. */
const BATCH_BYTES_MAX = 1_000_000;

const SEPARATOR_BYTES = percentEncode(',').length;

export interface Batch {
  /** A JSON array. */
  readonly text: string;
  readonly itemCount: number;
}

/** Splits items into batches; one empty batch for no items. */
export function batchItems(items: readonly InventoryItem[]): readonly Batch[] {
  const batches: Batch[] = [];
  let texts: string[] = [];
  let byteCount = 0;
  const finish = () => {
    batches.push({ text: `[${texts.join(',')}]`, itemCount: texts.length });
    texts = [];
    byteCount = 0;
  };
  for (const item of items) {
    const text = JSON.stringify(item);
    const added = percentEncode(text).length + SEPARATOR_BYTES;
    const isFull = texts.length === BATCH_ITEM_COUNT || byteCount + added > BATCH_BYTES_MAX;
    if (isFull && texts.length > 0) finish();
    texts.push(text);
    byteCount += added;
  }
  finish();
  return batches;
}
