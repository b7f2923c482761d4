import { describe, expect, test } from 'vitest';
import {
  codeOf,
  createPool,
  OWNER_ID,
  REGION,
} from '../resource-sharing/sharing-ground.test-support.ts';
import {
  allocatedCidrs,
  createVpc,
  createVSwitch,
  describeVpc,
  openNetworks,
  seenOf,
} from './network-ground.test-support.ts';

async function openVpc() {
  const ground = await openNetworks();
  const { owner, scopeId } = ground;
  const region = { PoolRegionId: REGION.RegionId, IpVersion: 'IPv6' };
  const ipv6PoolId = await createPool(owner, scopeId, 'fd03:d00:a000::/48', region);
  const vpcId = await createVpc(owner, { CidrBlock: '192.168.0.0/16' });
  const associate = (given: Readonly<Record<string, string>>) =>
    owner.call('AssociateVpcCidrBlock', { ...REGION, VpcId: vpcId, ...given });
  const unassociate = async (given: Readonly<Record<string, string>>) =>
    codeOf(await owner.call('UnassociateVpcCidrBlock', { ...REGION, VpcId: vpcId, ...given }));
  return { ...ground, ipv6PoolId, vpcId, associate, unassociate };
}

describe('AssociateVpcCidrBlock', () => {
  test('adds IPv4 blocks by name, by mask and by CIDR of a pool', async () => {
    const { server, owner, poolId, vpcId, associate } = await openVpc();
    const added = [
      await associate({ SecondaryCidrBlock: '172.16.0.0/16', IpVersion: 'IPV4' }),
      await associate({ IpamPoolId: poolId, SecondaryCidrMask: '24' }),
      await associate({ IpamPoolId: poolId, SecondaryCidrBlock: '10.0.8.0/24' }),
    ];
    const blocks = ['172.16.0.0/16', '10.0.0.0/24', '10.0.8.0/24'];
    expect(added.map(({ body }) => [body['CidrBlock'], body['IpVersion']])).toEqual(
      blocks.map((block) => [block, 'IPV4']),
    );
    expect(await describeVpc(owner, vpcId)).toMatchObject({
      CidrBlock: '192.168.0.0/16',
      SecondaryCidrBlocks: { SecondaryCidrBlock: blocks },
    });
    expect(await allocatedCidrs(owner, poolId)).toEqual(['10.0.0.0/24', '10.0.8.0/24']);
    const seen = await seenOf(server, OWNER_ID, vpcId);
    expect(seen.map((one) => one.poolId === poolId)).toEqual(
      expect.arrayContaining([true, true, false, false]),
    );
    expect(seen).toHaveLength(4);
  });

  test.each(['IPV6', 'IPv6', 'ipv6'])('adds IPv6 blocks where it says %s', async (IpVersion) => {
    const { owner, ipv6PoolId, vpcId, associate } = await openVpc();
    const added = [
      await associate({ IpVersion, IpamPoolId: ipv6PoolId, Ipv6CidrMask: '60' }),
      await associate({
        IpVersion,
        IpamPoolId: ipv6PoolId,
        IPv6CidrBlock: 'fd03:d00:a000:100::/56',
      }),
      await associate({ IpVersion, IPv6CidrBlock: 'fd09::/56', Ipv6Isp: 'ChinaUnicom' }),
      await associate({ IpVersion }),
    ];
    const blocks = added.map(({ body }) => body['CidrBlock']);
    expect(blocks.slice(0, 3)).toEqual([
      'fd03:d00:a000::/60',
      'fd03:d00:a000:100::/56',
      'fd09::/56',
    ]);
    expect(blocks[3]).toMatch(/^3fff:.*\/56$/);
    expect(added.map(({ body }) => body['IpVersion'])).toEqual(Array(4).fill('IPV6'));
    expect(await describeVpc(owner, vpcId)).toMatchObject({
      EnabledIpv6: true,
      Ipv6CidrBlock: 'fd03:d00:a000::/60',
      Ipv6CidrBlocks: {
        Ipv6CidrBlock: blocks.map((block, index) => ({
          Ipv6CidrBlock: block,
          Ipv6Isp: index === 2 ? 'ChinaUnicom' : 'BGP',
        })),
      },
    });
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['nothing', {}, 'MissingSecondaryCidrBlock'],
    ['a mask without a pool', { SecondaryCidrMask: '24' }, 'IllegalParam.IpamPool'],
    ['another version', { IpVersion: 'IPv5' }, 'IllegalParam.IpVersion'],
    ['IPv6 without a version', { IPv6CidrBlock: 'fd00::/56' }, 'MissingParam.IpVersion'],
    ['a mask below 8', { SecondaryCidrBlock: '10.0.0.0/7' }, 'IllegalParam.SecondaryCidrMask'],
    ['a mask above 28', { SecondaryCidrBlock: '10.0.0.0/29' }, 'IllegalParam.SecondaryCidrMask'],
    ['no CIDR', { SecondaryCidrBlock: '10.0.0.1/24' }, 'InvalidCidrBlock.Malformed'],
    ['overlap', { SecondaryCidrBlock: '192.168.7.0/24' }, 'InvalidCidrBlock.Overlapped'],
    [
      'a reserved block',
      { SecondaryCidrBlock: '127.1.0.0/16' },
      'OperationDenied.CidrInExcludeCidrs',
    ],
    ['an unknown pool', { IpamPoolId: 'x', SecondaryCidrMask: '24' }, 'ResourceNotFound.IpamPool'],
    ['another region', { RegionId: 'cn-beijing' }, 'InvalidVpcId.NotFound'],
    ['another VPC', { VpcId: 'vpc-none' }, 'InvalidVpcId.NotFound'],
  ])('refuses %s', async (_, given, code) => {
    const { associate } = await openVpc();
    expect(codeOf(await associate(given))).toBe(code);
  });

  test('refuses what the pool cannot give, and overlap after taking it', async () => {
    const { owner, scopeId, poolId, ipv6PoolId, associate } = await openVpc();
    const code = async (given: Readonly<Record<string, string>>) => codeOf(await associate(given));
    expect(await code({ IpamPoolId: poolId })).toBe('MissingParam.CidrOrCidrMask');
    expect(await code({ IpamPoolId: poolId, SecondaryCidrMask: '15' })).toBe(
      'OperationDenied.AvailableCidrInsufficient',
    );
    expect(await code({ IpamPoolId: poolId, SecondaryCidrBlock: '10.9.0.0/24' })).toBe(
      'OperationDenied.CidrUnavailableInPool',
    );
    expect(await code({ IpamPoolId: ipv6PoolId, SecondaryCidrMask: '24' })).toBe(
      'Mismatch.IpVersionAndIpamPoolIpVersion',
    );
    const region = { PoolRegionId: REGION.RegionId };
    const overlapping = await createPool(owner, scopeId, '192.168.0.0/20', region);
    expect(await code({ IpamPoolId: overlapping, SecondaryCidrMask: '24' })).toBe(
      'InvalidCidrBlock.Overlapped',
    );
    expect(await allocatedCidrs(owner, overlapping)).toEqual([]);
    const ipv6 = { IpVersion: 'IPv6', IPv6CidrBlock: 'fd00::/56' };
    expect(await code(ipv6)).toBe('OK');
    expect(await code(ipv6)).toBe('OperationFailed.Ipv6CidrBlockOverLapped');
  });

  test('adds five secondary blocks of each family, and no more', async () => {
    const { associate } = await openVpc();
    const codes: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      codes.push(codeOf(await associate({ SecondaryCidrBlock: `10.${index}.0.0/16` })));
    }
    expect(codes).toEqual([...Array(5).fill('OK'), 'QuotaExceeded.SecondaryCidrBlock']);
    const ipv6: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      ipv6.push(codeOf(await associate({ IpVersion: 'IPV6' })));
    }
    expect(ipv6).toEqual([...Array(6).fill('OK'), 'QuotaExceeded.IPv6CidrBlock']);
  });
});

