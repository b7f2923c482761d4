import type pg from 'pg';
import type { SecretBox } from '../../identity/secret-box.ts';
import { StoreOpenError } from '../store-error.ts';

const PROPERTY = 'encryption-check';
const TEXT = 'cadastre';

type Queryable = Pick<pg.ClientBase, 'query'>;

/**
 * Throws StoreOpenError unless the key is the one that the secrets in the database were sealed with.
 * The first server leaves a sealed text in the database, which all others must be able to open.
 */
export async function checkEncryptionKey(client: Queryable, secretBox: SecretBox): Promise<void> {
  await client.query(
    'INSERT INTO store_properties (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [PROPERTY, secretBox.sealToken(TEXT, PROPERTY)],
  );
  const sealed = await readEncryptionCheck(client);
  if (secretBox.openToken(sealed ?? '', PROPERTY) === TEXT) return;
  throw new StoreOpenError(
    'The encryption key is not the one that this database was set up with. All servers need the same key.',
  );
}

/** The sealed text, which no two databases have the same; undefined before the first server. */
export async function readEncryptionCheck(client: Queryable): Promise<string | undefined> {
  const read = await client.query<{ value: string }>(
    'SELECT value FROM store_properties WHERE name = $1',
    [PROPERTY],
  );
  return read.rows[0]?.value;
}
