import type { SecretBox } from '../../identity/secret-box.ts';
import { storableText } from '../postgres/storable-text.ts';
import { formatProblem } from '../verify/problem.ts';
import type { VerifyReport } from '../verify/prove-invariants.ts';
import { MoveError } from './move-error.ts';
import {
  COUNTED_TABLE,
  type CopyStep,
  type MovedTable,
  planCopy,
  selectAll,
} from './moved-tables.ts';
import { type MovedRow, RowChecksum } from './row-checksum.ts';
import type { SourceEnd, TargetEnd } from './store-end.ts';

/** How far a move is. */
export interface MoveProgress {
  readonly phase: 'copy' | 'compare' | 'verify';
  readonly doneCount: number;
  readonly totalCount: number;
}

export interface Transfer {
  readonly source: SourceEnd;
  readonly target: TargetEnd;
  readonly tables: readonly MovedTable[];
  /** Of the key that the secrets of the store are sealed with. */
  readonly secretBox: SecretBox;
  /** Where the store is from then on, and since when; for people. */
  readonly targetName: string;
  /** Done right before the target is committed. */
  readonly beforeCommit: () => void;
  readonly onProgress: (progress: MoveProgress) => void;
}

/** What was moved. */
export interface TransferReport {
  readonly tables: readonly { readonly name: string; readonly rowCount: number }[];
  readonly verified: VerifyReport;
}

/** Problems that a refusal names. */
const NAMED_PROBLEM_COUNT_MAX = 5;

/**
 * Copies all tables, reads them back and compares them, proves the invariants, marks the source as moved
 * away and commits the target. Whatever goes wrong before leaves both ends as they were.
 */
export async function transfer(given: Transfer): Promise<TransferReport> {
  const { source, tables } = given;
  await checkSecrets(given);
  const steps = planCopy(tables, await source.depths());
  const totalCount = await source.count(steps);
  const checksums = await copyRows(given, steps, totalCount);
  if (checksums.get('accounts')?.count === 0) {
    throw new MoveError('There is nothing to move: the store has no account.');
  }
  await compareRows(given, checksums, totalCount);
  const verified = await verifyTarget(given);
  await commit(given);
  return {
    tables: tables.map(({ name }) => ({ name, rowCount: checksums.get(name)?.count ?? 0 })),
    verified,
  };
}

/** The secrets of all access keys open with the key, or the servers could do nothing with them. */
async function checkSecrets({ source, secretBox }: Transfer): Promise<void> {
  const select = 'SELECT access_key_id, encrypted_secret FROM access_keys';
  for await (const rows of source.rows(select)) {
    for (const [id, sealed] of rows) {
      const isOpen =
        sealed instanceof Uint8Array && secretBox.open(sealed, `access-key:${id}`) !== undefined;
      if (isOpen) continue;
      throw new MoveError(`The encryption key does not open the secret of the access key ${id}.`);
    }
  }
}

async function copyRows(
  { source, target, tables, onProgress }: Transfer,
  steps: readonly CopyStep[],
  totalCount: number,
): Promise<ReadonlyMap<string, RowChecksum>> {
  const checksums = new Map(tables.map(({ name }) => [name, new RowChecksum()]));
  let doneCount = 0;
  for (const { table, select } of steps) {
    if (table.name === COUNTED_TABLE) await target.clear(table);
    for await (const read of source.rows(select)) {
      const rows = read.map(toStorable);
      for (const row of rows) checksums.get(table.name)?.add(row);
      await target.insert(table, rows).catch((error: unknown) => {
        throw tellTable(error, table.name);
      });
      doneCount += rows.length;
      onProgress({ phase: 'copy', doneCount, totalCount });
    }
  }
  return checksums;
}

/** The embedded store keeps a character that PostgreSQL does not. */
function toStorable(row: MovedRow): MovedRow {
  return row.map((value) => (typeof value === 'string' ? storableText(value) : value));
}

function tellTable(error: unknown, table: string): unknown {
  if (error instanceof Error) error.message = `${error.message} (table ${table})`;
  return error;
}

async function compareRows(
  { source, target, tables, onProgress }: Transfer,
  checksums: ReadonlyMap<string, RowChecksum>,
  totalCount: number,
): Promise<void> {
  let doneCount = 0;
  for (const table of tables) {
    const found = new RowChecksum();
    for await (const rows of target.rows(selectAll(table))) {
      for (const row of rows) found.add(row);
      doneCount += rows.length;
      onProgress({ phase: 'compare', doneCount, totalCount });
    }
    const copied = checksums.get(table.name);
    const counted = await source.count([{ table, select: selectAll(table) }]);
    if (counted === found.count && copied?.text === found.text) continue;
    throw new MoveError(
      `The table ${table.name} differs: ${counted} rows in the source, ${copied?.count} copied, ${found.count} found in the target${counted === found.count ? ', which are not the same' : ''}.`,
    );
  }
}

async function verifyTarget({ target, onProgress }: Transfer): Promise<VerifyReport> {
  const named: string[] = [];
  const report = await target.prove({
    onProblem: (problem) => {
      if (named.length < NAMED_PROBLEM_COUNT_MAX) named.push(formatProblem(problem));
    },
    onProgress: (doneCount, totalCount) => onProgress({ phase: 'verify', doneCount, totalCount }),
  });
  if (report.problemCount === 0) return report;
  const more = report.problemCount - named.length;
  throw new MoveError(
    [
      `What was copied breaks ${report.problemCount} invariants; cadastre verify shows whether the source does too.`,
      ...named,
      ...(more > 0 ? [`... and ${more} more.`] : []),
    ].join('\n'),
  );
}

/** The source is marked first: at no time are there two stores that a server would open. */
async function commit({ source, target, targetName, beforeCommit }: Transfer): Promise<void> {
  beforeCommit();
  try {
    await source.markMoved(targetName);
    await target.commit();
  } catch (error) {
    const hasCommitted = await target.hasCommitted();
    if (hasCommitted === true) return;
    if (hasCommitted === undefined) {
      throw new MoveError(
        'The connection broke during the commit, and whether it was carried out cannot be told: look whether there are accounts in the target. The source stays marked as moved away.',
        { cause: error },
      );
    }
    await unmark(source, error);
    throw error;
  }
}

async function unmark(source: SourceEnd, cause: unknown): Promise<void> {
  try {
    await source.unmark();
  } catch {
    throw new MoveError(
      'The move failed at its end, and the source may be marked as moved away, though nothing was moved. What says so also says how to take the mark away.',
      { cause },
    );
  }
}
