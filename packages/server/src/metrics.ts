import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const REQUEST_SECONDS_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const COMMIT_SECONDS_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1];
const BATCH_SIZE_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** What `/metrics` shows. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: 'cadastre_requests_total',
    help: 'Requests by operation and error code; the code of a success is OK.',
    labelNames: ['operation', 'code'] as const,
    registers: [this.#registry],
  });
  readonly #requestSeconds = new Histogram({
    name: 'cadastre_request_duration_seconds',
    help: 'Time from reading a request to its answer.',
    labelNames: ['operation'] as const,
    buckets: REQUEST_SECONDS_BUCKETS,
    registers: [this.#registry],
  });
  readonly #commitSeconds = new Histogram({
    name: 'cadastre_store_transaction_duration_seconds',
    help: 'Time of one transaction of the store, from its first statement to the end of its commit.',
    buckets: COMMIT_SECONDS_BUCKETS,
    registers: [this.#registry],
  });
  readonly #batchSize = new Histogram({
    name: 'cadastre_store_commit_batch_size',
    help: 'Writes that one commit of the store made durable together.',
    buckets: BATCH_SIZE_BUCKETS,
    registers: [this.#registry],
  });
  readonly #retries = new Counter({
    name: 'cadastre_store_retries_total',
    help: 'Transactions of the database that were run again, by what went wrong.',
    labelNames: ['reason'] as const,
    registers: [this.#registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
  }

  countRequest(operation: string, code: string, seconds: number): void {
    const name = operation === '' ? 'unknown' : operation;
    this.#requests.inc({ operation: name, code: code === '' ? 'OK' : code });
    this.#requestSeconds.observe({ operation: name }, seconds);
  }

  countCommit(batchSize: number, seconds: number): void {
    this.#commitSeconds.observe(seconds);
    this.#batchSize.observe(batchSize);
  }

  countRetry(reason: string): void {
    this.#retries.inc({ reason });
  }

  /** Shows the connections to a database, as they are when somebody asks. */
  watchConnections(count: () => Readonly<Record<'total' | 'idle' | 'waiting', number>>): void {
    new Gauge({
      name: 'cadastre_store_connections',
      help: 'Connections to the database: total, idle, and calls that wait for one.',
      labelNames: ['state'] as const,
      registers: [this.#registry],
      collect() {
        for (const [state, value] of Object.entries(count())) this.set({ state }, value);
      },
    });
  }

  /** The text of the Prometheus exposition format and its content type. */
  async render(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}
