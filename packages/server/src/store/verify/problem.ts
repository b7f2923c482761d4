/** A broken invariant: whose it is, what it is about, and what is wrong with it. */
export interface Problem {
  readonly accountId: string;
  /** Such as `pool ipam-pool-1, CIDR 10.0.0.0/8`. */
  readonly subject: string;
  readonly text: string;
}

/** Told of every broken invariant as it is found, so that no number of them needs memory. */
export type ReportProblem = (problem: Problem) => void;

/** One line. */
export function formatProblem({ accountId, subject, text }: Problem): string {
  const line =
    accountId === '' ? `${subject}: ${text}` : `account ${accountId}, ${subject}: ${text}`;
  return line.replaceAll(/\s+/g, ' ');
}
