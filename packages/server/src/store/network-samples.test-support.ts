import { type Cidr, parseCidr } from '@cadastre/address-space';
import { ACCOUNT_ID, NOW } from './record-samples.test-support.ts';
import type { Vpc, VSwitch } from './vpc-store.ts';

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
