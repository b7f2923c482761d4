import { type Block, bitsOf, blockAround, makeBlock, type Version } from './model/blocks.ts';
import type { Account, Ipam, Pool, Scope, Settings } from './model/entities.ts';
import type { Random } from './random.ts';

/** What the drafts of calls are put together from. */

export type Parameters = Record<string, string>;

export interface DraftContext {
  readonly random: Random;
  readonly account: Account;
  readonly settings: Settings;
  /** Whether the model knows to the millisecond when what happened. */
  readonly areTimesKnown: boolean;
}

export const NAMES = ['alpha', 'beta', '研发网段', 'a name with spaces & signs=+%'];
const TAGS = [
  ['env', 'test'],
  ['env', 'live'],
  ['team', ''],
  ['部门', '财务'],
] as const;

/** The text of an id, or one that nothing has. */
export function idOf(
  resource: { readonly id: { readonly value: string | undefined } } | undefined,
) {
  return resource?.id.value ?? 'none-of-these';
}

export function regionIds({ settings }: DraftContext): readonly string[] {
  return settings.regions.map((region) => region.id);
}

/** Adds a parameter in so many of a hundred cases. */
export function maybe(
  { random }: DraftContext,
  parameters: Parameters,
  percent: number,
  name: string,
  value: () => string | number | undefined,
): void {
  if (!random.chance(percent)) return;
  const given = value();
  if (given !== undefined) parameters[name] = String(given);
}

export function describe(context: DraftContext, parameters: Parameters, noun: string): void {
  const { random } = context;
  maybe(context, parameters, 30, `${noun}Name`, () => random.pick(NAMES));
  maybe(context, parameters, 15, `${noun}Description`, () => `text ${random.integer(1, 9)}`);
}

export function group(context: DraftContext, parameters: Parameters): void {
  const { random } = context;
  maybe(context, parameters, 10, 'ResourceGroupId', () => random.one('rg-one', 'rg-two'));
  if (!random.chance(15)) return;
  for (const [index, [key, value]] of random
    .shuffle(TAGS)
    .slice(0, random.integer(1, 3))
    .entries()) {
    const number = index + 1;
    parameters[`Tag.${number}.Key`] = key;
    if (value !== '' || random.chance(50)) parameters[`Tag.${number}.Value`] = value;
  }
}

export function page(context: DraftContext, parameters: Parameters): void {
  const { random } = context;
  maybe(context, parameters, 60, 'MaxResults', () => random.one(1, 2, 3, 5, 10, 100));
}

export function tagFilter(context: DraftContext, parameters: Parameters): void {
  const { random } = context;
  if (!random.chance(10)) return;
  const name = random.one('Tag', 'Tags');
  const [key = 'env', value = 'test'] = random.pick(TAGS) ?? [];
  parameters[`${name}.1.Key`] = key;
  if (random.chance(60)) parameters[`${name}.1.Value`] = value;
}

export function idsFilter(
  context: DraftContext,
  parameters: Parameters,
  name: string,
  ids: readonly (string | undefined)[],
): void {
  const { random } = context;
  if (!random.chance(25)) return;
  for (const [index, id] of random.shuffle(ids).slice(0, random.integer(1, 6)).entries()) {
    parameters[`${name}.${index + 1 + (random.chance(10) ? 10 : 0)}`] = id ?? 'none';
  }
}

export function pickIpam({ random, account }: DraftContext): Ipam | undefined {
  return random.pick(account.ipams);
}

export function pickScope({ random, account }: DraftContext): Scope | undefined {
  return random.pick(account.scopes);
}

/** Most calls go to pools that have something in them. */
export function pickPool({ random, account }: DraftContext): Pool | undefined {
  const first = random.pick(account.pools);
  if (first !== undefined && first.cidrs.length > 0) return first;
  const second = random.pick(account.pools);
  return second !== undefined && second.cidrs.length > 0 ? second : first;
}

/** A block inside of one of the pool's CIDRs, or next to nothing of it. */
export function blockInside({ random }: DraftContext, pool: Pool, longer: number): Block {
  const bits = bitsOf(pool.version);
  const around = random.pick(pool.cidrs) ?? makeBlock(pool.version, 1n << BigInt(bits - 4), 8);
  const length = Math.min(bits, around.length + random.integer(0, longer));
  const offset = (BigInt(random.next()) << 32n) + BigInt(random.next());
  const address = around.first + (offset % (around.end - around.first));
  return blockAround(pool.version, address, length);
}

export function topLevelBlock({ random }: DraftContext, version: Version): string {
  if (random.chance(3)) {
    return version === 'IPv4'
      ? random.one('0.0.0.0/0', '127.0.0.0/24', '169.254.8.0/24', '224.0.0.0/8', '0.0.0.0/8')
      : random.one('::/0', '::1/128', 'fe80::/64', 'ff02::/16', '::/127');
  }
  const address = BigInt(random.next());
  return version === 'IPv4'
    ? blockAround(version, (10n << 24n) + (address % 16384n), random.integer(20, 29)).text
    : blockAround(version, (0xfd00n << 112n) + (address % 16384n), random.integer(114, 125)).text;
}
