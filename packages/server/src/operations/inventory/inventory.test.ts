import { INVENTORY_SOURCE_COUNT_MAX } from '@cadastre/api-contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OWN_SOURCE } from '../../store/inventory-records.ts';
import {
  type Answer,
  insertUser,
  policyOf,
  ROOT,
  SCHEMES,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';

const REGION = 'cn-hangzhou';

function network(index: number, cidr = `10.${index}.0.0/16`) {
  return { Type: 'VPC', ResourceId: `vpc-${index}`, RegionId: REGION, Name: 'a', Cidrs: [cidr] };
}

function subnet(index: number, cidr = `10.${index}.0.0/24`) {
  const ids = { ResourceId: `vsw-${index}`, VpcId: `vpc-${index}` };
  return { Type: 'VSwitch', ...ids, RegionId: REGION, Cidrs: [cidr] };
}

function used(index: number, host: number, resourceId = `eni-${index}`) {
  const place = { VpcId: `vpc-${index}`, VSwitchId: `vsw-${index}`, RegionId: REGION };
  const what = { ResourceId: resourceId, ServiceType: 'ENI' };
  return { Type: 'Address', Address: `10.${index}.0.${host}`, ...what, ...place };
}

interface Put {
  readonly source?: string;
  readonly version: number;
  readonly mode?: 'Full' | 'Delta';
  readonly items?: readonly object[];
  readonly removed?: readonly unknown[];
  readonly isComplete?: boolean;
}

function parametersOf({ source = 'a', version, mode = 'Full', items, removed, isComplete }: Put) {
  return {
    SourceName: source,
    SourceVersion: String(version),
    Mode: mode,
    ...(items === undefined ? {} : { Items: JSON.stringify(items) }),
    ...(removed === undefined ? {} : { Removed: JSON.stringify(removed) }),
    ...(isComplete === undefined ? {} : { IsComplete: String(isComplete) }),
  };
}

async function put(server: TestServer, given: Put): Promise<Answer> {
  return server.call('PutInventory', parametersOf(given), { isForm: true });
}

async function listItems(server: TestServer, source = 'a', size = 3): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  let token: unknown;
  do {
    const { body } = await server.call('ListInventoryItems', {
      SourceName: source,
      MaxResults: String(size),
      ...(typeof token === 'string' ? { NextToken: token } : {}),
    });
    items.push(...(body['Items'] as unknown[]));
    token = body['NextToken'];
  } while (token !== undefined);
  return items;
}

async function listSources(server: TestServer): Promise<readonly unknown[]> {
  const { body } = await server.call('ListInventorySources', { MaxResults: '100' });
  return body['InventorySources'] as unknown[];
}

test('a full version in batches is what the source has when its last batch is in', async () => {
  const server = await startTestServer();
  const first = await put(server, { version: 1, items: [network(1), subnet(1), used(1, 5)] });
  expect(first.body).toMatchObject({
    SourceName: 'a',
    SourceVersion: 1,
    AddedCount: 3,
    UpdatedCount: 0,
    UnchangedCount: 0,
    RemovedCount: 0,
    SkippedCount: 0,
    SkippedResourceIds: [],
    ImportedCount: 0,
  });
  await put(server, { version: 1, items: [network(2)], isComplete: true });
  const next = [used(1, 6), { ...network(2), Name: 'b' }];
  const second = await put(server, { version: 2, items: next });
  expect(second.body).toMatchObject({ AddedCount: 1, UpdatedCount: 1, RemovedCount: 0 });
  expect(await listItems(server)).toHaveLength(5);
  const last = await put(server, { version: 2, items: [network(1)], isComplete: true });
  expect(last.body).toMatchObject({ UnchangedCount: 1, RemovedCount: 2 });
  expect(await listItems(server)).toEqual([network(1), { ...network(2), Name: 'b' }, used(1, 6)]);
  expect(await listSources(server)).toEqual([
    {
      SourceName: 'a',
      SourceVersion: 2,
      Mode: 'Full',
      IsComplete: true,
      ResourceCount: 2,
      AddressCount: 1,
      CreateTime: '2026-08-20T08:00:00Z',
      UpdateTime: '2026-08-20T08:00:00Z',
    },
  ]);
});

test('batches of a complete version do nothing, older ones are refused', async () => {
  const server = await startTestServer();
  await put(server, { version: 2, items: [network(1)], isComplete: true });
  const again = await put(server, { version: 2, items: [network(2)], isComplete: true });
  expect(again.body).toMatchObject({ AddedCount: 0, UnchangedCount: 0, RemovedCount: 0 });
  const older = await put(server, { version: 1, items: [network(2)] });
  expect(older).toMatchObject({
    status: 400,
    body: { Code: 'OperationDenied.InventoryVersionTooOld' },
  });
  const otherMode = await put(server, { version: 2, mode: 'Delta', items: [network(2)] });
  expect(otherMode.body).toMatchObject({ Code: 'OperationDenied.InventoryModeChanged' });
  expect(await listItems(server)).toEqual([network(1)]);
});

