/** What was looked at cannot be used, or not be read; its message is all that the user needs. */
export class DiscoveryError extends Error {
  override readonly name = 'DiscoveryError';
}

/** The innermost reason that an error gives, in one line. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return describeFailure(error.cause);
  const [reason] = error instanceof AggregateError ? error.errors : [];
  if (reason instanceof Error) return describeFailure(reason);
  const [line = ''] = error.message.split('\n');
  // The name of a cloud's error is its code, which its message often leaves out.
  const isCode = error.name !== 'Error' && error.name !== 'TypeError';
  return isCode && !line.includes(error.name) ? `${error.name}: ${line}` : line;
}
