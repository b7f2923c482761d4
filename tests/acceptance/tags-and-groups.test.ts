import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, type Parameters, SIGNINGS, type Signing, succeed } from './support/raw-client.ts';
import {
  type AcceptanceTarget,
  createPool,
  createResourceGroup,
  haveIpam,
  isExternal,
  itemsOf,
  type MadeIpam,
  openTarget,
  outcome,
  outcomeOf,
  readPool,
} from './support/target.ts';

const REGION = 'cn-hangzhou';
const RESOURCE_MANAGER = { version: '2020-03-31' };
const BSS = { version: '2017-12-14' };
const LOCATION = { version: '2015-06-12' };
const CADASTRE = { version: '2026-11-01' };

describe('tags and resource groups', () => {
  let target: AcceptanceTarget;
  let ipam: MadeIpam;

  beforeAll(async () => {
    target = await openTarget();
    ipam = await haveIpam(target, REGION);
  });

  afterAll(() => target.dispose());

  const newPool = () => createPool(target, { RegionId: REGION, IpamScopeId: ipam.privateScopeId });
  const tagsOf = async (poolId: string) => (await readPool(target, REGION, poolId))['Tags'];
  const onPool = (poolId: string, given: Parameters): Parameters => ({
    RegionId: REGION,
    ResourceType: 'IPAMPOOL',
    'ResourceId.1': poolId,
    ...given,
  });

  describe('tags', () => {
    test.each(SIGNINGS)(
      'change as real clients change them, signed as %s',
      async (signing: Signing) => {
        const poolId = await newPool();
        const send = (action: string, given: Parameters) =>
          succeed(target, action, onPool(poolId, given), { signing });
        await send('TagResources', {
          'Tag.1.Key': 'team',
          'Tag.1.Value': 'net',
          'Tag.2.Key': '阶段',
          'Tag.2.Value': 'a & b',
        });
        expect(await tagsOf(poolId)).toEqual([
          { Key: 'team', Value: 'net' },
          { Key: '阶段', Value: 'a & b' },
        ]);
        // Terraform removes the changed keys first, then sends all tags of the new configuration.
        await send('UntagResources', { 'TagKey.1': 'team' });
        const all = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'dns', 'Tag.2.Key': '阶段' };
        await send('TagResources', { ...all, 'Tag.2.Value': 'a & b' });
        await send('TagResources', { ...all, 'Tag.2.Value': 'a & b' });
        expect(await tagsOf(poolId)).toEqual([
          { Key: 'team', Value: 'dns' },
          { Key: '阶段', Value: 'a & b' },
        ]);
        await send('UntagResources', { All: true });
        expect(await tagsOf(poolId)).toEqual([]);
      },
    );

    test('are listed by pairs that all must match, page by page', async () => {
      const value = randomUUID();
      const poolIds = [await newPool(), await newPool()];
      const ids = { 'ResourceId.1': poolIds[0] ?? '', 'ResourceId.2': poolIds[1] ?? '' };
      const both = { 'Tag.1.Key': 'run', 'Tag.1.Value': value, 'Tag.2.Key': 'of' };
      await succeed(target, 'TagResources', onPool('', { ...ids, ...both, 'Tag.2.Value': 'both' }));
      const list = async (given: Parameters) => {
        const query = { RegionId: REGION, ResourceType: 'IPAMPOOL', ...given };
        return succeed(target, 'ListTagResources', query);
      };
      const found = await list(both);
      expect(found).toEqual({
        RequestId: expect.any(String),
        TagResources: poolIds.flatMap((ResourceId) => [
          { ResourceId, ResourceType: 'IPAMPOOL', TagKey: 'of', TagValue: 'both' },
          { ResourceId, ResourceType: 'IPAMPOOL', TagKey: 'run', TagValue: value },
        ]),
      });
      const first = await list({ ...both, MaxResults: 3 });
      const rest = await list({ ...both, MaxResults: 3, NextToken: String(first['NextToken']) });
      expect([...itemsOf(first, 'TagResources'), ...itemsOf(rest, 'TagResources')]).toEqual(
        found['TagResources'],
      );
      expect(rest).not.toHaveProperty('NextToken');
      expect(itemsOf(await list({ ...both, 'Tag.3.Key': 'absent' }), 'TagResources')).toEqual([]);
    });

    test.each([
      ['TagResources', { 'ResourceId.1': 'ipam-pool-none' }, 'ResourceNotFound.IpamPool'],
      ['TagResources', { ResourceType: 'Disk' }, 'IllegalParam.ResourceType'],
      ['TagResources', { 'ResourceId.1': '' }, 'MissingParameter.ResourceIds'],
      ['UntagResources', {}, 'MissingParam.TagKey'],
      ['ListTagResources', { 'ResourceId.1': '', 'Tag.1.Key': '' }, 'MissingParam.TagKey'],
    ])('%s with %j is refused with %s', async (action, given: Parameters, code) => {
      const good = { 'Tag.1.Key': 'a', 'Tag.1.Value': 'b' };
      const parameters = onPool(await newPool(), { ...good, ...given });
      expect(await outcome(target, action, parameters)).toEqual({ status: 400, code });
    });
  });

  describe('resource groups', () => {
    test('are made, found, renamed and deleted', async () => {
      const id = await createResourceGroup(target);
      const send = (action: string, given: Parameters = {}) =>
        call(target, action, { ResourceGroupId: id, ...given }, RESOURCE_MANAGER);
      const renamed = await send('UpdateResourceGroup', { NewDisplayName: 'Ours' });
      expect(renamed.body['ResourceGroup']).toMatchObject({ Id: id, DisplayName: 'Ours' });
      // As the Terraform provider lists them.
      const listed = await send('ListResourceGroups', { PageSize: 50, PageNumber: 1 });
      expect(listed.body).toMatchObject({
        PageNumber: 1,
        PageSize: 50,
        TotalCount: 1,
        ResourceGroups: { ResourceGroup: [{ Id: id, DisplayName: 'Ours', Status: 'OK' }] },
      });
      const pool = { RegionId: REGION, IpamScopeId: ipam.privateScopeId, ResourceGroupId: id };
      const poolId = await createPool(target, pool);
      expect(outcomeOf(await send('DeleteResourceGroup'))).toEqual({
        status: 409,
        code: 'DeleteConflict.ResourceGroup.Resource',
      });
      await succeed(target, 'DeleteIpamPool', { RegionId: REGION, IpamPoolId: poolId });
      expect((await send('DeleteResourceGroup')).status).toBe(200);
      expect(outcomeOf(await send('GetResourceGroup'))).toEqual({
        status: 404,
        code: 'EntityNotExists.ResourceGroup',
      });
    });

    test.each(['IPAMPOOL', 'IpamPool', 'ipampool'])('a pool moves as type %s', async (type) => {
      const id = await createResourceGroup(target);
      const poolId = await newPool();
      const move = { RegionId: REGION, ResourceType: type, ResourceId: poolId };
      await succeed(target, 'ChangeResourceGroup', { ...move, NewResourceGroupId: id });
      expect(await readPool(target, REGION, poolId)).toMatchObject({ ResourceGroupId: id });
      const nowhere = { ...move, NewResourceGroupId: 'rg-nowhere' };
      expect(await outcome(target, 'ChangeResourceGroup', nowhere)).toEqual({
        status: 400,
        code: 'IllegalParam.ResourceGroupId',
      });
    });
  });

  describe('what the Terraform provider asks before anything else', () => {
    test('which products were bought', async () => {
      const body = await succeed(target, 'QueryAvailableInstances', { PageSize: 50 }, BSS);
      expect(body).toMatchObject({ Code: 'Success', Success: true, Data: { TotalCount: 0 } });
    });

    test('where the endpoint of a product is', async () => {
      const parameters = { Id: REGION, ServiceCode: 'vpcipam', Type: 'openAPI' };
      const body = await succeed(target, 'DescribeEndpoints', parameters, LOCATION);
      expect(body).toMatchObject({
        Success: true,
        Endpoints: { Endpoint: [{ Endpoint: new URL(target.url).host, Id: REGION }] },
      });
    });
  });

  describe.skipIf(isExternal)('the audit trail', () => {
    const list = async (given: Parameters) =>
      itemsOf(await succeed(target, 'ListEvents', given, CADASTRE), 'Events');

    test('has writes and refusals, and outlives a restart', async () => {
      const poolId = await newPool();
      await call(target, 'DeleteIpamPool', { RegionId: REGION, IpamPoolId: 'ipam-pool-none' });
      const made = await list({ ResourceId: poolId });
      expect(made).toMatchObject([
        { Operation: 'VpcIpam.CreateIpamPool', Code: 'OK', ResourceType: 'IpamPool' },
      ]);
      const refused = { Operation: 'DeleteIpamPool', Code: 'ResourceNotFound.IpamPool' };
      expect(await list(refused)).not.toEqual([]);
      await target.server?.restart();
      expect(await list({ ResourceId: poolId })).toEqual(made);
    });
  });
});
