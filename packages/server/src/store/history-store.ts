import type { Cidr } from '@cadastre/address-space';
import type { AllocationRecord, AuditEvent, RememberedAnswer } from './records.ts';
import type { PageRequest } from './store.ts';

/** The part of the store that tells what was: who held addresses, and who did what. */

/** A page of rows of which many were looked at: it may be short, or empty, with others to follow. */
export interface ScannedPage<Item> {
  readonly items: readonly Item[];
  /** Where the next page starts; undefined when nothing is left. */
  readonly nextAfter: string | undefined;
}

/** A filter that is undefined lets everything pass. */
export interface AddressHistoryFilter {
  readonly accountId: string;
  /** Allocations that have addresses in common with it: those that contain it and those inside. */
  readonly cidr: Cidr;
  readonly poolId?: string | undefined;
  readonly scopeId?: string | undefined;
  /** Allocations that were live at this instant: the release ends them, the creation does not. */
  readonly asOf?: number | undefined;
  /** Allocations that were live at this time, or made later. */
  readonly startAt?: number | undefined;
  /** Allocations made before this time. */
  readonly endAt?: number | undefined;
}

export interface AddressHistoryReader {
  /**
   * At most `limit` allocations of the account's pools, live and released, in order of their ids,
   * after the given id. An allocation keeps its place when it is released, so pages neither lose nor
   * repeat it. Pools that are gone count too.
   *
   * No call looks at more than a few times `scanCountMax` rows, whatever the account has. Where more
   * have to do with the CIDR, a page may be short, or empty, with others to follow.
   */
  list(
    filter: AddressHistoryFilter,
    page: PageRequest,
    scanCountMax: number,
  ): Promise<ScannedPage<AllocationRecord>>;
}

export interface AddressHistoryWriter extends AddressHistoryReader {
  /**
   * Forgets at most `limit` allocations of all accounts that were released before the time, and
   * answers how many.
   */
  removeReleasedBefore(time: number, limit: number): Promise<number>;
}

/** A filter that is undefined lets everything pass. */
export interface EventFilter {
  readonly accountId: string;
  /** Events whose id is smaller are passed over unread. */
  readonly firstEventId?: string | undefined;
  /** Events at or after this time. */
  readonly startAt?: number | undefined;
  /** Events before this time. */
  readonly endAt?: number | undefined;
  readonly principalArn?: string | undefined;
  readonly operation?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly code?: string | undefined;
}

export interface EventReader {
  /**
   * At most `limit` events after the given event id, in order of their ids. With filters at most
   * `scanCountMax` events are looked at, so a page may be short, or empty, with others to follow.
   */
  list(
    filter: EventFilter,
    page: PageRequest,
    scanCountMax: number,
  ): Promise<ScannedPage<AuditEvent>>;
  /** The answer kept with the event of a request that was made without a client token. */
  findAnswer(
    accountId: string,
    operation: string,
    requestId: string,
  ): Promise<(RememberedAnswer & { readonly occurredAt: number }) | undefined>;
}

export interface EventWriter extends EventReader {
  append(event: AuditEvent): Promise<void>;
  /** Forgets at most `limit` events of all accounts with smaller ids and answers how many. */
  removeBefore(eventId: string, limit: number): Promise<number>;
}
