import type pg from 'pg';
import { isRead, type SqlSession, type SqlValue } from '../sql/session.ts';
import { arrayText } from './array-text.ts';
import { storableText } from './storable-text.ts';

/** Texts that connections hold prepared; lists make one for each combination of filters. */
const PREPARED_COUNT_MAX = 1_000;

const names = new Map<string, string>();

/** The same text has the same name on every connection, where it is prepared at its first use. */
function nameOf(sql: string): string | undefined {
  const known = names.get(sql);
  if (known !== undefined || names.size >= PREPARED_COUNT_MAX) return known;
  const name = `cadastre_${names.size}`;
  names.set(sql, name);
  return name;
}

/** A value, or a list of values for an array. */
type BoundValue = SqlValue | readonly SqlValue[];

function storable(value: BoundValue): unknown {
  if (Array.isArray(value)) return arrayText(value);
  return typeof value === 'string' ? storableText(value) : value;
}

/** How the statements before a commit went, and the commit. */
export interface CommitAnswers {
  readonly statements: PromiseSettledResult<void>;
  readonly commit: PromiseSettledResult<pg.QueryResult>;
}

/** What `require_rows` raises where rows are missing. */
const ROWS_MISSING = 'CDROW';

/** Whether a statement failed because it found, or changed, other than the rows it had to. */
export function isRowMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === ROWS_MISSING;
}

/** What the failure of a statement means to whoever waits for the transaction. */
type Explain = (error: unknown) => unknown;

const requiringTexts = new Map<string, string>();

/** The change, failing where it does not change as many rows as the value after its own says. */
function requiringRows(change: string, valueCount: number): string {
  const known = requiringTexts.get(change);
  if (known !== undefined) return known;
  const text = `WITH changed AS (${change} RETURNING 1)
    SELECT require_rows((SELECT count(*) FROM changed), $${valueCount + 1}::BIGINT)`;
  requiringTexts.set(change, text);
  return text;
}

/** Separates the names of locks from those of other programs in the same database. */
export const LOCK_SEED = 0x43414441;

