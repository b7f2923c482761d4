import type { Violation } from './history.ts';

/** One successful answer to a call with a client token; the result is compared as text. */
export interface TokenAnswer {
  readonly token: string;
  readonly result: string;
}

/** Checks that every client token has one result, however often and wherever it was sent. */
export function checkTokens(answers: Iterable<TokenAnswer>): readonly Violation[] {
  const resultByToken = new Map<string, string>();
  const violations: Violation[] = [];
  for (const { token, result } of answers) {
    const first = resultByToken.get(token);
    if (first === undefined) resultByToken.set(token, result);
    else if (first !== result) {
      violations.push({ kind: 'two-results', text: `${token} has ${first} and ${result}` });
    }
  }
  return violations;
}
