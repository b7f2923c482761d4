import { OPERATIONS, type OperationDefinition, type OperationName } from '@cadastre/api-contract';
import { expect, test } from 'vitest';
import type { Answer } from '../../test-server.test-support.ts';
import { type Actor, codeOf } from './sharing-ground.test-support.ts';

/** What an operation on something shared answers to its owner, a principal and a stranger. */
export interface RightsRow<Ground> {
  readonly operation: OperationName;
  /** What the row is about where an operation has several. */
  readonly about?: string;
  readonly parameters: (ground: Ground, actor: Actor) => Readonly<Record<string, string>>;
  /** The code of the answer; a number is how many items a list has. */
  readonly owner: string | number;
  readonly principal: string | number;
  readonly stranger: string | number;
}

export interface OpenedGround<Ground> {
  readonly ground: Ground;
  readonly owner: Actor;
  readonly principal: Actor;
  readonly stranger: Actor;
}

/** One test for each row, each on a ground of its own. */
export function testRights<Ground>(
  rows: readonly RightsRow<Ground>[],
  openGround: () => Promise<OpenedGround<Ground>>,
): void {
  test.each(rows.map((row) => [`${row.operation} ${row.about ?? ''}`.trim(), row] as const))(
    '%s',
    async (_, { operation, parameters, ...expected }) => {
      const { ground, ...actors } = await openGround();
      const outcome = async (actor: Actor) =>
        outcomeOf(operation, await actor.call(operation, parameters(ground, actor)));
      // The owner comes last: what it may do changes the ground for the others.
      const stranger = await outcome(actors.stranger);
      const principal = await outcome(actors.principal);
      const owner = await outcome(actors.owner);
      expect({ owner, principal, stranger }).toEqual({
        owner: expected.owner,
        principal: expected.principal,
        stranger: expected.stranger,
      });
    },
  );
}

/** The code of an answer, or how many items its list has. */
function outcomeOf(operation: OperationName, answer: Answer): string | number {
  const { paging }: OperationDefinition = OPERATIONS[operation];
  const items = paging === undefined ? undefined : answer.body[paging.items];
  return Array.isArray(items) ? items.length : codeOf(answer);
}
