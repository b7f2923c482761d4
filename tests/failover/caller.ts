import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Answer,
  type Parameters,
  send,
  sign,
  type Target,
  type WireRequest,
} from '../acceptance/support/raw-client.ts';
import type { Tally } from './tally.ts';

/** As the SDKs wait by default. */
const ATTEMPT_TIMEOUT_MS = 10_000;

/** How long a call is repeated. */
const CALL_TIMEOUT_MS = 90_000;
const PAUSE_MS = 100;
const PAUSE_MAX_MS = 1_000;

/** Codes that clients repeat a call after; it may have been carried out or not. */
const REPEATED_CODES: ReadonlySet<string> = new Set([
  'ServiceUnavailable',
  'OperationConflict',
  // Of the server whose clock is far off; the next attempt comes to another one.
  'InvalidTimeStamp.Expired',
]);

/** How a call ended, after one attempt or several. */
export interface Outcome {
  readonly invokedAt: number;
  /** When the attempt began that was answered. */
  readonly lastInvokedAt: number;
  readonly answeredAt: number;
  /** Undefined where no answer came and the call is not repeated. */
  readonly answer: Answer | undefined;
  readonly attemptCount: number;
  /** The last attempt, as it was sent. */
  readonly wire: WireRequest;
}

/** Makes calls as the SDKs do: an attempt without an answer is made again, signed anew. */
export class Caller {
  readonly #target: Target;
  readonly #tally: Tally;

  constructor(target: Target, tally: Tally) {
    this.#target = target;
    this.#tally = tally;
  }

  /** Repeats the call until it is answered, where it may be repeated. */
  async call(action: string, parameters: Parameters, isRepeatable: boolean): Promise<Outcome> {
    const invokedAt = performance.now();
    const { fault } = this.#tally;
    // Looking at one allocation takes no POST.
    const signing = action.startsWith('Get') ? 'V3 query GET' : 'V3 query';
    this.#tally.count('operations', fault);
    for (let attemptCount = 1; ; attemptCount += 1) {
      const wire = sign(this.#target, action, parameters, { signing });
      const lastInvokedAt = performance.now();
      const answer = await this.#attempt(wire);
      const answeredAt = performance.now();
      const outcome = { invokedAt, lastInvokedAt, answeredAt, answer, attemptCount, wire };
      if (answer !== undefined) {
        this.#tally.count(answer.status === 200 ? 'acknowledged' : 'refused', fault);
        return outcome;
      }
      if (!isRepeatable) {
        this.#tally.count('lost', fault);
        return { ...outcome, answeredAt: Number.POSITIVE_INFINITY };
      }
      if (answeredAt - invokedAt > CALL_TIMEOUT_MS) {
        throw new Error(`${action} was not answered in ${CALL_TIMEOUT_MS} ms.`);
      }
      this.#tally.count('retried', fault);
      await sleep(Math.min(PAUSE_MS * 2 ** attemptCount, PAUSE_MAX_MS));
    }
  }

  /** Sends the very same bytes again, once. Undefined where no answer came. */
  replay(wire: WireRequest): Promise<Answer | undefined> {
    return this.#attempt(wire);
  }

  async #attempt(wire: WireRequest): Promise<Answer | undefined> {
    try {
      const answer = await send(this.#target.url, wire, ATTEMPT_TIMEOUT_MS);
      if (answer.status === 200) return answer;
      const code = String(answer.body['Code'] ?? `status ${answer.status}`);
      this.#tally.countCode(code);
      return REPEATED_CODES.has(code) ? undefined : answer;
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      this.#tally.countCode(code ?? message);
      return undefined;
    }
  }
}
