import type pg from 'pg';
import type { SecretBox } from '../../identity/secret-box.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { WaitingWrite } from '../sql/run-together.ts';
import { createTransactor } from '../sql/transactor.ts';
import type { Reader, Store, Write, WriteResult } from '../store.ts';
import { StoreUnavailableError } from '../store-error.ts';
import type { WriteScope } from '../write-scope.ts';
import { createConnectionPool, type PostgresSettings } from './connection-pool.ts';
import { checkEncryptionKey } from './encryption-check.ts';
import { removeExpiredRows } from './expired-rows.ts';
import { describeFailure, type FailureKind, failureKind } from './failures.ts';
import { refuseMovedDatabase } from './moved-mark.ts';
import { onConnection } from './on-connection.ts';
import { checkReadiness, openPostgres } from './open-database.ts';
import { PostgresSession } from './postgres-session.ts';
import { ReadTransaction } from './read-transaction.ts';
import { RememberedPools } from './remembered-pools.ts';
import { findLocks, type Locks } from './scope-locks.ts';
import { type BatchOutcome, type PlacedWrite, WriteBatch } from './write-batch.ts';

/** Writes in one transaction; more wait for the next, so that answers are not held back too long. */
const BATCH_SIZE_MAX = 128;

/** Transactions for pools that go on at the same time, each with pools of its own. */
const POOL_BATCHES_MAX = 2;

/** Writes that may wait; past that, calls are refused at once. */
const WAITING_WRITES_MAX = 10_000;

/** How long work is tried again after a lost connection or a conflict, in milliseconds. */
const RETRY_TIME_MS = 5_000;
const RETRY_PAUSE_MS = 20;
const RETRY_PAUSE_MAX_MS = 500;

/** Attempts of a read: a second one on a new connection. */
const READ_ATTEMPTS = 2;

/** Reads that share one state of the database, and the connection that they wait for. */
const READS_TOGETHER_MAX = 16;

/** Time between two searches for expired rows, in milliseconds. */
const EXPIRY_INTERVAL_MS = 1_000;

/** Pools whose owner is remembered. */
const KNOWN_POOLS_MAX = 100_000;

export interface PostgresStoreOptions extends EngineOptions {
  readonly settings: PostgresSettings;
  /** How long to wait for a database that does not answer yet, in milliseconds. */
  readonly waitMs: number;
  /** Told once when the database does not answer yet. */
  readonly onWait?: ((reason: string) => void) | undefined;
  /** Told of every transaction that has to be run again, by what went wrong. */
  readonly onRetry?: ((reason: string) => void) | undefined;
}

interface WaitingRead {
  readonly work: (reader: Reader) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Connections of this server: all, those that do nothing, and calls that wait for one. */
export interface ConnectionCounts {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

/**
 * The engine for several servers. Writes that need the same locks are gathered: while one transaction
 * is under way, what comes in for the same pools, or the same account, waits for the next and shares
 * its locks and its commit. Other pools go on beside it, many of them in one transaction too.
 *
 * READ COMMITTED with locks taken first: every statement after them sees what earlier holders of the
 * same locks committed. Reads that came in together share a REPEATABLE READ transaction.
 */
export class PostgresStore implements Store {
  readonly #pool: pg.Pool;
  readonly #options: PostgresStoreOptions;
  /** Writes that wait for one of their locks, by those locks; pools have `#poolWrites`. */
  readonly #queues = new Map<string, PlacedWrite[]>();
  #poolWrites: PlacedWrite[] = [];
  #waitingReads: WaitingRead[] = [];
  readonly #busyPools = new Set<string>();
  #poolBatchCount = 0;
  #arePoolsScheduled = false;
  readonly #memory = new RememberedPools();
  readonly #knownPools = new Map<string, Locks>();
  readonly #running = new Set<Promise<unknown>>();
  #waitingCount = 0;
  #lastExpiryAt = 0;
  #isForgetting = false;
  #isClosed = false;