test('a delta adds, changes and removes; an id takes its addresses along', async () => {
  const server = await startTestServer();
  const items = [network(1), network(2), subnet(2), used(1, 5), used(1, 6), used(2, 7)];
  await put(server, { version: 1, items, isComplete: true });
  const delta = {
    version: 2,
    mode: 'Delta' as const,
    items: [network(1, '10.1.0.0/17'), network(3)],
    removed: ['vsw-2', 'eni-1', { Address: '10.2.0.7', VpcId: 'vpc-2' }, 'nothing'],
  };
  const answer = await put(server, delta);
  expect(answer.body).toMatchObject({ AddedCount: 1, UpdatedCount: 1, RemovedCount: 4 });
  const after = [network(1, '10.1.0.0/17'), network(2), network(3)];
  expect(await listItems(server)).toEqual(after);
  const again = await put(server, delta);
  expect(again.body).toMatchObject({ AddedCount: 0, UnchangedCount: 2, RemovedCount: 0 });
  expect(await listItems(server)).toEqual(after);
  await put(server, { version: 3, items: [] });
  const between = await put(server, { version: 4, mode: 'Delta', items: [network(4)] });
  expect(between.body).toMatchObject({ Code: 'OperationDenied.InventoryNotComplete' });
});

test('what another source or the VPC operations tell of is skipped and named', async () => {
  const server = await startTestServer();
  await put(server, { source: 'b', version: 1, items: [network(1), used(1, 5)], isComplete: true });
  await server.store.write({
    run: async ({ discoveredResources }) => {
      const cidrs = [{ ipVersion: 'IPv4', address: 0n, prefixLength: 8 }] as const;
      const resource = { resourceId: 'vpc-2', vpcId: 'vpc-2', regionId: REGION, name: '', cidrs };
      await discoveredResources.put({
        ...resource,
        accountId: ROOT.accountId,
        resourceType: 'VPC',
        sourceName: OWN_SOURCE,
        sourceVersion: 0,
        discoveredAt: 1,
      });
      return { kind: 'commit', value: undefined };
    },
  });
  const items = [network(1, '10.9.0.0/16'), network(2), network(3), used(1, 5, 'eni-x')];
  const answer = await put(server, { version: 1, items, isComplete: true });
  const skipped = { SkippedCount: 3, SkippedResourceIds: ['vpc-1', 'vpc-2', 'eni-x'] };
  expect(answer.body).toMatchObject({ AddedCount: 1, ...skipped });
  expect(await listItems(server)).toEqual([network(3)]);
  expect(await listItems(server, 'b')).toEqual([network(1), used(1, 5)]);
  const removed = ['vpc-1', 'vpc-2', { Address: '10.1.0.5', VpcId: 'vpc-1' }];
  const delta = await put(server, { version: 2, mode: 'Delta', removed });
  expect(delta.body).toMatchObject({
    RemovedCount: 0,
    SkippedCount: 3,
    SkippedResourceIds: ['vpc-1', 'vpc-2', 'eni-1'],
  });
  expect(await listItems(server, 'b')).toEqual([network(1), used(1, 5)]);
});

test('of many skipped items a hundred are named', async () => {
  const server = await startTestServer();
  const items = Array.from({ length: 120 }, (_, index) => network(index));
  await put(server, { source: 'b', version: 1, items });
  const { body } = await put(server, { version: 1, items });
  expect(body['SkippedCount']).toBe(120);
  expect(body['SkippedResourceIds']).toHaveLength(100);
});

test('a malformed item refuses its batch as a whole, with its place', async () => {
  const server = await startTestServer();
  const items = [network(1), { ...network(2), Cidrs: ['10.0.0.1/8'] }];
  const answer = await put(server, { version: 1, items, isComplete: true });
  expect(answer).toMatchObject({
    status: 400,
    body: {
      Code: 'IllegalParam.Items',
      Message:
        'The specified Items is illegal. Items[1].Cidrs[0]: it has bits set after its prefix.',
    },
  });
  const removed = await put(server, { version: 1, mode: 'Delta', removed: [1] });
  expect(removed.body).toMatchObject({ Code: 'IllegalParam.Removed' });
  const full = await put(server, { version: 1, items: [network(1)], removed: ['vpc-1'] });
  expect(full.body).toMatchObject({ Code: 'IllegalParam.Removed' });
  expect(await listSources(server)).toEqual([]);
  expect(await listItems(server)).toEqual([]);
});

