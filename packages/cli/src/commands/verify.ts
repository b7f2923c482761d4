import {
  formatProblem,
  StoreOpenError,
  type VerifyOptions,
  type VerifyReport,
  verifyDatabase,
  verifyDataFolder,
} from '@cadastre/server';
import { Command, Option } from 'commander';
import { databaseUrlOption } from '../database-flags.ts';
import { describeVerifyReport } from '../describe-verify-report.ts';
import { ProgressBar } from '../progress-bar.ts';

/** Broken invariants that are told one by one; of more, only the number. */
const SHOWN_PROBLEM_COUNT_MAX = 100;

const EXIT_BROKEN = 1;
const EXIT_UNREADABLE = 2;

/** `cadastre verify`: proves the invariants of a data folder, beside a running server or not. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('Proves that the database of a data folder, or a shared database, is consistent.')
    .addOption(
      new Option('--data <folder>', 'folder with the database')
        .env('CADASTRE_DATA')
        .default('./data'),
    )
    .addOption(databaseUrlOption())
    .addHelpText(
      'after',
      `
It only reads, in one transaction, and may run while a server uses the folder. It proves that
  - every provisioned CIDR is tiled exactly by its free blocks and allocations;
  - top-level CIDRs of one scope and CIDRs of one public supply do not overlap;
  - the CIDRs of sub-pools and the allocations of their source pools agree;
  - all counters are right, and no row refers to one that does not exist;
  - the history does not contradict the live allocations;
  - IPAMs see the networks and subnets of the inventory as the rules say, each overlap is marked,
    and what is kept as used of a CIDR is what is used;
  - the database file itself is whole.

Exit status: 0 when all of that holds; 1 when not, with one line for each broken invariant;
2 when the folder or the database cannot be read.`,
    )
    .action(
      async ({ data, databaseUrl }: { readonly data: string; readonly databaseUrl?: string }) => {
        process.exitCode = await verify((options) =>
          databaseUrl === undefined || databaseUrl === ''
            ? verifyDataFolder(data, options)
            : verifyDatabase(databaseUrl, options),
        );
      },
    );
}

async function verify(
  prove: (options: VerifyOptions) => VerifyReport | Promise<VerifyReport>,
): Promise<number> {
  const startedAt = performance.now();
  const progress = new Progress();
  let problemCount = 0;
  try {
    const report = await prove({
      onProblem: (problem) => {
        problemCount += 1;
        if (problemCount > SHOWN_PROBLEM_COUNT_MAX) return;
        progress.clear();
        process.stdout.write(`${formatProblem(problem)}\n`);
      },
      onProgress: process.stderr.isTTY ? (done, total) => progress.update(done, total) : undefined,
    });
    if (problemCount > SHOWN_PROBLEM_COUNT_MAX) {
      process.stdout.write(`... and ${problemCount - SHOWN_PROBLEM_COUNT_MAX} more.\n`);
    }
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    process.stdout.write(`${describeVerifyReport(report)} (${seconds} s).\n`);
    return report.problemCount === 0 ? 0 : EXIT_BROKEN;
  } catch (error) {
    if (!(error instanceof StoreOpenError)) throw error;
    progress.clear();
    process.stderr.write(`cadastre: ${error.message}\n`);
    return EXIT_UNREADABLE;
  }
}

/** The bar is made when the number of rows is known. */
class Progress {
  #bar: ProgressBar | undefined;

  update(done: number, total: number): void {
    this.#bar ??= new ProgressBar('verify', total);
    this.#bar.update(done);
  }

  clear(): void {
    this.#bar?.clear();
  }
}
