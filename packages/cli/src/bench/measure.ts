import type { Endpoint } from '../api-client.ts';
import { ApiConnection } from './api-connection.ts';

/** One repeated step of a connection. Answers false when it has nothing more to do. */
export type Step = (connection: ApiConnection) => Promise<boolean>;

export interface Measured {
  readonly ratePerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Repeats a step on all connections at once for a time, or until there is nothing more to do. */
export async function measure(
  endpoint: Endpoint,
  connectionCount: number,
  seconds: number,
  step: Step,
): Promise<Measured> {
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const run = async () => {
    const connection = new ApiConnection(endpoint);
    try {
      while (performance.now() < endsAt) {
        const sentAt = performance.now();
        if (!(await step(connection))) break;
        latenciesMs.push(performance.now() - sentAt);
      }
    } finally {
      connection.close();
    }
  };
  await Promise.all(Array.from({ length: connectionCount }, run));
  const elapsed = (performance.now() - startedAt) / 1000;
  latenciesMs.sort((left, right) => left - right);
  return {
    ratePerSecond: latenciesMs.length / elapsed,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
  };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
