import { describe, expect, test } from 'vitest';
import {
  insertUser,
  policyOf,
  ROOT,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';

const REGION = { RegionId: 'cn-hangzhou' };
const OPERATING = { 'OperatingRegionList.1': 'cn-hangzhou' };

async function createGroup(server: TestServer, name: string): Promise<string> {
  const { body } = await server.call('CreateResourceGroup', { Name: name, DisplayName: name });
  return String((body['ResourceGroup'] as Record<string, unknown>)['Id']);
}

async function prepare() {
  const server = await startTestServer();
  const groupId = await createGroup(server, 'project');
  const ipam = await server.call('CreateIpam', { ...REGION, ...OPERATING });
  const scopeId = String(ipam.body['PrivateDefaultScopeId']);
  const pool = await server.call('CreateIpamPool', { ...REGION, IpamScopeId: scopeId });
  const move = async (given: Record<string, string>, options = {}) => {
    const parameters = { ...REGION, NewResourceGroupId: groupId, ...given };
    return (await server.call('ChangeResourceGroup', parameters, options)).body['Code'];
  };
  return {
    server,
    groupId,
    ipamId: String(ipam.body['IpamId']),
    discoveryId: String(ipam.body['DefaultResourceDiscoveryId']),
    scopeId,
    poolId: String(pool.body['IpamPoolId']),
    move,
  };
}

describe('ChangeResourceGroup', () => {
  test('moves a resource of any type, spelled in any case, and it alone', async () => {
    const { server, groupId, ipamId, scopeId, poolId, discoveryId, move } = await prepare();
    const inGroup = async () => {
      const filter = { ...REGION, ResourceGroupId: groupId };
      const lists = [
        await server.call('ListIpams', filter),
        await server.call('ListIpamScopes', filter),
        await server.call('ListIpamPools', filter),
      ];
      return lists.map(({ body }) => body['TotalCount']);
    };
    expect(await inGroup()).toEqual([0, 0, 0]);
    expect(await move({ ResourceType: 'Ipam', ResourceId: ipamId })).toBeUndefined();
    expect(await inGroup()).toEqual([1, 0, 0]);
    expect(await move({ ResourceType: 'IPAMSCOPE', ResourceId: scopeId })).toBeUndefined();
    expect(await inGroup()).toEqual([1, 1, 0]);
    expect(await move({ ResourceType: 'ipampool', ResourceId: poolId })).toBeUndefined();
    expect(await inGroup()).toEqual([1, 1, 1]);
    const type = 'IpamResourceDiscovery';
    expect(await move({ ResourceType: type, ResourceId: discoveryId })).toBeUndefined();
    expect(await move({ ResourceType: type, ResourceId: discoveryId })).toBeUndefined();
  });

  test('has an event with the groups before and after', async () => {
    const { server, groupId, poolId, move } = await prepare();
    await move({ ResourceType: 'IpamPool', ResourceId: poolId });
    const { body } = await server.call('ListEvents', { Operation: 'ChangeResourceGroup' });
    expect(body['Events']).toMatchObject([
      {
        ResourceType: 'IpamPool',
        ResourceId: poolId,
        After: JSON.stringify({ resourceGroupId: groupId }),
      },
    ]);
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'a group that is not there',
      { NewResourceGroupId: 'rg-none' },
      'IllegalParam.ResourceGroupId',
    ],
    ['a group that is no id', { NewResourceGroupId: 'none' }, 'IllegalParam.ResourceGroupId'],
    ['no group', { NewResourceGroupId: '' }, 'MissingNewResourceGroupId'],
    ['a wrong type', { ResourceType: 'Vpc' }, 'IllegalParam.ResourceType'],
    ['another type', { ResourceType: 'IpamScope' }, 'ResourceNotFound.IpamScope'],
    ['an unknown pool', { ResourceId: 'none' }, 'ResourceNotFound.IpamPool'],
    ['an unknown IPAM', { ResourceType: 'IPAM', ResourceId: 'none' }, 'ResourceNotFound.Ipam'],
    [
      'an unknown discovery',
      { ResourceType: 'IPAMRESOURCEDISCOVERY', ResourceId: 'none' },
      'ResourceNotFound.IpamResourceDiscovery',
    ],
    ['another region', { RegionId: 'cn-beijing' }, 'ResourceNotFound.IpamPool'],
    [
      'a group before a type',
      { NewResourceGroupId: 'rg-none', ResourceType: 'Vpc' },
      'IllegalParam.ResourceGroupId',
    ],
  ])('refuses %s', async (_, given, code) => {
    const { poolId, move } = await prepare();
    expect(await move({ ResourceType: 'IpamPool', ResourceId: poolId, ...given })).toBe(code);
  });

  test('is allowed on the ARN of the resource that moves', async () => {
    const { server, ipamId, poolId, move } = await prepare();
    const statement = {
      Effect: 'Allow',
      Action: 'vpc:ChangeResourceGroup',
      Resource: `acs:vpc:cn-hangzhou:${ROOT.accountId}:ipampool/${poolId}`,
    };
    const key = await insertUser(server, 'mover', [policyOf(statement)]);
    const pool = { ResourceType: 'IPAMPOOL', ResourceId: poolId };
    expect(await move(pool, { key })).toBeUndefined();
    expect(await move({ ResourceType: 'IPAM', ResourceId: ipamId }, { key })).toBe('Forbidden.RAM');
  });
});

describe('the resource group of a new resource', () => {
  test('must be one of the account', async () => {
    const { server, groupId, ipamId, scopeId } = await prepare();
    const cases = [
      ['CreateIpam', { RegionId: 'cn-beijing', 'OperatingRegionList.1': 'cn-beijing' }],
      ['CreateIpamScope', { ...REGION, IpamId: ipamId }],
      ['CreateIpamPool', { ...REGION, IpamScopeId: scopeId }],
    ] as const;
    for (const [operation, given] of cases) {
      const none = await server.call(operation, { ...given, ResourceGroupId: 'rg-none' });
      expect(none.body['Code']).toBe('IllegalParam.ResourceGroupId');
      const made = await server.call(operation, { ...given, ResourceGroupId: groupId });
      expect(made.body['Code']).toBeUndefined();
    }
    const { body } = await server.call('ListIpamPools', { ...REGION, ResourceGroupId: groupId });
    expect(body['TotalCount']).toBe(1);
  });
});
