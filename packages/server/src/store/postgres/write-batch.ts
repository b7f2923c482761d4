import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { SignatureNonce } from '../records.ts';
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
import {
  type ExpectedReads,
  type HeldPools,
  holdPools,
  holdRemembered,
  keyOf,
  type PoolKey,
} from './held-pools.ts';
import {
  batchNonces,
  decideCommit,
  recordNewNonces,
  recordNonces,
  sendNewNonces,
  UsedNonceError,
} from './nonces.ts';
import { type CommitAnswers, PostgresSession } from './postgres-session.ts';
import {
  OutdatedMemoryError,
  type RememberedPool,
  type RememberedPools,
} from './remembered-pools.ts';
import { areLocksRight, type Locks, takeLocks } from './scope-locks.ts';

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
  /** What was remembered of its pools is not so any more: they must be read. */
  | { readonly kind: 'outdated' }
  /** The connection broke once the commit was sent. */
  | { readonly kind: 'unknown'; readonly answers: readonly Answer[]; readonly error: unknown };

/** A transaction that has its locks, or has sent for them. */
interface OpenBatch {
  readonly kind: 'open';
  readonly held: HeldPools | undefined;
  /** For each write whether it may go on. */
  readonly areFresh: readonly boolean[];
  /** Whether the pools were not read: what was taken for known is proved with the commit. */
  readonly isRemembered: boolean;
}

type NotOpened = Extract<BatchOutcome, { readonly kind: 'misplaced' | 'entangled' }>;

/**
 * Whatever the default of the database is: what was read before the locks were had must not count.
 */
const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED';

/** Randomness enough that no two transactions are taken for each other. */
const TRANSACTION_ID_BYTES = 12;

/** Runs of a write that finds another server's answer to its client token. */
const RUN_COUNT_MAX = 3;

export interface WriteBatchOptions {
  readonly memory: RememberedPools;
  readonly now: () => number;
  /** Told once the locks are had and all is sent: what needs the same locks need not wait for the end. */
  readonly onSent?: () => void;
}

/**
 * One transaction for all writes of a batch. At first they run without savepoints, one after another
 * on what the earlier ones left, and only reads wait for an answer of the database. Pools that are
 * remembered, and that nobody else seems to change, are not read. When a write fails, or takes back what
 * it changed, the transaction ends without a trace and the batch runs again with a savepoint for each
 * write. That is seldom: most refusals come before the first change.
 */
export class WriteBatch {
  readonly writes: readonly PlacedWrite[];
  readonly #options: WriteBatchOptions;
  /** The pools as the transaction before left them; their windows are of use to one attempt only. */
  #remembered: ReadonlyMap<string, RememberedPool> | undefined;
  /** Marks the transaction, so that its fate can be told on another connection. */
  #transactionId = '';
  #marker: SignatureNonce | undefined;

  constructor(writes: readonly PlacedWrite[], options: WriteBatchOptions) {
    this.writes = writes;
    this.#options = options;
  }

