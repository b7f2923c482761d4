import type { Account, Settings } from './entities.ts';
import type { Body, LearntText } from './expected.ts';
import type { Input } from './read-parameters.ts';

/** What one call does in the model. */
export interface ModelCall {
  readonly account: Account;
  readonly accounts: readonly Account[];
  readonly settings: Settings;
  readonly input: Input;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** A number larger than all before. */
  readonly nextSequence: () => number;
  /** An id that the answer will tell. */
  readonly newId: (prefix: string, onLearnt?: (id: string) => void) => LearntText;
}

export interface Failure {
  readonly kind: 'failure';
  readonly code: string;
}

/** A write that would succeed; a dry run leaves it at that. */
export interface Change {
  readonly kind: 'change';
  /** Makes the change and answers the body of the response. */
  readonly commit: () => Body;
}

export function fail(code: string): Failure {
  return { kind: 'failure', code };
}

export function isFailure(value: object | undefined): value is Failure {
  return value !== undefined && 'kind' in value && value.kind === 'failure';
}

export function change(commit: () => Body): Change {
  return { kind: 'change', commit };
}

/** One item of a list, with the key that pages go by. */
export interface ListItem {
  readonly key: bigint;
  readonly body: () => Body;
}

export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
