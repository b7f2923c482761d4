import { describe, expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../config.ts';
import {
  codeOf,
  createIpam,
  OWNER_ID,
  REGION,
  startSharingServer,
} from '../resource-sharing/sharing-ground.test-support.ts';
import {
  createDiscovery,
  createIpamIn,
  inventoryOf,
  listDiscoveries,
  type Parameters,
  regions,
  seenBy,
} from './discovery-ground.test-support.ts';

const HANGZHOU = regions('OperatingRegionList', ['cn-hangzhou']);
const TAG = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'net' };

describe('CreateIpamResourceDiscovery', () => {
  test('makes a custom resource discovery that reads back field by field', async () => {
    const { server, owner } = await startSharingServer();
    const group = await owner.succeed('CreateResourceGroup', { Name: 'a-b', DisplayName: 'b' });
    const groupId = (group['ResourceGroup'] as { Id: string }).Id;
    const discoveryId = await createDiscovery(owner, {
      ...regions('OperatingRegionList', ['cn-beijing', 'cn-hangzhou', 'cn-beijing']),
      IpamResourceDiscoveryName: 'found',
      IpamResourceDiscoveryDescription: 'what is there',
      ResourceGroupId: groupId,
      ...TAG,
    });
    expect(discoveryId).toMatch(/^ipam-res-disco-[0-9a-z]+$/);
    expect(await listDiscoveries(owner)).toEqual([
      {
        IpamResourceDiscoveryId: discoveryId,
        IpamResourceDiscoveryName: 'found',
        IpamResourceDiscoveryDescription: 'what is there',
        IpamResourceDiscoveryStatus: 'Created',
        Type: 'custom',
        ShareType: '',
        OperatingRegionList: ['cn-beijing', 'cn-hangzhou'],
        RegionId: 'cn-hangzhou',
        OwnerId: Number(OWNER_ID),
        ResourceGroupId: groupId,
        CreateTime: `${new Date(server.clock.now).toISOString().slice(0, 19)}Z`,
        Tags: [{ Key: 'team', Value: 'net' }],
      },
    ]);
  });

  test('is in the default resource group where none is given', async () => {
    const { owner } = await startSharingServer();
    await createDiscovery(owner);
    const [discovery] = await listDiscoveries(owner);
    expect(discovery?.['ResourceGroupId']).toMatch(/^rg-/);
    expect(discovery).toMatchObject({ IpamResourceDiscoveryName: '', Tags: [] });
  });

  test('takes one for each region', async () => {
    const { owner } = await startSharingServer();
    await createDiscovery(owner);
    const again = await owner.call('CreateIpamResourceDiscovery', { ...REGION, ...HANGZHOU });
    expect(codeOf(again)).toBe('QuotaExceeded.CustomIpamResourceDiscoveryQuotaPerRegion');
    const beijing = { RegionId: 'cn-beijing', 'OperatingRegionList.1': 'cn-beijing' };
    expect(codeOf(await owner.call('CreateIpamResourceDiscovery', beijing))).toBe('OK');
    expect(await listDiscoveries(owner)).toHaveLength(1);
    expect(await listDiscoveries(owner, { RegionId: 'cn-beijing' })).toHaveLength(1);
  });

  test('takes none beside the default one of an IPAM', async () => {
    const { owner } = await startSharingServer();
    await createIpam(owner);
    const refused = await owner.call('CreateIpamResourceDiscovery', { ...REGION, ...HANGZHOU });
    expect(codeOf(refused)).toBe('OperationDenied.IpamResourceDiscoveryExist');
  });

  test.each<[string, Parameters, string]>([
    ['no regions', {}, 'MissingOperatingRegionList'],
    [
      'regions without its own',
      { 'OperatingRegionList.1': 'cn-beijing' },
      'IllegalParam.OperatingRegionList',
    ],
    [
      'an unknown region',
      regions('OperatingRegionList', ['cn-hangzhou', 'cn-nowhere']),
      'IllegalParam.OperatingRegionList',
    ],
    [
      'an unknown hosting region',
      { RegionId: 'cn-nowhere', ...HANGZHOU },
      'InvalidRegionId.NotFound',
    ],
    [
      'a bad name',
      { ...HANGZHOU, IpamResourceDiscoveryName: 'http://a' },
      'IllegalParam.IpamResourceDiscoveryName',
    ],
    [
      'a bad description',
      { ...HANGZHOU, IpamResourceDiscoveryDescription: '1a' },
      'IllegalParam.IpamResourceDiscoveryDescription',
    ],
    [
      'an unknown group',
      { ...HANGZHOU, ResourceGroupId: 'rg-unknown1' },
      'IllegalParam.ResourceGroupId',
    ],
    [
      'a repeated tag',
      { ...HANGZHOU, ...TAG, 'Tag.2.Key': 'team', 'Tag.2.Value': 'b' },
      'DuplicatedParam.TagKey',
    ],
    ['a dry run', { ...HANGZHOU, DryRun: 'true' }, 'DryRunOperation'],
  ])('answers %s with its error and makes nothing', async (_, given, code) => {
    const { owner } = await startSharingServer();
    const answer = await owner.call('CreateIpamResourceDiscovery', { ...REGION, ...given });
    expect(codeOf(answer)).toBe(code);
    expect(await listDiscoveries(owner)).toEqual([]);
  });

  test('needs the service to be opened', async () => {
    const { owner } = await startSharingServer({
      config: { ...DEFAULT_CONFIG, serviceOpen: false },
    });
    const refused = await owner.call('CreateIpamResourceDiscovery', { ...REGION, ...HANGZHOU });
    expect(codeOf(refused)).toBe('OperationDenied.ServiceNotOpened');
  });

  test('a client token gives the same one again', async () => {
    const { owner } = await startSharingServer();
    const given = { ...HANGZHOU, ClientToken: 'a-token' };
    expect(await createDiscovery(owner, given)).toBe(await createDiscovery(owner, given));
  });

  test('becomes the default one of an IPAM, with its regions and its name', async () => {
    const { owner } = await startSharingServer();
    const discoveryId = await createDiscovery(owner, {
      ...HANGZHOU,
      IpamResourceDiscoveryName: 'found',
    });
    const ipam = await createIpamIn(owner, ['cn-hangzhou', 'cn-shanghai']);
    expect(ipam.discoveryId).toBe(discoveryId);
    expect(await listDiscoveries(owner)).toMatchObject([
      {
        IpamResourceDiscoveryId: discoveryId,
        IpamResourceDiscoveryName: 'found',
        Type: 'system',
        OperatingRegionList: ['cn-hangzhou', 'cn-shanghai'],
      },
    ]);
    await owner.succeed('DeleteIpam', { ...REGION, IpamId: ipam.ipamId });
    expect(await listDiscoveries(owner)).toEqual([]);
  });
});

