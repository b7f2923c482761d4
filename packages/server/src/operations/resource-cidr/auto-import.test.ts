import { expect, test } from 'vitest';
import {
  createImportingPool,
  createIpamIn,
  listResourceCidrs,
} from '../resource-discovery/discovery-ground.test-support.ts';
import { type Actor, startSharingServer } from '../resource-sharing/sharing-ground.test-support.ts';

function network(ResourceId: string, cidr: string) {
  return { Type: 'VPC', ResourceId, RegionId: 'cn-hangzhou', Cidrs: [cidr] };
}

async function putInventory(owner: Actor, items: readonly object[]): Promise<unknown> {
  const batch = { SourceName: 'dc', SourceVersion: '1', Mode: 'Full', IsComplete: 'true' };
  const body = await owner.succeed('PutInventory', { ...batch, Items: JSON.stringify(items) });
  return body['ImportedCount'];
}

async function managedIds(owner: Actor): Promise<readonly unknown[]> {
  return (await listResourceCidrs(owner))
    .filter((item) => item['ManagementStatus'] === 'Managed')
    .map((item) => item['ResourceId'])
    .sort();
}

async function openPool(): Promise<Actor> {
  const { owner } = await startSharingServer();
  const { scopeId } = await createIpamIn(owner);
  await createImportingPool(owner, scopeId, '10.0.0.0/8');
  return owner;
}

test('of networks that overlap and come together the largest is imported, wherever it stands', async () => {
  const small = network('vpc-a', '10.0.0.0/24');
  const middle = network('vpc-b', '10.0.0.0/20');
  const large = network('vpc-c', '10.0.0.0/16');
  const apart = network('vpc-d', '10.1.0.0/24');
  for (const items of [
    [small, middle, large, apart],
    [large, apart, small, middle],
    [middle, small, apart, large],
  ]) {
    const owner = await openPool();
    expect(await putInventory(owner, items)).toBe(2);
    expect(await managedIds(owner)).toEqual(['vpc-c', 'vpc-d']);
  }
});

test('of networks with the same CIDR the one with the lowest id is imported', async () => {
  const same = ['vpc-b', 'vpc-a', 'vpc-c'].map((id) => network(id, '10.0.0.0/16'));
  const owner = await openPool();
  expect(await putInventory(owner, same)).toBe(1);
  expect(await managedIds(owner)).toEqual(['vpc-a']);
});

test('a used address counts once, and not where it is reserved in its subnet', async () => {
  const { owner } = await startSharingServer();
  await createIpamIn(owner);
  const RegionId = 'cn-hangzhou';
  const inVSwitch = { VpcId: 'vpc-1', VSwitchId: 'vsw-1', RegionId };
  // Of 10.0.0.0/24 the first address and the last three are reserved.
  const hosts = [0, 1, 5, 252, 253, 254, 255];
  const items = [
    network('vpc-1', '10.0.0.0/16'),
    { Type: 'VSwitch', ResourceId: 'vsw-1', VpcId: 'vpc-1', RegionId, Cidrs: ['10.0.0.0/24'] },
    ...hosts.map((host) => {
      const about = { Address: `10.0.0.${host}`, ResourceId: `eni-${host}`, ServiceType: 'ENI' };
      return { Type: 'Address', ...about, ...inVSwitch };
    }),
  ];
  await putInventory(owner, items);
  const usage = async () => {
    const [item] = await listResourceCidrs(owner, { ResourceId: 'vsw-1' });
    return item?.['IpCountDetail'];
  };
  expect(await usage()).toEqual({ TotalIpCount: '256', UsedIpCount: '7', FreeIpCount: '249' });
  // The count is the same for addresses that were there before their subnet.
  const [vpc, vSwitch, ...addresses] = items;
  const later = { SourceName: 'dc', SourceVersion: '2', Mode: 'Full' };
  const first = JSON.stringify([vpc, ...addresses]);
  await owner.succeed('PutInventory', { ...later, IsComplete: 'true', Items: first });
  const second = { ...later, SourceVersion: '3', Mode: 'Delta', Items: JSON.stringify([vSwitch]) };
  await owner.succeed('PutInventory', second);
  expect(await usage()).toEqual({ TotalIpCount: '256', UsedIpCount: '7', FreeIpCount: '249' });
});

test('what a source takes away makes room for a network that waits', async () => {
  const owner = await openPool();
  const waiting = network('vpc-a', '10.0.0.0/24');
  await putInventory(owner, [network('vpc-b', '10.0.0.0/16'), waiting]);
  expect(await managedIds(owner)).toEqual(['vpc-b']);
  const next = { SourceName: 'dc', SourceVersion: '2', Mode: 'Full', IsComplete: 'true' };
  await owner.succeed('PutInventory', { ...next, Items: JSON.stringify([waiting]) });
  expect(await managedIds(owner)).toEqual(['vpc-a']);
});
