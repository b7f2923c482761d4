import { Option } from 'commander';
import { canonicalAddress, canonicalCidrs } from '../inventory/canonical-address.ts';
import {
  type AddressItem,
  type InventoryItem,
  type NetworkItem,
  nameField,
  type SubnetItem,
} from '../inventory/inventory-item.ts';
import { type AlicloudProduct, AlicloudRegion } from './alicloud-region.ts';
import type { Connector, DiscoveryContext } from './connector.ts';
import { nameFailures } from './name-failures.ts';
import { parseList } from './parse-list.ts';

interface AlicloudFlags {
  readonly regions: readonly string[];
  readonly cloudEndpoint?: string;
}

const VPC: AlicloudProduct = { name: 'vpc', version: '2016-04-28' };
const ECS: AlicloudProduct = { name: 'ecs', version: '2014-05-26' };

/** Entries of a page: the most that the vendor allows. */
const VPC_PAGE_SIZE = 50;
const ECS_PAGE_SIZE = 100;

/** Codes of an endpoint that does not serve an operation at all. */
const NOT_SERVED_CODES = ['InvalidVersion', 'InvalidAction.NotFound'];

/** The VPCs, VSwitches and ENIs of an Alibaba Cloud account, by the official client runtime. */
export const alicloudConnector: Connector<AlicloudFlags> = {
  name: 'alicloud',
  description: 'Reads the VPCs, VSwitches and network interfaces of an Alibaba Cloud account.',
  help: `
Needs the packages @alicloud/openapi-core, @alicloud/credentials and @darabonba/typescript, and the
actions vpc:DescribeVpcs, vpc:DescribeVSwitches and ecs:DescribeNetworkInterfaces. Credentials come
from the vendor's own chain: ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, profiles,
roles. Set CADASTRE_ACCESS_KEY_ID and CADASTRE_ACCESS_KEY_SECRET for the register then.

Example:
  cadastre discover alicloud --source alicloud-prod --regions cn-hangzhou,cn-shanghai`,
  options: () => [
    new Option('--regions <list>', 'regions to read')
      .env('ALIBABA_CLOUD_REGION_ID')
      .argParser(parseList)
      .makeOptionMandatory(),
    new Option('--cloud-endpoint <url>', 'one endpoint for all calls, not those of the regions'),
  ],
  discover: (flags, context) => nameFailures('Alibaba Cloud', discoverRegions(flags, context)),
};

async function* discoverRegions(
  flags: AlicloudFlags,
  context: DiscoveryContext,
): AsyncGenerator<readonly InventoryItem[]> {
  for (const regionId of flags.regions) {
    const region = await AlicloudRegion.open(regionId, flags.cloudEndpoint);
    yield* discoverRegion(region, context);
  }
}

async function* discoverRegion(
  region: AlicloudRegion,
  context: DiscoveryContext,
): AsyncGenerator<readonly InventoryItem[]> {
  const { regionId } = region;
  for await (const { Vpcs } of region.numberedPages(VPC, 'DescribeVpcs', VPC_PAGE_SIZE)) {
    yield ((Vpcs as VpcList | undefined)?.Vpc ?? []).map((vpc) => toNetwork(vpc, regionId));
  }
  const pages = region.numberedPages(VPC, 'DescribeVSwitches', VPC_PAGE_SIZE);
  for await (const { VSwitches } of pages) {
    const { VSwitch = [] } = (VSwitches ?? {}) as VSwitchList;
    yield VSwitch.map((vSwitch) => toSubnet(vSwitch, regionId));
  }
  try {
    yield* discoverInterfaces(region);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!NOT_SERVED_CODES.includes(code)) throw error;
    context.note(`${regionId}: no addresses, for the endpoint has no DescribeNetworkInterfaces`);
  }
}

async function* discoverInterfaces(
  region: AlicloudRegion,
): AsyncGenerator<readonly InventoryItem[]> {
  const pages = region.tokenPages(ECS, 'DescribeNetworkInterfaces', ECS_PAGE_SIZE);
  for await (const { NetworkInterfaceSets } of pages) {
    const { NetworkInterfaceSet = [] } = (NetworkInterfaceSets ?? {}) as NetworkInterfaceList;
    yield NetworkInterfaceSet.flatMap((entry) => toAddresses(entry, region.regionId));
  }
}

/** The fields of the answers that are read; the vendor answers lists as `Vpcs.Vpc`. */
interface VpcList {
  readonly Vpc?: readonly Vpc[];
}
interface Vpc {
  readonly VpcId: string;
  readonly VpcName?: string;
  readonly CidrBlock?: string;
  readonly SecondaryCidrBlocks?: { readonly SecondaryCidrBlock?: readonly string[] };
  readonly Ipv6CidrBlock?: string;
  readonly Ipv6CidrBlocks?: {
    readonly Ipv6CidrBlock?: readonly { readonly Ipv6CidrBlock?: string }[];
  };
}
interface VSwitchList {
  readonly VSwitch?: readonly VSwitch[];
}
interface VSwitch {
  readonly VSwitchId: string;
  readonly VpcId: string;
  readonly VSwitchName?: string;
  readonly CidrBlock?: string;
  readonly Ipv6CidrBlock?: string;
}
interface NetworkInterfaceList {
  readonly NetworkInterfaceSet?: readonly NetworkInterface[];
}
interface NetworkInterface {
  readonly NetworkInterfaceId: string;
  readonly VpcId: string;
  readonly VSwitchId: string;
  readonly PrivateIpSets?: {
    readonly PrivateIpSet?: readonly { readonly PrivateIpAddress: string }[];
  };
  readonly Ipv6Sets?: { readonly Ipv6Set?: readonly { readonly Ipv6Address: string }[] };
}

function toNetwork(vpc: Vpc, regionId: string): NetworkItem {
  const ipv6 = (vpc.Ipv6CidrBlocks?.Ipv6CidrBlock ?? []).map((entry) => entry.Ipv6CidrBlock);
  const secondary = vpc.SecondaryCidrBlocks?.SecondaryCidrBlock ?? [];
  return {
    Type: 'VPC',
    ResourceId: vpc.VpcId,
    RegionId: regionId,
    ...nameField(vpc.VpcName),
    Cidrs: canonicalCidrs([vpc.CidrBlock, ...secondary, vpc.Ipv6CidrBlock, ...ipv6]),
  };
}

function toSubnet(vSwitch: VSwitch, regionId: string): SubnetItem {
  return {
    Type: 'VSwitch',
    ResourceId: vSwitch.VSwitchId,
    VpcId: vSwitch.VpcId,
    RegionId: regionId,
    ...nameField(vSwitch.VSwitchName),
    Cidrs: canonicalCidrs([vSwitch.CidrBlock, vSwitch.Ipv6CidrBlock]),
  };
}

function toAddresses(entry: NetworkInterface, regionId: string): readonly AddressItem[] {
  const addresses = [
    ...(entry.PrivateIpSets?.PrivateIpSet ?? []).map((set) => set.PrivateIpAddress),
    ...(entry.Ipv6Sets?.Ipv6Set ?? []).map((set) => set.Ipv6Address),
  ];
  return addresses.map((address) => ({
    Type: 'Address',
    Address: canonicalAddress(address),
    ResourceId: entry.NetworkInterfaceId,
    ServiceType: 'ENI',
    VpcId: entry.VpcId,
    VSwitchId: entry.VSwitchId,
    RegionId: regionId,
  }));
}
