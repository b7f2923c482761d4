const WIDTH = 30;
const REDRAW_INTERVAL_MS = 100;

/** A progress bar on standard error; silent where that is no terminal. */
export class ProgressBar {
  readonly #label: string;
  readonly #total: number;
  #drawnAt = 0;

  constructor(label: string, total: number) {
    this.#label = label;
    this.#total = Math.max(total, 1);
  }

  update(done: number): void {
    const now = performance.now();
    const isEnd = done >= this.#total;
    if (!process.stderr.isTTY || (!isEnd && now - this.#drawnAt < REDRAW_INTERVAL_MS)) return;
    this.#drawnAt = now;
    const share = Math.min(done / this.#total, 1);
    const filled = Math.round(share * WIDTH);
    const bar = `${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}`;
    process.stderr.write(`\r${this.#label} [${bar}] ${Math.floor(share * 100)}%`);
    if (isEnd) this.clear();
  }

  /** Leaves the line empty for other text. */
  clear(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }
}
