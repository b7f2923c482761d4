import { formatProblem, type Problem, type VerifyReport } from '@cadastre/server';
import { ProgressBar } from './progress-bar.ts';

/** Broken invariants that are told one by one; of more, only the number. */
const SHOWN_PROBLEM_COUNT_MAX = 100;

/** What proving a database prints: a line for each broken invariant, and bars of progress. */
export class VerifyOutput {
  #problemCount = 0;
  #bar: { readonly label: string; readonly shown: ProgressBar } | undefined;

  readonly onProblem = (problem: Problem): void => {
    this.#problemCount += 1;
    if (this.#problemCount > SHOWN_PROBLEM_COUNT_MAX) return;
    this.clear();
    process.stdout.write(`${formatProblem(problem)}\n`);
  };

  /** Draws the bar of one part of the work; undefined where nobody would see it. */
  progressOf(label: string): ((done: number, total: number) => void) | undefined {
    if (!process.stderr.isTTY) return undefined;
    return (done, total) => {
      // The bar is made when the total is known.
      if (this.#bar?.label !== label) this.#bar = { label, shown: new ProgressBar(label, total) };
      this.#bar.shown.update(done);
    };
  }

  /** Leaves the line of the bar empty for other text. */
  clear(): void {
    this.#bar?.shown.clear();
  }

  /** Says how many broken invariants were not shown. */
  end(): void {
    this.clear();
    if (this.#problemCount <= SHOWN_PROBLEM_COUNT_MAX) return;
    process.stdout.write(`... and ${this.#problemCount - SHOWN_PROBLEM_COUNT_MAX} more.\n`);
  }
}

/** What was proved, without a period: `1 account, 2 pools, ...: all invariants hold`. */
export function describeReport(report: VerifyReport): string {
  const counts = [
    countOf(report.accountCount, 'account'),
    countOf(report.poolCount, 'pool'),
    countOf(report.cidrCount, 'CIDR'),
    countOf(report.allocationCount, 'allocation'),
    countOf(report.freeBlockCount, 'free block'),
  ].join(', ');
  const verdict =
    report.problemCount === 0
      ? 'all invariants hold'
      : `${countOf(report.problemCount, 'broken invariant')}`;
  return `${counts}: ${verdict}`;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
