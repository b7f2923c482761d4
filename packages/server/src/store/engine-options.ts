/** What every engine is told. */
export interface EngineOptions {
  /** The time, in milliseconds since the epoch. */
  readonly now: () => number;
  /** Audit events with smaller ids are forgotten; none where undefined. */
  readonly oldestEventId?: ((now: number) => string | undefined) | undefined;
  /** Allocations released before are forgotten; none where undefined. */
  readonly oldestReleaseAt?: ((now: number) => number | undefined) | undefined;
  /** Told of every commit: how many writes it held and how long it took, in seconds. */
  readonly onCommit?: ((batchSize: number, seconds: number) => void) | undefined;
}
