import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Parameters, SIGNINGS, type Signing, succeed } from './support/raw-client.ts';
import {
  type AcceptanceTarget,
  createResourceGroup,
  haveIpam,
  itemsOf,
  openTarget,
  outcome,
} from './support/target.ts';

/** A region that no other test makes an IPAM in. */
const REGION = 'cn-huhehaote';
const WITH_IPAM = 'cn-hangzhou';

describe('resource discoveries', () => {
  let target: AcceptanceTarget;
  let groupId: string;

  beforeAll(async () => {
    target = await openTarget();
    groupId = await createResourceGroup(target);
  });

  afterAll(() => target.dispose());

  const read = async (discoveryId: string, regionId = REGION) => {
    const query = { RegionId: regionId, 'IpamResourceDiscoveryIds.1': discoveryId };
    const body = await succeed(target, 'ListIpamResourceDiscoveries', query);
    return itemsOf(body, 'IpamResourceDiscoveries');
  };

  describe('a custom one', () => {
    test.each(SIGNINGS)(
      'is made, read, changed and deleted as Terraform does it, signed as %s',
      async (signing: Signing) => {
        const tags = { 'Tag.1.Key': 'Created', 'Tag.1.Value': 'TF', 'Tag.2.Key': 'For' };
        const allTags = { ...tags, 'Tag.2.Value': 'a & b' };
        const send = (action: string, given: Parameters) =>
          succeed(target, action, { RegionId: REGION, ...given }, { signing });
        const made = await send('CreateIpamResourceDiscovery', {
          ...allTags,
          'OperatingRegionList.1': 'cn-beijing',
          'OperatingRegionList.2': REGION,
          IpamResourceDiscoveryName: 'tf-name',
          IpamResourceDiscoveryDescription: 'tf description',
          ClientToken: randomUUID(),
        });
        const discoveryId = String(made['IpamResourceDiscoveryId']);
        expect(made).toEqual({
          RequestId: expect.any(String),
          IpamResourceDiscoveryId: expect.stringMatching(/^ipam-res-disco-[0-9a-z]+$/),
        });
        const tagged = { ResourceType: 'IPAMRESOURCEDISCOVERY', 'ResourceId.1': discoveryId };
        await send('TagResources', { ...tagged, ...allTags });
        const [discovery] = await read(discoveryId);
        expect(discovery).toEqual({
          IpamResourceDiscoveryId: discoveryId,
          IpamResourceDiscoveryName: 'tf-name',
          IpamResourceDiscoveryDescription: 'tf description',
          IpamResourceDiscoveryStatus: 'Created',
          Type: 'custom',
          ShareType: '',
          OperatingRegionList: ['cn-beijing', REGION],
          RegionId: REGION,
          OwnerId: expect.any(Number),
          ResourceGroupId: expect.stringMatching(/^rg-/),
          CreateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          Tags: [
            { Key: 'Created', Value: 'TF' },
            { Key: 'For', Value: 'a & b' },
          ],
        });

        const named = { IpamResourceDiscoveryId: discoveryId };
        await send('UpdateIpamResourceDiscovery', {
          ...named,
          IpamResourceDiscoveryName: 'tf-new',
          IpamResourceDiscoveryDescription: 'tf new',
        });
        await send('ChangeResourceGroup', {
          ResourceType: 'IPAMRESOURCEDISCOVERY',
          ResourceId: discoveryId,
          NewResourceGroupId: groupId,
        });
        await send('UpdateIpamResourceDiscovery', {
          ...named,
          'RemoveOperatingRegion.1': 'cn-beijing',
        });
        await send('UpdateIpamResourceDiscovery', {
          ...named,
          'AddOperatingRegion.1': 'cn-shanghai',
        });
        await send('UntagResources', { ...tagged, 'TagKey.1': 'For' });
        expect(await read(discoveryId)).toEqual([
          {
            ...discovery,
            IpamResourceDiscoveryName: 'tf-new',
            IpamResourceDiscoveryDescription: 'tf new',
            OperatingRegionList: [REGION, 'cn-shanghai'],
            ResourceGroupId: groupId,
            Tags: [{ Key: 'Created', Value: 'TF' }],
          },
        ]);

        await send('DeleteIpamResourceDiscovery', { ...named, ClientToken: randomUUID() });
        expect(await read(discoveryId)).toEqual([]);
        expect(
          await outcome(target, 'DeleteIpamResourceDiscovery', {
            RegionId: REGION,
            ...named,
          }),
        ).toEqual({ status: 400, code: 'ResourceNotFound.IpamResourceDiscovery' });
      },
    );

    test('finds nothing where there is nothing', async () => {
      const region = { RegionId: REGION };
      const made = await succeed(target, 'CreateIpamResourceDiscovery', {
        ...region,
        'OperatingRegionList.1': REGION,
      });
      const named = { ...region, IpamResourceDiscoveryId: String(made['IpamResourceDiscoveryId']) };
      const resources = { ...named, ResourceRegionId: REGION };
      expect(await succeed(target, 'ListIpamDiscoveredResource', resources)).toEqual({
        RequestId: expect.any(String),
        IpamDiscoveredResources: [],
        Count: 0,
        TotalCount: 0,
        MaxResults: 10,
      });
      const addresses = { ...named, VpcId: 'vpc-none', Cidr: '10.0.0.0/8' };
      expect(await succeed(target, 'ListIpamDiscoveredIpAddresses', addresses)).toEqual({
        RequestId: expect.any(String),
        IpamDiscoveredIpAddresses: [],
        Count: 0,
        TotalCount: 0,
        MaxResults: 100,
      });
      await succeed(target, 'DeleteIpamResourceDiscovery', named);
    });
  });

  describe('the default one of an IPAM', () => {
    test('is listed with its association, and neither changes nor goes by itself', async () => {
      const { ipamId } = await haveIpam(target, WITH_IPAM);
      const region = { RegionId: WITH_IPAM };
      const listed = await succeed(target, 'ListIpams', { ...region, 'IpamIds.1': ipamId });
      const [ipam] = itemsOf(listed, 'Ipams');
      const discoveryId = String(ipam?.['DefaultResourceDiscoveryId']);
      const [discovery] = await read(discoveryId, WITH_IPAM);
      expect(discovery).toMatchObject({
        Type: 'system',
        OperatingRegionList: ipam?.['OperatingRegionList'],
      });
      const both = { ...region, IpamId: ipamId, IpamResourceDiscoveryId: discoveryId };
      const associations = await succeed(target, 'ListIpamResourceDiscoveryAssociations', both);
      expect(itemsOf(associations, 'IpamResourceDiscoveryAssociations')).toEqual([
        {
          IpamId: ipamId,
          IpamResourceDiscoveryId: discoveryId,
          IpamResourceDiscoveryOwnerId: String(discovery?.['OwnerId']),
          IpamResourceDiscoveryStatus: 'Created',
          IpamResourceDiscoveryType: 'system',
          Status: 'Created',
        },
      ]);
      const denied = { status: 400, code: 'OperationDenied.DefaultResourceDiscovery' };
      const named = { ...region, IpamResourceDiscoveryId: discoveryId };
      expect(await outcome(target, 'DissociateIpamResourceDiscovery', both)).toEqual(denied);
      expect(await outcome(target, 'DeleteIpamResourceDiscovery', named)).toEqual(denied);
      const added = { ...named, 'AddOperatingRegion.1': 'cn-beijing' };
      expect(await outcome(target, 'UpdateIpamResourceDiscovery', added)).toEqual(denied);
      expect(await outcome(target, 'AssociateIpamResourceDiscovery', both)).toEqual({
        status: 400,
        code: 'OperationDenied.ResourceDiscoveryAssociationExist',
      });
      const again = { ...region, 'OperatingRegionList.1': WITH_IPAM };
      expect(await outcome(target, 'CreateIpamResourceDiscovery', again)).toEqual({
        status: 400,
        code: 'OperationDenied.IpamResourceDiscoveryExist',
      });
    });

    test('an IPAM without resources lists none, and can ignore none', async () => {
      const { ipamId, privateScopeId } = await haveIpam(target, WITH_IPAM);
      const scope = { RegionId: WITH_IPAM, IpamScopeId: privateScopeId, ResourceId: 'vpc-none' };
      expect(await succeed(target, 'ListIpamResourceCidrs', scope)).toEqual({
        RequestId: expect.any(String),
        IpamResourceCidrs: [],
        Count: 0,
        TotalCount: 0,
        MaxResults: 10,
      });
      const none = { RegionId: WITH_IPAM, IpamId: ipamId, ResourceId: 'vpc-none' };
      const own = { version: '2026-11-01' };
      for (const action of ['IgnoreResource', 'UnignoreResource']) {
        expect(await outcome(target, action, none, own)).toEqual({
          status: 400,
          code: 'ResourceNotFound.Resource',
        });
      }
    });
  });
});
