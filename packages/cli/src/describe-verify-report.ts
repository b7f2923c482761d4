import type { VerifyReport } from '@cadastre/server';

/** What was proved, and whether it holds, in one sentence without its full stop. */
export function describeVerifyReport(report: VerifyReport): string {
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
