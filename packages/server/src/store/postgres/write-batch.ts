import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { GatheredChanges } from '../sql/gathered-changes.ts';
import {
  type Answer,
  type BatchChanges,
  nonceUsed,
  runTogether,
  type WaitingWrite,
} from '../sql/run-together.ts';
import { createTransactor } from '../sql/transactor.ts';
import type { Transactor } from '../store.ts';
import {
  describeFailure,
  failureKind,
  isSurelyUncommitted,
  PartialCommitError,
} from './failures.ts';
import { type ExpectedReads, holdPools } from './held-pools.ts';
import {
  batchNonces,
  confirmCommit,
  type NonceKey,
  recordNewNonces,
  recordNonces,
} from './nonces.ts';
import { type CommitAnswers, PostgresSession } from './postgres-session.ts';
import { areLocksRight, type Locks, takeLocks, waitForAll } from './scope-locks.ts';

/** A write with what it has to lock; those of a batch need the same locks, or pools each. */
export interface PlacedWrite extends WaitingWrite {
  readonly locks: Locks;
}

/** How a transaction ended. */
export type BatchOutcome =
  | { readonly kind: 'committed'; readonly answers: readonly Answer[] }
  /** The locks are no longer the right ones. */
  | { readonly kind: 'misplaced' }
  /** One of the writes has to be taken back, or has an old nonce: they must run each in a savepoint. */
  | { readonly kind: 'entangled' }
  /** The connection broke once the commit was sent. */
  | { readonly kind: 'unknown'; readonly answers: readonly Answer[]; readonly error: unknown };

/**
 * Whatever the default of the database is: what was read before the locks were had must not count.
 */
const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED';

/** Randomness enough that no two transactions are taken for each other. */
const TRANSACTION_ID_BYTES = 12;

/** Runs of a write that finds another server's answer to its client token. */
const RUN_COUNT_MAX = 3;

/**
 * One transaction for all writes of a batch. At first they run without savepoints, one after another
 * on what the earlier ones left, and only reads wait for an answer of the database. When a write fails,
 * or takes back what it changed, the transaction ends without a trace and the batch runs again with a
 * savepoint for each write. That is seldom: most refusals come before the first change.
 */
export class WriteBatch {
  readonly writes: readonly PlacedWrite[];
  readonly #now: () => number;
  /** Marks the transaction, so that its fate can be told on another connection. */
  #transactionId = '';
  #marker: NonceKey | undefined;

  constructor(writes: readonly PlacedWrite[], now: () => number) {
    this.writes = writes;
    this.#now = now;
  }