  private constructor(pool: pg.Pool, options: PostgresStoreOptions) {
    this.#pool = pool;
    this.#options = options;
    // Behind a lost connection may be another primary, to which versions of rows mean something else.
    pool.on('remove', () => this.#memory.clear());
  }

  /** Waits for the database and brings it to the newest version. Throws StoreOpenError. */
  static async open(options: PostgresStoreOptions): Promise<PostgresStore> {
    const pool = createConnectionPool(options.settings);
    try {
      await openPostgres(pool, options.waitMs, options.onWait ?? (() => undefined));
      await refuseMovedDatabase(pool);
      return new PostgresStore(pool, options);
    } catch (error) {
      await pool.end();
      throw error;
    }
  }

  /** Throws StoreOpenError unless the key fits the database. */
  async checkEncryptionKey(secretBox: SecretBox): Promise<void> {
    await checkEncryptionKey(this.#pool, secretBox);
  }

  /** Throws where the database does not answer, takes no writes or has an older schema. */
  async checkReadiness(): Promise<void> {
    await onConnection(this.#pool, checkReadiness);
  }

  get connections(): ConnectionCounts {
    const { totalCount: total, idleCount: idle, waitingCount: waiting } = this.#pool;
    return { total, idle, waiting };
  }

  read<Value>(work: (reader: Reader) => Promise<Value>): Promise<Value> {
    if (this.#isClosed) return Promise.reject(new StoreUnavailableError('closed'));
    const found = new Promise<unknown>((resolve, reject) => {
      this.#waitingReads.push({ work, resolve, reject });
      // Once the running code is through, so that all requests that came in together share a state.
      if (this.#waitingReads.length === 1) process.nextTick(() => this.#runReads());
    });
    return this.#track(found) as Promise<Value>;
  }

  write<Value>(write: Write<Value>): Promise<WriteResult<Value>> {
    if (this.#isClosed || this.#waitingCount >= WAITING_WRITES_MAX) {
      const reason = this.#isClosed ? 'closed' : 'too many waiting writes';
      return Promise.reject(new StoreUnavailableError(reason));
    }
    this.#waitingCount += 1;
    const written = new Promise<WriteResult<unknown>>((resolve, reject) => {
      this.#enqueue({ write, resolve, reject });
    }).finally(() => {
      this.#waitingCount -= 1;
    });
    return this.#track(written) as Promise<WriteResult<Value>>;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    await this.#pool.end();
  }

  #track<Value>(work: Promise<Value>): Promise<Value> {
    const done = work
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => this.#running.delete(done));
    this.#running.add(done);
    return work;
  }

  #runReads(): void {
    const reads = this.#waitingReads;
    this.#waitingReads = [];
    for (let start = 0; start < reads.length; start += READS_TOGETHER_MAX) {
      void this.#readTogether(reads.slice(start, start + READS_TOGETHER_MAX));
    }
  }

  async #readTogether(reads: readonly WaitingRead[]): Promise<void> {
    const transaction = new ReadTransaction(this.#pool);
    const reader = createTransactor(transaction);
    const failed: { readonly read: WaitingRead; readonly error: unknown }[] = [];
    const run = async (read: WaitingRead) => {
      try {
        read.resolve(await read.work(reader));
      } catch (error) {
        failed.push({ read, error });
      }
    };
    await Promise.all(reads.map(run));
    await transaction.end(failed[0]?.error);
    for (const { read, error } of failed) {
      // A connection's failure, or that of one of them, ends the state of all: the others go on alone.
      const isOfOthers = ['connection', 'aborted'].includes(failureKind(error));
      if (isOfOthers) this.#read(read.work).then(read.resolve, read.reject);
      else read.reject(describeFailure(error));
    }
  }

  async #read<Value>(work: (reader: Reader) => Promise<Value>): Promise<Value> {
    for (let attempt = 1; ; attempt += 1) {
      const transaction = new ReadTransaction(this.#pool);
      try {
        const value = await work(createTransactor(transaction));
        await transaction.end();
        return value;
      } catch (error) {
        const failure = await transaction.end(error);
        const isWorthwhile = failureKind(failure) === 'connection' && attempt < READ_ATTEMPTS;
        if (!isWorthwhile) throw describeFailure(failure);
        this.#options.onRetry?.('connection');
      }
    }
  }

  #enqueue(waiting: WaitingWrite): void {
    const scope = waiting.write.scope ?? { kind: 'everything' };
    const known = this.#findKnownLocks(scope);
    if (known !== undefined) this.#enqueueFor(known, waiting);
    else
      this.#findLocks(scope).then(
        (locks) => this.#enqueueFor(locks, waiting),
        (error: unknown) => waiting.reject(describeFailure(error)),
      );
  }

  #findKnownLocks(scope: WriteScope): Locks | undefined {
    if (scope.kind === 'everything' || scope.kind === 'nothing') {
      return { kind: scope.kind, key: '' };
    }
    if (scope.kind === 'account') {
      return { kind: 'account', key: scope.accountId, accountId: scope.accountId };
    }
    return scope.kind === 'pool' ? this.#knownPools.get(poolKey(scope)) : undefined;
  }

