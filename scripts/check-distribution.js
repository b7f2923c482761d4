// Fails where a table of the shared database could not be distributed over several nodes by account,
// and where docs/operating/scaling.md shows other statements than the tables need.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkDistribution,
  distributionStatements,
} from '../packages/server/dist/store/distribution/check-distribution.js';
import { DISTRIBUTION } from '../packages/server/dist/store/distribution/distribution.js';
import { POSTGRES_MIGRATIONS } from '../packages/server/dist/store/postgres/migrations.js';

const document = 'docs/operating/scaling.md';
const sql = POSTGRES_MIGRATIONS.map((migration) => migration.sql).join('\n');

const problems = [...checkDistribution(sql, DISTRIBUTION)];
const text = readFileSync(join(import.meta.dirname, '..', document), 'utf8');
const shown = text.match(/^```sql\n([\s\S]*?)^```$/m)?.[1] ?? '';
const expected = `${distributionStatements(sql, DISTRIBUTION).join('\n')}\n`;
if (shown !== expected) {
  problems.push(`${document}: its first block of SQL must be:\n\n${expected}`);
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) {
  console.error(
    'Keys start with the account id. What cannot is declared, with the reason, in packages/server/src/store/distribution/distribution.ts.',
  );
  process.exitCode = 1;
}
