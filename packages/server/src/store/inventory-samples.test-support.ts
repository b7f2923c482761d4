import { type Cidr, parseCidr } from '@cadastre/address-space';
import type {
  DiscoveredAddress,
  DiscoveredResource,
  InventorySource,
  ResourceCidr,
} from './inventory-records.ts';
import type { InventoryReader } from './inventory-store.ts';
import { ACCOUNT_ID, NOW } from './record-samples.test-support.ts';
import type { Reader, Transactor } from './store.ts';
import type { NetworkReader } from './vpc-store.ts';

/** Whole records of the inventory for tests; each takes what the test is about. */

export function cidrOf(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed.kind === 'invalid') throw new Error(`${text} is no CIDR.`);
  return parsed.cidr;
}

export function sampleNetwork(given: Partial<DiscoveredResource> = {}): DiscoveredResource {
  return {
    accountId: ACCOUNT_ID,
    resourceId: 'vpc-1',
    resourceType: 'VPC',
    regionId: 'cn-hangzhou',
    vpcId: given.resourceId ?? 'vpc-1',
    name: 'prod',
    sourceName: 'source-1',
    sourceVersion: 1,
    cidrs: [cidrOf('10.0.0.0/16')],
    discoveredAt: NOW,
    ...given,
  };
}

export function sampleSubnet(given: Partial<DiscoveredResource> = {}): DiscoveredResource {
  const cidrs = [cidrOf('10.0.0.0/24')];
  return sampleNetwork({
    resourceId: 'vsw-1',
    resourceType: 'VSwitch',
    vpcId: 'vpc-1',
    cidrs,
    ...given,
  });
}

export function sampleAddress(given: Partial<DiscoveredAddress> = {}): DiscoveredAddress {
  return {
    accountId: ACCOUNT_ID,
    regionId: 'cn-hangzhou',
    vpcId: 'vpc-1',
    vSwitchId: 'vsw-1',
    cidr: cidrOf('10.0.0.5/32'),
    resourceId: 'eni-1',
    serviceType: 'ENI',
    sourceName: 'source-1',
    sourceVersion: 1,
    ...given,
  };
}

export function sampleSource(given: Partial<InventorySource> = {}): InventorySource {
  return {
    accountId: ACCOUNT_ID,
    sourceName: 'source-1',
    version: 1,
    mode: 'Full',
    isComplete: true,
    createdAt: NOW,
    updatedAt: NOW,
    ...given,
  };
}

export function sampleResourceCidr(given: Partial<ResourceCidr> = {}): ResourceCidr {
  return {
    accountId: ACCOUNT_ID,
    ipamId: 'ipam-1',
    scopeId: 'scope-1',
    ownerId: ACCOUNT_ID,
    resourceId: 'vpc-1',
    resourceType: 'VPC',
    regionId: 'cn-hangzhou',
    vpcId: given.resourceId ?? 'vpc-1',
    cidr: cidrOf('10.0.0.0/16'),
    poolId: undefined,
    allocationId: undefined,
    isIgnored: false,
    ...given,
  };
}

/** One row at least in every table of the inventory, for one account that has an IPAM and a scope. */
export async function fillInventory(transactor: Transactor): Promise<void> {
  const { discoveredResources, discoveredAddresses, resourceCidrs, inventorySources } = transactor;
  await discoveredResources.put(sampleNetwork());
  await discoveredResources.put(sampleSubnet());
  await discoveredAddresses.put(sampleAddress());
  await inventorySources.put(sampleSource());
  await resourceCidrs.insert(sampleResourceCidr());
  await resourceCidrs.insert(sampleResourceCidr({ resourceId: 'vpc-2' }));
  const ipam = { accountId: ACCOUNT_ID, ipamId: 'ipam-1' };
  await resourceCidrs.setIgnored(ipam, ACCOUNT_ID, 'vpc-3', true);
}

const ALL = { after: undefined, limit: 100 };
const SOURCE = 'source-1';

type InventoryTable = Exclude<keyof InventoryReader, keyof NetworkReader>;
type InventoryMethod = {
  [Table in InventoryTable]: `${Table}.${keyof InventoryReader[Table] & string}`;
}[InventoryTable];

/** Not keyed by an account alone: what pools of several accounts and their networks have in common. */
type Shared = 'resourceCidrs.allocationsOf' | 'resourceCidrs.listImportingPools';

