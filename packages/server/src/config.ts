import { readFileSync } from 'node:fs';
import { type Cidr, cidrsOverlap, formatCidr, parseCidr } from '@cadastre/address-space';
import { IPV6_ISP_VALUES, QUOTA_DEFAULTS, type QuotaId, type Quotas } from '@cadastre/api-contract';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import {
  DEFAULT_REGIONS,
  defaultPublicIpv6Supply,
  type PublicIpv6Supply,
  REGION_ID,
  type Region,
} from './regions.ts';
import { parseTrustedProxy } from './trusted-proxies.ts';

/** What an operator can set in the configuration file, with everything filled in. */
export interface Config {
  readonly regions: readonly Region[];
  readonly publicIpv6: readonly PublicIpv6Supply[];
  readonly quotas: Quotas;
  readonly accounts: Readonly<Record<string, AccountConfig>>;
  /** Whether accounts start with the IPAM service activated. */
  readonly serviceOpen: boolean;
  /** Whether calls past the vendor's published rates are refused with Throttling.User. */
  readonly throttling: 'off' | 'published';
  readonly transitions: { readonly pool: { readonly creatingMs: number } };
  /** How long audit events are kept, in days; 0 for ever. */
  readonly auditRetentionDays: number;
  /** The proxies whose word on where a call comes from is taken. */
  readonly trustedProxies: readonly Cidr[];
  /** How long released allocations are kept in the address history, in days; 0 for ever. */
  readonly addressHistoryRetentionDays: number;
}

export interface AccountConfig {
  /** Whether the account may use single line ISPs. */
  readonly singleLineIsps: boolean;
  /** Quotas that differ from the server's. */
  readonly quotas: Partial<Quotas>;
}

/** The configuration cannot be used; one line for each problem. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const ACCOUNT_ID = /^\d{16}$/;
export const DAY_MS = 24 * 60 * 60 * 1000;
const RETENTION_DAYS_MAX = 36_500;

const quotaSchema = z.strictObject(
  Object.fromEntries(
    Object.keys(QUOTA_DEFAULTS).map((id) => [id, z.int().min(0).max(1_000_000_000).optional()]),
  ) as Record<QuotaId, z.ZodOptional<z.ZodInt>>,
);

const ipv6IspSchema = z.enum(IPV6_ISP_VALUES);

const fileSchema = z.strictObject({
  regions: z
    .array(
      z.strictObject({
        id: z.string().regex(REGION_ID, 'must be lower-case letters, digits and hyphens'),
        ipv6: z.boolean().default(true),
        publicScope: z.boolean().default(true),
        ipv6Isps: z.array(ipv6IspSchema).default(['BGP']),
      }),
    )
    .min(1)
    .optional(),
  publicIpv6: z
    .array(z.strictObject({ region: z.string(), isp: ipv6IspSchema, cidr: z.string() }))
    .optional(),
  quotas: quotaSchema.optional(),
  accounts: z
    .record(
      z.string().regex(ACCOUNT_ID, 'must be an account id of 16 digits'),
      z.strictObject({
        singleLineIsps: z.boolean().default(false),
        quotas: quotaSchema.default({}),
      }),
    )
    .optional(),
  serviceOpen: z.boolean().default(true),
  throttling: z.enum(['off', 'published']).default('off'),
  trustedProxies: z.array(z.string()).default([]),
  auditRetentionDays: z.int().min(0).max(RETENTION_DAYS_MAX).default(0),
  addressHistoryRetentionDays: z.int().min(0).max(RETENTION_DAYS_MAX).default(0),
  transitions: z
    .strictObject({
      pool: z.strictObject({ creatingMs: z.int().min(0).max(DAY_MS).default(0) }).optional(),
    })
    .optional(),
});

/** The configuration of a server started without a file. */
export const DEFAULT_CONFIG: Config = parseConfig({});

/** Reads a JSON or YAML file. Throws ConfigError. */
export function readConfigFile(file: string): Config {
  let content: unknown;
  try {
    // Account ids are keys of 16 digits, more than a number holds exactly.
    content = parseYaml(readFileSync(file, 'utf8'), { stringKeys: true }) ?? {};
  } catch (error) {
    const [firstLine] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new ConfigError([`${file}: ${firstLine}`]);
  }
  try {
    return parseConfig(content);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.problems.map((problem) => `${file}: ${problem}`));
  }
}