/** Waits for an advisory lock, exclusive or shared, and holds it to the end of the transaction. */
export const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended($1, ${LOCK_SEED}))`;
export const LOCK_SHARED = `SELECT pg_advisory_xact_lock_shared(hashtextextended($1, ${LOCK_SEED}))`;
/** Answers at once whether it has the lock. */
export const TRY_LOCK = `SELECT pg_try_advisory_xact_lock(hashtextextended($1, ${LOCK_SEED}))
  AS "isHeld"`;

/**
 * Runs the shared SQL text in one transaction of a connection. Statements go out at once, without
 * waiting for the answers to earlier ones; the database carries them out in that order.
 */
export class PostgresSession implements SqlSession {
  readonly #client: pg.ClientBase;
  #sent: Promise<unknown>[] = [];
  #changeCount = 0;
  #isGathering = false;
  /** Whether a row count of this transaction is compared by this process. */
  #isJudgedHere = false;
  #statementCount = 0;
  #failure: { readonly statement: number; readonly error: unknown } | undefined;

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  /** How many statements went out that may have changed something. */
  get changeCount(): number {
    return this.#changeCount;
  }

  async get<Row>(sql: string, values: readonly BoundValue[]): Promise<Row | undefined> {
    if (!isRead(sql)) this.#changeCount += 1;
    return (await this.#query(sql, values)).rows[0] as Row | undefined;
  }

  async all<Row>(sql: string, values: readonly BoundValue[]): Promise<readonly Row[]> {
    if (!isRead(sql)) this.#changeCount += 1;
    return (await this.#query(sql, values)).rows as Row[];
  }

  async run(sql: string, values: readonly BoundValue[]): Promise<number> {
    this.#changeCount += 1;
    return (await this.#query(sql, values)).rowCount ?? 0;
  }

  async send(sql: string, values: readonly BoundValue[], ifNone?: () => Error): Promise<void> {
    this.#changeCount += 1;
    this.#isJudgedHere ||= ifNone !== undefined;
    const statement = this.#statementCount;
    this.#keep(
      this.#query(sql, values).then(({ rowCount }) => {
        if (rowCount === 0 && ifNone !== undefined) throw this.#fail(statement, ifNone());
      }),
    );
  }

  /** Sends a statement about many rows. */
  sendMany(sql: string, values: readonly BoundValue[]): void {
    this.#changeCount += 1;
    this.#keep(this.#query(sql, values));
  }

  /**
   * Sends a change of as many rows. With any other number it fails in the database, so that a commit may
   * be sent behind it; `ifMissing` tells what that means.
   */
  sendRequired(
    change: string,
    values: readonly BoundValue[],
    rowCount: number,
    ifMissing: () => Error,
  ): void {
    this.#changeCount += 1;
    const sql = requiringRows(change, values.length);
    const explain: Explain = (error) => (isRowMissing(error) ? ifMissing() : error);
    this.#keep(this.#query(sql, [...values, rowCount], explain));
  }

  /** Sends what nobody waits for before `settle`, with what its failure means and its answer is for. */
  sendAhead<Row>(
    sql: string,
    values: readonly BoundValue[],
    explain: Explain,
    onAnswer: (rows: readonly Row[]) => void = () => undefined,
  ): void {
    this.#changeCount += 1;
    this.#keep(this.#query(sql, values, explain).then(({ rows }) => onAnswer(rows as Row[])));
  }

  async lock(name: string): Promise<void> {
    await this.#query(LOCK, [name]);
  }

  /** Sends a statement that belongs to no table; a failure is met by `settle`. */
  control(sql: string): void {
    this.#keep(this.#query(sql, []));
  }

  /** Waits for everything sent so far. Throws the first failure. */
  async settle(): Promise<void> {
    const sent = this.#sent;
    this.#sent = [];
    await Promise.allSettled(sent);
    const failure = this.takeFailure();
    if (failure !== undefined) throw failure;
  }

  /**
   * Sends the commit along with what is under way. Where the row count of a statement is judged here, and
   * not by the database, its answer comes first, and its failure is thrown.
   */
  async commit(): Promise<CommitAnswers> {
    if (this.#isJudgedHere) await this.settle();
    const settling = this.settle();
    this.#gatherWrites();
    const committing = this.#client.query('COMMIT');
    const [statements, commit] = await Promise.allSettled([settling, committing]);
    return { statements, commit };
  }

  /** The first failure since the last call, which those after it follow from. */
  takeFailure(): unknown {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure?.error;
  }

  async #query(
    sql: string,
    values: readonly BoundValue[],
    explain: Explain = (error) => error,
  ): Promise<pg.QueryResult> {
    const statement = this.#statementCount;
    this.#statementCount += 1;
    this.#gatherWrites();
    try {
      const name = nameOf(sql);
      return await this.#client.query({
        text: sql,
        values: values.map(storable),
        ...(name !== undefined && { name }),
      });
    } catch (error) {
      throw this.#fail(statement, explain(error));
    }
  }

  /** What goes out in one turn goes out in one packet: a system call for each would cost more. */
  #gatherWrites(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    const { stream } = (this.#client as pg.Client).connection;
    stream.cork();
    process.nextTick(() => {
      this.#isGathering = false;
      stream.uncork();
    });
  }

  #keep(sending: Promise<unknown>): void {
    // `settle` tells of the failure; without this it would count as one that nobody handles.
    sending.catch(() => undefined);
    this.#sent.push(sending);
  }

  /** Keeps the failure of the earliest statement, which is not always the first to be heard of. */
  #fail(statement: number, error: unknown): unknown {
    if (this.#failure === undefined || statement < this.#failure.statement) {
      this.#failure = { statement, error };
    }
    return error;
  }
}
