import { parseBlock } from './model/blocks.ts';
import type { AccountSettings, Settings } from './model/entities.ts';

/** The world the simulation runs in: small quotas and small supplies, so that they run out. */

const REGIONS = [
  { id: 'sim-a', ipv6: true, publicScope: true, ipv6Isps: ['BGP', 'ChinaMobile'] },
  { id: 'sim-b', ipv6: true, publicScope: true, ipv6Isps: ['BGP'] },
  { id: 'sim-c', ipv6: false, publicScope: true, ipv6Isps: ['BGP'] },
  { id: 'sim-d', ipv6: true, publicScope: false, ipv6Isps: ['BGP', 'ChinaTelecom'] },
];

const SUPPLIES = [
  { region: 'sim-a', isp: 'BGP', cidr: '2001:db8:a000:10::/61' },
  { region: 'sim-a', isp: 'BGP', cidr: '2001:db8:a000:8::/62' },
  { region: 'sim-a', isp: 'ChinaMobile', cidr: '2001:db8:b000::/62' },
  { region: 'sim-b', isp: 'BGP', cidr: '2001:db8:c000::/60' },
];

const QUOTAS = {
  ipamsPerRegion: 1,
  scopesPerIpam: 4,
  poolDepth: 3,
  cidrsPerPool: 4,
  subPoolsPerPool: 3,
  poolsPerScope: 12,
  publicTopPoolsPerRegionAndIsp: 2,
  cidrsPerPublicTopPool: 1,
};

export const CREATING_MS = 3;

const OPEN_ACCOUNT_COUNT = 24;

/** The last account has not activated the service. */
export const ACCOUNTS: readonly AccountSettings[] = Array.from(
  { length: OPEN_ACCOUNT_COUNT + 1 },
  (_, index) => ({
    accountId: String(1_000_000_000_000_001 + index),
    resourceGroupId: `rg-sim${index}default`,
    mayUseSingleLineIsps: index % 2 === 0,
    isServiceOpen: index < OPEN_ACCOUNT_COUNT,
  }),
);

export function accessKeyOf({ accountId }: Pick<AccountSettings, 'accountId'>) {
  return { accessKeyId: `LTAI${accountId}`, accessKeySecret: `secret-of-${accountId}` };
}

/** What the model knows of the world. */
export function modelSettings(creatingMs: number): Settings {
  return {
    regions: REGIONS,
    supplies: SUPPLIES.map(({ region, isp, cidr }) => {
      const block = parseBlock(cidr);
      if (block === undefined) throw new Error(`${cidr} is no CIDR block.`);
      return { region, isp, block };
    }),
    quotas: QUOTAS,
    creatingMs,
  };
}

/** The same as the server's configuration file has it. */
export function serverConfiguration(creatingMs: number): object {
  const singleLine = ACCOUNTS.filter((account) => account.mayUseSingleLineIsps);
  return {
    regions: REGIONS,
    publicIpv6: SUPPLIES,
    serviceOpen: false,
    quotas: {
      ipam_quota_per_region: QUOTAS.ipamsPerRegion,
      ipam_scope_quota_per_ipam: QUOTAS.scopesPerIpam,
      ipam_pool_quota_depth: QUOTAS.poolDepth,
      ipam_cidr_quota_per_ipam_pool: QUOTAS.cidrsPerPool,
      ipam_sub_pool_quota_per_ipam_pool: QUOTAS.subPoolsPerPool,
      ipam_pool_quota_per_scope: QUOTAS.poolsPerScope,
      ipam_public_ipv6_top_pool_quota_per_region_isp: QUOTAS.publicTopPoolsPerRegionAndIsp,
      ipam_cidr_quota_per_public_ipv6_top_pool: QUOTAS.cidrsPerPublicTopPool,
    },
    accounts: Object.fromEntries(
      singleLine.map(({ accountId }) => [accountId, { singleLineIsps: true }]),
    ),
    transitions: { pool: { creatingMs } },
  };
}
