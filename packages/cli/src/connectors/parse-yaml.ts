import { isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { DiscoveryError } from '../inventory/discovery-error.ts';
import type { PlacedItem } from '../inventory/read-item.ts';

/** Reads a list, with the line that each of its items begins in. */
export function* parseYaml(text: string): Generator<PlacedItem> {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const [message = ''] = problem.message.split('\n');
    throw new DiscoveryError(message.replace(/:$/, ''));
  }
  if (!isSeq(document.contents)) throw new DiscoveryError('it is not a list of items');
  for (const item of document.contents.items) {
    const [offset = 0] = isNode(item) ? (item.range ?? []) : [];
    const written: unknown = isNode(item) ? item.toJS(document) : item;
    yield { place: `line ${lineCounter.linePos(offset).line}`, written };
  }
}
