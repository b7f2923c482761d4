import { StoreConflictError, StoreUnavailableError } from '../store-error.ts';

/** What an error of the driver means for the work that met it. */
export type FailureKind =
  /** The connection is gone, or the database does not take work now. */
  | 'connection'
  /** Another transaction was in the way; the same work may pass when it is done again. */
  | 'conflict'
  /** The statement took longer than is allowed. */
  | 'timeout'
  /** The transaction had failed before: an earlier statement says why. */
  | 'aborted'
  /** A commit kept what was there without a statement that failed: no attempt can make that good. */
  | 'partial'
  | 'other';

const KIND_BY_CODE: Readonly<Record<string, FailureKind>> = {
  // Serialization failure, deadlock, lock timeout.
  '40001': 'conflict',
  '40P01': 'conflict',
  '55P03': 'conflict',
  '57014': 'timeout',
  '25P02': 'aborted',
  // A statement that was to be prepared by one before it, which the failed transaction did not let it.
  '26000': 'aborted',
  // Shutdown, crash, starting up, idle for too long, the database dropped, a standby.
  '57P01': 'connection',
  '57P02': 'connection',
  '57P03': 'connection',
  '57P05': 'connection',
  '25P03': 'connection',
  '25006': 'connection',
  '57P04': 'connection',
  // Of the operating system.
  ECONNREFUSED: 'connection',
  ECONNRESET: 'connection',
  ECONNABORTED: 'connection',
  EPIPE: 'connection',
  ENOENT: 'connection',
  ENOTFOUND: 'connection',
  EAI_AGAIN: 'connection',
  EHOSTUNREACH: 'connection',
  ENETUNREACH: 'connection',
  ETIMEDOUT: 'connection',
};

/** No connection; no disk, memory or connections left; a failure of the system below. */
const CONNECTION_CLASSES = ['08', '53', '58'];

/** The driver has no codes for these. */
const CONNECTION_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Query read timeout|Cannot use a pool after calling end)/;

/** A commit was carried out though a statement before it had failed. */
export class PartialCommitError extends Error {}

/** The one place that knows the codes and texts of the driver. */
export function failureKind(error: unknown): FailureKind {
  if (error instanceof StoreConflictError) return 'conflict';
  if (error instanceof PartialCommitError) return 'partial';
  if (!(error instanceof Error)) return 'other';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = KIND_BY_CODE[code];
  if (known !== undefined) return known;
  if (CONNECTION_CLASSES.some((prefix) => code.startsWith(prefix))) return 'connection';
  return CONNECTION_MESSAGE.test(error.message) ? 'connection' : 'other';
}

/** Whether a row has a key that another one has. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

/** The driver says these of a statement that it did not send. */
const UNSENT_MESSAGE = /is not queryable$/;

/** The transaction stood still for too long: the database ended it before it read more. */
const IDLE_IN_TRANSACTION = '25P03';

/** Whether a commit cannot have been carried out that failed so, or that a statement failed so before. */
export function isSurelyUncommitted(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && error.code === IDLE_IN_TRANSACTION) return true;
  return UNSENT_MESSAGE.test(error.message);
}

/** What the caller of the store is told. */
export function describeFailure(error: unknown): unknown {
  const message = error instanceof Error ? error.message : 'engine failure';
  switch (failureKind(error)) {
    case 'connection':
    case 'timeout':
      return new StoreUnavailableError(message, { cause: error });
    case 'conflict':
      return error instanceof StoreConflictError
        ? error
        : new StoreConflictError(message, { cause: error });
    default:
      return error;
  }
}
