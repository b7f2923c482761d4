import { setTimeout as sleep } from 'node:timers/promises';
import { INVENTORY_PAGE_SIZE_MAX, type OperationName } from '@cadastre/api-contract';
import { type ApiAnswer, callOperation, type Endpoint } from '../api-client.ts';
import { batchItems } from './batch-items.ts';
import { DiscoveryError, describeFailure } from './discovery-error.ts';
import type { InventoryItem } from './inventory-item.ts';

/** How often one call is made in all, and how long it waits between two times at most. */
const ATTEMPT_COUNT_MAX = 6;
const WAIT_MS_MAX = 60_000;
const WAIT_MS_FIRST = 500;

/** Codes that say that the same call may succeed later. */
const PASSING_CODE = /^(Throttling(\..+)?|ServiceUnavailable)$/;

/** One snapshot of a source; what it does not name is gone. */
export interface Snapshot {
  readonly sourceName: string;
  /** Grows from one snapshot of a source to the next. */
  readonly version: number;
  readonly items: readonly InventoryItem[];
}

/** What the server made of a snapshot, all batches together. */
export interface PutTotals {
  readonly addedCount: number;
  readonly updatedCount: number;
  readonly removedCount: number;
  readonly skippedCount: number;
  readonly importedCount: number;
  readonly skippedResourceIds: readonly string[];
}

/**
 * Sends a snapshot in batches. A batch that is sent again changes nothing: the server knows source
 * and version. Nothing is removed before the last batch is in.
 */
export async function putSnapshot(
  endpoint: Endpoint,
  snapshot: Snapshot,
  onProgress: (sentCount: number) => void,
): Promise<PutTotals> {
  const batches = batchItems(snapshot.items);
  const answers: ApiAnswer[] = [];
  let sentCount = 0;
  for (const [index, batch] of batches.entries()) {
    onProgress(sentCount);
    const answer = await callPatiently(endpoint, 'PutInventory', {
      SourceName: snapshot.sourceName,
      SourceVersion: String(snapshot.version),
      Mode: 'Full',
      Items: batch.text,
      IsComplete: String(index === batches.length - 1),
    });
    answers.push(answer);
    sentCount += batch.itemCount;
  }
  onProgress(sentCount);
  const sum = (field: string) =>
    answers.reduce((total, { json }) => total + Number(json?.[field] ?? 0), 0);
  return {
    addedCount: sum('AddedCount'),
    updatedCount: sum('UpdatedCount'),
    removedCount: sum('RemovedCount'),
    skippedCount: sum('SkippedCount'),
    importedCount: sum('ImportedCount'),
    skippedResourceIds: answers.flatMap(
      ({ json }) => (json?.['SkippedResourceIds'] ?? []) as readonly string[],
    ),
  };
}

/** Everything that a source has told the server of. */
export async function listInventoryItems(
  endpoint: Endpoint,
  sourceName: string,
): Promise<readonly InventoryItem[]> {
  const items: InventoryItem[] = [];
  let nextToken: unknown;
  do {
    const { json } = await callPatiently(endpoint, 'ListInventoryItems', {
      SourceName: sourceName,
      MaxResults: String(INVENTORY_PAGE_SIZE_MAX),
      ...(typeof nextToken === 'string' ? { NextToken: nextToken } : {}),
    });
    items.push(...((json?.['Items'] ?? []) as readonly InventoryItem[]));
    nextToken = json?.['NextToken'];
  } while (typeof nextToken === 'string' && nextToken !== '');
  return items;
}

/** Calls until it succeeds, waiting as the server says where that may help. */
async function callPatiently(
  endpoint: Endpoint,
  operation: OperationName,
  parameters: Readonly<Record<string, string>>,
): Promise<ApiAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await callOnce(endpoint, operation, parameters);
    if (answer.status < 400) return answer;
    const code = String(answer.json?.['Code'] ?? answer.status);
    if (!PASSING_CODE.test(code) || attempt === ATTEMPT_COUNT_MAX) {
      const message = answer.json?.['Message'] ?? answer.text;
      throw new DiscoveryError(`${operation} is refused: ${code}: ${message}`);
    }
    const waitMs = answer.retryAfterMs ?? WAIT_MS_FIRST * 2 ** (attempt - 1);
    await sleep(Math.min(waitMs, WAIT_MS_MAX));
  }
}

async function callOnce(
  endpoint: Endpoint,
  operation: OperationName,
  parameters: Readonly<Record<string, string>>,
): Promise<ApiAnswer> {
  try {
    return await callOperation(endpoint, operation, parameters);
  } catch (error) {
    throw new DiscoveryError(`${endpoint.url} cannot be called: ${describeFailure(error)}`, {
      cause: error,
    });
  }
}
