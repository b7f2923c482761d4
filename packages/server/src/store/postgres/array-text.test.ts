import fc from 'fast-check';
import { onTestFinished, test } from 'vitest';
import { arrayText } from './array-text.ts';
import { createConnectionPool } from './connection-pool.ts';
import { storableText } from './storable-text.ts';
import { makeTestDatabase, settingsOf } from './test-database.test-support.ts';

test('the database reads every list as it was', async () => {
  const pool = createConnectionPool(settingsOf(await makeTestDatabase()));
  onTestFinished(() => pool.end());
  const awkward = fc.constantFrom(
    '',
    'null',
    'NULL',
    '"',
    '\\',
    '\\n',
    '\n',
    '\0',
    '{}',
    ',',
    '\u2028',
    '\ud800',
  );
  const text = fc.array(fc.oneof(awkward, fc.string({ unit: 'binary' })), { maxLength: 4 });
  const value = fc.oneof(
    text.map((parts) => parts.join('')),
    fc.constant(null),
    fc.maxSafeInteger(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(value), async (values) => {
      const { rows } = await pool.query('SELECT value FROM unnest($1::TEXT[]) AS value', [
        arrayText(values),
      ]);
      const stored = values.map((given) =>
        given === null ? null : storableText(String(given)).toWellFormed(),
      );
      const found = rows.map((row: { value: unknown }) => row.value);
      if (JSON.stringify(found) !== JSON.stringify(stored)) throw new Error(JSON.stringify(found));
    }),
    { numRuns: 300 },
  );
});
