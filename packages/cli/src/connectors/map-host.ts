import type { NetworkInterfaceInfo } from 'node:os';
import {
  addressBits,
  type Cidr,
  cidrContains,
  compareCidrs,
  formatCidr,
  isInRefusedRange,
} from '@cadastre/address-space';
import { canonicalAddress, networkOf } from '../inventory/canonical-address.ts';
import type { AddressItem, InventoryItem, SubnetItem } from '../inventory/inventory-item.ts';

/** The fields that are read of an entry of `ip -json route`. */
export interface HostRoute {
  /** `default`, an address or a CIDR. */
  readonly dst: string;
  /** Such as `blackhole`; left out for a route to hosts. */
  readonly type?: string;
}

export interface HostFacts {
  readonly hostName: string;
  readonly regionId: string;
  readonly interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[]>>;
  readonly routes: readonly HostRoute[];
}

interface OwnAddress {
  readonly interfaceName: string;
  readonly address: string;
  /** The network that it is in. */
  readonly network: Cidr;
}

/**
 * A machine as a network. Its CIDRs are the networks that it has addresses in and those that it has
 * routes to, without those in another one; each of the first kind is a subnet. Loopback, link-local
 * and multicast addresses are no address space of anybody.
 */
export function mapHost(facts: HostFacts): readonly InventoryItem[] {
  const { hostName, regionId } = facts;
  const own = ownAddresses(facts.interfaces);
  const cidrs = widest([...own.map(({ network }) => network), ...routedNetworks(facts.routes)]);
  if (cidrs.length === 0) return [];
  const vpcId = `host/${hostName}`;
  const subnets = new Map<string, SubnetItem>();
  const addresses: AddressItem[] = [];
  for (const { interfaceName, address, network } of own) {
    const subnetId = `${vpcId}/${formatCidr(network)}`;
    const isAlone = network.prefixLength === addressBits(network.ipVersion);
    if (!isAlone && !subnets.has(subnetId)) {
      subnets.set(subnetId, {
        Type: 'VSwitch',
        ResourceId: subnetId,
        VpcId: vpcId,
        RegionId: regionId,
        Name: interfaceName,
        Cidrs: [formatCidr(network)],
      });
    }
    addresses.push({
      Type: 'Address',
      Address: address,
      ResourceId: `${vpcId}/${interfaceName}`,
      ServiceType: 'Host',
      VpcId: vpcId,
      ...(isAlone ? {} : { VSwitchId: subnetId }),
      RegionId: regionId,
    });
  }
  return [
    {
      Type: 'VPC',
      ResourceId: vpcId,
      RegionId: regionId,
      Name: hostName,
      Cidrs: cidrs.map(formatCidr),
    },
    ...subnets.values(),
    ...addresses,
  ];
}

function ownAddresses(interfaces: HostFacts['interfaces']): readonly OwnAddress[] {
  const found: OwnAddress[] = [];
  for (const [interfaceName, entries] of Object.entries(interfaces)) {
    for (const { internal, cidr } of entries) {
      if (internal || cidr === null) continue;
      const [text = '', length = ''] = cidr.split('/');
      const network = networkOf(text, Number(length));
      if (isInRefusedRange(network) !== undefined) continue;
      found.push({ interfaceName, address: canonicalAddress(text), network });
    }
  }
  return found;
}

/** The networks that routes lead to. A default route leads everywhere and says nothing. */
function routedNetworks(routes: readonly HostRoute[]): readonly Cidr[] {
  return routes
    .filter(({ dst, type = 'unicast' }) => dst !== 'default' && type === 'unicast')
    .map(({ dst }) => {
      const [text = '', length] = dst.split('/');
      const bits = text.includes(':') ? 128 : 32;
      return networkOf(text, length === undefined ? bits : Number(length));
    })
    .filter((cidr) => isInRefusedRange(cidr) === undefined);
}

/** In order, without those that lie in another one or are there twice. */
function widest(cidrs: readonly Cidr[]): readonly Cidr[] {
  const kept: Cidr[] = [];
  for (const cidr of [...cidrs].sort(compareCidrs)) {
    const last = kept.at(-1);
    if (last === undefined || !cidrContains(last, cidr)) kept.push(cidr);
  }
  return kept;
}
