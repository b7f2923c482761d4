import type { Pool } from '../../store/records.ts';

/**
 * A pool is Creating until the time that configuration sets for testing waiters, then Created. One
 * without such a time is Created also for a server whose clock is behind that of the one that made it.
 */
export function poolStatus(pool: Pool, now: number): 'Creating' | 'Created' {
  const isAtOnce = pool.availableAt === pool.createdAt;
  return isAtOnce || now >= pool.availableAt ? 'Created' : 'Creating';
}
