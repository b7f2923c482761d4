import { type Cidr, parseCidr } from '@cadastre/address-space';
import { ACCOUNT_ID, NOW } from './record-samples.test-support.ts';
import type { Reader, Transactor } from './store.ts';
import type { NetworkFilter, NetworkReader, Vpc, VSwitch } from './vpc-store.ts';

/** Whole VPCs and VSwitches for tests; each takes what the test is about. */

export function cidrOf(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed.kind === 'invalid') throw new Error(`${text} is no CIDR.`);
  return parsed.cidr;
}

export function sampleVpc(given: Partial<Vpc> = {}): Vpc {
  return {
    accountId: ACCOUNT_ID,
    vpcId: 'vpc-1',
    regionId: 'cn-hangzhou',
    name: 'office',
    description: 'the office',
    resourceGroupId: 'rg-1',
    routerId: 'vrt-1',
    routeTableId: 'vtb-1',
    cidr: cidrOf('10.0.0.0/16'),
    secondaryCidrs: [],
    ipv6Cidrs: [],
    userCidrs: [],
    isDnsHostnameEnabled: false,
    createdAt: NOW,
    ...given,
  };
}

export function sampleVSwitch(given: Partial<VSwitch> = {}): VSwitch {
  return {
    accountId: ACCOUNT_ID,
    vSwitchId: 'vsw-1',
    vpcId: 'vpc-1',
    regionId: 'cn-hangzhou',
    zoneId: 'cn-hangzhou-a',
    cidr: cidrOf('10.0.0.0/24'),
    ipv6Cidr: undefined,
    name: 'desks',
    description: 'the desks',
    resourceGroupId: 'rg-1',
    createdAt: NOW,
    ...given,
  };
}

/** A filter that lets all networks of the account in the region pass. */
export function networkFilter(given: Partial<NetworkFilter> = {}) {
  return {
    accountId: ACCOUNT_ID,
    regionId: 'cn-hangzhou',
    ids: undefined,
    name: undefined,
    resourceGroupId: undefined,
    isIpv6Enabled: undefined,
    tags: [],
    routeTableId: undefined,
    ...given,
  };
}

/** A VPC with one VSwitch, of the account alone. */
export async function fillNetworks({ vpcs, vSwitches }: Transactor): Promise<void> {
  await vpcs.insert(sampleVpc({ ipv6Cidrs: [{ cidr: cidrOf('fd00::/56'), isp: 'BGP' }] }));
  await vSwitches.insert(sampleVSwitch({ ipv6Cidr: cidrOf('fd00::/64') }));
}

type NetworkReadMethod = {
  [Table in keyof NetworkReader]: `${Table}.${keyof NetworkReader[Table] & string}`;
}[keyof NetworkReader];

/** Every read method of networks that is keyed by account, asked for what `fillNetworks` makes. */
export const NETWORK_READS: {
  readonly [Method in Exclude<NetworkReadMethod, 'vpcs.isCidrTaken'>]: (
    reader: Reader,
    accountId: string,
  ) => Promise<unknown>;
} = {
  'vpcs.find': ({ vpcs }, accountId) => vpcs.find(accountId, 'vpc-1'),
  'vpcs.list': async ({ vpcs }, accountId) => {
    const filter = { ...networkFilter({ accountId }), routerId: undefined };
    return (await vpcs.list(filter, 0, 10)).items;
  },
  'vSwitches.find': ({ vSwitches }, accountId) => vSwitches.find(accountId, 'vsw-1'),
  'vSwitches.list': async ({ vSwitches }, accountId) => {
    const filter = { ...networkFilter({ accountId }), vpcId: undefined, zoneId: undefined };
    return (await vSwitches.list(filter, 0, 10)).items;
  },
  'vSwitches.listIdsOf': async ({ vSwitches }, accountId) =>
    [...(await vSwitches.listIdsOf(accountId, ['vpc-1'])).values()].flat(),
  'vSwitches.findOverlapping': ({ vSwitches }, accountId) =>
    vSwitches.findOverlapping(accountId, 'vpc-1', cidrOf('10.0.0.0/16')),
  'vSwitches.listIpv6Inside': ({ vSwitches }, accountId) =>
    vSwitches.listIpv6Inside(accountId, 'vpc-1', cidrOf('fd00::/56')),
};
