import type pg from 'pg';
import type { SecretBox } from '../../identity/secret-box.ts';
import { StoreOpenError } from '../store-error.ts';

const PROPERTY = 'encryption-check';
const TEXT = 'cadastre';

/**
 * Throws StoreOpenError unless the key is the one that the secrets in the database were sealed with.
 * The first server leaves a sealed text in the database, which all others must be able to open.
 */
export async function checkEncryptionKey(pool: pg.Pool, secretBox: SecretBox): Promise<void> {
  await pool.query(
    'INSERT INTO store_properties (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [PROPERTY, secretBox.sealToken(TEXT, PROPERTY)],
  );
  const read = await pool.query<{ value: string }>(
    'SELECT value FROM store_properties WHERE name = $1',
    [PROPERTY],
  );
  if (secretBox.openToken(read.rows[0]?.value ?? '', PROPERTY) === TEXT) return;
  throw new StoreOpenError(
    'The encryption key is not the one that this database was set up with. All servers need the same key.',
  );
}
