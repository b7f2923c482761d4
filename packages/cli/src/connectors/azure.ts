import type {
  NetworkInterface,
  NetworkManagementClient,
  NetworkManagementClientOptionalParams,
  VirtualNetwork,
} from '@azure/arm-network';
import type { TokenCredential } from '@azure/identity';
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

interface AzureFlags {
  readonly subscriptions: readonly string[];
  readonly cloudEndpoint?: string;
}

const PACKAGES = ['@azure/arm-network', '@azure/identity'];

/** The virtual networks, subnets and network interfaces of Azure subscriptions, by the SDK. */
export const azureConnector: Connector<AzureFlags> = {
  name: 'azure',
  description: 'Reads the virtual networks, subnets and network interfaces of Azure subscriptions.',
  help: `
Needs the packages @azure/arm-network and @azure/identity and the role Reader, or the actions
Microsoft.Network/virtualNetworks/read and Microsoft.Network/networkInterfaces/read. Credentials come
from the SDK's own chain (DefaultAzureCredential): variables, managed identity, az login.

Example:
  cadastre discover azure --source azure-prod --subscriptions 11111111-2222-3333-4444-555555555555`,
  options: () => [
    new Option('--subscriptions <list>', 'ids of the subscriptions to read')
      .env('AZURE_SUBSCRIPTION_ID')
      .argParser(parseList)
      .makeOptionMandatory(),
    new Option('--cloud-endpoint <url>', 'Azure Resource Manager of another cloud'),
  ],
  discover: (flags) => nameFailures('Azure', discoverWithOwnCredential(flags)),
};

async function* discoverWithOwnCredential(
  flags: AzureFlags,
): AsyncGenerator<readonly InventoryItem[]> {
  const { DefaultAzureCredential } = await loadPackages(PACKAGES, () => import('@azure/identity'));
  const { cloudEndpoint } = flags;
  const clientOptions = cloudEndpoint === undefined ? {} : { endpoint: cloudEndpoint };
  yield* discoverAzure(flags.subscriptions, new DefaultAzureCredential(), clientOptions);
}

/** Reads subscriptions one after another with a credential and settings of the SDK's client. */
export async function* discoverAzure(
  subscriptionIds: readonly string[],
  credential: TokenCredential,
  clientOptions: NetworkManagementClientOptionalParams,
): AsyncGenerator<readonly InventoryItem[]> {
  const sdk = await loadPackages(PACKAGES, () => import('@azure/arm-network'));
  for (const subscriptionId of subscriptionIds) {
    yield* discoverSubscription(
      new sdk.NetworkManagementClient(credential, subscriptionId, clientOptions),
    );
  }
}

async function* discoverSubscription(
  client: NetworkManagementClient,
): AsyncGenerator<readonly InventoryItem[]> {
  for await (const page of client.virtualNetworks.listAll().byPage()) {
    yield page.flatMap((network) => [toNetwork(network), ...toSubnets(network)]);
  }
  for await (const page of client.networkInterfaces.listAll().byPage()) {
    yield page.flatMap(toAddresses);
  }
}

function toNetwork(network: VirtualNetwork): NetworkItem {
  return {
    Type: 'VPC',
    ResourceId: resourceId(network.id),
    RegionId: network.location ?? '',
    ...nameField(network.name),
    Cidrs: canonicalCidrs(network.addressSpace?.addressPrefixes ?? []),
  };
}

function toSubnets(network: VirtualNetwork): readonly SubnetItem[] {
  return (network.subnets ?? []).map((subnet) => ({
    Type: 'VSwitch',
    ResourceId: resourceId(subnet.id),
    VpcId: resourceId(network.id),
    RegionId: network.location ?? '',
    ...nameField(subnet.name),
    Cidrs: canonicalCidrs([subnet.addressPrefix, ...(subnet.addressPrefixes ?? [])]),
  }));
}

function toAddresses(networkInterface: NetworkInterface): AddressItem[] {
  const addresses: AddressItem[] = [];
  for (const { privateIPAddress, subnet } of networkInterface.ipConfigurations ?? []) {
    if (privateIPAddress === undefined || subnet?.id === undefined) continue;
    const subnetId = resourceId(subnet.id);
    addresses.push({
      Type: 'Address',
      Address: canonicalAddress(privateIPAddress),
      ResourceId: resourceId(networkInterface.id),
      ServiceType: 'ENI',
      VpcId: subnetId.replace(/\/subnets\/[^/]+$/, ''),
      VSwitchId: subnetId,
      RegionId: networkInterface.location ?? '',
    });
  }
  return addresses;
}

/** Azure compares ids without regard to case, and answers one id in several. */
function resourceId(id: string | undefined): string {
  return (id ?? '').toLowerCase();
}
