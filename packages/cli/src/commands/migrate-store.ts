import {
  MoveError,
  type MoveProgress,
  type MoveReport,
  moveStore,
  StoreOpenError,
} from '@cadastre/server';
import { Command } from 'commander';
import {
  type EncryptionKeyFlags,
  encryptionKeyFileOption,
  encryptionKeyOf,
} from '../database-flags.ts';
import { ProgressBar } from '../progress-bar.ts';
import { formatTable } from '../text-table.ts';
import { describeReport } from '../verify-output.ts';

interface MigrateStoreFlags extends EncryptionKeyFlags {
  readonly from: string;
  readonly to: string;
}

const EXIT_FAILED = 1;

/** `cadastre migrate-store`: moves a store from a data folder to PostgreSQL, or back. */
export function migrateStoreCommand(): Command {
  return new Command('migrate-store')
    .description('Moves everything from a data folder to a PostgreSQL, or back.')
    .requiredOption('--from <place>', 'data folder, or postgres://USER:PASSWORD@HOST:PORT/DATABASE')
    .requiredOption('--to <place>', 'the other of the two; it must be empty')
    .addOption(encryptionKeyFileOption())
    .addHelpText(
      'after',
      `
Stop all servers of both places first; while one is running the move is refused. Everything is copied
in one transaction, read back and compared table by table, and the invariants are proved, as
\`cadastre verify\` does. If anything fails nothing is left in the target, and the source is as it was.

Afterwards no server opens the source any more: it is marked as moved away, and else untouched. Access
keys, client tokens, page tokens, sessions of roles and used nonces hold in the target as before.

The secrets stay sealed with the key they were sealed with. Servers on PostgreSQL need that of the
folder (DIR/encryption.key) as --encryption-key-file; to move back, give the key of the servers, with
--encryption-key-file or CADASTRE_ENCRYPTION_KEY, and it is put into the folder.

Exit status: 0 when the store was moved; 1 when not.

Examples:
  cadastre migrate-store --from ./data --to postgres://cadastre:...@db.example/cadastre
  cadastre migrate-store --from postgres://cadastre:...@db.example/cadastre --to ./data-again \\
    --encryption-key-file /etc/cadastre/encryption.key`,
    )
    .action(async (flags: MigrateStoreFlags) => {
      process.exitCode = await migrateStore(flags);
    });
}

async function migrateStore(flags: MigrateStoreFlags): Promise<number> {
  const startedAt = performance.now();
  const progress = new Progress();
  try {
    const report = await moveStore({
      from: flags.from,
      to: flags.to,
      encryptionKey: encryptionKeyOf(flags),
      onProgress: (moved) => progress.update(moved),
      now: Date.now,
    });
    process.stdout.write(describe(report, (performance.now() - startedAt) / 1000));
    return 0;
  } catch (error) {
    progress.clear();
    if (!(error instanceof MoveError || error instanceof StoreOpenError)) throw error;
    process.stderr.write(`cadastre: ${error.message}\n`);
    return EXIT_FAILED;
  }
}

const TENTHS = 10;

/** A bar for each phase on a terminal; elsewhere a line for each tenth of it. */
class Progress {
  #bar: { readonly phase: string; readonly bar: ProgressBar } | undefined;
  #told = '';

  update({ phase, doneCount, totalCount }: MoveProgress): void {
    if (process.stderr.isTTY) {
      if (this.#bar?.phase !== phase) {
        this.clear();
        this.#bar = { phase, bar: new ProgressBar(phase, totalCount) };
      }
      this.#bar.bar.update(doneCount);
      return;
    }
    const tenths = Math.floor((doneCount / Math.max(totalCount, 1)) * TENTHS);
    const told = `${phase}: ${tenths * TENTHS} %`;
    if (told === this.#told) return;
    this.#told = told;
    process.stderr.write(`${told} (${doneCount} of ${totalCount} rows)\n`);
  }

  clear(): void {
    this.#bar?.bar.clear();
  }
}

function describe({ tables, verified, keyFile }: MoveReport, seconds: number): string {
  const filled = tables.filter(({ rowCount }) => rowCount > 0);
  const rows = filled.map(({ name, rowCount }) => ({ Table: name, Rows: rowCount }));
  const total = filled.reduce((sum, { rowCount }) => sum + rowCount, 0);
  return `${formatTable(['Table', 'Rows'], rows)}

${total} rows moved and compared in ${seconds.toFixed(1)} s; ${tables.length - filled.length} tables are empty.
${describeReport(verified)}.
The secrets open with the key in ${keyFile}.
`;
}
