import Database from 'better-sqlite3';
import type { EngineOptions } from '../engine-options.ts';
import { GatheredChanges } from '../sql/gathered-changes.ts';
import { type Answer, nonceUsed, runTogether, type WaitingWrite } from '../sql/run-together.ts';
import { createTransactor } from '../sql/transactor.ts';
import type { Reader, Store, Transactor, Write, WriteResult } from '../store.ts';
import { StoreUnavailableError } from '../store-error.ts';
import { NonceLog } from './nonce-log.ts';
import { openDatabase } from './open-database.ts';
import { RowByRowSender } from './row-by-row-sender.ts';
import { SqliteSession } from './sqlite-session.ts';

/** Writes in one commit; more wait for the next, so that answers are not held back too long. */
const BATCH_SIZE_MAX = 256;

/** Expired nonces, client tokens, events and allocations that one commit may forget, of each. */
const EXPIRED_ROWS_PER_COMMIT = 64;

/** Time between two searches for expired rows, in milliseconds. */
const EXPIRY_INTERVAL_MS = 1_000;

/** Writes that may wait for a commit; past that, calls are refused at once. */
const WAITING_WRITES_MAX = 10_000;

export interface SqliteStoreOptions extends EngineOptions {
  /** The database file; made when it does not exist. */
  readonly file: string;
}

interface WaitingRead {
  /** Settles the caller's promise itself; never rejects. */
  readonly run: () => Promise<void>;
  readonly reject: (error: unknown) => void;
}

/**
 * The embedded engine. One connection does all the work, one batch at a time: what comes in together
 * runs together, first the reads, then the writes, so that no read sees an unfinished batch. That needs
 * no waiting, for better-sqlite3 answers within the call.
 *
 * The reads of a batch share one transaction, which takes the locks of the file once for all of
 * them. Group commit: writes run one after another in one transaction with one fsync; answers leave
 * after the commit. What they change is gathered and written at the end. Where one of them fails, or is
 * taken back after it has changed the database, they all run again, each in a savepoint.
 */
export class SqliteStore implements Store {
  readonly #database: Database.Database;
  readonly #transactor: Transactor;
  readonly #gathered: GatheredChanges;
  readonly #nonceLog: NonceLog;
  readonly #options: SqliteStoreOptions;
  #waitingReads: WaitingRead[] = [];
  #waitingWrites: WaitingWrite[] = [];
  #isRunning = false;
  #isScheduled = false;
  #isClosed = false;
  #lastExpiryAt = 0;

  /** Opens the file, bringing it to the newest version. Throws StoreOpenError when it cannot. */
  constructor(options: SqliteStoreOptions) {
    this.#options = options;
    this.#database = openDatabase(options.file);
    this.#nonceLog = new NonceLog(this.#database, options.now());
    const session = new SqliteSession(this.#database);
    this.#transactor = createTransactor(session);
    const sender = new RowByRowSender(session);
    this.#gathered = new GatheredChanges({ session, sender, isHeld: () => true });
    this.#statements = {
      beginRead: this.#database.prepare('BEGIN'),
      begin: this.#database.prepare('BEGIN IMMEDIATE'),
      commit: this.#database.prepare('COMMIT'),
      rollback: this.#database.prepare('ROLLBACK'),
      savepoint: this.#database.prepare('SAVEPOINT writes'),
      release: this.#database.prepare('RELEASE writes'),
      rollbackTo: this.#database.prepare('ROLLBACK TO writes'),
    };
  }

  readonly #statements: Record<
    'beginRead' | 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollbackTo',
    Database.Statement
  >;

