/** A move that was not made; the message says why. Nothing is left in the target. */
export class MoveError extends Error {
  override readonly name = 'MoveError';
}
