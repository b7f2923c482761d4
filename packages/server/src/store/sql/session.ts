/** A value that both engines bind alike. */
export type SqlValue = string | number | Uint8Array | null;

/**
 * Runs SQL text with `$1` placeholders. The text of a statement is its key in the engine's cache of
 * prepared statements, so it must not contain values.
 */
export interface SqlSession {
  get<Row>(sql: string, values: readonly SqlValue[]): Promise<Row | undefined>;
  all<Row>(sql: string, values: readonly SqlValue[]): Promise<readonly Row[]>;
  /** Answers how many rows changed. */
  run(sql: string, values: readonly SqlValue[]): Promise<number>;
  /**
   * Runs a statement whose outcome nobody waits for, so that an engine far away can send the next one
   * at once. Where it fails, or changes no row and `ifNone` is given, the write that it is a part of
   * fails, at its end at the latest.
   */
  send(sql: string, values: readonly SqlValue[], ifNone?: () => Error): Promise<void>;
  /** Waits until no other transaction holds the name, and holds it to the end of this one. */
  lock(name: string): Promise<void>;
}

/** A column value of an optional property. */
export function optional<Value extends SqlValue>(value: Value | undefined): Value | null {
  return value ?? null;
}

/** The property of an optional column. */
export function defined<Value>(value: Value | null): Value | undefined {
  return value ?? undefined;
}

/** Whether a statement only reads. One that answers rows may change some too: DELETE ... RETURNING does. */
export function isRead(sql: string): boolean {
  return sql.startsWith('SELECT') || sql.startsWith('WITH');
}