/** Every other read method of the inventory, asked for what `fillInventory` makes. */
export const INVENTORY_READS: {
  readonly [Method in Exclude<InventoryMethod, Shared>]: (
    reader: Reader,
    accountId: string,
  ) => Promise<unknown>;
} = {
  'discoveredResources.find': ({ discoveredResources }, accountId) =>
    discoveredResources.find(accountId, 'vpc-1'),
  'discoveredResources.listRegionIds': ({ discoveredResources }, accountId) =>
    discoveredResources.listRegionIds(accountId),
  'discoveredResources.cidrsOf': ({ discoveredResources }, accountId) =>
    discoveredResources.cidrsOf(accountId, 'vpc-1'),
  'discoveredResources.vSwitchIdsOf': ({ discoveredResources }, accountId) =>
    discoveredResources.vSwitchIdsOf(accountId, 'vpc-1'),
  'discoveredResources.listIds': ({ discoveredResources }, accountId) =>
    discoveredResources.listIds(accountId, 'cn-hangzhou', 'VPC', ALL),
  'discoveredResources.list': ({ discoveredResources }, accountId) =>
    discoveredResources.list({ accountId, regionId: 'cn-hangzhou', resourceType: undefined }, ALL),
  'discoveredResources.listOlder': ({ discoveredResources }, accountId) =>
    discoveredResources.listOlder(accountId, SOURCE, 2, ALL),
  'discoveredResources.listOfSource': ({ discoveredResources }, accountId) =>
    discoveredResources.listOfSource(accountId, SOURCE, ALL),
  'discoveredAddresses.find': ({ discoveredAddresses }, accountId) =>
    discoveredAddresses.find(accountId, 'vpc-1', cidrOf('10.0.0.5/32')),
  'discoveredAddresses.list': ({ discoveredAddresses }, accountId) =>
    discoveredAddresses.list(
      {
        accountId,
        vpcId: 'vpc-1',
        vSwitchId: undefined,
        regionIds: ['cn-hangzhou'],
        cidr: undefined,
      },
      ALL,
    ),
  'discoveredAddresses.listOlder': ({ discoveredAddresses }, accountId) =>
    discoveredAddresses.listOlder(accountId, SOURCE, 2, ALL),
  'discoveredAddresses.listOfResource': ({ discoveredAddresses }, accountId) =>
    discoveredAddresses.listOfResource(accountId, SOURCE, 'eni-1', 10),
  'discoveredAddresses.listOfSource': ({ discoveredAddresses }, accountId) =>
    discoveredAddresses.listOfSource(accountId, SOURCE, ALL),
  'resourceCidrs.listIpamsDiscovering': ({ resourceCidrs }, accountId) =>
    resourceCidrs.listIpamsDiscovering(accountId),
  'resourceCidrs.listOfResource': ({ resourceCidrs }, accountId) =>
    resourceCidrs.listOfResource(accountId, 'vpc-1'),
  'resourceCidrs.list': ({ resourceCidrs }, accountId) =>
    resourceCidrs.list(
      {
        accountId,
        scopeIds: ['scope-1'],
        poolId: undefined,
        resourceType: undefined,
        resourceId: undefined,
        vpcId: undefined,
      },
      ALL,
    ),
  'resourceCidrs.listOverlapping': ({ resourceCidrs }, accountId) =>
    resourceCidrs.listOverlapping(sampleResourceCidr({ accountId }), 10),
  'resourceCidrs.listImportable': ({ resourceCidrs }, accountId) =>
    resourceCidrs.listImportable(accountId, 'scope-1', 'cn-hangzhou', cidrOf('10.0.0.0/8')),
  'resourceCidrs.isIgnored': ({ resourceCidrs }, accountId) =>
    resourceCidrs.isIgnored({ accountId, ipamId: 'ipam-1' }, ACCOUNT_ID, 'vpc-3'),
  'inventorySources.find': ({ inventorySources }, accountId) =>
    inventorySources.find(accountId, SOURCE),
  'inventorySources.count': ({ inventorySources }, accountId) => inventorySources.count(accountId),
  'inventorySources.list': ({ inventorySources }, accountId) =>
    inventorySources.list(accountId, ALL),
};