describe('UnassociateVpcCidrBlock', () => {
  test('gives back what a block took of a pool', async () => {
    const { owner, poolId, ipv6PoolId, vpcId, associate, unassociate } = await openVpc();
    await associate({ IpamPoolId: poolId, SecondaryCidrMask: '24' });
    await associate({ IpVersion: 'IPv6', IpamPoolId: ipv6PoolId, Ipv6CidrMask: '56' });
    expect(
      await unassociate({
        SecondaryCidrBlock: '10.0.0.0/24',
        IPv6CidrBlock: 'fd03:d00:a000::/56',
      }),
    ).toBe('OK');
    expect(await allocatedCidrs(owner, poolId)).toEqual([]);
    expect(await allocatedCidrs(owner, ipv6PoolId)).toEqual([]);
    expect(await describeVpc(owner, vpcId)).toMatchObject({
      EnabledIpv6: false,
      SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
    });
  });

  test('is refused while a VSwitch uses the block', async () => {
    const { owner, poolId, vpcId, associate, unassociate } = await openVpc();
    await associate({ IpamPoolId: poolId, SecondaryCidrMask: '24' });
    await associate({ IpVersion: 'IPv6', IPv6CidrBlock: 'fd00::/56' });
    const vSwitchId = await createVSwitch(owner, vpcId, '10.0.0.64/26', { Ipv6CidrBlock: '9' });
    const block = { SecondaryCidrBlock: '10.0.0.0/24' };
    expect(await unassociate(block)).toBe('OperationFailed.CidrInUse');
    expect(await unassociate({ IPv6CidrBlock: 'fd00::/56' })).toBe('OperationFailed.CidrInUse');
    expect(await allocatedCidrs(owner, poolId)).toEqual(['10.0.0.0/24']);
    await owner.succeed('DeleteVSwitch', { VSwitchId: vSwitchId });
    expect(await unassociate(block)).toBe('OK');
    expect(await unassociate(block)).toBe('ResourceNotFound.VpcCidrBlock');
  });

  test('needs a block that is there and not the primary one', async () => {
    const { unassociate } = await openVpc();
    expect(await unassociate({})).toBe('MissingSecondaryCidrBlock');
    expect(await unassociate({ SecondaryCidrBlock: '192.168.0.0/16' })).toBe(
      'ResourceNotFound.VpcCidrBlock',
    );
  });
});
