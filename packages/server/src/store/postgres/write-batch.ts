import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { createTransactor } from '../sql/transactor.ts';
import type { Transactor, Write, WriteResult } from '../store.ts';
import { failureKind } from './failures.ts';
import { confirmCommit, type NonceKey, recordNonces } from './nonces.ts';
import { PostgresSession } from './postgres-session.ts';
import { areLocksRight, type Locks, takeLocks } from './scope-locks.ts';

export interface WaitingWrite {
  readonly write: Write<unknown>;
  readonly resolve: (result: WriteResult<unknown>) => void;
  readonly reject: (error: unknown) => void;
}

/** What to tell a caller once the transaction has been committed. */
type Answer = () => void;

/** How a transaction ended. */
export type BatchOutcome =
  | { readonly kind: 'committed'; readonly answers: readonly Answer[] }
  /** The locks are no longer the right ones. */
  | { readonly kind: 'misplaced' }
  /** One of the writes has to be taken back: they must run each in a savepoint. */
  | { readonly kind: 'entangled' }
  /** The connection broke during the commit. */
  | { readonly kind: 'unknown'; readonly answers: readonly Answer[]; readonly error: unknown };

/** Runs of a write that finds another server's answer to its client token. */
const RUN_COUNT_MAX = 3;

/**
 * One transaction for all writes of a batch. At first they run without savepoints, one after another
 * on what the earlier ones left, and only reads wait for an answer of the database. When a write fails,
 * or takes back what it changed, the transaction ends without a trace and the batch runs again with a
 * savepoint for each write. That is seldom: most refusals come before the first change.
 */
export class WriteBatch {
  readonly locks: Locks;
  readonly writes: readonly WaitingWrite[];
  readonly #now: () => number;
  /** Marks the transaction, so that its fate can be told on another connection. */
  #transactionId = randomUUID();
  #marker: NonceKey | undefined;

  constructor(locks: Locks, writes: readonly WaitingWrite[], now: () => number) {
    this.locks = locks;
    this.writes = writes;
    this.#now = now;
  }

  /** What has expired by then is forgotten: the time of the earliest call, or now where there is none. */
  get time(): number {
    return Math.min(...this.writes.map(({ write }) => write.calledAt ?? this.#now()));
  }

  /** Whether the commit whose outcome is unknown was carried out; undefined where nothing tells. */
  async hasCommitted(client: pg.ClientBase): Promise<boolean | undefined> {
    if (this.#marker === undefined) return undefined;
    const session = new PostgresSession(client);
    session.control('BEGIN');
    // The transaction before may not be over yet: it is when its locks are free.
    takeLocks(this.locks, this.#transactionId, session);
    await session.settle();
    const isCommitted = await confirmCommit(client, this.#marker, this.#transactionId);
    await client.query('COMMIT');
    return isCommitted;
  }

  /** Throws what the driver threw when the transaction failed before its commit. */
  async run(client: pg.ClientBase, isCareful: boolean): Promise<BatchOutcome> {
    const session = new PostgresSession(client);
    this.#transactionId = randomUUID();
    session.control('BEGIN');
    takeLocks(this.locks, this.#transactionId, session);
    try {
      if (!(await areLocksRight(this.locks, session))) {
        await client.query('ROLLBACK');
        return { kind: 'misplaced' };
      }
      const answers = await this.#runAll(client, session, isCareful);
      if (answers === undefined) {
        await client.query('ROLLBACK');
        return { kind: 'entangled' };
      }
      await session.settle();
      return await commit(client, answers);
    } catch (error) {
      const failure = firstFailure(session, error);
      if (failureKind(failure) !== 'connection') await client.query('ROLLBACK');
      throw failure;
    }
  }

  async #runAll(
    client: pg.ClientBase,
    session: PostgresSession,
    isCareful: boolean,
  ): Promise<readonly Answer[] | undefined> {
    const transactor = createTransactor(session);
    const nonces = this.writes.map(({ write }) => write.nonce);
    const { areFresh, marker } = await recordNonces(client, nonces, this.#transactionId, this.time);
    this.#marker = marker;
    const answers: Answer[] = [];
    for (const [index, waiting] of this.writes.entries()) {
      const { resolve } = waiting;
      if (areFresh[index] === false) {
        answers.push(() => resolve({ kind: 'nonce-used' }));
        continue;
      }
      const answer = isCareful
        ? await runInSavepoint(waiting, transactor, session)
        : await runAtOnce(waiting, transactor, session);
      if (answer === undefined) return undefined;
      answers.push(answer);
    }
    return answers;
  }
}

/** Undefined when the write changed something that has to be taken back. */
async function runAtOnce(
  { write, resolve }: WaitingWrite,
  transactor: Transactor,
  session: PostgresSession,
): Promise<Answer | undefined> {
  const before = session.changeCount;
  try {
    const { kind, value, ...rest } = await write.run(transactor);
    if (kind === 'rollback') {
      if (session.changeCount !== before) return undefined;
      if ('event' in rest && rest.event !== undefined) await transactor.events.append(rest.event);
    }
    return () => resolve({ kind: 'done', value });
  } catch (error) {
    const failure = firstFailure(session, error);
    if (isOfWholeBatch(failure)) throw failure;
    return undefined;
  }
}

async function runInSavepoint(
  { write, resolve, reject }: WaitingWrite,
  transactor: Transactor,
  session: PostgresSession,
): Promise<Answer> {
  for (let runCount = 1; ; runCount += 1) {
    session.control('SAVEPOINT one_write');
    try {
      const decision = await write.run(transactor);
      await session.settle();
      if (decision.kind === 'rollback') {
        session.control('ROLLBACK TO one_write');
        if (decision.event !== undefined) await transactor.events.append(decision.event);
      }
      session.control('RELEASE one_write');
      await session.settle();
      return () => resolve({ kind: 'done', value: decision.value });
    } catch (error) {
      const failure = await takeBack(session, error);
      // Under another run's eyes, the answer that another server gave to the same token is there.
      const isConflict = failureKind(failure) === 'conflict';
      if (!isConflict || runCount === RUN_COUNT_MAX) return () => reject(failure);
    }
  }
}

/** Brings the transaction back to before the write; throws where it is lost as a whole. */
async function takeBack(session: PostgresSession, error: unknown): Promise<unknown> {
  await session.settle().catch(() => undefined);
  const failure = firstFailure(session, error);
  if (failureKind(failure) === 'connection') throw failure;
  session.control('ROLLBACK TO one_write');
  session.control('RELEASE one_write');
  await session.settle();
  return failure;
}

/** What the error follows from: a statement before it may have failed without being waited for. */
function firstFailure(session: PostgresSession, error: unknown): unknown {
  const failure = session.takeFailure();
  return failureKind(error) === 'aborted' && failure !== undefined ? failure : error;
}

/** Failures that no savepoint helps against, or that the next attempt may not meet. */
function isOfWholeBatch(failure: unknown): boolean {
  const kind = failureKind(failure);
  return kind === 'connection' || kind === 'timeout';
}

async function commit(client: pg.ClientBase, answers: readonly Answer[]): Promise<BatchOutcome> {
  try {
    await client.query('COMMIT');
    return { kind: 'committed', answers };
  } catch (error) {
    const kind = failureKind(error);
    if (kind !== 'connection' && kind !== 'timeout') throw error;
    return { kind: 'unknown', answers, error };
  }
}
