import type { Ipam } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import { listIpamsSeeing } from './ipams-seeing.ts';

/**
 * Who sees the resources of an account, looked up once for each region, for work on many resources.
 * Invariant: it lives only as long as nothing changes who sees them.
 */
export class Sight {
  readonly ownerId: string;
  readonly #reader: Reader;
  readonly #ipamsByRegion = new Map<string, readonly Ipam[]>();

  constructor(reader: Reader, ownerId: string) {
    this.#reader = reader;
    this.ownerId = ownerId;
  }

  /** The IPAMs that see resources of the account in a region. */
  async ipamsSeeing(regionId: string): Promise<readonly Ipam[]> {
    const known = this.#ipamsByRegion.get(regionId);
    if (known !== undefined) return known;
    const ipams = await listIpamsSeeing(this.#reader, this.ownerId, regionId);
    this.#ipamsByRegion.set(regionId, ipams);
    return ipams;
  }
}
