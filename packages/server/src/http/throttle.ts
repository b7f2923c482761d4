const WINDOW_MS = 60_000;

/** Windows kept at once; past that ended ones are dropped. */
const WINDOW_COUNT_MAX = 100_000;

/** Counts calls by account and operation in windows of one minute (the vendor's published rates). */
export class Throttle {
  readonly #windows = new Map<string, { startedAt: number; callCount: number }>();

  /** Undefined when the call may pass, else how long to wait, in milliseconds. */
  count(
    accountId: string,
    operation: string,
    callsPerMinute: number,
    now: number,
  ): number | undefined {
    const key = `${accountId} ${operation}`;
    let window = this.#windows.get(key);
    if (window === undefined || now - window.startedAt >= WINDOW_MS) {
      this.#dropEnded(now);
      window = { startedAt: now, callCount: 0 };
      this.#windows.set(key, window);
    }
    if (window.callCount >= callsPerMinute) return window.startedAt + WINDOW_MS - now;
    window.callCount += 1;
    return undefined;
  }

  #dropEnded(now: number): void {
    if (this.#windows.size < WINDOW_COUNT_MAX) return;
    for (const [key, window] of this.#windows) {
      if (now - window.startedAt >= WINDOW_MS) this.#windows.delete(key);
    }
  }
}
