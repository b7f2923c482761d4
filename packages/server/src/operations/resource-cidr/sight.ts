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
    const ipams: Ipam[] = [];
    for (const key of await listIpamsSeeing(this.#reader, this.ownerId, regionId)) {
      const ipam = await this.#reader.ipams.find(key.accountId, key.ipamId);
      if (ipam === undefined) throw new Error(`The IPAM ${key.ipamId} of an association is gone.`);
      ipams.push(ipam);
    }
    this.#ipamsByRegion.set(regionId, ipams);
    return ipams;
  }
}
