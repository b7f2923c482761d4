import {
  addressBits,
  type Cidr,
  cidrContains,
  compareCidrs,
  createCidr,
  formatCidr,
  formatIpAddress,
  isSameCidr,
  parseIpAddress,
} from '@cadastre/address-space';
import { readCidr } from '../inventory/canonical-address.ts';
import { type AddressItem, type InventoryItem, nameField } from '../inventory/inventory-item.ts';

/** The fields that are read of an entry of `/api/ipam/prefixes/`. */
export interface NetboxPrefix {
  readonly id: number;
  readonly prefix: string;
  readonly vrf: { readonly id: number } | null;
  readonly status: { readonly value: string };
  readonly description?: string;
}

/** The fields that are read of an entry of `/api/ipam/ip-addresses/`. */
export interface NetboxAddress {
  readonly id: number;
  /** With the prefix length of its network. */
  readonly address: string;
  readonly vrf: { readonly id: number } | null;
  /** Such as `dcim.interface`; null for an address that nothing has. */
  readonly assigned_object_type: string | null;
}

interface Node {
  readonly prefix: NetboxPrefix;
  readonly cidr: Cidr;
  readonly parent: Node | undefined;
  readonly children: Node[];
}

/** A VRF; undefined for the global table. */
type VrfId = number | undefined;

/**
 * The prefixes of a NetBox as networks and subnets. A prefix's parent is the longest one around it in
 * its VRF. A network is a container, a prefix without a parent, or one with children; another prefix
 * is a subnet of its parent. A prefix whose children are all networks only groups them: it is
 * neither, so that a network is in no other one for its sake.
 */
export class NetboxTree {
  readonly #host: string;
  readonly #regionId: string;
  /** Nodes by VRF and CIDR. */
  readonly #nodes = new Map<string, Node>();
  readonly items: readonly InventoryItem[];

  /** `host` makes ids unique among several NetBoxes. */
  constructor(host: string, regionId: string, prefixes: readonly NetboxPrefix[]) {
    this.#host = host;
    this.#regionId = regionId;
    const nodes = arrange(prefixes);
    for (const node of nodes) {
      const key = nodeKey(vrfOf(node.prefix), node.cidr);
      if (!this.#nodes.has(key)) this.#nodes.set(key, node);
    }
    this.items = nodes.flatMap((node) => this.#toItem(node) ?? []);
  }

  /** An address with the network and subnet that it is in; undefined for one in no prefix. */
  placeAddress(entry: NetboxAddress): AddressItem | undefined {
    const parsed = parseIpAddress(entry.address.replace(/\/\d+$/, ''));
    if (parsed === undefined) return undefined;
    const { ipVersion, address } = parsed;
    const node = this.#findAround(
      vrfOf(entry),
      createCidr(ipVersion, address, addressBits(ipVersion)),
    );
    if (node === undefined) return undefined;
    const network = isNetwork(node) ? node : node.parent;
    return {
      Type: 'Address',
      Address: formatIpAddress(ipVersion, address),
      ResourceId: `${this.#host}/ip-address/${entry.id}`,
      ServiceType: entry.assigned_object_type ?? 'Unassigned',
      VpcId: this.#idOf(network ?? node),
      ...(network === node ? {} : { VSwitchId: this.#idOf(node) }),
      RegionId: this.#regionId,
    };
  }

  /** The longest prefix around a CIDR that is a network or a subnet. */
  #findAround(vrf: VrfId, inner: Cidr): Node | undefined {
    for (let length = inner.prefixLength; length >= 0; length -= 1) {
      const bits = BigInt(addressBits(inner.ipVersion) - length);
      const cidr = createCidr(inner.ipVersion, (inner.address >> bits) << bits, length);
      const node = this.#nodes.get(nodeKey(vrf, cidr));
      if (node !== undefined && !isGrouping(node)) return node;
    }
    return undefined;
  }

  #toItem(node: Node): InventoryItem | undefined {
    if (isGrouping(node)) return undefined;
    const shared = {
      ResourceId: this.#idOf(node),
      RegionId: this.#regionId,
      ...nameField(node.prefix.description),
      Cidrs: [formatCidr(node.cidr)],
    };
    return isNetwork(node)
      ? { Type: 'VPC', ...shared }
      : { Type: 'VSwitch', VpcId: this.#idOf(node.parent ?? node), ...shared };
  }

  #idOf(node: Node): string {
    return `${this.#host}/prefix/${node.prefix.id}`;
  }
}

/** Nodes in order of VRF and address, each with its parent. Equal prefixes have one parent. */
function arrange(prefixes: readonly NetboxPrefix[]): readonly Node[] {
  const sorted = prefixes
    .map((prefix) => ({ prefix, cidr: readCidr(prefix.prefix) }))
    .sort(
      (left, right) =>
        (left.prefix.vrf?.id ?? 0) - (right.prefix.vrf?.id ?? 0) ||
        compareCidrs(left.cidr, right.cidr) ||
        left.prefix.id - right.prefix.id,
    );
  const nodes: Node[] = [];
  const around: Node[] = [];
  for (const { prefix, cidr } of sorted) {
    const isAround = (node: Node) =>
      vrfOf(node.prefix) === vrfOf(prefix) && cidrContains(node.cidr, cidr);
    for (let last = around.at(-1); last !== undefined && !isAround(last); last = around.at(-1)) {
      around.pop();
    }
    const innermost = around.at(-1);
    const isRepeated = innermost !== undefined && isSameCidr(innermost.cidr, cidr);
    const parent = isRepeated ? innermost.parent : innermost;
    const node: Node = { prefix, cidr, parent, children: [] };
    parent?.children.push(node);
    nodes.push(node);
    if (!isRepeated) around.push(node);
  }
  return nodes;
}

function isNetwork(node: Node): boolean {
  const isContainer = node.prefix.status.value === 'container';
  return isContainer || node.parent === undefined || node.children.length > 0;
}

function isGrouping({ children }: Node): boolean {
  return children.length > 0 && children.every(isNetwork);
}

function vrfOf({ vrf }: NetboxPrefix | NetboxAddress): VrfId {
  return vrf?.id;
}

function nodeKey(vrf: VrfId, cidr: Cidr): string {
  return `${vrf ?? ''} ${formatCidr(cidr)}`;
}
