import { describe, expect, test } from 'vitest';
import {
  createDiscovery,
  createImportingPool,
  createIpamIn,
  type Item,
  inventoryOf,
  listResourceCidrs,
  type Parameters,
} from '../resource-discovery/discovery-ground.test-support.ts';
import {
  codeOf,
  OWNER_ID,
  REGION,
  shareWith,
  startSharingServer,
} from '../resource-sharing/sharing-ground.test-support.ts';

/** A managed network with a subnet, and one that overlaps with it. */
async function openGround() {
  const actors = await startSharingServer();
  const { server, owner } = actors;
  const inventory = inventoryOf(server, owner);
  const ipam = await createIpamIn(owner);
  await inventory.putVpc('vpc-1', ['10.0.0.0/20']);
  await inventory.putVSwitch('vsw-1', 'vpc-1', '10.0.0.0/24');
  await inventory.putVpc('vpc-2', ['10.0.0.0/22']);
  const poolId = await createImportingPool(owner, ipam.scopeId, '10.0.0.0/16');
  const named = { ...REGION, IpamId: ipam.ipamId, ResourceId: 'vpc-1' };
  const ignore = (given: Parameters = {}) => owner.call('IgnoreResource', { ...named, ...given });
  const unignore = (given: Parameters = {}) =>
    owner.call('UnignoreResource', { ...named, ...given });
  const statuses = async () =>
    Object.fromEntries(
      (await listResourceCidrs(owner)).map((item) => [item['ResourceId'], of(item)]),
    );
  return { ...actors, inventory, ipam, poolId, ignore, unignore, statuses };
}

function of(item: Item): string {
  const { ManagementStatus, ComplianceStatus, OverlapStatus } = item;
  return [ManagementStatus, ComplianceStatus, OverlapStatus].join(' ');
}

const MANAGED = 'Managed Compliant Overlapping';
const UNMANAGED = 'Unmanaged Unmanaged Overlapping';
const ALONE = 'Unmanaged Unmanaged Nonoverlapping';
const IGNORED = 'Ignored Ignored Ignored';

describe('IgnoreResource', () => {
  test('leaves a network out of all checks, with its subnets, and gives its space back', async () => {
    const { owner, poolId, ignore, statuses } = await openGround();
    expect(await statuses()).toEqual({ 'vpc-1': MANAGED, 'vsw-1': MANAGED, 'vpc-2': UNMANAGED });
    expect(codeOf(await ignore())).toBe('OK');
    expect(await statuses()).toEqual({ 'vpc-1': IGNORED, 'vsw-1': IGNORED, 'vpc-2': ALONE });
    const ignored = (await listResourceCidrs(owner, { VpcId: 'vpc-1' })).map((item) => [
      item['IpamPoolId'],
      item['IpamAllocationId'],
      item['OverlapDetail'],
    ]);
    expect(ignored).toEqual([
      ['', '', []],
      ['', '', []],
    ]);
    const next = await owner.succeed('GetIpamPoolNextAvailableCidr', {
      ...REGION,
      IpamPoolId: poolId,
      CidrMask: '20',
    });
    expect(next['CidrBlock']).toBe('10.0.0.0/20');
  });

  test('keeps it from being imported again, whatever is written', async () => {
    const { owner, inventory, poolId, ignore, statuses } = await openGround();
    await ignore();
    for (const AutoImport of ['false', 'true']) {
      await owner.succeed('UpdateIpamPool', { ...REGION, IpamPoolId: poolId, AutoImport });
    }
    await inventory.putVpc('vpc-1', ['10.0.0.0/20'], { name: 'another' });
    await inventory.putVSwitch('vsw-3', 'vpc-1', '10.0.1.0/24');
    expect(await statuses()).toMatchObject({
      'vpc-1': IGNORED,
      'vsw-1': IGNORED,
      'vsw-3': IGNORED,
      'vpc-2': 'Managed Compliant Nonoverlapping',
    });
  });

  test('takes a scope for its IPAM', async () => {
    const { ipam, ignore, statuses } = await openGround();
    expect(codeOf(await ignore({ IpamId: '', IpamScopeId: ipam.scopeId }))).toBe('OK');
    expect(await statuses()).toMatchObject({ 'vpc-1': IGNORED });
    expect(codeOf(await ignore({ IpamScopeId: ipam.scopeId }))).toBe('OK');
  });

  test('leaves out a subnet alone, whose network stays managed', async () => {
    const { ignore, unignore, statuses } = await openGround();
    expect(codeOf(await ignore({ ResourceId: 'vsw-1' }))).toBe('OK');
    expect(await statuses()).toMatchObject({ 'vpc-1': MANAGED, 'vsw-1': IGNORED });
    expect(codeOf(await unignore({ ResourceId: 'vsw-1' }))).toBe('OK');
    expect(await statuses()).toMatchObject({ 'vpc-1': MANAGED, 'vsw-1': MANAGED });
  });

  test('keeps other IPAMs as they are', async () => {
    const { owner, principal, server } = await startSharingServer();
    const inventory = inventoryOf(server, owner);
    await inventory.putVpc('vpc-1', ['10.0.0.0/20']);
    const discoveryId = await createDiscovery(owner);
    await shareWith(owner, principal, discoveryId, 'IpamResourceDiscovery');
    const { ipamId } = await createIpamIn(principal);
    const named = { ...REGION, IpamId: ipamId };
    await principal.succeed('AssociateIpamResourceDiscovery', {
      ...named,
      IpamResourceDiscoveryId: discoveryId,
    });
    await createIpamIn(owner);
    const own = await principal.call('IgnoreResource', { ...named, ResourceId: 'vpc-1' });
    expect(codeOf(own)).toBe('ResourceNotFound.Resource');
    await principal.succeed('IgnoreResource', {
      ...named,
      ResourceId: 'vpc-1',
      ResourceOwnerId: OWNER_ID,
    });
    expect((await listResourceCidrs(principal)).map(of)).toEqual([IGNORED]);
    expect((await listResourceCidrs(owner)).map(of)).toEqual([ALONE]);
  });

  test.each<[string, Parameters, string]>([
    ['neither IPAM nor scope', { IpamId: '' }, 'MissingParam.IpamIdOrIpamScopeId'],
    ['an unknown IPAM', { IpamId: 'ipam-1' }, 'ResourceNotFound.Ipam'],
    ['an unknown scope', { IpamScopeId: 'ipam-scope-1' }, 'ResourceNotFound.IpamScope'],
    ['another region', { RegionId: 'cn-beijing' }, 'ResourceNotFound.Ipam'],
    ['an unknown resource', { ResourceId: 'vpc-9' }, 'ResourceNotFound.Resource'],
    ['an unknown owner', { ResourceOwnerId: '1' }, 'ResourceNotFound.Resource'],
    ['no resource', { ResourceId: '' }, 'MissingResourceId'],
    ['a dry run', { DryRun: 'true' }, 'DryRunOperation'],
  ])('answers %s with its error and changes nothing', async (_, given, code) => {
    const { ignore, unignore, statuses } = await openGround();
    const before = await statuses();
    expect(codeOf(await ignore(given))).toBe(code);
    expect(codeOf(await unignore(given))).toBe(code);
    expect(await statuses()).toEqual(before);
  });

  test('goes with the IPAM', async () => {
    const { owner, ipam, poolId, ignore, statuses } = await openGround();
    await ignore();
    await owner.succeed('DeleteIpamPoolCidr', {
      ...REGION,
      IpamPoolId: poolId,
      Cidr: '10.0.0.0/16',
    });
    await owner.succeed('DeleteIpamPool', { ...REGION, IpamPoolId: poolId });
    await owner.succeed('DeleteIpam', { ...REGION, IpamId: ipam.ipamId });
    await createIpamIn(owner);
    expect(await statuses()).toEqual({
      'vpc-1': UNMANAGED,
      'vsw-1': UNMANAGED,
      'vpc-2': UNMANAGED,
    });
  });

  test('leaves an event with what it was before and after', async () => {
    const { owner, ipam, ignore, unignore } = await openGround();
    await ignore();
    await unignore();
    const body = await owner.succeed('ListEvents', { ResourceId: 'vpc-1' });
    const events = body['Events'] as Item[];
    const view = (isIgnored: boolean) => ({ ipamId: ipam.ipamId, ownerId: OWNER_ID, isIgnored });
    expect(
      events.map((event) => [
        event['Operation'],
        JSON.parse(String(event['Before'])),
        JSON.parse(String(event['After'])),
      ]),
    ).toEqual([
      ['Cadastre.IgnoreResource', view(false), view(true)],
      ['Cadastre.UnignoreResource', view(true), view(false)],
    ]);
  });
});

