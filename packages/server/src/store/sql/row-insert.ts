/** How a column is written in a cast; both engines know these names. */
export type ColumnType = 'TEXT' | 'INTEGER' | 'BIGINT';

/** The insertion of one row, and that of many, whose values come column by column. */
export interface RowInsert {
  readonly columnCount: number;
  /** Takes the row's values, in the order of the columns, then those of `onConflict`. */
  readonly sql: string;
  /** Takes an array for each column in their place. Of PostgreSQL alone. */
  readonly manySql: string;
}

interface Extras {
  /** Columns whose values come from other tables; `$1` in them is the row's first value. */
  readonly derived?: Readonly<Record<string, string>>;
  /** It may use placeholders from `columnCount + 1` on. */
  readonly onConflict?: string;
}

export function rowInsert(
  table: string,
  columns: Readonly<Record<string, ColumnType>>,
  { derived = {}, onConflict = '' }: Extras = {},
): RowInsert {
  const names = Object.keys(columns);
  const into = `INSERT INTO ${table} (${[...names, ...Object.keys(derived)].join(', ')})`;
  const values = [...names.map((_, index) => `$${index + 1}`), ...Object.values(derived)];
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`);
  const ofRow = (text: string) =>
    text.replace(/\$(\d+)/g, (_, position) => `added.${names[Number(position) - 1]}`);
  const selected = ['added.*', ...Object.values(derived).map(ofRow)];
  return {
    columnCount: names.length,
    sql: `${into} VALUES (${values.join(', ')}) ${onConflict}`,
    manySql: `${into} SELECT ${selected.join(', ')}
      FROM unnest(${arrays.join(', ')}) AS added (${names.join(', ')}) ${onConflict}`,
  };
}
