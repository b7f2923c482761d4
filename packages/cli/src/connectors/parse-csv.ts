import { CsvError, parse } from 'csv-parse/sync';
import { DiscoveryError } from '../inventory/discovery-error.ts';
import type { PlacedItem } from '../inventory/read-item.ts';

/** Column names, and the fields they are. */
const FIELDS: Readonly<Record<string, string>> = {
  type: 'Type',
  resource_id: 'ResourceId',
  vpc_id: 'VpcId',
  region_id: 'RegionId',
  name: 'Name',
  cidrs: 'Cidrs',
  address: 'Address',
  service_type: 'ServiceType',
  vswitch_id: 'VSwitchId',
};

const REQUIRED_COLUMNS = ['type', 'resource_id', 'region_id'];

interface CsvRow {
  readonly record: Readonly<Record<string, string>>;
  /** `lines` counts to the end of the row. */
  readonly info: { readonly lines: number };
  readonly raw: string;
}

/** Reads rows below a line of column names, in any order. Empty lines are passed over. */
export function parseCsv(text: string): readonly PlacedItem[] {
  let rows: readonly CsvRow[];
  try {
    rows = parse(text, {
      bom: true,
      columns: (names: readonly string[]) => names.map(readColumn),
      info: true,
      raw: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as readonly CsvRow[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DiscoveryError(error.message);
  }
  const [first] = rows;
  const missing = REQUIRED_COLUMNS.find(
    (name) => first !== undefined && !(fieldOf(name) in first.record),
  );
  if (missing !== undefined) throw new DiscoveryError(`line 1: the column ${missing} is missing`);
  return rows.map(({ record, info, raw }) => ({
    place: `line ${info.lines - countLineBreaks(raw.trim())}`,
    written: { ...record, ...splitCidrs(record['Cidrs']) },
  }));
}

function readColumn(name: string): string {
  const field = FIELDS[name.trim().toLowerCase()];
  if (field !== undefined) return field;
  throw new DiscoveryError(
    `line 1: there is no column ${JSON.stringify(name)}; columns are ${Object.keys(FIELDS).join(', ')}`,
  );
}

function fieldOf(column: string): string {
  return FIELDS[column] ?? column;
}

function splitCidrs(text: string | undefined): { readonly Cidrs?: readonly string[] } {
  if (text === undefined) return {};
  const cidrs = text.split(';').map((cidr) => cidr.trim());
  return { Cidrs: cidrs.filter((cidr) => cidr !== '') };
}

function countLineBreaks(text: string): number {
  return text.split('\n').length - 1;
}