  read<Value>(work: (reader: Reader) => Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new StoreUnavailableError('closed'));
        return;
      }
      const run = async () => {
        try {
          resolve(await work(this.#transactor));
        } catch (error) {
          reject(describeFailure(error));
        }
      };
      this.#waitingReads.push({ run, reject });
      this.#schedule();
    });
  }

  write<Value>(write: Write<Value>): Promise<WriteResult<Value>> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed || this.#waitingWrites.length >= WAITING_WRITES_MAX) {
        reject(new StoreUnavailableError(this.#isClosed ? 'closed' : 'too many waiting writes'));
        return;
      }
      this.#waitingWrites.push({
        write,
        resolve: resolve as WaitingWrite['resolve'],
        reject,
      });
      this.#schedule();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    while (this.#isScheduled || this.#isRunning) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (this.#database.open) {
      this.#database.pragma('wal_checkpoint(TRUNCATE)');
      this.#database.close();
    }
  }

  /** Waits until the running code is through, so that what came in together shares a batch. */
  #schedule(): void {
    if (this.#isScheduled || this.#isRunning) return;
    this.#isScheduled = true;
    process.nextTick(() => {
      this.#isScheduled = false;
      void this.#runAll();
    });
  }

  async #runAll(): Promise<void> {
    this.#isRunning = true;
    while (this.#waitingReads.length > 0 || this.#waitingWrites.length > 0) {
      if (this.#waitingReads.length > 0) {
        const batch = this.#waitingReads;
        this.#waitingReads = [];
        await this.#readBatch(batch);
      } else {
        const batch = this.#waitingWrites.slice(0, BATCH_SIZE_MAX);
        this.#waitingWrites = this.#waitingWrites.slice(BATCH_SIZE_MAX);
        await this.#commitBatch(batch);
      }
    }
    this.#isRunning = false;
  }

  async #readBatch(batch: readonly WaitingRead[]): Promise<void> {
    try {
      this.#statements.beginRead.run();
      for (const { run } of batch) await run();
      // A failure of the engine may have ended the transaction; the read that met it is told.
      if (this.#database.inTransaction) this.#statements.commit.run();
    } catch (error) {
      if (this.#database.inTransaction) this.#statements.rollback.run();
      for (const { reject } of batch) reject(describeFailure(error));
    }
  }

  async #commitBatch(batch: readonly WaitingWrite[]): Promise<void> {
    const startedAt = performance.now();
    let answers: readonly Answer[];
    try {
      this.#statements.begin.run();
      answers = await this.#runWrites(batch);
      await this.#forgetExpired();
      this.#statements.commit.run();
    } catch (error) {
      if (this.#database.inTransaction) this.#statements.rollback.run();
      const failure = describeFailure(error);
      for (const waiting of batch) waiting.reject(failure);
      return;
    }
    this.#options.onCommit?.(batch.length, (performance.now() - startedAt) / 1000);
    for (const answer of answers) answer();
  }

  /** Throws when the whole batch is lost. */
  async #runWrites(batch: readonly WaitingWrite[]): Promise<readonly Answer[]> {
    const now = this.#options.now();
    const areFresh = batch.map(
      ({ write: { nonce } }) => nonce === undefined || this.#nonceLog.record(nonce, now),
    );
    this.#statements.savepoint.run();
    this.#gathered.reset();
    const lostBy = (error: unknown) => (this.#isLostBy(error) ? error : undefined);
    const together = await runTogether(batch, areFresh, this.#gathered, lostBy);
    if (together === undefined) this.#statements.rollbackTo.run();
    this.#statements.release.run();
    if (together !== undefined) return together;
    const answers: Answer[] = [];
    for (const [index, waiting] of batch.entries()) {
      const isFresh = areFresh[index] !== false;
      answers.push(isFresh ? await this.#runInSavepoint(waiting) : nonceUsed(waiting.resolve));
    }
    return answers;
  }

  async #runInSavepoint({ write, resolve, reject }: WaitingWrite): Promise<Answer> {
    this.#statements.savepoint.run();
    try {
      const decision = await write.run(this.#transactor);
      if (decision.kind === 'rollback') {
        this.#statements.rollbackTo.run();
        if (decision.event !== undefined) await this.#transactor.events.append(decision.event);
      }
      this.#statements.release.run();
      return () => resolve({ kind: 'done', value: decision.value });
    } catch (error) {
      if (this.#isLostBy(error)) throw error;
      this.#statements.rollbackTo.run();
      this.#statements.release.run();
      return () => reject(error);
    }
  }

  /** Whether a batch is lost as a whole: SQLite itself ends a transaction when the disk is full. */
  #isLostBy(error: unknown): boolean {
    return !this.#database.inTransaction || isEngineFailure(error);
  }

  async #forgetExpired(): Promise<void> {
    const now = this.#options.now();
    if (now - this.#lastExpiryAt < EXPIRY_INTERVAL_MS) return;
    const { addressHistory, clientTokens, events } = this.#transactor;
    const oldestEventId = this.#options.oldestEventId?.(now);
    const oldestReleaseAt = this.#options.oldestReleaseAt?.(now);
    const removed = [
      this.#nonceLog.removeExpired(now, EXPIRED_ROWS_PER_COMMIT),
      await clientTokens.removeExpired(now, EXPIRED_ROWS_PER_COMMIT),
      oldestEventId === undefined
        ? 0
        : await events.removeBefore(oldestEventId, EXPIRED_ROWS_PER_COMMIT),
      oldestReleaseAt === undefined
        ? 0
        : await addressHistory.removeReleasedBefore(oldestReleaseAt, EXPIRED_ROWS_PER_COMMIT),
    ];
    // While whole portions go, more may be waiting: the next commit goes on.
    if (removed.every((count) => count < EXPIRED_ROWS_PER_COMMIT)) this.#lastExpiryAt = now;
  }
}

/** Result codes of SQLite that mean the engine cannot write or read now. */
const ENGINE_FAILURE =
  /^SQLITE_(FULL|IOERR|BUSY|LOCKED|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL|INTERRUPT)/;

function isEngineFailure(error: unknown): boolean {
  return error instanceof Database.SqliteError && ENGINE_FAILURE.test(error.code);
}

function describeFailure(error: unknown): unknown {
  if (!isEngineFailure(error)) return error;
  return new StoreUnavailableError(error instanceof Error ? error.message : 'engine failure', {
    cause: error,
  });
}