test.each([
  [{ SourceName: 'a b' }, 'IllegalParam.SourceName'],
  [{ SourceName: 'a'.repeat(65) }, 'IllegalParam.SourceName'],
  [{ SourceName: '' }, 'MissingSourceName'],
  [{ SourceVersion: '0' }, 'InvalidSourceVersion'],
  [{ SourceVersion: '9007199254740992' }, 'InvalidSourceVersion'],
  [{ SourceVersion: '9007199254740993' }, 'InvalidSourceVersion'],
  [{ SourceVersion: '1.5' }, 'InvalidSourceVersion'],
  [{ SourceVersion: '' }, 'MissingSourceVersion'],
  [{ Mode: 'full' }, 'InvalidMode'],
  [{ Mode: '' }, 'MissingMode'],
  [{ IsComplete: 'yes' }, 'InvalidIsComplete'],
])('%j is refused with %s', async (given, code) => {
  const server = await startTestServer();
  const { body } = await server.call('PutInventory', { ...parametersOf({ version: 1 }), ...given });
  expect(body['Code']).toBe(code);
});

test('the largest version is taken as it is', async () => {
  const server = await startTestServer();
  const version = Number.MAX_SAFE_INTEGER;
  expect((await put(server, { version })).body).toMatchObject({ SourceVersion: version });
  expect(await listSources(server)).toMatchObject([{ SourceVersion: version, IsComplete: false }]);
});

test('an account has a hundred sources and no more', async () => {
  const server = await startTestServer();
  for (let index = 0; index < INVENTORY_SOURCE_COUNT_MAX; index += 1) {
    await put(server, { source: `s${index}`, version: 1, isComplete: true });
  }
  const { body } = await put(server, { source: 'more', version: 1 });
  expect(body['Code']).toBe('LimitExceeded.InventorySource');
  expect((await put(server, { source: 's1', version: 2 })).status).toBe(200);
  expect(await listSources(server)).toHaveLength(INVENTORY_SOURCE_COUNT_MAX);
});

test('a source is removed with all that it told of, and nothing else', async () => {
  const server = await startTestServer();
  await put(server, { version: 1, items: [network(1), subnet(1), used(1, 5)], isComplete: true });
  await put(server, { version: 2, items: [network(2)] });
  await put(server, { source: 'b', version: 1, items: [network(3)] });
  const dry = await server.call('DeleteInventorySource', { SourceName: 'a', DryRun: 'true' });
  expect(dry.body['Code']).toBe('DryRunOperation');
  const { body } = await server.call('DeleteInventorySource', { SourceName: 'a' });
  expect(body['RemovedCount']).toBe(4);
  expect(await listItems(server)).toEqual([]);
  expect(await listSources(server)).toMatchObject([{ SourceName: 'b' }]);
  expect(await listItems(server, 'b')).toEqual([network(3)]);
  const again = await server.call('DeleteInventorySource', { SourceName: 'a' });
  expect(again).toMatchObject({ status: 400, body: { Code: 'ResourceNotFound.InventorySource' } });
});

test('a dry run leaves nothing, and a client token gives the first answer again', async () => {
  const server = await startTestServer();
  const given = parametersOf({ version: 1, items: [network(1)] });
  const dry = await server.call('PutInventory', { ...given, DryRun: 'true' }, { isForm: true });
  expect(dry.body['Code']).toBe('DryRunOperation');
  expect(await listSources(server)).toEqual([]);
  const tokened = { ...given, ClientToken: 'token' };
  const first = await server.call('PutInventory', tokened, { isForm: true });
  const second = await server.call('PutInventory', tokened, { isForm: true });
  expect(first.body).toMatchObject({ AddedCount: 1 });
  expect(second.body).toMatchObject({ AddedCount: 1, UnchangedCount: 0 });
  const other = { ...tokened, Items: JSON.stringify([network(2)]) };
  const mismatch = await server.call('PutInventory', other, { isForm: true });
  expect(mismatch.body['Code']).toBe('IdempotentParameterMismatch');
});

test.each(SCHEMES)('a large form body is signed by %s, and is in no event', async (scheme) => {
  const server = await startTestServer();
  const items = Array.from({ length: 2_500 }, (_, index) => ({
    ...subnet(index % 200),
    ResourceId: `vsw-${index}`,
    VpcId: `vpc-${index}`,
  }));
  const options = { isForm: true, scheme };
  const given = parametersOf({ version: 1, items, isComplete: true });
  const { body } = await server.call('PutInventory', given, options);
  expect(body).toMatchObject({ AddedCount: 2_500 });
  const events = await server.call('ListEvents', { Operation: 'PutInventory' });
  expect(events.body['Events']).toMatchObject([
    { Code: 'OK', ResourceType: 'InventorySource', ResourceId: 'a' },
  ]);
  expect(events.text.length).toBeLessThan(2_000);
});

