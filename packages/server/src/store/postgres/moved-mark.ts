import type pg from 'pg';
import { StoreOpenError } from '../store-error.ts';

const PROPERTY = 'moved-away';

type Queryable = Pick<pg.ClientBase, 'query'>;

/** Marks the database as moved away: no server opens it any more. `target` says where to and when. */
export async function markMoved(client: Queryable, target: string): Promise<void> {
  await client.query(
    `INSERT INTO store_properties (name, value) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [PROPERTY, target],
  );
}

export async function removeMovedMark(client: Queryable): Promise<void> {
  await client.query('DELETE FROM store_properties WHERE name = $1', [PROPERTY]);
}

/** Throws StoreOpenError for a database that was moved away. */
export async function refuseMovedDatabase(client: Queryable): Promise<void> {
  const found = await client.query<{ value: string }>(
    'SELECT value FROM store_properties WHERE name = $1',
    [PROPERTY],
  );
  const [row] = found.rows;
  if (row === undefined) return;
  throw new StoreOpenError(
    `The database was moved to ${row.value}; what is there now is not here. To use this one all the same: DELETE FROM store_properties WHERE name = '${PROPERTY}'.`,
  );
}
