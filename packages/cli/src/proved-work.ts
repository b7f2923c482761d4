import { BackupError, StoreOpenError } from '@cadastre/server';
import { Option } from 'commander';
import { reportProblem } from './connection.ts';
import { VerifyOutput } from './verify-output.ts';

/** The flag of commands that keep nothing that breaks invariants. */
export function acceptBrokenOption(): Option {
  return new Option(
    '--accept-broken',
    'go on where the database breaks invariants, which are printed',
  ).default(false);
}

/** Runs work that ends in a proof, and prints what it did, or one line on why it did not. */
export async function runProved<Report>(
  work: (output: VerifyOutput) => Promise<Report>,
  describe: (report: Report) => string,
): Promise<void> {
  const output = new VerifyOutput();
  try {
    const report = await work(output);
    output.end();
    process.stdout.write(`${describe(report)}\n`);
  } catch (error) {
    output.end();
    if (!isExpected(error)) throw error;
    reportProblem(error.message);
  }
}

/** Failures that the operator can mend: those with a code are of the file system. */
function isExpected(error: unknown): error is Error {
  return (
    error instanceof BackupError ||
    error instanceof StoreOpenError ||
    (error instanceof Error && 'code' in error && typeof error.code === 'string')
  );
}
