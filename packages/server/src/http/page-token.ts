import { hash } from 'node:crypto';
import type { SecretBox } from '../identity/secret-box.ts';

/**
 * Page tokens: the key a page starts after, encrypted, so that a client can neither read nor make
 * one. A token opens only for the account, operation and filters that it was made for.
 */
export class PageTokens {
  readonly #secretBox: SecretBox;

  constructor(secretBox: SecretBox) {
    this.#secretBox = secretBox;
  }

  seal(after: string, list: ListIdentity): string {
    return this.#secretBox.sealToken(after, purpose(list));
  }

  /** Undefined for anything that `seal` did not make for the same list. */
  open(token: string, list: ListIdentity): string | undefined {
    return this.#secretBox.openToken(token, purpose(list));
  }
}

/** What makes two requests pages of the same list. */
export interface ListIdentity {
  readonly accountId: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

function purpose({ accountId, operation, input }: ListIdentity): string {
  const { MaxResults: _, NextToken: __, ...filters } = input;
  return `page:${accountId}:${operation}:${hash('sha256', JSON.stringify(filters))}`;
}
