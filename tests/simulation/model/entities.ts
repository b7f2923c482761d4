import type { Block, Version } from './blocks.ts';
import type { Body, LearntText } from './expected.ts';

/** What the model remembers. Lists are in order of creation, or of address. */

export interface Quotas {
  readonly ipamsPerRegion: number;
  readonly scopesPerIpam: number;
  readonly poolDepth: number;
  readonly cidrsPerPool: number;
  readonly subPoolsPerPool: number;
  readonly poolsPerScope: number;
  readonly publicTopPoolsPerRegionAndIsp: number;
  readonly cidrsPerPublicTopPool: number;
}

export interface Region {
  readonly id: string;
  readonly ipv6: boolean;
  readonly publicScope: boolean;
  readonly ipv6Isps: readonly string[];
}

export interface Supply {
  readonly region: string;
  readonly isp: string;
  readonly block: Block;
}

/** The world outside of the accounts. */
export interface Settings {
  readonly regions: readonly Region[];
  readonly supplies: readonly Supply[];
  readonly quotas: Quotas;
  /** How long a new pool is in status Creating, in milliseconds. */
  readonly creatingMs: number;
}

export interface AccountSettings {
  readonly accountId: string;
  readonly resourceGroupId: string;
  readonly mayUseSingleLineIsps: boolean;
  readonly isServiceOpen: boolean;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface Resource {
  readonly id: LearntText;
  /** Grows with every resource, so that lists have an order. */
  readonly sequence: number;
  readonly resourceGroupId: string;
  readonly tags: readonly Tag[];
  readonly createdAt: number;
  name: string;
  description: string;
}

export interface Ipam extends Resource {
  readonly regionId: string;
  operatingRegions: readonly string[];
  readonly discoveryId: LearntText;
  readonly associationId: LearntText;
  readonly publicScope: Scope;
  readonly privateScope: Scope;
}

export interface Scope extends Resource {
  ipam: Ipam | undefined;
  readonly regionId: string;
  readonly type: 'public' | 'private';
  readonly isDefault: boolean;
}

export interface Pool extends Resource {
  readonly ipam: Ipam;
  readonly scope: Scope;
  readonly source: Pool | undefined;
  readonly poolRegionId: string | undefined;
  readonly depth: number;
  readonly version: Version;
  readonly isp: string | undefined;
  min: number | undefined;
  max: number | undefined;
  default: number | undefined;
  autoImport: boolean;
  /** In address order. */
  readonly cidrs: Block[];
  /** In address order. */
  readonly allocations: Allocation[];
}

export interface Allocation {
  readonly id: LearntText;
  readonly pool: Pool;
  readonly block: Block;
  readonly within: Block;
  readonly createdAt: number;
  /** Grows with every allocation. */
  readonly sequence: number;
  /** Undefined while it is live. */
  releasedAt: number | undefined;
  /** The sub-pool that has the block; undefined for a custom allocation. */
  readonly subPool: Pool | undefined;
  name: string;
  description: string;
}

interface RememberedAnswer {
  readonly parameters: string;
  readonly body: Body;
  readonly expiresAt: number;
}

/** Where a page begins: after the key of an item, in a list with these filters. */
export interface PageStart {
  readonly list: string;
  readonly after: bigint;
}

export interface Account extends AccountSettings {
  readonly ipams: Ipam[];
  readonly scopes: Scope[];
  readonly pools: Pool[];
  readonly ipamsById: Map<string, Ipam>;
  readonly scopesById: Map<string, Scope>;
  readonly poolsById: Map<string, Pool>;
  readonly allocationsById: Map<string, Allocation>;
  /** Every allocation there ever was, oldest first. */
  readonly allocationHistory: Allocation[];
  readonly rememberedAnswers: Map<string, RememberedAnswer>;
  /** By the NextToken that the server gave out. */
  readonly pageStarts: Map<string, PageStart>;
}

/** The region that calls about a pool's allocations must name. */
export function allocationRegion(pool: Pool): string {
  return pool.poolRegionId ?? pool.ipam.regionId;
}

export function takenBlocks(pool: Pool): readonly Block[] {
  return pool.allocations.map((allocation) => allocation.block);
}

export function subPoolsOf(account: Account, pool: Pool): readonly Pool[] {
  return account.pools.filter((other) => other.source === pool);
}

export function poolsOfScope(account: Account, scope: Scope): readonly Pool[] {
  return account.pools.filter((pool) => pool.scope === scope);
}
