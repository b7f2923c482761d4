import { formatCidr } from '@cadastre/address-space';
import { describe, expect, test } from 'vitest';
import { NOW, samplePool } from '../../store/record-samples.test-support.ts';
import type { Pool } from '../../store/records.ts';
import { type BlockParameters, decideBlock } from './decide-block.ts';

const REGION = 'cn-hangzhou';
const POOL = samplePool({ poolRegionId: REGION });
const IPV6_POOL: Pool = { ...POOL, ipVersion: 'IPv6' };

/** What is wanted, in one line, or the key of the refusal. */
function decide(pool: Pool | undefined, given: Partial<BlockParameters>, now = NOW): string {
  const decision = decideBlock(
    {
      ipVersion: 'IPv4',
      regionId: REGION,
      poolId: pool?.poolId,
      cidrText: undefined,
      mask: undefined,
      maskErrors: { cidr: 'IllegalParam.CidrBlockMask', mask: 'IllegalParam.Ipv4CidrMask' },
      ...given,
    },
    pool,
    now,
  );
  switch (decision.kind) {
    case 'refusal':
      return decision.error;
    case 'unnamed':
      return 'unnamed';
    case 'named':
      return formatCidr(decision.cidr);
    case 'from-pool':
      return decision.request.kind === 'allocate-cidr'
        ? `${formatCidr(decision.request.cidr)} of the pool`
        : `/${decision.request.prefixLength} of the pool`;
  }
}

describe('a block without a pool', () => {
  test.each<readonly [string, Partial<BlockParameters>, string]>([
    ['is the one named', { cidrText: '10.0.0.0/16' }, '10.0.0.0/16'],
    ['may be unnamed', {}, 'unnamed'],
    ['has no mask to go by', { mask: 16 }, 'IllegalParam.IpamPool'],
    ['has no mask beside its CIDR', { cidrText: '10.0.0.0/16', mask: 16 }, 'IllegalParam.IpamPool'],
    ['is canonical', { cidrText: '10.0.0.1/16' }, 'InvalidCidrBlock.Malformed'],
    ['is a CIDR', { cidrText: 'ten' }, 'InvalidCidrBlock.Malformed'],
    ['is of the family', { cidrText: 'fd00::/56' }, 'InvalidCidrBlock.Malformed'],
    ['is as large as /8', { cidrText: '10.0.0.0/8' }, '10.0.0.0/8'],
    ['is no larger', { cidrText: '10.0.0.0/7' }, 'IllegalParam.CidrBlockMask'],
    ['is as small as /28', { cidrText: '10.0.0.16/28' }, '10.0.0.16/28'],
    ['is no smaller', { cidrText: '10.0.0.8/29' }, 'IllegalParam.CidrBlockMask'],
  ])('%s', (_, given, expected) => {
    expect(decide(undefined, given)).toBe(expected);
  });

  test.each([
    '100.64.0.0/10',
    '100.100.0.0/16',
    '100.0.0.0/8',
    '224.0.0.0/8',
    '239.1.0.0/16',
    '127.0.0.0/8',
    '127.3.0.0/24',
    '169.254.0.0/16',
    '169.254.7.0/24',
    '0.0.0.0/8',
    '240.0.0.0/8',
  ])('%s is reserved', (cidrText) => {
    expect(decide(undefined, { cidrText })).toBe('OperationDenied.CidrInExcludeCidrs');
  });

  test.each(['100.128.0.0/9', '100.0.0.0/10', '169.255.0.0/16', '172.16.0.0/12', '30.0.0.0/8'])(
    '%s is not reserved',
    (cidrText) => {
      expect(decide(undefined, { cidrText })).toBe(cidrText);
    },
  );

  test.each<readonly [string, string]>([
    ['fd00::/47', 'IllegalParam.CidrBlockMask'],
    ['fd00::/48', 'fd00::/48'],
    ['fd00::/64', 'fd00::/64'],
    ['fd00::/65', 'IllegalParam.CidrBlockMask'],
    ['ff00::/56', 'OperationDenied.CidrInExcludeCidrs'],
    ['10.0.0.0/16', 'InvalidCidrBlock.Malformed'],
  ])('of IPv6: %s', (cidrText, expected) => {
    expect(decide(undefined, { ipVersion: 'IPv6', cidrText })).toBe(expected);
  });
});

describe('a block of a pool', () => {
  test.each<readonly [string, Pool, Partial<BlockParameters>, string]>([
    ['is the CIDR given', POOL, { cidrText: '10.0.0.0/16' }, '10.0.0.0/16 of the pool'],
    ['is of the mask given', POOL, { mask: 16 }, '/16 of the pool'],
    ['is of both', POOL, { cidrText: '10.0.0.0/16', mask: 16 }, '10.0.0.0/16 of the pool'],
    ['has one mask', POOL, { cidrText: '10.0.0.0/16', mask: 17 }, 'IllegalParam.CidrMask'],
    ['has a mask', POOL, {}, 'MissingParam.CidrOrCidrMask'],
    ['is of the default mask', { ...POOL, defaultMask: 20 }, {}, '/20 of the pool'],
    [
      'is not of a default mask that no VPC can have',
      { ...POOL, defaultMask: 29 },
      {},
      'IllegalParam.Ipv4CidrMask',
    ],
    ['is not of a mask below 8', POOL, { mask: 7 }, 'IllegalParam.Ipv4CidrMask'],
    ['is not of a mask above 28', POOL, { mask: 29 }, 'IllegalParam.Ipv4CidrMask'],
    ['is not reserved', POOL, { cidrText: '127.0.0.0/8' }, 'OperationDenied.CidrInExcludeCidrs'],
    [
      'needs a pool with a region',
      { ...POOL, poolRegionId: undefined },
      { mask: 16 },
      'OperationDenied.IpamPoolNotInRegion',
    ],
    [
      'needs a pool of the region',
      { ...POOL, poolRegionId: 'cn-beijing' },
      { mask: 16 },
      'OperationDenied.RequestRegionInvalid',
    ],
    [
      'needs a pool of the family',
      IPV6_POOL,
      { mask: 16 },
      'Mismatch.IpVersionAndIpamPoolIpVersion',
    ],
    ['of IPv6 is of the mask given', IPV6_POOL, { ipVersion: 'IPv6', mask: 60 }, '/60 of the pool'],
  ])('%s', (_, pool, given, expected) => {
    expect(decide(pool, given)).toBe(expected);
  });

  test('needs a pool that is there, and ready', () => {
    expect(decide(undefined, { poolId: 'ipam-pool-gone', mask: 16 })).toBe(
      'ResourceNotFound.IpamPool#Vpc',
    );
    const creating = { ...POOL, availableAt: POOL.createdAt + 1_000 };
    expect(decide(creating, { mask: 16 }, POOL.createdAt + 999)).toBe('IncorrectStatus.IpamPool');
  });
});
