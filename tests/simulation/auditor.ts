import { type Body, describeDifference, type Expected } from './model/expected.ts';
import type { Model } from './model/model.ts';
import type { PlannedCall } from './workload.ts';

/** An answer of the server, whatever way it came. */
export interface ServerAnswer {
  readonly status: number;
  readonly body: Body;
}

export type Send = (call: PlannedCall) => Promise<ServerAnswer>;

export interface AuditorOptions {
  readonly seed: number;
  readonly model: Model;
  readonly send: Send;
  readonly now: () => number;
  /** Whether the server has the simulation's clock, so that times can be foretold. */
  readonly isTimeCompared: boolean;
}

/** Makes calls and compares every answer with the model's; counts what happened. */
export class Auditor {
  /** How often each outcome of each operation was seen: a code, or `success`. */
  readonly outcomes = new Map<string, Map<string, number>>();
  readonly #options: AuditorOptions;
  #callCount = 0;

  constructor(options: AuditorOptions) {
    this.#options = options;
  }

  get callCount(): number {
    return this.#callCount;
  }

  /** All at once; at most one call of each account, so that the order of each is defined. */
  async performTogether(calls: readonly PlannedCall[]): Promise<readonly Expected[]> {
    const predicted = calls.map((call) => this.#predict(call));
    const answers = await Promise.all(calls.map((call) => this.#options.send(call)));
    for (const [index, call] of calls.entries()) {
      this.#compare(call, predicted[index], answers[index]);
    }
    return predicted.map(({ expected }) => expected);
  }

  async perform(call: PlannedCall): Promise<Expected> {
    const [expected] = await this.performTogether([call]);
    if (expected === undefined) throw new Error('A call has one expected answer.');
    return expected;
  }

  /** Makes a call that must succeed; answers its body. */
  async succeed(call: PlannedCall): Promise<Body> {
    const expected = await this.perform(call);
    if (expected.kind === 'success') return expected.body;
    throw new Error(`${call.operation} must succeed but gave ${expected.code}.`);
  }

  codes(): ReadonlySet<string> {
    return new Set([...this.outcomes.values()].flatMap((codes) => [...codes.keys()]));
  }

  #predict({ account, operation, parameters }: PlannedCall): Prediction {
    this.#callCount += 1;
    const { model, now } = this.#options;
    const expected = model.perform(account, operation, parameters, now());
    return { number: this.#callCount, expected };
  }

  #compare(
    call: PlannedCall,
    prediction: Prediction | undefined,
    answer: ServerAnswer | undefined,
  ): void {
    if (prediction === undefined || answer === undefined) throw new Error('An answer is lost.');
    const difference = this.#describeDifference(prediction.expected, answer);
    if (difference !== undefined) throw this.#mismatch(call, prediction, answer, difference);
    const outcome = prediction.expected.kind === 'error' ? prediction.expected.code : 'success';
    const outcomes = this.outcomes.get(call.operation) ?? new Map<string, number>();
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    this.outcomes.set(call.operation, outcomes);
  }

  #describeDifference(expected: Expected, { status, body }: ServerAnswer): string | undefined {
    const { RequestId: requestId, ...fields } = body;
    if (typeof requestId !== 'string') return '$.RequestId: missing';
    if (expected.kind === 'success') {
      if (status !== 200) return `expected success, got ${status} ${String(body['Code'])}`;
      return describeDifference(expected.body, fields, this.#options.isTimeCompared);
    }
    if (status >= 400 && status < 500 && body['Code'] === expected.code) return undefined;
    return `expected ${expected.code}, got ${status} ${String(body['Code'] ?? 'success')}`;
  }

  #mismatch(
    { account, operation, parameters }: PlannedCall,
    { number, expected }: Prediction,
    answer: ServerAnswer,
    difference: string,
  ): Error {
    const lines = [
      `Operation ${number} of seed ${this.#options.seed} is not answered as expected: ${difference}`,
      `account:  ${account.accountId}`,
      `request:  ${operation} ${JSON.stringify(parameters)}`,
      `expected: ${JSON.stringify(expected)}`,
      `actual:   ${answer.status} ${JSON.stringify(answer.body)}`,
    ];
    return new Error(lines.join('\n'));
  }
}

interface Prediction {
  /** Counted from 1. */
  readonly number: number;
  readonly expected: Expected;
}
