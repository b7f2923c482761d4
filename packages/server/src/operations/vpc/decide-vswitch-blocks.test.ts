import { formatCidr } from '@cadastre/address-space';
import { describe, expect, test } from 'vitest';
import { cidrOf as cidr, sampleVpc } from '../../store/network-samples.test-support.ts';
import { isRefusal } from '../answers.ts';
import { decideIpv6Around, decideIpv6Inside, decideVSwitchBlock } from './decide-vswitch-blocks.ts';

const VPC = sampleVpc({
  cidr: cidr('10.0.0.0/12'),
  secondaryCidrs: [cidr('192.168.0.0/28')],
  ipv6Cidrs: [
    { cidr: cidr('fd00::/56'), isp: 'BGP' },
    { cidr: cidr('fd00:1::/60'), isp: 'BGP' },
  ],
});

describe('the IPv4 block of a VSwitch', () => {
  test.each([
    ['10.0.0.0/16', '10.0.0.0/16'],
    ['10.15.255.248/29', '10.15.255.248/29'],
    ['192.168.0.8/29', '192.168.0.8/29'],
    ['192.168.0.0/28', '192.168.0.0/28'],
    ['10.0.0.0/15', 'InvalidCidrBlock.Malformed'],
    ['10.0.0.0/30', 'InvalidCidrBlock.Malformed'],
    ['10.0.0.1/24', 'InvalidCidrBlock.Malformed'],
    ['fd00::/64', 'InvalidCidrBlock.Malformed'],
    ['10.16.0.0/24', 'InvalidParameter#CidrBlock'],
    ['192.168.0.0/27', 'InvalidParameter#CidrBlock'],
  ])('%s is %s', (text, expected) => {
    const decided = decideVSwitchBlock(VPC, text);
    expect(isRefusal(decided) ? decided.error : formatCidr(decided)).toBe(expected);
  });
});

describe('the IPv6 block of a VSwitch', () => {
  test.each([
    [undefined, 'fd00::/56'],
    ['fd00:1::/60', 'fd00:1::/60'],
    ['fd00::/64', 'IllegalParam.{ParameterName}'],
  ])('counts in %s: %s', (text, expected) => {
    const around = decideIpv6Around(VPC, text);
    expect(isRefusal(around) ? around.error : formatCidr(around)).toBe(expected);
  });

  test('needs a VPC with IPv6', () => {
    expect(decideIpv6Around({ ...VPC, ipv6Cidrs: [] }, undefined)).toMatchObject({
      error: 'IllegalParam.{ParameterName}',
      arguments: { ParameterName: 'VpcIpv6CidrBlock' },
    });
  });

  test.each([
    ['fd00::/56', 0, 'fd00::/64'],
    ['fd00::/56', 255, 'fd00:0:0:ff::/64'],
    ['fd00:1::/60', 15, 'fd00:1:0:f::/64'],
    ['fd00:1::/60', 16, 'IllegalParam.{ParameterName}'],
    ['fd00::/48', 255, 'fd00:0:0:ff::/64'],
    ['fd00::/48', 256, 'IllegalParam.{ParameterName}'],
    ['fd00::/64', 0, 'fd00::/64'],
    ['fd00::/64', 1, 'IllegalParam.{ParameterName}'],
  ])('of %s the number %s is %s', (around, number, expected) => {
    const decided = decideIpv6Inside(cidr(around), number, []);
    expect(isRefusal(decided) ? decided.error : formatCidr(decided)).toBe(expected);
  });

  test('without a number it is the lowest that is not taken', () => {
    const around = cidr('fd00:1::/63');
    const taken = ['fd00:1::/64', 'fd00:1:0:1::/64'].map(cidr);
    const inside = (count: number) => decideIpv6Inside(around, undefined, taken.slice(0, count));
    expect(inside(0)).toEqual(taken[0]);
    expect(inside(1)).toEqual(taken[1]);
    expect(inside(2)).toMatchObject({ error: 'OperationDenied.AvailableCidrInsufficient' });
  });
});
