import type { Cidr } from '@cadastre/address-space';
import type { Ipv6Isp } from './records.ts';
import type { TagFilter } from './store.ts';

/** The part of the store that keeps the VPCs and VSwitches made by operations of this server. */

export interface VpcIpv6Cidr {
  readonly cidr: Cidr;
  readonly isp: Ipv6Isp;
}

export interface Vpc {
  readonly accountId: string;
  readonly vpcId: string;
  readonly regionId: string;
  readonly name: string;
  readonly description: string;
  readonly resourceGroupId: string;
  readonly routerId: string;
  readonly routeTableId: string;
  /** The primary IPv4 block. No two blocks of a VPC have an address in common. */
  readonly cidr: Cidr;
  /** Secondary IPv4 blocks, in the order they were added. */
  readonly secondaryCidrs: readonly Cidr[];
  readonly ipv6Cidrs: readonly VpcIpv6Cidr[];
  /** Kept and shown; nothing follows from them. */
  readonly userCidrs: readonly string[];
  readonly isDnsHostnameEnabled: boolean;
  readonly createdAt: number;
}

export interface VSwitch {
  readonly accountId: string;
  readonly vSwitchId: string;
  readonly vpcId: string;
  /** The region of its VPC. */
  readonly regionId: string;
  readonly zoneId: string;
  /** Inside one block of its VPC, and apart from the other VSwitches of it. */
  readonly cidr: Cidr;
  /** A /64 of an IPv6 block of its VPC; undefined where it has none. */
  readonly ipv6Cidr: Cidr | undefined;
  readonly name: string;
  readonly description: string;
  readonly resourceGroupId: string;
  readonly createdAt: number;
}

/** What the lists of VPCs and VSwitches share. A filter that is undefined lets everything pass. */
export interface NetworkFilter {
  readonly accountId: string;
  readonly regionId: string;
  readonly ids: readonly string[] | undefined;
  readonly name: string | undefined;
  readonly resourceGroupId: string | undefined;
  readonly isIpv6Enabled: boolean | undefined;
  readonly tags: readonly TagFilter[];
}

export interface VpcFilter extends NetworkFilter {
  readonly routeTableId: string | undefined;
  readonly routerId: string | undefined;
}

export interface VSwitchFilter extends NetworkFilter {
  readonly vpcId: string | undefined;
  readonly zoneId: string | undefined;
  /** The route table of its VPC. */
  readonly routeTableId: string | undefined;
}

/** A part of a list from some row on, and how many rows match in all. */
export interface ListPart<Item> {
  readonly items: readonly Item[];
  readonly totalCount: number;
}

export interface VpcReader {
  find(accountId: string, vpcId: string): Promise<Vpc | undefined>;
  /** In order of ids, which is that of creation. What is passed over costs as what is listed. */
  list(filter: VpcFilter, offset: number, limit: number): Promise<ListPart<Vpc>>;
  /** Whether a VPC of any account has exactly this block. */
  isCidrTaken(cidr: Cidr): Promise<boolean>;
}

export interface VpcWriter extends VpcReader {
  insert(vpc: Vpc): Promise<void>;
  /** Writes name, description, blocks and whether host names are on. */
  update(vpc: Vpc): Promise<void>;
  /** Removes a VPC that has no VSwitches. */
  remove(vpc: Vpc): Promise<void>;
}

export interface VSwitchReader {
  find(accountId: string, vSwitchId: string): Promise<VSwitch | undefined>;
  /** In order of ids, which is that of creation. What is passed over costs as what is listed. */
  list(filter: VSwitchFilter, offset: number, limit: number): Promise<ListPart<VSwitch>>;
  /** The ids of the VSwitches of each of the given VPCs, in order. */
  listIdsOf(
    accountId: string,
    vpcIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The id of a VSwitch of the VPC that has addresses in common with the block, of either family. */
  findOverlapping(accountId: string, vpcId: string, cidr: Cidr): Promise<string | undefined>;
  /** The /64 blocks of the VSwitches of a VPC inside a block, in address order. */
  listIpv6Inside(accountId: string, vpcId: string, within: Cidr): Promise<readonly Cidr[]>;
}

export interface VSwitchWriter extends VSwitchReader {
  /** Adds a VSwitch. The database refuses overlap with another of the VPC. */
  insert(vSwitch: VSwitch): Promise<void>;
  /** Writes name, description and the IPv6 block. */
  update(vSwitch: VSwitch): Promise<void>;
  remove(vSwitch: VSwitch): Promise<void>;
}

/** The read methods of VPCs and VSwitches. */
export interface NetworkReader {
  readonly vpcs: VpcReader;
  readonly vSwitches: VSwitchReader;
}

/** The read and write methods of VPCs and VSwitches. */
export interface NetworkTransactor {
  readonly vpcs: VpcWriter;
  readonly vSwitches: VSwitchWriter;
}
