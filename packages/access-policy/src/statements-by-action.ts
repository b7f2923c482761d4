import type { Condition } from './condition.ts';
import type { PrincipalType } from './validate-policy.ts';
import { matchesPatternSet, type PatternSet } from './wildcard.ts';

/** A set of texts, or everything outside it. */
export interface CompiledScope {
  readonly set: PatternSet;
  readonly negated: boolean;
}

/** A statement compiled for evaluation. Action texts are in lower case. */
export interface CompiledStatement {
  readonly index: number;
  readonly action: CompiledScope;
  readonly resource: CompiledScope | undefined;
  readonly principals: ReadonlyMap<PrincipalType, ReadonlySet<string>> | undefined;
  readonly conditions: readonly Condition[];
}

/** Whether the text is in the scope, case-sensitively. */
export function isInScope({ set, negated }: CompiledScope, text: string): boolean {
  return matchesPatternSet(set, text) !== negated;
}

/** Actions remembered at once. An API has a few hundred; requests may name any text. */
const ACTION_COUNT_MAX = 256;

/** The statements of one effect in a policy, found by action. */
export class StatementsByAction {
  readonly #statements: readonly CompiledStatement[];
  readonly #byAction = new Map<string, readonly CompiledStatement[]>();

  constructor(statements: readonly CompiledStatement[]) {
    this.#statements = statements;
  }

  /**
   * The statements that cover an action, in their order. They are looked for once: which they are
   * depends on nothing else, and most statements of most policies are on other actions.
   */
  find(actionLowerCase: string): readonly CompiledStatement[] {
    const known = this.#byAction.get(actionLowerCase);
    if (known !== undefined) {
      return known;
    }
    const found = this.#statements.filter(({ action }) => isInScope(action, actionLowerCase));
    if (this.#byAction.size >= ACTION_COUNT_MAX) {
      this.#byAction.clear();
    }
    this.#byAction.set(actionLowerCase, found);
    return found;
  }
}
