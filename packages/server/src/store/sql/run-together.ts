import type { Transactor, Write, WriteDecision, WriteResult } from '../store.ts';

/** A write whose caller waits for its outcome. */
export interface WaitingWrite {
  readonly write: Write<unknown>;
  readonly resolve: (result: WriteResult<unknown>) => void;
  readonly reject: (error: unknown) => void;
}

/** What to tell a caller once the transaction has been committed. */
export type Answer = () => void;

/** How the writes of a transaction change the store, as long as each can be undone by itself. */
export interface BatchChanges {
  readonly transactor: Transactor;
  /** From here on it can be told what one write changes. */
  startWrite(): void;
  /** Takes back what the write has changed; false where that cannot be done. */
  undoWrite(): boolean;
  /** Sends what has been gathered. */
  send(): Promise<void>;
}

/**
 * Runs writes one after another, each on what the earlier ones left, without savepoints. Answers
 * undefined where one has failed, or has to be taken back and cannot be undone: then nothing of the
 * transaction may be kept. `lostBy` answers what to throw where an error ends the whole batch.
 */
export async function runTogether(
  writes: readonly WaitingWrite[],
  areFresh: readonly boolean[],
  changes: BatchChanges,
  lostBy: (error: unknown) => unknown,
): Promise<readonly Answer[] | undefined> {
  const answers: Answer[] = [];
  try {
    for (const [index, { write, resolve }] of writes.entries()) {
      if (areFresh[index] === false) {
        answers.push(nonceUsed(resolve));
        continue;
      }
      changes.startWrite();
      const decision = await write.run(changes.transactor);
      if (!(await keepOrUndo(decision, changes))) return undefined;
      answers.push(() => resolve({ kind: 'done', value: decision.value }));
    }
    await changes.send();
    return answers;
  } catch (error) {
    const failure = lostBy(error);
    if (failure !== undefined) throw failure;
    return undefined;
  }
}

/** What a call is told whose nonce was used before. */
export function nonceUsed(resolve: WaitingWrite['resolve']): Answer {
  return () => resolve({ kind: 'nonce-used' });
}

async function keepOrUndo(
  decision: WriteDecision<unknown>,
  changes: BatchChanges,
): Promise<boolean> {
  if (decision.kind === 'commit') return true;
  if (!changes.undoWrite()) return false;
  if (decision.event !== undefined) await changes.transactor.events.append(decision.event);
  return true;
}
