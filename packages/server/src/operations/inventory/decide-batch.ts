import { INVENTORY_SOURCE_COUNT_MAX, type Refusal, refuse } from '@cadastre/api-contract';
import type { InventorySource } from '../../store/inventory-records.ts';

/** What a batch says of itself. */
export interface BatchHeader {
  readonly version: number;
  readonly mode: InventorySource['mode'];
  readonly isLast: boolean;
  readonly hasRemovals: boolean;
}

/** What was there before a batch. */
export interface BatchGround {
  readonly source: InventorySource | undefined;
  /** Sources of the account. */
  readonly sourceCount: number;
}

export type BatchDecision =
  /** Carry it out; the source is then at the batch's version, complete or not. */
  | { readonly kind: 'apply'; readonly isComplete: boolean }
  /** All of the version is in already. */
  | { readonly kind: 'repeated' }
  | Refusal;

/**
 * Whether a batch counts. A version only grows and keeps its mode. A Full version is open until its
 * last batch; then nothing of it counts any more. A Delta is a change of what is known as a whole,
 * so that it cannot follow a Full version that is open; it is complete with each batch and may be
 * repeated until a newer version comes.
 */
export function decideBatch(header: BatchHeader, ground: BatchGround): BatchDecision {
  const { mode, isLast, hasRemovals } = header;
  const { source } = ground;
  if (mode === 'Full' && hasRemovals) {
    return refuse('IllegalParam.{ParameterName}', {
      ParameterName: 'Removed',
      Detail: 'A Full version removes what it does not name.',
    });
  }
  if (source === undefined && ground.sourceCount >= INVENTORY_SOURCE_COUNT_MAX) {
    return refuse('LimitExceeded.InventorySource', { Limit: String(INVENTORY_SOURCE_COUNT_MAX) });
  }
  const order = source === undefined ? 'newer' : compareVersion(header, source);
  if (typeof order === 'object') return order;
  if (order === 'same' && mode === 'Full' && source?.isComplete === true) {
    return { kind: 'repeated' };
  }
  return { kind: 'apply', isComplete: mode === 'Delta' || isLast };
}

function compareVersion(
  { version, mode }: BatchHeader,
  source: InventorySource,
): 'newer' | 'same' | Refusal {
  const SourceVersion = String(source.version);
  if (version < source.version) {
    return refuse('OperationDenied.InventoryVersionTooOld', { SourceVersion });
  }
  if (version === source.version) {
    if (mode === source.mode) return 'same';
    return refuse('OperationDenied.InventoryModeChanged', { SourceVersion, Mode: source.mode });
  }
  if (mode === 'Delta' && !source.isComplete) {
    return refuse('OperationDenied.InventoryNotComplete', { SourceVersion });
  }
  return 'newer';
}
