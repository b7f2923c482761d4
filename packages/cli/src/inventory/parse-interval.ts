import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** The longest time that a timer of Node.js can wait is a little under 25 days. */
const INTERVAL_MS_MAX = 24 * 24 * 3_600_000;

/** A time such as `30s`, `5m` or `1h`, in milliseconds. */
export function parseInterval(text: string): number {
  const [, count, unit = ''] = /^(\d{1,9})([smh])$/.exec(text) ?? [];
  const intervalMs = Number(count) * (UNIT_MS[unit] ?? 0);
  if (intervalMs > 0 && intervalMs <= INTERVAL_MS_MAX) return intervalMs;
  throw new InvalidArgumentError('It must be a time such as 30s, 5m or 1h, up to 24 days.');
}