  async #findLocks(scope: WriteScope): Promise<Locks> {
    const deadline = performance.now() + RETRY_TIME_MS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const locks = await onConnection(this.#pool, (client) =>
          findLocks(scope, new PostgresSession(client)),
        );
        if (scope.kind === 'pool' && locks.kind === 'pool') {
          if (this.#knownPools.size >= KNOWN_POOLS_MAX) this.#knownPools.clear();
          this.#knownPools.set(poolKey(scope), locks);
        }
        return locks;
      } catch (error) {
        if (failureKind(error) !== 'connection' || performance.now() > deadline) throw error;
        this.#options.onRetry?.('connection');
        await pause(attempt);
      }
    }
  }

  #enqueueFor(locks: Locks, { write, resolve, reject }: WaitingWrite): void {
    const waiting = { write, resolve, reject, locks };
    if (locks.kind === 'pool') {
      this.#poolWrites.push(waiting);
      this.#schedulePools();
      return;
    }
    const key = `${locks.kind} ${locks.key}`;
    const queue = this.#queues.get(key);
    if (queue !== undefined) {
      queue.push(waiting);
      return;
    }
    const opened = [waiting];
    this.#queues.set(key, opened);
    // Once the running code is through, so that all requests that came in together share a batch.
    process.nextTick(() => void this.#track(this.#runQueue(key, opened)));
  }

