/** A growing number on standard error, where its end is not known; silent where that is no terminal. */
export class ProgressCount {
  readonly #label: string;

  constructor(label: string) {
    this.#label = label;
  }

  update(count: number): void {
    if (process.stderr.isTTY) process.stderr.write(`\r${this.#label} ${count}`);
  }

  clear(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }
}