test('a key may be limited to one source', async () => {
  const server = await startTestServer();
  const Resource = 'acs:cadastre:*:*:inventorysource/a';
  const policy = policyOf({ Effect: 'Allow', Action: 'cadastre:PutInventory', Resource });
  const key = await insertUser(server, 'connector', [policy]);
  const call = (source: string) =>
    server.call('PutInventory', parametersOf({ source, version: 1 }), { key, isForm: true });
  expect((await call('a')).status).toBe(200);
  expect((await call('b')).body).toMatchObject({ Code: 'Forbidden.RAM' });
});

test('networks are taken in by pools, also when space gets free in a later batch', async () => {
  const server = await startTestServer();
  const ipam = await server.call('CreateIpam', {
    RegionId: REGION,
    'OperatingRegionList.1': REGION,
  });
  const { body: listed } = await server.call('ListIpams', {
    RegionId: REGION,
    'IpamIds.1': String(ipam.body['IpamId']),
  });
  const [{ PrivateDefaultScopeId: IpamScopeId }] = listed['Ipams'] as [
    { PrivateDefaultScopeId: string },
  ];
  const pool = await server.call('CreateIpamPool', {
    RegionId: REGION,
    IpamScopeId,
    IpVersion: 'IPv4',
    PoolRegionId: REGION,
    AutoImport: 'true',
  });
  const IpamPoolId = String(pool.body['IpamPoolId']);
  await server.call('AddIpamPoolCidr', { RegionId: REGION, IpamPoolId, Cidr: '10.0.0.0/8' });
  const first = await put(server, { version: 1, items: [network(1)], isComplete: true });
  expect(first.body).toMatchObject({ ImportedCount: 1 });
  const successor = { ...network(1), ResourceId: 'vpc-next' };
  const second = await put(server, { version: 2, items: [successor] });
  expect(second.body).toMatchObject({ AddedCount: 1, ImportedCount: 0 });
  const last = await put(server, { version: 2, isComplete: true });
  expect(last.body).toMatchObject({ RemovedCount: 1, ImportedCount: 1 });
  const { body } = await server.call('ListIpamPoolAllocations', { RegionId: REGION, IpamPoolId });
  expect(body['IpamPoolAllocations']).toMatchObject([
    { Cidr: '10.1.0.0/16', ResourceId: 'vpc-next', ResourceType: 'VPC' },
  ]);
});

test('batches repeated from any point on lead to the same end', async () => {
  const anyItem = fc.oneof(
    fc.nat(4).map((index) => network(index)),
    fc.tuple(fc.nat(4), fc.nat(2)).map(([at, third]) => subnet(at, `10.${at}.${third}.0/24`)),
    fc.tuple(fc.nat(4), fc.nat(3)).map(([at, host]) => used(at, host)),
  );
  const distinct = (size: number) =>
    fc.uniqueArray(anyItem, {
      maxLength: size,
      selector: (item) => ('Address' in item ? item.Address : item.ResourceId),
    });
  const versions = fc.array(fc.array(distinct(4), { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 3,
  });
  const server = await startTestServer();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(versions, fc.array(fc.nat(20)), async (given, cuts) => {
      run += 1;
      const source = `s${run}`;
      for (const [index, batches] of given.entries()) {
        // A sender that fails after some batches starts the version anew, until it comes through.
        const counts = [...cuts.map((cut) => cut % (batches.length + 1)), batches.length];
        for (const count of counts) {
          for (const [at, items] of batches.slice(0, count).entries()) {
            const isComplete = at === batches.length - 1;
            const { status } = await put(server, { source, version: index + 1, items, isComplete });
            expect(status).toBe(200);
          }
        }
        // Of one thing in several batches the last one counts.
        const last = new Map<string, object>();
        for (const item of batches.flat()) {
          last.set('Address' in item ? item.Address : item.ResourceId, item);
        }
        const sorted = (items: readonly unknown[]) =>
          items.map((one) => JSON.stringify(one)).sort();
        const expected = [...last.values()].map(normalised);
        const found = (await listItems(server, source, 100)) as object[];
        expect(sorted(found.map(normalised))).toEqual(sorted(expected));
      }
      await server.call('DeleteInventorySource', { SourceName: source });
    }),
    { numRuns: 30 },
  );
});

/** With its fields in order of their names. */
function normalised(item: object): object {
  return Object.fromEntries(
    Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
