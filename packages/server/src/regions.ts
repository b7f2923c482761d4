import { IPV6_ISP_VALUES } from '@cadastre/api-contract';
import type { Ipv6Isp } from './store/records.ts';

/** A region that IPAMs can be hosted in and pools can belong to; a data centre is one too. */
export interface Region {
  readonly id: string;
  /** Whether public IPv6 pools are possible. */
  readonly ipv6: boolean;
  /** Whether pools can be created in public scopes. */
  readonly publicScope: boolean;
  /** The lines that public IPv6 pools of the region can have. */
  readonly ipv6Isps: readonly Ipv6Isp[];
}

const ZONE_LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'] as const;

/** The zones of a region, named as the vendor names them; every region has the same ones. */
export function zoneIdsOf({ id }: Region): readonly string[] {
  return ZONE_LETTERS.map((letter) => `${id}-${letter}`);
}

/** The provider's own supply that public IPv6 top-level pools draw from. */
export interface PublicIpv6Supply {
  readonly region: string;
  readonly isp: Ipv6Isp;
  readonly cidr: string;
}

/** The form of a region's id, whether it is in the configuration or not. */
export const REGION_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

const MAINLAND_REGION_IDS = [
  'cn-hangzhou',
  'cn-shanghai',
  'cn-nanjing',
  'cn-qingdao',
  'cn-beijing',
  'cn-zhangjiakou',
  'cn-huhehaote',
  'cn-wulanchabu',
  'cn-shenzhen',
  'cn-heyuan',
  'cn-guangzhou',
  'cn-chengdu',
  'cn-zhongwei',
  'cn-wuhan-lr',
  'cn-fuzhou',
];

const OTHER_REGION_IDS = [
  'cn-hongkong',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-southeast-1',
  'ap-southeast-3',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'eu-central-1',
  'eu-west-1',
  'us-west-1',
  'us-east-1',
  'me-east-1',
  'me-central-1',
];

/**
 * The regions the vendor offers IPAM in. Single line ISPs are those of the Chinese mainland; which
 * of its regions have which line is not published, so all of them have all four.
 */
export const DEFAULT_REGIONS: readonly Region[] = [
  ...MAINLAND_REGION_IDS.map((id) => ({
    id,
    ipv6: true,
    publicScope: true,
    ipv6Isps: IPV6_ISP_VALUES,
  })),
  ...OTHER_REGION_IDS.map((id) => ({
    id,
    ipv6: true,
    publicScope: true,
    ipv6Isps: ['BGP'] as const,
  })),
];

/**
 * One /40 of the documentation prefix 2001:db8::/32 for each region and ISP that has none
 * configured, in order of the regions: 256 of them at most.
 */
export function defaultPublicIpv6Supply(regions: readonly Region[]): readonly PublicIpv6Supply[] {
  const supply: PublicIpv6Supply[] = [];
  for (const region of regions) {
    if (!region.ipv6 || !region.publicScope) continue;
    for (const isp of region.ipv6Isps) {
      if (supply.length > 255) return supply;
      const third = supply.length * 256;
      const cidr = third === 0 ? '2001:db8::/40' : `2001:db8:${third.toString(16)}::/40`;
      supply.push({ region: region.id, isp, cidr });
    }
  }
  return supply;
}
