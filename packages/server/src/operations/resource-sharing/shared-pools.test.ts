import { describe, expect, test } from 'vitest';
import { sampleEvent } from '../../store/record-samples.test-support.ts';
import type { TestServer } from '../../test-server.test-support.ts';
import {
  type Actor,
  allocate,
  codeOf,
  createIpam,
  createPool,
  OWNER_ID,
  PRINCIPAL_ID,
  REGION,
  shareWith,
  startSharingServer,
} from './sharing-ground.test-support.ts';

async function openShared() {
  const actors = await startSharingServer();
  const { owner, principal } = actors;
  const { scopeId } = await createIpam(owner);
  const poolId = await createPool(owner, scopeId, '10.0.0.0/16', {
    IpamPoolName: 'main',
    IpamPoolDescription: 'of the owner',
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'net',
  });
  return { ...actors, scopeId, poolId, shareId: await shareWith(owner, principal, poolId) };
}

type Item = Readonly<Record<string, unknown>>;

async function listPools(
  actor: Actor,
  given: Readonly<Record<string, string>> = {},
): Promise<readonly Item[]> {
  const body = await actor.succeed('ListIpamPools', { ...REGION, ...given });
  return body['IpamPools'] as readonly Item[];
}

function listEvents({ store }: TestServer, accountId: string) {
  return store.read(async ({ events }) => {
    const page = { after: undefined, limit: 1_000 };
    return (await events.list({ accountId }, page, 1_000)).items;
  });
}

