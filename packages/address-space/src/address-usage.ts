import { reservedAddressCount } from './assignable-addresses.ts';
import { type Cidr, cidrSize } from './cidr.ts';

/** How many addresses a CIDR has. Invariant: `used` and `free` are not negative and sum to `total`. */
export interface AddressUsage {
  readonly total: bigint;
  readonly used: bigint;
  readonly free: bigint;
}

/**
 * The addresses of a VSwitch: used are those in use and the reserved ones, so that an empty /24 has 4
 * used and 252 free (as the vendor's example has it). `inUse` counts no reserved address.
 */
export function vSwitchUsage(cidr: Cidr, inUse: bigint): AddressUsage {
  return usageOf(cidr, inUse + reservedAddressCount(cidr));
}

/** The addresses of a VPC's CIDR: used are those that its VSwitches have, in use or not (our choice). */
export function vpcUsage(cidr: Cidr, inVSwitches: bigint): AddressUsage {
  return usageOf(cidr, inVSwitches);
}

/**
 * The used addresses in percent, in decimal digits with at most two decimals and no zero at their
 * end: `0`, `1.56`, `50.5`. Rounded down, so that 100 stands for a CIDR without a free address only.
 */
export function formatUsedPercent({ total, used }: AddressUsage): string {
  const hundredths = (used * 10_000n) / total;
  const decimals = String(hundredths % 100n)
    .padStart(2, '0')
    .replace(/0+$/, '');
  const whole = String(hundredths / 100n);
  return decimals === '' ? whole : `${whole}.${decimals}`;
}

/** More than all cannot be used, whatever an inventory source tells. */
function usageOf(cidr: Cidr, count: bigint): AddressUsage {
  const total = cidrSize(cidr);
  const used = count > total ? total : count;
  return { total, used, free: total - used };
}
