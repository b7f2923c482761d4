import type { Pool } from '../../store/records.ts';

/** A pool is Creating until the time that configuration sets for testing waiters, then Created. */
export function poolStatus(pool: Pool, now: number): 'Creating' | 'Created' {
  return now < pool.availableAt ? 'Creating' : 'Created';
}
