import type pg from 'pg';
import type { MovedRow, MovedValue } from './row-checksum.ts';

const PORTION_ROWS = 1_000;

/** The rows of a query in portions, by a cursor of the open transaction. */
export async function* readPostgresRows(
  client: pg.ClientBase,
  select: string,
): AsyncGenerator<readonly MovedRow[], void> {
  await client.query(`DECLARE moved_rows NO SCROLL CURSOR FOR ${select}`);
  for (;;) {
    const text = `FETCH ${PORTION_ROWS} FROM moved_rows`;
    const { rows } = await client.query<MovedValue[]>({ text, rowMode: 'array' });
    if (rows.length > 0) yield rows;
    if (rows.length < PORTION_ROWS) break;
  }
  await client.query('CLOSE moved_rows');
}