describe('UpdateIpamResourceDiscovery', () => {
  async function openCustom() {
    const actors = await startSharingServer();
    const discoveryId = await createDiscovery(actors.owner);
    const update = (given: Parameters) =>
      actors.owner.call('UpdateIpamResourceDiscovery', {
        ...REGION,
        IpamResourceDiscoveryId: discoveryId,
        ...given,
      });
    return { ...actors, discoveryId, update };
  }

  test('changes texts, and clears them with empty ones', async () => {
    const { owner, update } = await openCustom();
    const texts = { IpamResourceDiscoveryName: 'new', IpamResourceDiscoveryDescription: 'a text' };
    expect(codeOf(await update(texts))).toBe('OK');
    expect(await listDiscoveries(owner)).toMatchObject([texts]);
    expect(codeOf(await update({ IpamResourceDiscoveryDescription: '' }))).toBe('OK');
    expect(await listDiscoveries(owner)).toMatchObject([
      { ...texts, IpamResourceDiscoveryDescription: '' },
    ]);
  });

  test('removes and adds regions; those there already, or not there, are no error', async () => {
    const { owner, update } = await openCustom();
    const answer = await update({
      ...regions('RemoveOperatingRegion', ['cn-beijing', 'cn-shanghai']),
      ...regions('AddOperatingRegion', ['cn-hangzhou', 'cn-shenzhen']),
    });
    expect(codeOf(answer)).toBe('OK');
    expect(await listDiscoveries(owner)).toMatchObject([
      { OperatingRegionList: ['cn-hangzhou', 'cn-shenzhen'] },
    ]);
  });

  test.each<[string, Parameters, string]>([
    [
      'the hosting region removed',
      { 'RemoveOperatingRegion.1': 'cn-hangzhou' },
      'OperationDenied.RemoveHostedRegion',
    ],
    [
      'an unknown region added',
      { 'AddOperatingRegion.1': 'cn-nowhere' },
      'IllegalParam.AddOperatingRegion',
    ],
    [
      'a region both added and removed',
      { 'AddOperatingRegion.1': 'cn-shenzhen', 'RemoveOperatingRegion.1': 'cn-shenzhen' },
      'IllegalParam.RemoveOperatingRegion',
    ],
    [
      'another region than its own',
      { RegionId: 'cn-beijing' },
      'ResourceNotFound.IpamResourceDiscovery',
    ],
    [
      'an unknown id',
      { IpamResourceDiscoveryId: 'ipam-res-disco-1' },
      'ResourceNotFound.IpamResourceDiscovery',
    ],
    ['a dry run', { IpamResourceDiscoveryName: 'dry', DryRun: 'true' }, 'DryRunOperation'],
  ])('answers %s with its error and changes nothing', async (_, given, code) => {
    const { owner, update } = await openCustom();
    const before = await listDiscoveries(owner);
    expect(codeOf(await update(given))).toBe(code);
    expect(await listDiscoveries(owner)).toEqual(before);
  });

  test('changes no regions of a default one, but its texts', async () => {
    const { owner } = await startSharingServer();
    const { discoveryId } = await createIpamIn(owner);
    const update = (given: Parameters) =>
      owner.call('UpdateIpamResourceDiscovery', {
        ...REGION,
        IpamResourceDiscoveryId: discoveryId,
        ...given,
      });
    for (const name of ['AddOperatingRegion.1', 'RemoveOperatingRegion.1']) {
      const refused = await update({ [name]: 'cn-shenzhen' });
      expect(codeOf(refused)).toBe('OperationDenied.DefaultResourceDiscovery');
    }
    expect(codeOf(await update({ IpamResourceDiscoveryName: 'new' }))).toBe('OK');
    expect(await listDiscoveries(owner)).toMatchObject([{ IpamResourceDiscoveryName: 'new' }]);
  });
});

