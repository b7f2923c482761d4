import type { Parameters, WireRequest } from '../acceptance/support/raw-client.ts';
import type { TokenAnswer } from './check-tokens.ts';
import type { Operation } from './history.ts';
import type { Named, WorkedPool } from './pools.ts';

/** A call with a client token that was answered, so that it can be made once more. */
export interface AnsweredCall extends TokenAnswer {
  readonly action: string;
  readonly parameters: Parameters;
}

/** An allocation whose answer was lost, to be looked for by its name. */
interface Unanswered {
  readonly operation: Extract<Operation, { kind: 'allocate' }>;
  readonly name: string;
}

/** Everything that the clients did and were told. */
export class Journal {
  readonly answeredCalls: AnsweredCall[] = [];
  /** Answers that no fault explains. */
  readonly surprises: string[] = [];
  /** Writes that were carried out, as they were sent, the latest last. */
  readonly acknowledgedWrites: WireRequest[] = [];
  replayCount = 0;
  /** Allocations that are there at the end and were never answered. */
  lateCount = 0;
  readonly #operationsByPool = new Map<WorkedPool, Operation[]>();
  readonly #unansweredByPool = new Map<WorkedPool, Unanswered[]>();

  record(pool: WorkedPool, operation: Operation): void {
    const operations = this.#operationsByPool.get(pool);
    if (operations === undefined) this.#operationsByPool.set(pool, [operation]);
    else operations.push(operation);
  }

  recordUnanswered(pool: WorkedPool, unanswered: Unanswered): void {
    const known = this.#unansweredByPool.get(pool);
    if (known === undefined) this.#unansweredByPool.set(pool, [unanswered]);
    else known.push(unanswered);
  }

  /** The history of a pool; `left` is what is there at the end. */
  historyOf(pool: WorkedPool, left: readonly Named[]): readonly Operation[] {
    const byName = new Map(left.map((held) => [held.name, held]));
    const unanswered = this.#unansweredByPool.get(pool) ?? [];
    const resolved = unanswered.map(({ operation, name }) => ({
      ...operation,
      result: byName.get(name) ?? ('none' as const),
    }));
    this.lateCount += resolved.filter(({ result }) => result !== 'none').length;
    return [...(this.#operationsByPool.get(pool) ?? []), ...resolved];
  }
}
