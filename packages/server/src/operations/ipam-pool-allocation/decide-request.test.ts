import { formatCidr } from '@cadastre/address-space';
import { describe, expect, test } from 'vitest';
import { NOW, samplePool } from '../../store/record-samples.test-support.ts';
import type { Pool } from '../../store/records.ts';
import {
  type AllocationParameters,
  allocationRegion,
  decideSpaceRequest,
  refuseSpace,
} from './decide-request.ts';
import type { SpaceRequest } from './take-space.ts';

const POOL = samplePool();

/** What is wanted, in one line, or the key of the refusal. */
function decide(pool: Pool | undefined, given: Partial<AllocationParameters>, now = NOW): string {
  const parameters: AllocationParameters = {
    regionId: 'cn-hangzhou',
    cidrName: 'Cidr',
    cidrText: undefined,
    mask: undefined,
    ...given,
  };
  const decision = decideSpaceRequest(pool, parameters, now);
  if (decision.kind === 'refusal') return decision.error;
  const { request } = decision;
  return request.kind === 'allocate-cidr' ? formatCidr(request.cidr) : `/${request.prefixLength}`;
}

describe('decideSpaceRequest', () => {
  test.each<readonly [string, Pool, Partial<AllocationParameters>, string]>([
    ['a CIDR is taken', POOL, { cidrText: '10.0.0.0/24' }, '10.0.0.0/24'],
    ['a mask is taken', POOL, { mask: 24 }, '/24'],
    ['a mask of 0 is a mask', POOL, { mask: 0 }, '/0'],
    ['both are taken when they agree', POOL, { cidrText: '10.0.0.0/24', mask: 24 }, '10.0.0.0/24'],
    ['both must agree', POOL, { cidrText: '10.0.0.0/24', mask: 25 }, 'IllegalParam.CidrMask'],
    ['neither is an error', POOL, {}, 'MissingParam.CidrOrCidrMask'],
    ['neither means the default mask', { ...POOL, defaultMask: 26 }, {}, '/26'],
    ['a mask wins over the default', { ...POOL, defaultMask: 26 }, { mask: 24 }, '/24'],
    [
      'a CIDR wins over the default',
      { ...POOL, defaultMask: 26 },
      { cidrText: '10.0.0.0/24' },
      '10.0.0.0/24',
    ],
    ['a CIDR must be canonical', POOL, { cidrText: '10.0.0.1/24' }, 'IllegalParam.{ParameterName}'],
    ['a CIDR is of the family', POOL, { cidrText: 'fd00::/64' }, 'IllegalParam.{ParameterName}'],
  ])('%s', (_, pool, parameters, expected) => {
    expect(decide(pool, parameters)).toBe(expected);
  });

  test('the region is that of the pool where it has one, else that of its IPAM', () => {
    const regional = { ...POOL, poolRegionId: 'cn-beijing' };
    expect(allocationRegion(POOL)).toBe('cn-hangzhou');
    expect(allocationRegion(regional)).toBe('cn-beijing');
    expect(decide(regional, { mask: 24 })).toBe('OperationDenied.RequestRegionInvalid');
    expect(decide(regional, { mask: 24, regionId: 'cn-beijing' })).toBe('/24');
    expect(decide(POOL, { mask: 24, regionId: 'cn-beijing' })).toBe(
      'OperationDenied.RequestRegionInvalid',
    );
  });

  test('of several errors the first in the order of the checks is answered', () => {
    const creating = { ...POOL, availableAt: NOW + 1 };
    const spoiled = { cidrText: 'ten' };
    expect(decide(undefined, { ...spoiled, regionId: 'nowhere' })).toBe(
      'ResourceNotFound.IpamPool',
    );
    expect(decide(creating, { ...spoiled, regionId: 'nowhere' })).toBe(
      'OperationDenied.RequestRegionInvalid',
    );
    expect(decide(creating, spoiled)).toBe('IncorrectStatus.IpamPool');
    expect(decide(creating, spoiled, NOW + 1)).toBe('IllegalParam.{ParameterName}');
  });
});

describe('refuseSpace', () => {
  const byMask: SpaceRequest = { kind: 'allocate-mask', prefixLength: 24 };
  const byCidr: SpaceRequest = {
    kind: 'allocate-cidr',
    cidr: { ipVersion: 'IPv4', address: 0x0a000000n, prefixLength: 24 },
  };

  test.each([
    ['mask-not-allowed', byMask, 'OperationDenied.MaskOfCidrIsNotAllowed'],
    ['mask-not-allowed', byCidr, 'OperationDenied.MaskOfCidrIsNotAllowed'],
    ['unavailable', byMask, 'ResourceNotEnough.IpamPoolCidr'],
    ['unavailable', byCidr, 'OperationDenied.CidrUnavailableInPool'],
  ] as const)('space that is %s is refused by what was asked for', (kind, request, code) => {
    expect(refuseSpace({ kind }, request).error).toBe(code);
  });
});
