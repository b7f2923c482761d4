import { type Cidr, cidrContains } from '@cadastre/address-space';
import type { DiscoveredCidr, DiscoveredType } from '../../store/inventory-records.ts';
import type { Reader } from '../../store/store.ts';

/** What is known of the CIDRs of resources, each asked for once while a page is made. */
export class KnownCidrs {
  readonly #reader: Reader;
  readonly #known = new Map<string, readonly DiscoveredCidr[]>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  async of(ownerId: string, resourceId: string): Promise<readonly DiscoveredCidr[]> {
    const key = `${ownerId}/${resourceId}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const cidrs = await this.#reader.discoveredResources.cidrsOf(ownerId, resourceId);
    this.#known.set(key, cidrs);
    return cidrs;
  }

  /** The CIDR of the network around a CIDR of a VSwitch; undefined for a network. */
  async around(subnet: {
    readonly resourceType: DiscoveredType;
    readonly vpcId: string;
    readonly ownerId: string;
    readonly cidr: Cidr;
  }): Promise<Cidr | undefined> {
    if (subnet.resourceType === 'VPC') return undefined;
    const network = await this.of(subnet.ownerId, subnet.vpcId);
    return network.find(({ cidr }) => cidrContains(cidr, subnet.cidr))?.cidr;
  }
}
