/** The fault that is none. */
export const CALM = 'nothing';

/** What was counted of operations that began under one fault. */
interface Counts {
  operations: number;
  acknowledged: number;
  refused: number;
  /** Sent again after an attempt whose answer was lost. */
  retried: number;
  /** Given up without an answer: calls without a client token. */
  lost: number;
  /** The longest time in which nothing was acknowledged, in milliseconds. */
  longestSilenceMs: number;
}

const COLUMNS = ['operations', 'acknowledged', 'refused', 'retried', 'lost'] as const;

/** Counts operations by the fault that they began under. */
export class Tally {
  /** What is being done to the ground now. */
  fault = CALM;
  readonly #countsByFault = new Map<string, Counts>();
  readonly #codes = new Map<string, number>();
  #lastAcknowledgedAt = performance.now();
  #faultAtLastAcknowledged = CALM;

  count(column: (typeof COLUMNS)[number], fault: string): void {
    this.#of(fault)[column] += 1;
    if (column === 'acknowledged' || column === 'refused') this.#endSilence();
  }

  /** Counts a code or the failure of an attempt. */
  countCode(code: string): void {
    this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1);
  }

  get operationCount(): number {
    return [...this.#countsByFault.values()].reduce((sum, { operations }) => sum + operations, 0);
  }

  describe(): string {
    const header = ['fault', ...COLUMNS, 'silence'];
    const rows = [...this.#countsByFault].map(([fault, counts]) => [
      fault,
      ...COLUMNS.map((column) => String(counts[column])),
      `${(counts.longestSilenceMs / 1000).toFixed(1)} s`,
    ]);
    const widths = header.map((_, column) =>
      Math.max(...[header, ...rows].map((row) => row[column]?.length ?? 0)),
    );
    const lines = [header, ...rows].map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    );
    const codes = [...this.#codes].map(([code, count]) => `${code} ${count}`).join(', ');
    return `${lines.join('\n')}\nother answers: ${codes}`;
  }

  #of(fault: string): Counts {
    let counts = this.#countsByFault.get(fault);
    if (counts === undefined) {
      counts = {
        operations: 0,
        acknowledged: 0,
        refused: 0,
        retried: 0,
        lost: 0,
        longestSilenceMs: 0,
      };
      this.#countsByFault.set(fault, counts);
    }
    return counts;
  }

  #endSilence(): void {
    const now = performance.now();
    // A silence may begin just before a fault and last until after it.
    const counts = this.#of(this.#faultOfSilence());
    const silenceMs = now - this.#lastAcknowledgedAt;
    counts.longestSilenceMs = Math.max(counts.longestSilenceMs, silenceMs);
    this.#lastAcknowledgedAt = now;
    this.#faultAtLastAcknowledged = this.fault;
  }

  #faultOfSilence(): string {
    return this.fault === CALM ? this.#faultAtLastAcknowledged : this.fault;
  }
}
