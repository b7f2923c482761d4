export { decodeAddressKey, encodeAddressKey } from './address-key.ts';
export type { AddressUsage } from './address-usage.ts';
export { formatUsedPercent, vpcUsage, vSwitchUsage } from './address-usage.ts';
export type {
  BrokenMaskRule,
  MaskBounds,
  MaskRequest,
  MaskRules,
  ResolvedMask,
} from './allocation-rules.ts';
export {
  effectiveMaskBounds,
  isMaskAllowed,
  resolveRequestedMask,
  validateMaskRules,
} from './allocation-rules.ts';
export { assignableRange, reservedAddressCount } from './assignable-addresses.ts';
export type { ChosenCidr, CidrStrategy, FreeBlockProbe } from './choose-cidr.ts';
export { chooseBestFit, chooseLowest, chooseSparse } from './choose-cidr.ts';
export type {
  Cidr,
  InvalidCidrReason,
  ParsedCidr,
  RefusedRange,
  RefusedRangeName,
} from './cidr.ts';
export {
  buddyOf,
  cidrContains,
  cidrSize,
  cidrsOverlap,
  compareCidrs,
  createCidr,
  firstAddress,
  formatCidr,
  isInRefusedRange,
  isSameCidr,
  lastAddress,
  parentOf,
  parseCidr,
  REFUSED_RANGES,
} from './cidr.ts';
export type { FreeBlock, MergedBlock } from './free-space.ts';
export { carve, mergeFreed, tile } from './free-space.ts';
export type { FreeSpaceChanges, FreeSpaceSnapshot } from './free-space-overlay.ts';
export { FreeSpaceOverlay } from './free-space-overlay.ts';
export type { IpAddress, IpVersion } from './ip-address.ts';
export {
  addressBits,
  formatIpAddress,
  isAddressInRange,
  parseIpAddress,
} from './ip-address.ts';
export type { Plan, PlanInput, PlanOutcome, PlanRequest } from './plan-allocation.ts';
export { planAllocation } from './plan-allocation.ts';
