import { formatCidr } from '@cadastre/address-space';
import { QUOTA_DEFAULTS } from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import { NOW, samplePool } from '../../store/record-samples.test-support.ts';
import type { Pool } from '../../store/records.ts';
import { decidePoolCidr } from './decide-pool-cidr.ts';

const PRIVATE = samplePool();
const PRIVATE_IPV6 = samplePool({ ipVersion: 'IPv6' });
const SUB_POOL = samplePool({ poolId: 'sub-pool', sourcePoolId: 'pool-1', depth: 1 });
const PUBLIC = samplePool({ scopeType: 'public', ipVersion: 'IPv6', ipv6Isp: 'BGP' });
const PUBLIC_SUB_POOL: Pool = { ...PUBLIC, sourcePoolId: 'pool-1', depth: 1 };

interface Input {
  readonly Cidr?: string;
  readonly NetmaskLength?: number;
}

/** What is wanted, in one line, or the key of the refusal. */
function decide(pool: Pool | undefined, given: Input, now = NOW): string {
  const input = { RegionId: 'cn-hangzhou', IpamPoolId: 'pool-1', ...given };
  const decision = decidePoolCidr(pool, input, QUOTA_DEFAULTS, now);
  if (decision.kind === 'refusal') return decision.error;
  const { wanted } = decision;
  switch (wanted.kind) {
    case 'named':
      return `named ${formatCidr(wanted.cidr)}`;
    case 'public-supply':
      return `public supply /${wanted.prefixLength}`;
    case 'source-pool':
      return wanted.request.kind === 'allocate-cidr'
        ? `${formatCidr(wanted.request.cidr)} of ${wanted.sourcePoolId}`
        : `/${wanted.request.prefixLength} of ${wanted.sourcePoolId}`;
  }
}

describe('decidePoolCidr', () => {
  test.each<readonly [string, Pool, Input, string]>([
    [
      'a private top-level pool names its CIDR',
      PRIVATE,
      { Cidr: '10.0.0.0/8' },
      'named 10.0.0.0/8',
    ],
    ['so does an IPv6 one', PRIVATE_IPV6, { Cidr: 'fd00::/8' }, 'named fd00::/8'],
    [
      'a private top-level pool takes no netmask length, not even beside its CIDR',
      PRIVATE,
      { Cidr: '10.0.0.0/8', NetmaskLength: 8 },
      'IllegalParam.{ParameterName}',
    ],
    ['a private top-level pool needs a CIDR', PRIVATE, {}, 'MissingParam.Cidr'],
    [
      'a refused range is refused',
      PRIVATE,
      { Cidr: '127.1.0.0/16' },
      'OperationDenied.CidrInExcludeCidrs',
    ],
    [
      'all of IPv4 is refused',
      PRIVATE,
      { Cidr: '0.0.0.0/0' },
      'OperationDenied.CidrInExcludeCidrs',
    ],
    [
      'a CIDR of the other family is refused',
      PRIVATE_IPV6,
      { Cidr: '10.0.0.0/8' },
      'IllegalParam.{ParameterName}',
    ],
    ['a public top-level pool names a length', PUBLIC, { NetmaskLength: 56 }, 'public supply /56'],
    [
      'a public top-level pool takes no CIDR, not even beside its length',
      PUBLIC,
      { Cidr: '2001:db8::/56', NetmaskLength: 56 },
      'IllegalParam.{ParameterName}',
    ],
    ['a public top-level pool needs a length', PUBLIC, {}, 'MissingParam.NetmaskLength'],
    [
      'a sub-pool takes a CIDR of its source pool',
      SUB_POOL,
      { Cidr: '10.0.0.0/9' },
      '10.0.0.0/9 of pool-1',
    ],
    [
      'a sub-pool takes a length of its source pool',
      SUB_POOL,
      { NetmaskLength: 9 },
      '/9 of pool-1',
    ],
    [
      'a sub-pool may give both, when they agree',
      SUB_POOL,
      { Cidr: '10.0.0.0/9', NetmaskLength: 9 },
      '10.0.0.0/9 of pool-1',
    ],
    [
      'a length that is not that of the CIDR is refused',
      SUB_POOL,
      { Cidr: '10.0.0.0/9', NetmaskLength: 8 },
      'IllegalParam.{ParameterName}',
    ],
    ['a sub-pool needs one of both', SUB_POOL, {}, 'MissingParam.CidrOrCidrMask'],
    [
      'a length beyond 32 is refused for IPv4',
      SUB_POOL,
      { NetmaskLength: 33 },
      'IllegalParam.{ParameterName}',
    ],
    ['a length of 0 can be asked for', SUB_POOL, { NetmaskLength: 0 }, '/0 of pool-1'],
    ['a length of 128 is one of IPv6', PUBLIC_SUB_POOL, { NetmaskLength: 128 }, '/128 of pool-1'],
  ])('%s', (_, pool, input, expected) => {
    expect(decide(pool, input)).toBe(expected);
  });

  test('the default mask of a sub-pool is no rule for its own CIDRs', () => {
    expect(decide({ ...SUB_POOL, defaultMask: 24 }, {})).toBe('MissingParam.CidrOrCidrMask');
  });

  test.each<readonly [string, Pool, number, Input, string]>([
    ['a pool', PRIVATE, 50, { Cidr: '10.0.0.0/8' }, 'QuotaExceeded.IpamCidrQuotaPerIpamPool'],
    ['a sub-pool', SUB_POOL, 50, { NetmaskLength: 9 }, 'QuotaExceeded.IpamCidrQuotaPerIpamPool'],
    [
      'a public sub-pool',
      PUBLIC_SUB_POOL,
      50,
      { NetmaskLength: 64 },
      'QuotaExceeded.IpamCidrQuotaPerIpamPool',
    ],
    [
      'a public top-level pool',
      PUBLIC,
      1,
      { NetmaskLength: 56 },
      'QuotaExceeded.IpamCidrQuotaPerPublicIpv6TopPool',
    ],
  ])('%s has a quota of CIDRs', (_, pool, quota, input, code) => {
    expect(decide({ ...pool, cidrCount: quota - 1 }, input)).not.toMatch(/^QuotaExceeded/);
    expect(decide({ ...pool, cidrCount: quota }, input)).toBe(code);
  });

  test('of several errors the first in the order of the checks is answered', () => {
    const spoiled = { Cidr: 'ten', NetmaskLength: 99 };
    const creating = { ...PRIVATE, availableAt: NOW + 1, cidrCount: 50 };
    expect(decide(undefined, spoiled)).toBe('ResourceNotFound.IpamPool');
    expect(decide({ ...creating, regionId: 'cn-beijing' }, spoiled)).toBe(
      'OperationDenied.PoolRegionNotSupportAddPoolCidr',
    );
    expect(decide(creating, spoiled)).toBe('IncorrectStatus.IpamPool');
    expect(decide(creating, spoiled, NOW + 1)).toBe('IllegalParam.{ParameterName}');
    expect(decide(creating, { Cidr: '127.0.0.0/8' }, NOW + 1)).toBe(
      'OperationDenied.CidrInExcludeCidrs',
    );
  });
});