/** Checks the content of a configuration file and fills in what it leaves out. Throws ConfigError. */
export function parseConfig(content: unknown): Config {
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(describeIssue));
  const file = parsed.data;
  const regions = file.regions ?? DEFAULT_REGIONS;
  const publicIpv6 = file.publicIpv6 ?? defaultPublicIpv6Supply(regions);
  const trustedProxies = readTrustedProxies('trustedProxies', file.trustedProxies);
  const problems = [
    ...checkRegions(regions),
    ...checkPublicIpv6(publicIpv6, regions),
    ...trustedProxies.problems,
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    regions,
    publicIpv6,
    quotas: { ...QUOTA_DEFAULTS, ...(file.quotas as Partial<Quotas>) },
    accounts: (file.accounts ?? {}) as Readonly<Record<string, AccountConfig>>,
    serviceOpen: file.serviceOpen,
    throttling: file.throttling,
    transitions: { pool: { creatingMs: file.transitions?.pool?.creatingMs ?? 0 } },
    auditRetentionDays: file.auditRetentionDays,
    trustedProxies: trustedProxies.cidrs,
    addressHistoryRetentionDays: file.addressHistoryRetentionDays,
  };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => (where === '' ? key : `${where}.${key}`));
    return `${keys.join(', ')}: unknown key`;
  }
  if (issue.code === 'invalid_key') {
    return `${where}: ${issue.issues.map((inner) => inner.message).join('; ')}`;
  }
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}

function checkRegions(regions: readonly Region[]): string[] {
  const ids = regions.map((region) => region.id);
  return ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map((id) => `regions: the region ${id} is named twice`);
}

function checkPublicIpv6(
  publicIpv6: readonly PublicIpv6Supply[],
  regions: readonly Region[],
): string[] {
  const problems: string[] = [];
  const cidrs: Cidr[] = [];
  for (const [index, supply] of publicIpv6.entries()) {
    const where = `publicIpv6.${index}`;
    const region = regions.find(({ id }) => id === supply.region);
    if (region === undefined) problems.push(`${where}.region: no region ${supply.region}`);
    else if (!region.ipv6Isps.includes(supply.isp)) {
      problems.push(`${where}.isp: the region ${supply.region} has no line ${supply.isp}`);
    }
    const parsed = parseCidr(supply.cidr);
    if (parsed.kind === 'invalid' || parsed.cidr.ipVersion !== 'IPv6') {
      problems.push(`${where}.cidr: ${supply.cidr} is not an IPv6 CIDR block in canonical form`);
      continue;
    }
    const other = cidrs.find((cidr) => cidrsOverlap(cidr, parsed.cidr));
    if (other !== undefined) problems.push(`${where}.cidr: overlaps ${formatCidr(other)}`);
    cidrs.push(parsed.cidr);
  }
  return problems;
}

function readTrustedProxies(
  where: string,
  texts: readonly string[],
): { readonly cidrs: readonly Cidr[]; readonly problems: readonly string[] } {
  const cidrs: Cidr[] = [];
  const problems: string[] = [];
  for (const [index, text] of texts.entries()) {
    const cidr = parseTrustedProxy(text);
    if (cidr !== undefined) cidrs.push(cidr);
    else
      problems.push(`${where}.${index}: ${text} is neither an address nor a canonical CIDR block`);
  }
  return { cidrs, problems };
}

/** The configuration with other trusted proxies: addresses and CIDRs with commas. Throws ConfigError. */
export function withTrustedProxies(config: Config, list: string): Config {
  const texts = list.split(',').map((text) => text.trim());
  const { cidrs, problems } = readTrustedProxies('--trusted-proxies', list === '' ? [] : texts);
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...config, trustedProxies: cidrs };
}

/** The quotas of one account. */
export function quotasOf(config: Config, accountId: string): Quotas {
  const own = config.accounts[accountId]?.quotas;
  return own === undefined ? config.quotas : { ...config.quotas, ...own };
}

/** A region by its id. */
export function findRegion(config: Config, regionId: string): Region | undefined {
  return config.regions.find((region) => region.id === regionId);
}
