/** The engine cannot do its work now: disk full, input or output error, connection lost. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** Another transaction is in the way, and stayed there however often this one was tried again. */
export class StoreConflictError extends Error {
  override readonly name = 'StoreConflictError';
}

/** The database cannot be used by this server at all; the message says why and what to do. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
}