describe('DeleteIpamResourceDiscovery', () => {
  test('removes a custom one with its tags, so that another can be made', async () => {
    const { server, owner } = await startSharingServer();
    const discoveryId = await createDiscovery(owner, { ...HANGZHOU, ...TAG });
    const parameters = { ...REGION, IpamResourceDiscoveryId: discoveryId };
    const wrongRegion = { ...parameters, RegionId: 'cn-beijing' };
    const notFound = 'ResourceNotFound.IpamResourceDiscovery';
    expect(codeOf(await owner.call('DeleteIpamResourceDiscovery', wrongRegion))).toBe(notFound);
    const dryRun = { ...parameters, DryRun: 'true' };
    expect(codeOf(await owner.call('DeleteIpamResourceDiscovery', dryRun))).toBe('DryRunOperation');
    await owner.succeed('DeleteIpamResourceDiscovery', parameters);
    expect(await listDiscoveries(owner)).toEqual([]);
    const tags = await server.store.read((reader) => reader.tags.listOf(OWNER_ID, [discoveryId]));
    expect(tags).toEqual([]);
    expect(codeOf(await owner.call('DeleteIpamResourceDiscovery', parameters))).toBe(notFound);
    expect(await createDiscovery(owner)).not.toBe(discoveryId);
  });

  test('leaves the default one of an IPAM', async () => {
    const { owner } = await startSharingServer();
    const { discoveryId } = await createIpam(owner);
    const parameters = { ...REGION, IpamResourceDiscoveryId: discoveryId };
    const refused = await owner.call('DeleteIpamResourceDiscovery', parameters);
    expect(codeOf(refused)).toBe('OperationDenied.DefaultResourceDiscovery');
  });
});

describe('tags and groups of a resource discovery', () => {
  test.each(['IPAMRESOURCEDISCOVERY', 'IpamResourceDiscovery'])('%s', async (type) => {
    const { owner } = await startSharingServer();
    const discoveryId = await createDiscovery(owner);
    const named = { ...REGION, ResourceType: type };
    await owner.succeed('TagResources', { ...named, 'ResourceId.1': discoveryId, ...TAG });
    const group = await owner.succeed('CreateResourceGroup', { Name: 'a-b', DisplayName: 'b' });
    const groupId = (group['ResourceGroup'] as { Id: string }).Id;
    const moved = { ...named, ResourceId: discoveryId, NewResourceGroupId: groupId };
    await owner.succeed('ChangeResourceGroup', moved);
    const shown = { Tags: [{ Key: 'team', Value: 'net' }], ResourceGroupId: groupId };
    for (const filter of [
      {},
      { 'Tags.1.Key': 'team' },
      { 'Tag.1.Key': 'team', 'Tag.1.Value': 'net' },
      { ResourceGroupId: groupId },
    ]) {
      expect(await listDiscoveries(owner, filter)).toMatchObject([shown]);
    }
    expect(await listDiscoveries(owner, { 'Tags.1.Key': 'other' })).toEqual([]);
    await owner.succeed('UntagResources', {
      ...named,
      'ResourceId.1': discoveryId,
      'TagKey.1': 'team',
    });
    expect(await listDiscoveries(owner)).toMatchObject([{ Tags: [] }]);
  });
});

describe('what an IPAM sees', () => {
  test('is there at once for a new IPAM, in its regions, and follows them', async () => {
    const { server, owner } = await startSharingServer();
    const inventory = inventoryOf(server, owner);
    await inventory.putVpc('vpc-hangzhou', ['10.0.0.0/16']);
    await inventory.putVpc('vpc-beijing', ['10.1.0.0/16'], { regionId: 'cn-beijing' });
    const { ipamId } = await createIpamIn(owner, ['cn-hangzhou']);
    expect(await seenBy(owner)).toEqual(['vpc-hangzhou']);
    const update = (given: Parameters) =>
      owner.succeed('UpdateIpam', { ...REGION, IpamId: ipamId, ...given });
    await update({ 'AddOperatingRegion.1': 'cn-beijing' });
    expect(await seenBy(owner)).toEqual(['vpc-beijing', 'vpc-hangzhou']);
    await update({ 'RemoveOperatingRegion.1': 'cn-beijing' });
    expect(await seenBy(owner)).toEqual(['vpc-hangzhou']);
    await owner.succeed('DeleteIpam', { ...REGION, IpamId: ipamId });
    expect(await seenBy(owner)).toEqual([]);
    await createIpamIn(owner, ['cn-hangzhou', 'cn-beijing']);
    expect(await seenBy(owner)).toEqual(['vpc-beijing', 'vpc-hangzhou']);
  });
});
