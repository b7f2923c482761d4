import {
  type GivenAnswer,
  type LocalServer,
  type ReceivedRequest,
  startLocalServer,
} from '../local-server.test-support.ts';
import { compareItems } from './compare-items.ts';
import { type InventoryItem, itemKey } from './inventory-item.ts';

export interface FakeInventory extends LocalServer {
  /** What each source has, by its name. */
  readonly sources: Map<string, readonly InventoryItem[]>;
  /** Answers that are given to the next calls instead of what the operation would do. */
  readonly refusals: GivenAnswer[];
  readonly callsOf: (action: string) => readonly URLSearchParams[];
}

interface Snapshot {
  readonly version: string;
  readonly named: Map<string, InventoryItem>;
}

const PAGE_SIZE = 2;

/** The two inventory operations of the server, in memory, for the command's side of them. */
export async function startFakeInventory(): Promise<FakeInventory> {
  const sources = new Map<string, readonly InventoryItem[]>();
  const snapshots = new Map<string, Snapshot>();
  const refusals: GivenAnswer[] = [];
  const put = (parameters: URLSearchParams): GivenAnswer => {
    const name = parameters.get('SourceName') ?? '';
    const version = parameters.get('SourceVersion') ?? '';
    const begun = snapshots.get(name);
    const named = begun?.version === version ? begun.named : new Map<string, InventoryItem>();
    snapshots.set(name, { version, named });
    const items = JSON.parse(parameters.get('Items') ?? '') as readonly InventoryItem[];
    for (const item of items) named.set(itemKey(item), item);
    const isComplete = parameters.get('IsComplete') === 'true';
    const before = sources.get(name) ?? [];
    const kept = isComplete ? [] : before.filter((item) => !named.has(itemKey(item)));
    const after = [...named.values(), ...kept];
    const { added, changed, removed } = compareItems(before, after);
    sources.set(name, after);
    return {
      body: {
        RequestId: 'r',
        SourceName: name,
        SourceVersion: version,
        AddedCount: added.length,
        UpdatedCount: changed.length,
        UnchangedCount: items.length - added.length - changed.length,
        RemovedCount: removed.length,
        SkippedCount: 0,
        SkippedResourceIds: [],
        ImportedCount: 0,
      },
    };
  };
  const list = (parameters: URLSearchParams): GivenAnswer => {
    const all = sources.get(parameters.get('SourceName') ?? '') ?? [];
    const start = Number(parameters.get('NextToken') ?? 0);
    const end = start + PAGE_SIZE;
    const next = end < all.length ? { NextToken: String(end) } : {};
    return { body: { RequestId: 'r', Items: all.slice(start, end), ...next } };
  };
  const server = await startLocalServer((request) => {
    const refusal = refusals.shift();
    if (refusal !== undefined) return refusal;
    const parameters = parametersOf(request);
    switch (`${request.headers['x-acs-version']} ${request.headers['x-acs-action']}`) {
      case '2026-11-01 PutInventory':
        return put(parameters);
      case '2026-11-01 ListInventoryItems':
        return list(parameters);
      default:
        return { status: 404, body: { Code: 'InvalidAction.NotFound', Message: 'Not found.' } };
    }
  });
  const callsOf = (action: string) =>
    server.requests
      .filter(({ headers }) => headers['x-acs-action'] === action)
      .map((request) => parametersOf(request));
  return { ...server, sources, refusals, callsOf };
}

function parametersOf({ query, body }: ReceivedRequest): URLSearchParams {
  return body === '' ? query : new URLSearchParams(body);
}