describe('a shared pool', () => {
  test('reads back for the principal as the owner has it, without its groups and tags', async () => {
    const { owner, principal, poolId } = await openShared();
    const [own] = await listPools(owner);
    const [shared] = await listPools(principal);
    expect(own).toMatchObject({ IpamPoolId: poolId, IsShared: true, OwnerId: Number(OWNER_ID) });
    expect(shared).toEqual({ ...own, ResourceGroupId: '', Tags: [] });
    expect(shared).toMatchObject({ Cidrs: ['10.0.0.0/16'] });
  });

  test('is in the lists of the principal between its own pools, page by page', async () => {
    const { owner, principal, scopeId, poolId } = await openShared();
    const ipam = await createIpam(principal);
    const ids = [poolId, await createPool(principal, ipam.scopeId)];
    const second = await createPool(owner, scopeId);
    await shareWith(owner, principal, second);
    ids.push(second, await createPool(principal, ipam.scopeId));
    const listed: unknown[] = [];
    let token: Record<string, string> = {};
    for (let index = 0; index < ids.length; index += 1) {
      const body = await principal.succeed('ListIpamPools', {
        ...REGION,
        MaxResults: '1',
        ...token,
      });
      expect(body['TotalCount']).toBe(4);
      listed.push(...(body['IpamPools'] as readonly Item[]).map((pool) => pool['IpamPoolId']));
      token = { NextToken: String(body['NextToken']) };
    }
    expect(listed).toEqual(ids);
    expect(token).toEqual({ NextToken: 'undefined' });
    const shared = await listPools(principal, { IsShared: 'true' });
    expect(shared.map((pool) => pool['IpamPoolId'])).toEqual([poolId, second]);
    const own = await listPools(principal, { IsShared: 'false' });
    expect(own.map((pool) => pool['IpamPoolId'])).toEqual([ids[1], ids[3]]);
  });

  test.each<[Record<string, string>, number]>([
    [{ IpamPoolName: 'main' }, 1],
    [{ IpamPoolName: 'other' }, 0],
    [{ IpVersion: 'IPv4' }, 1],
    [{ IpVersion: 'IPv6' }, 0],
    [{ RegionId: 'cn-beijing' }, 0],
    [{ 'Tags.1.Key': 'team' }, 0],
    [{ PoolRegionId: 'cn-hangzhou' }, 0],
    [{ IpamScopeId: 'ipam-scope-1' }, 0],
  ])('is found by the filter %j %i times', async (filter, count) => {
    const { principal } = await openShared();
    expect(await listPools(principal, filter)).toHaveLength(count);
  });

  test('has a name and a description of its own for the principal', async () => {
    const { owner, principal, poolId } = await openShared();
    const rename = (actor: Actor, given: Record<string, string>) =>
      actor.succeed('UpdateIpamPool', { ...REGION, IpamPoolId: poolId, ...given });
    const texts = async (actor: Actor) => {
      const [pool] = await listPools(actor);
      return [pool?.['IpamPoolName'], pool?.['IpamPoolDescription']];
    };
    await rename(principal, { IpamPoolName: 'theirs' });
    expect(await texts(owner)).toEqual(['main', 'of the owner']);
    expect(await texts(principal)).toEqual(['theirs', 'of the owner']);
    await rename(owner, { IpamPoolName: 'renamed', IpamPoolDescription: 'new' });
    expect(await texts(principal)).toEqual(['theirs', 'new']);
    expect(await listPools(principal, { IpamPoolName: 'theirs' })).toHaveLength(1);
    expect(await listPools(principal, { IpamPoolName: 'renamed' })).toEqual([]);
    await rename(principal, { IpamPoolDescription: '' });
    expect(await texts(principal)).toEqual(['theirs', '']);
    expect(await texts(owner)).toEqual(['renamed', 'new']);
  });

  test("gives the principal allocations that carry its account, in the owner's pool", async () => {
    const { server, owner, principal, poolId } = await openShared();
    const allocationId = await allocate(principal, poolId);
    for (const actor of [owner, principal]) {
      const get = { ...REGION, IpamPoolAllocationId: allocationId };
      expect(await actor.succeed('GetIpamPoolAllocation', get)).toMatchObject({
        IpamPoolId: poolId,
        ResourceOwnerId: Number(PRINCIPAL_ID),
        Cidr: '10.0.0.0/24',
      });
    }
    const stored = await server.store.read(({ allocations }) =>
      allocations.find(OWNER_ID, allocationId),
    );
    expect(stored?.createdBy).toBe(`acs:ram::${PRINCIPAL_ID}:root`);
    for (const accountId of [OWNER_ID, PRINCIPAL_ID]) {
      const event = (await listEvents(server, accountId)).at(-1);
      expect(event).toMatchObject({
        ...sampleEvent({
          accountId,
          eventId: expect.any(String),
          answer: accountId === PRINCIPAL_ID ? expect.any(Object) : undefined,
          occurredAt: server.clock.now,
          operation: 'VpcIpam.CreateIpamPoolAllocation',
          principalArn: `acs:ram::${PRINCIPAL_ID}:root`,
          accessKeyId: accountId === PRINCIPAL_ID ? `LTAI-${PRINCIPAL_ID}` : '',
          resourceType: 'IpamPoolAllocation',
          resourceId: allocationId,
          after: expect.stringContaining('10.0.0.0/24'),
        }),
      });
    }
  });

  test("keeps the client tokens of the principal in the principal's account", async () => {
    const { owner, principal, poolId } = await openShared();
    const create = async (actor: Actor) =>
      (
        await actor.succeed('CreateIpamPoolAllocation', {
          ...REGION,
          IpamPoolId: poolId,
          CidrMask: '24',
          ClientToken: 'one-token',
        })
      )['Cidr'];
    expect([await create(principal), await create(principal)]).toEqual([
      '10.0.0.0/24',
      '10.0.0.0/24',
    ]);
    expect(await create(owner)).toBe('10.0.1.0/24');
  });

  test('is gone for the principal when sharing ends; its allocations stay for the owner', async () => {
    const { owner, principal, poolId, shareId } = await openShared();
    const allocationId = await allocate(principal, poolId);
    await owner.succeed('DisassociateResourceShare', {
      ResourceShareId: shareId,
      'Targets.1': PRINCIPAL_ID,
    });
    expect(await listPools(principal)).toEqual([]);
    const named = { ...REGION, IpamPoolAllocationId: allocationId };
    for (const operation of ['GetIpamPoolAllocation', 'DeleteIpamPoolAllocation'] as const) {
      expect(codeOf(await principal.call(operation, named))).toBe(
        'ResourceNotFound.IpamPoolAllocation',
      );
    }
    expect(await listPools(owner, { IsShared: 'true' })).toEqual([]);
    const body = await owner.succeed('ListIpamPoolAllocations', { ...REGION, IpamPoolId: poolId });
    expect(body['IpamPoolAllocations']).toMatchObject([
      { IpamPoolAllocationId: allocationId, ResourceOwnerId: Number(PRINCIPAL_ID) },
    ]);
    await owner.succeed('DeleteIpamPoolAllocation', named);
  });

  test('cannot be deleted while a share has it, also one that nobody has accepted', async () => {
    const { owner, poolId, shareId } = await openShared();
    const deletion = { ...REGION, IpamPoolId: poolId, DryRun: 'true' };
    const refused = {
      body: {
        Code: 'DependencyViolation.ShareResource',
        Message:
          'The specified resource of IPAM pool depends on resource sharing, so the operation cannot be completed.',
      },
    };
    expect(await owner.call('DeleteIpamPool', deletion)).toMatchObject(refused);
    await owner.succeed('DisassociateResourceShare', {
      ResourceShareId: shareId,
      'Targets.1': PRINCIPAL_ID,
    });
    expect(await owner.call('DeleteIpamPool', deletion)).toMatchObject(refused);
    await owner.succeed('DeleteResourceShare', { ResourceShareId: shareId });
    expect(codeOf(await owner.call('DeleteIpamPool', deletion))).toBe(
      'DependencyViolation.PoolCidr',
    );
  });
});