describe('UnignoreResource', () => {
  test('takes a network back into the checks and into the pool', async () => {
    const { ignore, unignore, statuses } = await openGround();
    const before = await statuses();
    await ignore();
    expect(codeOf(await ignore())).toBe('OK');
    expect(codeOf(await unignore())).toBe('OK');
    expect(await statuses()).toEqual(before);
    expect(codeOf(await unignore())).toBe('OK');
    expect(await statuses()).toEqual(before);
  });

  test('leaves it unmanaged where its space is taken meanwhile', async () => {
    const { owner, poolId, ignore, unignore, statuses } = await openGround();
    await ignore();
    await owner.succeed('CreateIpamPoolAllocation', {
      ...REGION,
      IpamPoolId: poolId,
      Cidr: '10.0.8.0/24',
    });
    await unignore();
    expect(await statuses()).toMatchObject({ 'vpc-1': UNMANAGED, 'vsw-1': UNMANAGED });
  });

  test('leaves a subnet ignored that was ignored by itself', async () => {
    const { ignore, unignore, statuses } = await openGround();
    await ignore({ ResourceId: 'vsw-1' });
    await ignore();
    await unignore({ ResourceId: 'vsw-1' });
    expect(await statuses()).toMatchObject({ 'vpc-1': IGNORED, 'vsw-1': IGNORED });
    await ignore({ ResourceId: 'vsw-1' });
    await unignore();
    expect(await statuses()).toMatchObject({ 'vpc-1': MANAGED, 'vsw-1': IGNORED });
  });

  test('forgets a network that is gone', async () => {
    const { inventory, ignore, unignore, statuses } = await openGround();
    await ignore();
    await inventory.remove('vsw-1');
    await inventory.remove('vpc-1');
    expect(await statuses()).toEqual({ 'vpc-2': ALONE });
    expect(codeOf(await unignore())).toBe('OK');
    expect(codeOf(await unignore())).toBe('ResourceNotFound.Resource');
    await inventory.putVpc('vpc-1', ['10.0.0.0/20']);
    expect(await statuses()).toMatchObject({ 'vpc-1': UNMANAGED });
  });
});
