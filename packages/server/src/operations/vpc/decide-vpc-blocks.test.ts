import { type Cidr, cidrSize, cidrsOverlap, formatCidr } from '@cadastre/address-space';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cidrOf as cidr, sampleVpc } from '../../store/network-samples.test-support.ts';
import type { Vpc } from '../../store/vpc-store.ts';
import { isRefusal } from '../answers.ts';
import {
  addBlock,
  checkBlockQuota,
  decidePrimaryChange,
  removeBlock,
} from './decide-vpc-blocks.ts';

const VPC = sampleVpc({
  cidr: cidr('10.0.0.0/16'),
  secondaryCidrs: [cidr('10.2.0.0/16')],
  ipv6Cidrs: [{ cidr: cidr('fd00::/56'), isp: 'BGP' }],
});

/** The blocks of the family after the change, or the key of the refusal. */
function blocksOf(vpc: Vpc | { readonly kind: 'refusal'; readonly error: string }) {
  if ('kind' in vpc) return vpc.error;
  const ipv4 = [vpc.cidr, ...vpc.secondaryCidrs];
  return [...ipv4, ...vpc.ipv6Cidrs.map((ipv6) => ipv6.cidr)].map(formatCidr).join(' ');
}

describe('addBlock', () => {
  test.each([
    ['10.1.0.0/16', '10.0.0.0/16 10.2.0.0/16 10.1.0.0/16 fd00::/56'],
    ['10.0.1.0/24', 'InvalidCidrBlock.Overlapped'],
    ['10.0.0.0/8', 'InvalidCidrBlock.Overlapped'],
    ['10.2.0.0/24', 'InvalidCidrBlock.Overlapped'],
    ['fd00:0:0:100::/56', '10.0.0.0/16 10.2.0.0/16 fd00::/56 fd00:0:0:100::/56'],
    ['fd00::/48', 'OperationFailed.Ipv6CidrBlockOverLapped'],
  ])('%s gives %s', (text, expected) => {
    expect(blocksOf(addBlock(VPC, cidr(text), 'BGP'))).toBe(expected);
  });
});

describe('removeBlock', () => {
  test.each([
    ['10.2.0.0/16', 'IPv4', '10.0.0.0/16 fd00::/56'],
    ['fd00::/56', 'IPv6', '10.0.0.0/16 10.2.0.0/16'],
    ['10.0.0.0/16', 'IPv4', 'ResourceNotFound.VpcCidrBlock'],
    ['10.2.0.0/17', 'IPv4', 'ResourceNotFound.VpcCidrBlock'],
    ['10.2.0.0/16', 'IPv6', 'ResourceNotFound.VpcCidrBlock'],
    ['ten', 'IPv4', 'ResourceNotFound.VpcCidrBlock'],
  ] as const)('%s of %s gives %s', (text, ipVersion, expected) => {
    const removal = removeBlock(VPC, text, ipVersion);
    expect(blocksOf(removal.kind === 'refusal' ? removal : removal.vpc)).toBe(expected);
  });
});

describe('checkBlockQuota', () => {
  test('five secondary IPv4 blocks', () => {
    const four = { ...VPC, secondaryCidrs: Array<Cidr>(4).fill(VPC.cidr) };
    const five = { ...VPC, secondaryCidrs: Array<Cidr>(5).fill(VPC.cidr) };
    expect(checkBlockQuota(four, 'IPv4')).toBeUndefined();
    expect(checkBlockQuota(five, 'IPv4')?.error).toBe('QuotaExceeded.SecondaryCidrBlock');
    expect(checkBlockQuota(five, 'IPv6')).toBeUndefined();
  });

  test('five secondary IPv6 blocks beside the first one', () => {
    const block = { cidr: cidr('fd00::/56'), isp: 'BGP' } as const;
    const five = { ...VPC, ipv6Cidrs: Array(5).fill(block) };
    const six = { ...VPC, ipv6Cidrs: Array(6).fill(block) };
    expect(checkBlockQuota(five, 'IPv6')).toBeUndefined();
    expect(checkBlockQuota(six, 'IPv6')?.error).toBe('QuotaExceeded.IPv6CidrBlock');
    expect(checkBlockQuota(six, 'IPv4')).toBeUndefined();
  });
});

describe('decidePrimaryChange', () => {
  test.each([
    ['10.0.0.0/15', ''],
    ['10.0.0.0/16', ''],
    ['10.0.0.0/17', '10.0.128.0/17'],
    ['10.0.64.0/18', '10.0.0.0/18 10.0.128.0/17'],
    ['10.1.0.0/16', 'IllegalParam.{ParameterName}'],
    ['10.0.0.0/14', 'InvalidCidrBlock.Overlapped'],
    ['10.0.0.0/7', 'IllegalParam.CidrMask'],
    ['10.0.0.0/29', 'IllegalParam.CidrMask'],
    ['10.0.0.1/17', 'InvalidCidrBlock.Malformed'],
  ])('%s leaves out: %s', (text, expected) => {
    const change = decidePrimaryChange(VPC, text);
    const outcome = isRefusal(change) ? change.error : change.leftOut.map(formatCidr).join(' ');
    expect(outcome).toBe(expected);
  });

  test('what is left out tiles what the new block leaves of the old one', () => {
    const masks = fc.integer({ min: 17, max: 28 });
    fc.assert(
      fc.property(masks, fc.nat(), (mask, index) => {
        const size = 1n << BigInt(32 - mask);
        const count = 1n << BigInt(mask - 16);
        const address = VPC.cidr.address + (BigInt(index) % count) * size;
        const part: Cidr = { ipVersion: 'IPv4', address, prefixLength: mask };
        const change = decidePrimaryChange(VPC, formatCidr(part));
        if (change.kind === 'refusal') throw new Error(change.error);
        const all = [part, ...change.leftOut];
        expect(all.reduce((sum, one) => sum + cidrSize(one), 0n)).toBe(cidrSize(VPC.cidr));
        for (const [at, one] of all.entries()) {
          for (const other of all.slice(at + 1)) expect(cidrsOverlap(one, other)).toBe(false);
        }
      }),
    );
  });
});
