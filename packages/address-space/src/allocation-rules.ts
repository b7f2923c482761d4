import type { Cidr } from './cidr.ts';
import type { IpVersion } from './ip-address.ts';
import { addressBits } from './ip-address.ts';

/**
 * A pool's rules for the masks (prefix lengths) of its allocations: `AllocationMinCidrMask`,
 * `AllocationMaxCidrMask` and `AllocationDefaultCidrMask`. A rule left out does not restrict.
 */
export interface MaskRules {
  readonly ipVersion: IpVersion;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly default?: number | undefined;
}

/**
 * The rule to blame and why: `out-of-range` (not an integer from 0 to 32 or 128), `above-max` (only
 * `min`), `outside-bounds` (only `default`, which is below `min` or above `max`).
 */
export type BrokenMaskRule =
  | { readonly rule: 'min' | 'max' | 'default'; readonly reason: 'out-of-range' }
  | { readonly rule: 'min'; readonly reason: 'above-max' }
  | { readonly rule: 'default'; readonly reason: 'outside-bounds' };

/** The masks a pool allows, both ends inclusive. */
export interface MaskBounds {
  readonly min: number;
  readonly max: number;
}

/** What a request to allocate names. Each part may be left out. */
export interface MaskRequest {
  readonly cidr?: Cidr | undefined;
  readonly mask?: number | undefined;
  readonly defaultMask?: number | undefined;
}

/**
 * What a request comes to: a given CIDR, any CIDR of a prefix length, nothing to go by (`missing`), or
 * a CIDR and a mask that contradict each other (`mismatch`).
 */
export type ResolvedMask =
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  | { readonly kind: 'mask'; readonly prefixLength: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'mismatch' };

const RULE_NAMES = ['min', 'max', 'default'] as const;

/**
 * The first broken rule, or `undefined` when the rules are consistent. Order of precedence: `min`,
 * `max`, `default` out of range; then `min` above `max`; then `default` outside of the two. That a
 * `min` above `max` is blamed on `min` is our choice.
 */
export function validateMaskRules(rules: MaskRules): BrokenMaskRule | undefined {
  const bits = addressBits(rules.ipVersion);
  for (const rule of RULE_NAMES) {
    const mask = rules[rule];
    if (mask !== undefined && !isMaskWithin(mask, 0, bits)) {
      return { rule, reason: 'out-of-range' };
    }
  }
  const { min, max } = effectiveMaskBounds(rules);
  if (min > max) {
    return { rule: 'min', reason: 'above-max' };
  }
  if (rules.default !== undefined && !isMaskWithin(rules.default, min, max)) {
    return { rule: 'default', reason: 'outside-bounds' };
  }
  return undefined;
}

/** The bounds with the defaults filled in: 0, and 32 or 128. */
export function effectiveMaskBounds(rules: MaskRules): MaskBounds {
  return { min: rules.min ?? 0, max: rules.max ?? addressBits(rules.ipVersion) };
}

/** Whether an allocation of this prefix length keeps to the rules. */
export function isMaskAllowed(rules: MaskRules, prefixLength: number): boolean {
  return isMaskWithin(prefixLength, rules.min ?? 0, rules.max ?? addressBits(rules.ipVersion));
}

/**
 * Settles what is asked for. A CIDR wins, and a mask beside it must be its own; a mask alone wins over
 * the pool's default. Whether the result keeps to the pool's rules is for `isMaskAllowed`.
 */
export function resolveRequestedMask(request: MaskRequest): ResolvedMask {
  const { cidr, mask, defaultMask } = request;
  if (cidr !== undefined) {
    const isMatch = mask === undefined || mask === cidr.prefixLength;
    return isMatch ? { kind: 'cidr', cidr } : { kind: 'mismatch' };
  }
  const prefixLength = mask ?? defaultMask;
  return prefixLength === undefined ? { kind: 'missing' } : { kind: 'mask', prefixLength };
}

function isMaskWithin(mask: number, min: number, max: number): boolean {
  return Number.isInteger(mask) && mask >= min && mask <= max;
}
