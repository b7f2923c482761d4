import { RAM_PAGE_SIZE_DEFAULT, type Refusal, refuse } from '@cadastre/api-contract';
import type { PageRequest } from '../../store/store.ts';

interface PageInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/** A page of rows and what the answer says of the rows after it. */
export interface MarkerPage<Row> {
  readonly rows: readonly Row[];
  readonly paging: { readonly IsTruncated: boolean; readonly Marker?: string };
}

/**
 * Reads one page of a list of Ram. The marker is the key of the last row; it is spelled so that no
 * client takes it for something to be made. Whoever makes one sees the same rows as without.
 */
export async function readMarkerPage<Row>(
  input: PageInput,
  keyOf: (row: Row) => string,
  list: (page: PageRequest) => Promise<readonly Row[]>,
): Promise<MarkerPage<Row> | Refusal> {
  const after = openMarker(input.Marker);
  if (after === undefined) {
    return refuse('InvalidParameter.{ParameterName}', {
      ParameterName: 'Marker',
      Detail: 'It must be the Marker of a page of the same list.',
    });
  }
  const size = input.MaxItems ?? RAM_PAGE_SIZE_DEFAULT;
  const found = await list({ after, limit: size + 1 });
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  return found.length > size && last !== undefined
    ? { rows, paging: { IsTruncated: true, Marker: sealMarker(keyOf(last)) } }
    : { rows, paging: { IsTruncated: false } };
}

function sealMarker(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** The key that a page starts after, empty for the first page; undefined for what is no marker. */
function openMarker(marker: string | undefined): string | undefined {
  if (marker === undefined) return '';
  const key = Buffer.from(marker, 'base64url').toString();
  return sealMarker(key) === marker ? key : undefined;
}