  async #runQueue(key: string, waiting: PlacedWrite[]): Promise<void> {
    while (waiting.length > 0) {
      const batch = new WriteBatch(waiting.splice(0, BATCH_SIZE_MAX), {
        memory: this.#memory,
        now: this.#options.now,
      });
      const tell = await this.#runBatch(batch);
      if (waiting.length === 0) {
        tell();
        this.#forgetExpired(batch.time);
      } else setImmediate(tell);
    }
    this.#queues.delete(key);
  }

  #schedulePools(): void {
    if (this.#arePoolsScheduled) return;
    this.#arePoolsScheduled = true;
    process.nextTick(() => {
      this.#arePoolsScheduled = false;
      this.#startPoolBatches();
    });
  }

  #startPoolBatches(): void {
    while (this.#poolBatchCount < POOL_BATCHES_MAX) {
      const batch = this.#takePoolBatch();
      if (batch.length === 0) break;
      void this.#track(this.#runPoolBatch(batch));
    }
  }

  /** The writes that have waited longest, of pools that no batch under way has. */
  #takePoolBatch(): readonly PlacedWrite[] {
    const batch: PlacedWrite[] = [];
    const rest: PlacedWrite[] = [];
    for (const waiting of this.#poolWrites) {
      const isNext = batch.length < BATCH_SIZE_MAX && !this.#busyPools.has(waiting.locks.key);
      (isNext ? batch : rest).push(waiting);
    }
    this.#poolWrites = rest;
    return batch;
  }

  async #runPoolBatch(writes: readonly PlacedWrite[]): Promise<void> {
    const pools = new Set(writes.map(({ locks }) => locks.key));
    this.#poolBatchCount += 1;
    for (const pool of pools) this.#busyPools.add(pool);
    const free = () => {
      for (const pool of pools) this.#busyPools.delete(pool);
      pools.clear();
    };
    const batch = new WriteBatch(writes, {
      memory: this.#memory,
      now: this.#options.now,
      onSent: () => {
        free();
        // With what comes in until then.
        setImmediate(() => this.#startPoolBatches());
      },
    });
    const tell = await this.#runBatch(batch);
    free();
    this.#poolBatchCount -= 1;
    const isMoreWaiting = this.#poolWrites.length > 0;
    this.#startPoolBatches();
    // The database works on the next ones while the callers of this one are told.
    if (isMoreWaiting) setImmediate(tell);
    else tell();
    this.#forgetExpired(batch.time);
  }

  /** Runs a batch to its end, and answers what tells its callers. */
  async #runBatch(batch: WriteBatch): Promise<() => void> {
    try {
      const outcome = await this.#runWithRetries(batch);
      return () => {
        if (outcome.kind === 'committed') for (const answer of outcome.answers) answer();
        else for (const waiting of batch.writes) this.#enqueue(waiting);
      };
    } catch (error) {
      const failure = describeFailure(error);
      return () => {
        for (const { reject } of batch.writes) reject(failure);
      };
    }
  }

  /** Runs a batch until it is committed or misplaced; without a commit nothing has happened. */
  async #runWithRetries(batch: WriteBatch): Promise<BatchOutcome> {
    // From the first failure on: a server that stood still until then has a second attempt as well.
    let deadline: number | undefined;
    let isCareful = false;
    for (let attempt = 1; ; attempt += 1) {
      let outcome: BatchOutcome;
      try {
        outcome = await this.#runOnce(batch, isCareful);
      } catch (error) {
        const kind = failureKind(error);
        deadline ??= performance.now() + RETRY_TIME_MS;
        if (isFinal(kind, isCareful, performance.now() > deadline)) throw error;
        // A failure that is not the connection's may be that of one write: a savepoint spares the rest.
        isCareful ||= kind !== 'connection';
        this.#options.onRetry?.(kind);
        await pause(attempt);
        continue;
      }
      if (outcome.kind === 'committed' || outcome.kind === 'misplaced') return outcome;
      if (outcome.kind === 'outdated') {
        this.#options.onRetry?.('changed pools');
        continue;
      }
      // What a savepoint does not help against is told by it, write by write.
      isCareful = true;
      if (outcome.kind === 'entangled') {
        this.#options.onRetry?.('savepoints');
        continue;
      }
      deadline ??= performance.now() + RETRY_TIME_MS;
      if (await this.#askForFate(batch, outcome.error)) {
        return { kind: 'committed', answers: outcome.answers };
      }
      if (performance.now() > deadline) throw outcome.error;
      await pause(attempt);
    }
  }

  #runOnce(batch: WriteBatch, isCareful: boolean): Promise<BatchOutcome> {
    const work = async (client: pg.PoolClient) => {
      const startedAt = performance.now();
      const outcome = await batch.run(client, isCareful);
      if (outcome.kind === 'committed') {
        const seconds = (performance.now() - startedAt) / 1000;
        this.#options.onCommit?.(batch.writes.length, seconds);
      }
      return outcome;
    };
    return onConnection(this.#pool, work, (outcome) => outcome.kind === 'unknown');
  }

  /**
   * A commit that was not answered is told by the mark it left. Throws the failure where no connection
   * can be had or there is no mark: the caller must ask again, with its client token.
   */
  async #askForFate(batch: WriteBatch, failure: unknown): Promise<boolean> {
    const deadline = performance.now() + RETRY_TIME_MS;
    this.#options.onRetry?.('unknown commit');
    for (let attempt = 1; ; attempt += 1) {
      try {
        const isCommitted = await onConnection(this.#pool, (client) => batch.hasCommitted(client));
        if (isCommitted === undefined) break;
        return isCommitted;
      } catch {
        if (performance.now() > deadline) break;
        await pause(attempt);
      }
    }
    throw new StoreUnavailableError('the outcome of a commit is unknown', { cause: failure });
  }

  /** Beside the writes, which do not wait for it. */
  #forgetExpired(now: number): void {
    if (this.#isForgetting || Math.abs(now - this.#lastExpiryAt) < EXPIRY_INTERVAL_MS) return;
    this.#lastExpiryAt = now;
    this.#isForgetting = true;
    void this.#track(this.#forgetExpiredBy(now));
  }

  async #forgetExpiredBy(now: number): Promise<void> {
    try {
      await removeExpiredRows(this.#pool, {
        now,
        oldestEventId: this.#options.oldestEventId?.(now),
        oldestReleaseAt: this.#options.oldestReleaseAt?.(now),
      });
    } catch (error) {
      // The next search finds the same rows.
      this.#options.onRetry?.(failureKind(error));
    } finally {
      this.#isForgetting = false;
    }
  }
}

/** Whether a batch that has surely not been committed as a whole is given up. */
function isFinal(kind: FailureKind, isCareful: boolean, isLate: boolean): boolean {
  if (kind === 'connection' || kind === 'conflict') return isLate;
  return kind === 'timeout' || kind === 'partial' || isCareful;
}

function poolKey({ accountId, poolId }: { accountId: string; poolId: string }): string {
  return `${accountId} ${poolId}`;
}

function pause(attempt: number): Promise<void> {
  const longest = Math.min(RETRY_PAUSE_MS * 2 ** attempt, RETRY_PAUSE_MAX_MS);
  // By chance, so that servers that met each other once do not meet again.
  return new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
}
