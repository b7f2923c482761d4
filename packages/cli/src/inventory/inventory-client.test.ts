import { REQUEST_BODY_BYTES_MAX } from '@cadastre/api-contract';
import { expect, test } from 'vitest';
import { startFakeInventory } from './fake-inventory.test-support.ts';
import { listInventoryItems, putSnapshot } from './inventory-client.ts';
import type { InventoryItem } from './inventory-item.ts';

const KEY = { accessKeyId: 'LTAI-a', accessKeySecret: 'secret' };

function addresses(count: number, name = 'eni'): readonly InventoryItem[] {
  return Array.from({ length: count }, (_, index) => ({
    Type: 'Address',
    Address: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
    ResourceId: `${name}-${index}`,
    ServiceType: 'ENI',
    VpcId: 'vpc-1',
    RegionId: 'cn-hangzhou',
  }));
}

const throttled = (headers: Record<string, string>) => ({
  status: 429,
  headers,
  body: { Code: 'Throttling.User', Message: 'Request was denied due to user flow control.' },
});

test('a snapshot goes in batches of one version that fit the limits, the last one complete', async () => {
  const inventory = await startFakeInventory();
  const items = [...addresses(12_000), ...addresses(200, '中'.repeat(2_000))];
  const distinct = items.map((item, index) => ({ ...item, VpcId: `vpc-${index}` }));
  const progress: number[] = [];
  const totals = await putSnapshot(
    { ...KEY, url: inventory.url },
    { sourceName: 'a', version: 5, items: distinct },
    (sentCount) => progress.push(sentCount),
  );
  expect(totals).toMatchObject({ addedCount: 12_200, updatedCount: 0, removedCount: 0 });
  const calls = inventory.callsOf('PutInventory');
  expect(calls.length).toBeGreaterThan(4);
  expect(calls.map((call) => call.get('IsComplete'))).toEqual([
    ...Array.from({ length: calls.length - 1 }, () => 'false'),
    'true',
  ]);
  for (const [index, call] of calls.entries()) {
    expect(call.get('SourceVersion')).toBe('5');
    expect(call.get('Mode')).toBe('Full');
    expect(JSON.parse(call.get('Items') ?? '').length).toBeLessThanOrEqual(5_000);
    expect(inventory.requests[index]?.body.length).toBeLessThan(REQUEST_BODY_BYTES_MAX);
  }
  expect(progress.at(-1)).toBe(12_200);
  expect(inventory.sources.get('a')).toEqual(distinct);
});

test('what a full snapshot does not name is gone, also when it names nothing', async () => {
  const inventory = await startFakeInventory();
  const endpoint = { ...KEY, url: inventory.url };
  await putSnapshot(endpoint, { sourceName: 'a', version: 1, items: addresses(3) }, () => {});
  const totals = await putSnapshot(endpoint, { sourceName: 'a', version: 2, items: [] }, () => {});
  expect(totals).toMatchObject({ addedCount: 0, removedCount: 3 });
  expect(inventory.callsOf('PutInventory').at(-1)?.get('Items')).toBe('[]');
});

test('a throttled call is repeated after the time that the server names', async () => {
  const inventory = await startFakeInventory();
  inventory.refusals.push(throttled({ 'x-acs-retry-after': '300' }), {
    status: 503,
    headers: { 'x-acs-retry-after': '1' },
    body: { Code: 'ServiceUnavailable', Message: 'The request has failed.' },
  });
  const startedAt = performance.now();
  const totals = await putSnapshot(
    { ...KEY, url: inventory.url },
    { sourceName: 'a', version: 1, items: addresses(1) },
    () => {},
  );
  expect(performance.now() - startedAt).toBeGreaterThan(290);
  expect(totals.addedCount).toBe(1);
  expect(inventory.requests).toHaveLength(3);
});

test('a call is repeated a bounded number of times', async () => {
  const inventory = await startFakeInventory();
  const refusal = throttled({ 'x-acs-retry-after': '1' });
  inventory.refusals.push(...Array.from({ length: 20 }, () => refusal));
  const listed = listInventoryItems({ ...KEY, url: inventory.url }, 'a');
  await expect(listed).rejects.toThrow('ListInventoryItems is refused: Throttling.User');
  expect(inventory.requests).toHaveLength(6);
});

test('another refusal is not repeated', async () => {
  const inventory = await startFakeInventory();
  inventory.refusals.push({ status: 403, body: { Code: 'Forbidden.RAM', Message: 'No.' } });
  const listed = listInventoryItems({ ...KEY, url: inventory.url }, 'a');
  await expect(listed).rejects.toThrow('ListInventoryItems is refused: Forbidden.RAM: No.');
  expect(inventory.requests).toHaveLength(1);
});

test('all pages of a source are listed', async () => {
  const inventory = await startFakeInventory();
  inventory.sources.set('a', addresses(5));
  expect(await listInventoryItems({ ...KEY, url: inventory.url }, 'a')).toEqual(addresses(5));
  expect(await listInventoryItems({ ...KEY, url: inventory.url }, 'b')).toEqual([]);
});

test('a server that is not there is told by its address', async () => {
  const listed = listInventoryItems({ ...KEY, url: 'http://127.0.0.1:1' }, 'a');
  await expect(listed).rejects.toThrow(/^http:\/\/127\.0\.0\.1:1 cannot be called: /);
});