  /** What has expired by then is forgotten: the time of the earliest call, or now where there is none. */
  get time(): number {
    return Math.min(...this.writes.map(({ write }) => write.calledAt ?? this.#options.now()));
  }

  get #locks(): readonly Locks[] {
    return this.writes.map(({ locks }) => locks);
  }

  /** Whether the commit whose outcome is unknown was carried out; undefined where nothing tells. */
  async hasCommitted(client: pg.ClientBase): Promise<boolean | undefined> {
    if (this.#marker === undefined) return undefined;
    return decideCommit(client, this.#marker, this.#transactionId);
  }

  /** Throws what the driver threw where the transaction has surely failed. */
  async run(client: pg.ClientBase, isCareful: boolean): Promise<BatchOutcome> {
    const session = new PostgresSession(client);
    this.#transactionId = randomBytes(TRANSACTION_ID_BYTES).toString('base64url');
    session.control(BEGIN);
    let opened: OpenBatch | NotOpened;
    let decided: readonly Answer[];
    let answered: CommitAnswers;
    try {
      opened = await this.#open(session, isCareful);
      const answers =
        opened.kind === 'open' ? await this.#decide(session, opened, isCareful) : undefined;
      if (opened.kind !== 'open' || answers === undefined) {
        await client.query('ROLLBACK');
        return opened.kind === 'open' ? { kind: 'entangled' } : opened;
      }
      decided = answers;
      const committing = session.commit();
      if (!isCareful) this.#handOver(opened.held);
      answered = await committing;
    } catch (error) {
      const failure = firstFailure(session, error);
      if (failureKind(failure) !== 'connection') await client.query('ROLLBACK');
      return outcomeOf(failure);
    }
    return judgeCommit(answered, decided);
  }

  /** Lets the next transaction start from how this one leaves the pools; it fails where this one does. */
  #handOver(held: HeldPools | undefined): void {
    void held?.locked.then(() => {
      held.rememberIn(this.#options.memory);
      this.#options.onSent?.();
    });
  }

  #decide(
    session: PostgresSession,
    { held, areFresh, isRemembered }: OpenBatch,
    isCareful: boolean,
  ): Promise<readonly Answer[] | undefined> {
    if (isCareful) return this.#runCarefully(session, areFresh);
    const lostBy = (error: unknown) => {
      const failure = firstFailure(session, error);
      return isOfWholeBatch(failure) ? failure : undefined;
    };
    if (held === undefined) {
      return runTogether(this.writes, areFresh, new SentChanges(session), lostBy);
    }
    const { changes } = held;
    const writes = isRemembered
      ? this.writes.map((waiting) => relyingOnNewToken(waiting, changes))
      : this.writes;
    return runTogether(writes, areFresh, changes, lostBy);
  }

  /** Takes the locks, and has the nonces recorded. */
  async #open(session: PostgresSession, isCareful: boolean): Promise<OpenBatch | NotOpened> {
    takeLocks(this.#locks, session);
    const reads = this.writes.flatMap(expectedReads);
    const isFirst = this.#remembered === undefined;
    this.#remembered ??= takeRemembered(reads, this.#options.memory);
    const remembered = this.#remembered;
    const isQuiet = ({ accountId, poolId }: PoolKey) =>
      remembered.get(keyOf({ accountId, poolId }))?.isQuiet === true;
    if (isFirst && !isCareful && reads.length > 0 && reads.every(isQuiet)) {
      const holding = holdRemembered(session, reads, remembered);
      const areFresh = this.#sendNonces(session);
      return { kind: 'open', held: await holding, areFresh, isRemembered: true };
    }
    const [areRight, held, areFresh] = await Promise.all([
      this.#areLocksRight(session),
      reads.length === 0 ? undefined : holdPools(session, reads, remembered),
      this.#recordNonces(session, isCareful),
    ]);
    if (areFresh === undefined) {
      session.takeFailure();
      return { kind: 'entangled' };
    }
    await session.settle();
    if (!areRight) return { kind: 'misplaced' };
    return { kind: 'open', held, areFresh, isRemembered: false };
  }

  /** Records nonces that should be new; where one is not, the transaction fails. Waits for nothing. */
  #sendNonces(session: PostgresSession): readonly boolean[] {
    const { rows, areFirst } = batchNonces(this.writes.map(({ write }) => write.nonce));
    this.#marker = rows[0];
    if (rows.length > 0) sendNewNonces(session, rows, this.#transactionId);
    return areFirst;
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

/**
 * The write, where its client token was taken for new. If it was not, that shows in the database when it
 * is remembered again: so the write must come to that.
 */
function relyingOnNewToken(waiting: WaitingWrite, changes: GatheredChanges): WaitingWrite {
  const { clientToken, run } = waiting.write;
  if (clientToken === undefined) return waiting;
  const runOnce: typeof run = async (transactor) => {
    const decision = await run(transactor);
    if (changes.hasAnswer(clientToken)) return decision;
    throw new OutdatedMemoryError('A client token may not be new.');
  };
  return { ...waiting, write: { ...waiting.write, run: runOnce } };
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

/** What is known of the pools, which nobody else gets to know until the transaction is done. */
function takeRemembered(
  reads: readonly ExpectedReads[],
  memory: RememberedPools,
): ReadonlyMap<string, RememberedPool> {
  const pools = new Map<string, RememberedPool>();
  for (const key of new Set(reads.map(keyOf))) {
    const pool = memory.take(key);
    if (pool !== undefined) pools.set(key, pool);
  }
  return pools;
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
  const isAssumption = failure instanceof OutdatedMemoryError || failure instanceof UsedNonceError;
  return kind === 'connection' || kind === 'timeout' || isAssumption;
}

/** What has to be done after the failure of a transaction that is over. Throws where that is not known. */
function outcomeOf(failure: unknown): BatchOutcome {
  if (failure instanceof OutdatedMemoryError) return { kind: 'outdated' };
  if (failure instanceof UsedNonceError) return { kind: 'entangled' };
  throw failure;
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
    if (command !== 'COMMIT') {
      return outcomeOf(error ?? new Error(`A commit was answered with ${command}.`));
    }
    throw new PartialCommitError('A commit left out a statement that failed.', { cause: error });
  }
  const failure = error ?? (commit.reason as unknown);
  const isUnknown = ['connection', 'timeout'].includes(failureKind(commit.reason));
  if (!isUnknown || isSurelyUncommitted(failure)) throw failure;
  return { kind: 'unknown', answers, error: failure };
}
