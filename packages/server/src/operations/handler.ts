import type {
  InputOf,
  OperationDefinition,
  OutputOf,
  Quotas,
  Refusal,
} from '@cadastre/api-contract';
import type { Config } from '../config.ts';
import type { Caller } from '../identity/caller.ts';
import type { SecretBox } from '../identity/secret-box.ts';
import type { IdSource } from '../ids.ts';
import type { PageRequest, Reader, Transactor } from '../store/store.ts';

/** What a handler gets to know of a call. It never sees HTTP. */
export interface Call<Definition extends OperationDefinition> {
  readonly input: InputOf<Definition>;
  readonly caller: Caller;
  readonly accountId: string;
  readonly requestId: string;
  /** The host the client called, for answers that name the endpoint. */
  readonly host: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly ids: IdSource;
  /** Seals what must not stand in the database in clear. */
  readonly secretBox: SecretBox;
  readonly config: Config;
  readonly quotas: Quotas;
  /** The page asked for; the first with the default size for operations without pages. */
  readonly page: PageRequest;
}

/** What a write changed, for the audit event that goes with it. */
export interface Change {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly before?: object;
  readonly after?: object;
  /** Who owns the resource. An owner that is not the caller's account gets an event of its own. */
  readonly ownerAccountId?: string;
}

export interface Answer<Response> {
  readonly kind: 'answer';
  readonly response: Response;
}

export interface WriteAnswer<Response> extends Answer<Response> {
  readonly change: Change;
}

/** A page of a list; the pipeline adds Count, TotalCount, MaxResults and NextToken. */
export interface ListAnswer<Item> {
  readonly kind: 'page';
  readonly items: readonly Item[];
  /** Left out where the operation answers no total. */
  readonly totalCount?: number;
  /** The key of the last item when more follow; the next page starts after it. */
  readonly nextAfter: string | undefined;
}

type ItemsOf<Definition> = Definition extends {
  paging: { items: infer Name extends string; element: infer Element extends string };
  response: infer Fields;
}
  ? OutputOf<{ response: Fields & object }> extends { [N in Name]: { [E in Element]: infer List } }
    ? List extends readonly (infer Item)[]
      ? Item
      : never
    : never
  : TopItemsOf<Definition>;

type TopItemsOf<Definition> = Definition extends {
  paging: { items: infer Name extends string };
  response: infer Fields;
}
  ? OutputOf<{ response: Fields & object }> extends infer Output
    ? Name extends keyof Output
      ? Output[Name] extends readonly (infer Item)[]
        ? Item
        : never
      : never
    : never
  : never;

export type ReadHandler<Definition extends OperationDefinition> = (
  call: Call<Definition>,
  reader: Reader,
) => Promise<Answer<OutputOf<Definition>> | Refusal>;

export type ListHandler<Definition extends OperationDefinition> = (
  call: Call<Definition>,
  reader: Reader,
) => Promise<ListAnswer<ItemsOf<Definition>> | Refusal>;

export type WriteHandler<Definition extends OperationDefinition> = (
  call: Call<Definition>,
  transactor: Transactor,
) => Promise<WriteAnswer<OutputOf<Definition>> | Refusal>;

/** The handler type that a definition asks for. */
export type HandlerOf<Definition extends OperationDefinition> = Definition extends {
  effect: 'write';
}
  ? WriteHandler<Definition>
  : Definition extends { paging: object }
    ? ListHandler<Definition>
    : ReadHandler<Definition>;
