import type { EC2Client, NetworkInterface, Subnet, Vpc } from '@aws-sdk/client-ec2';
import { Option } from 'commander';
import { canonicalAddress, canonicalCidrs } from '../inventory/canonical-address.ts';
import {
  type AddressItem,
  type InventoryItem,
  type NetworkItem,
  nameField,
  type SubnetItem,
} from '../inventory/inventory-item.ts';
import type { Connector } from './connector.ts';
import { loadPackages } from './load-packages.ts';
import { nameFailures } from './name-failures.ts';
import { parseList } from './parse-list.ts';

interface AwsFlags {
  readonly regions?: readonly string[];
  readonly cloudEndpoint?: string;
}

type Sdk = typeof import('@aws-sdk/client-ec2');

/** The VPCs, subnets and network interfaces of an AWS account, by the official SDK. */
export const awsConnector: Connector<AwsFlags> = {
  name: 'aws',
  description: 'Reads the VPCs, subnets and network interfaces of an AWS account.',
  help: `
Needs the package @aws-sdk/client-ec2 and the actions ec2:DescribeVpcs, ec2:DescribeSubnets and
ec2:DescribeNetworkInterfaces. Credentials come from the SDK's own chain: variables, profiles, roles.

Example:
  AWS_PROFILE=audit cadastre discover aws --source aws-prod --regions eu-west-1,eu-central-1`,
  options: () => [
    new Option('--regions <list>', "regions to read; without it, the SDK's own one").argParser(
      parseList,
    ),
    new Option('--cloud-endpoint <url>', 'endpoint of EC2 other than the published one'),
  ],
  discover: (flags) => nameFailures('AWS', discoverRegions(flags)),
};

async function* discoverRegions(flags: AwsFlags): AsyncGenerator<readonly InventoryItem[]> {
  const sdk = await loadPackages(
    ['@aws-sdk/client-ec2'],
    (): Promise<Sdk> => import('@aws-sdk/client-ec2'),
  );
  for (const region of flags.regions ?? [undefined]) {
    const client = new sdk.EC2Client({
      ...(region === undefined ? {} : { region }),
      ...(flags.cloudEndpoint === undefined ? {} : { endpoint: flags.cloudEndpoint }),
    });
    try {
      yield* discoverRegion(sdk, client, await client.config.region());
    } finally {
      client.destroy();
    }
  }
}

async function* discoverRegion(
  sdk: Sdk,
  client: EC2Client,
  regionId: string,
): AsyncGenerator<readonly InventoryItem[]> {
  const paging = { client, pageSize: 1_000 };
  for await (const { Vpcs = [] } of sdk.paginateDescribeVpcs(paging, {})) {
    yield Vpcs.map((vpc) => toNetwork(vpc, regionId));
  }
  for await (const { Subnets = [] } of sdk.paginateDescribeSubnets(paging, {})) {
    yield Subnets.map((subnet) => toSubnet(subnet, regionId));
  }
  const interfacePages = sdk.paginateDescribeNetworkInterfaces(paging, {});
  for await (const { NetworkInterfaces = [] } of interfacePages) {
    yield NetworkInterfaces.flatMap((networkInterface) => toAddresses(networkInterface, regionId));
  }
}

/** Only CIDRs that are in use: one that is being taken away or failed is listed with its state. */
const USED_STATES: readonly (string | undefined)[] = ['associated', 'associating'];

function toNetwork(vpc: Vpc, regionId: string): NetworkItem {
  const secondary = (vpc.CidrBlockAssociationSet ?? [])
    .filter(({ CidrBlockState }) => USED_STATES.includes(CidrBlockState?.State))
    .map(({ CidrBlock }) => CidrBlock);
  return {
    Type: 'VPC',
    ResourceId: vpc.VpcId ?? '',
    RegionId: regionId,
    ...nameField(nameOf(vpc.Tags)),
    Cidrs: canonicalCidrs([vpc.CidrBlock, ...secondary, ...ipv6Cidrs(vpc)]),
  };
}

function toSubnet(subnet: Subnet, regionId: string): SubnetItem {
  return {
    Type: 'VSwitch',
    ResourceId: subnet.SubnetId ?? '',
    VpcId: subnet.VpcId ?? '',
    RegionId: regionId,
    ...nameField(nameOf(subnet.Tags)),
    Cidrs: canonicalCidrs([subnet.CidrBlock, ...ipv6Cidrs(subnet)]),
  };
}

function toAddresses(networkInterface: NetworkInterface, regionId: string): AddressItem[] {
  const { NetworkInterfaceId, VpcId, SubnetId, InterfaceType } = networkInterface;
  const isPlain = InterfaceType === undefined || InterfaceType === 'interface';
  const addresses = [
    ...(networkInterface.PrivateIpAddresses ?? []).map((entry) => entry.PrivateIpAddress),
    ...(networkInterface.Ipv6Addresses ?? []).map((entry) => entry.Ipv6Address),
  ];
  return addresses
    .filter((address) => address !== undefined)
    .map((address) => ({
      Type: 'Address',
      Address: canonicalAddress(address),
      ResourceId: NetworkInterfaceId ?? '',
      ServiceType: isPlain ? 'ENI' : InterfaceType,
      VpcId: VpcId ?? '',
      ...(SubnetId === undefined ? {} : { VSwitchId: SubnetId }),
      RegionId: regionId,
    }));
}

function ipv6Cidrs({ Ipv6CidrBlockAssociationSet = [] }: Vpc | Subnet): (string | undefined)[] {
  return Ipv6CidrBlockAssociationSet.filter(({ Ipv6CidrBlockState }) =>
    USED_STATES.includes(Ipv6CidrBlockState?.State),
  ).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock);
}

function nameOf(tags: Vpc['Tags']): string | undefined {
  return tags?.find(({ Key }) => Key === 'Name')?.Value;
}