  /** What has expired by then is forgotten: the time of the earliest call, or now where there is none. */
  get time(): number {
    return Math.min(...this.writes.map(({ write }) => write.calledAt ?? this.#now()));
  }

  get #locks(): readonly Locks[] {
    return this.writes.map(({ locks }) => locks);
  }

  /** Whether the commit whose outcome is unknown was carried out; undefined where nothing tells. */
  async hasCommitted(client: pg.ClientBase): Promise<boolean | undefined> {
    if (this.#marker === undefined) return undefined;
    const session = new PostgresSession(client);
    session.control(BEGIN);
    // The transaction before may not be over yet: it is when its locks are free.
    waitForAll(this.#locks, this.#transactionId, session);
    await session.settle();
    const isCommitted = await confirmCommit(client, this.#marker, this.#transactionId);
    await client.query('COMMIT');
    return isCommitted;
  }

  /** Throws what the driver threw where the transaction has surely failed. */
  async run(client: pg.ClientBase, isCareful: boolean): Promise<BatchOutcome> {
    const session = new PostgresSession(client);
    this.#transactionId = randomBytes(TRANSACTION_ID_BYTES).toString('base64url');
    session.control(BEGIN);
    let decided: readonly Answer[];
    let answered: CommitAnswers;
    try {
      const holding = this.#takeLocks(session);
      const [areRight, held, areFresh] = await Promise.all([
        this.#areLocksRight(session),
        holding,
        this.#recordNonces(session, isCareful),
      ]);
      if (areFresh === undefined) {
        session.takeFailure();
        await client.query('ROLLBACK');
        return { kind: 'entangled' };
      }
      // From here on a transaction is open and has its locks: who has them after it sees how it ended.
      await session.settle();
      if (!areRight) {
        await client.query('ROLLBACK');
        return { kind: 'misplaced' };
      }
      const answers = await (isCareful
        ? this.#runCarefully(session, areFresh)
        : runTogether(this.writes, areFresh, held ?? new SentChanges(session), (error) => {
            const failure = firstFailure(session, error);
            return isOfWholeBatch(failure) ? failure : undefined;
          }));
      if (answers === undefined) {
        await client.query('ROLLBACK');
        return { kind: 'entangled' };
      }
      decided = answers;
      answered = await session.commit();
    } catch (error) {
      const failure = firstFailure(session, error);
      if (failureKind(failure) !== 'connection') await client.query('ROLLBACK');
      throw failure;
    }
    return judgeCommit(answered, decided);
  }

  /** Sends for the locks at once; answers the pools where those are locked. */
  async #takeLocks(session: PostgresSession): Promise<GatheredChanges | undefined> {
    takeLocks(this.#locks, this.#transactionId, session);
    const reads = this.writes.flatMap(expectedReads);
    return reads.length === 0 ? undefined : holdPools(session, reads);
  }

  async #areLocksRight(session: PostgresSession): Promise<boolean> {
    const [first] = this.writes;
    return first === undefined || areLocksRight(first.locks, session);
  }

  /**
   * Answers for each write whether it may go on. At first all nonces should be new: undefined where one
   * is not, which fails the transaction. A careful attempt asks which.
   */
  async #recordNonces(
    session: PostgresSession,
    isCareful: boolean,
  ): Promise<readonly boolean[] | undefined> {
    const nonces = this.writes.map(({ write }) => write.nonce);
    const { rows, areFirst } = batchNonces(nonces);
    this.#marker = rows[0];
    if (rows.length === 0) return areFirst;
    if (!isCareful) {
      return (await recordNewNonces(session, rows, this.#transactionId)) ? areFirst : undefined;
    }
    const isFresh = await recordNonces(session, rows, this.#transactionId, this.time);
    this.#marker = rows.find(isFresh);
    return nonces.map(
      (nonce, index) => areFirst[index] === true && (nonce === undefined || isFresh(nonce)),
    );
  }

  async #runCarefully(
    session: PostgresSession,
    areFresh: readonly boolean[],
  ): Promise<readonly Answer[]> {
    const transactor = createTransactor(session);
    const answers: Answer[] = [];
    for (const [index, waiting] of this.writes.entries()) {
      answers.push(
        areFresh[index] === false
          ? nonceUsed(waiting.resolve)
          : await runInSavepoint(waiting, transactor, session),
      );
    }
    return answers;
  }
}

/** Every change goes to the database at once, and only a write without any can be undone. */
class SentChanges implements BatchChanges {
  readonly transactor: Transactor;
  readonly #session: PostgresSession;
  #changeCount = 0;

  constructor(session: PostgresSession) {
    this.#session = session;
    this.transactor = createTransactor(session);
  }

  startWrite(): void {
    this.#changeCount = this.#session.changeCount;
  }

  undoWrite(): boolean {
    return this.#session.changeCount === this.#changeCount;
  }

  async send(): Promise<void> {
    // It was sent when it was made.
  }
}

function expectedReads({ locks, write: { scope, clientToken } }: PlacedWrite): ExpectedReads[] {
  if (locks.kind !== 'pool') return [];
  const { accountId, poolId } = locks;
  const allocationId = scope?.kind === 'allocation' ? scope.allocationId : undefined;
  return [{ accountId, poolId, allocationId, clientToken }];
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
      if (!isConflict || runCount === RUN_COUNT_MAX) return () => reject(describeFailure(failure));
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

/** Throws what went wrong where the transaction has surely ended without a trace. */
function judgeCommit(
  { statements, commit }: CommitAnswers,
  answers: readonly Answer[],
): BatchOutcome {
  const error: unknown = statements.status === 'rejected' ? statements.reason : undefined;
  if (commit.status === 'fulfilled') {
    const { command } = commit.value;
    if (command === 'COMMIT' && error === undefined) return { kind: 'committed', answers };
    // The database answers the commit of a failed transaction without an error.
    if (command !== 'COMMIT') throw error ?? new Error(`A commit was answered with ${command}.`);
    throw new PartialCommitError('A commit left out a statement that failed.', { cause: error });
  }
  const failure = error ?? (commit.reason as unknown);
  const isUnknown = ['connection', 'timeout'].includes(failureKind(commit.reason));
  if (!isUnknown || isSurelyUncommitted(failure)) throw failure;
  return { kind: 'unknown', answers, error: failure };
}
