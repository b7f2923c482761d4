import type { Option } from 'commander';
import type { InventoryItem } from '../inventory/inventory-item.ts';

/** What a connector is given beside its flags. */
export interface DiscoveryContext {
  /** Says, beside the result, what could not be read or was left out. */
  readonly note: (text: string) => void;
}

/** A way to look at networks, subnets and addresses that exist. */
export interface Connector<Flags> {
  /** The word after `cadastre discover`. */
  readonly name: string;
  readonly description: string;
  /** What is read with which rights, and an example. */
  readonly help: string;
  readonly options: () => readonly Option[];
  /**
   * Yields what it finds, in any order and in batches of any size. It throws a DiscoveryError when
   * it cannot find everything: what it does not yield counts as gone.
   */
  readonly discover: (
    flags: Flags,
    context: DiscoveryContext,
  ) => AsyncIterable<readonly InventoryItem[]>;
}
