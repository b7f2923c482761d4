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
}

/** A column value of an optional property. */
export function optional<Value extends SqlValue>(value: Value | undefined): Value | null {
  return value ?? null;
}

/** The property of an optional column. */
export function defined<Value>(value: Value | null): Value | undefined {
  return value ?? undefined;
}
