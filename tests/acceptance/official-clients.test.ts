import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  failureOf,
  makeClients,
  type OfficialClient,
  popClient,
  type Values,
} from './support/official-client.ts';
import { type AcceptanceTarget, haveIpam, type MadeIpam, openTarget } from './support/target.ts';

const REGION = 'cn-shanghai';
const CLIENT_COUNT = 9;

describe('The official clients, unmodified', () => {
  let target: AcceptanceTarget;
  let clients: readonly OfficialClient[];
  let ipam: MadeIpam;

  beforeAll(async () => {
    target = await openTarget();
    clients = makeClients(target);
    ipam = await haveIpam(target, REGION);
  });

  afterAll(() => target.dispose());

  const clientAt = (index: number): OfficialClient => {
    const client = clients[index];
    if (client === undefined) throw new Error(`There is no client ${index}.`);
    return client;
  };
  const indices = Array.from({ length: CLIENT_COUNT }, (_, index) => index);

  test('all of them are tried', () => {
    expect(clients).toHaveLength(CLIENT_COUNT);
  });

  test.each(indices)('client %i makes a pool with every kind of value and lists it', async (at) => {
    const client = clientAt(at);
    const name = `made by ${client.name} *~!'() b/中`;
    const made = await client.call('CreateIpamPool', {
      RegionId: REGION,
      IpamScopeId: ipam.privateScopeId,
      IpamPoolName: name,
      IpamPoolDescription: '',
      AllocationDefaultCidrMask: 24,
      AllocationMinCidrMask: 0,
      AutoImport: false,
      OwnerId: 12,
      Tag: [
        { Key: 'k1', Value: 'v1' },
        { Key: 'k2', Value: '' },
      ],
    });
    expect(made['IpamPoolId']).toMatch(/^ipam-pool-/);
    const listed = await client.call('ListIpamPools', {
      RegionId: REGION,
      IpamPoolIds: [made['IpamPoolId']],
      MaxResults: 10,
    });
    expect(listed).toMatchObject({ TotalCount: 1, Count: 1 });
    expect(listed['IpamPools']).toEqual([
      expect.objectContaining({
        IpamPoolId: made['IpamPoolId'],
        IpamPoolName: name,
        AllocationDefaultCidrMask: 24,
        AutoImport: false,
        Tags: [
          { Key: 'k1', Value: 'v1' },
          { Key: 'k2', Value: '' },
        ],
      }),
    ]);
  });

  test.each(indices)('client %i sees an error in its own shape', async (at) => {
    const client = clientAt(at);
    const error = await failureOf(
      client.call('CreateIpamPool', { RegionId: REGION, IpamScopeId: 'ipam-scope-unknown' }),
    );
    const data = error['data'] as Values;
    expect(data).toMatchObject({
      Code: 'ResourceNotFound.IpamScope',
      HostId: new URL(target.url).host,
      Recommend: expect.stringContaining('ResourceNotFound.IpamScope'),
    });
    expect(error).toMatchObject(
      client.describeError(
        'ResourceNotFound.IpamScope',
        'The specified resource of IPAM scope is not found.',
        String(data['RequestId']),
      ),
    );
  });

  test.each(indices)('client %i makes an IPAM in a region of its own', async (at) => {
    const regions = [
      'cn-qingdao',
      'cn-beijing',
      'cn-zhangjiakou',
      'cn-huhehaote',
      'cn-wulanchabu',
      'cn-shenzhen',
      'cn-heyuan',
      'cn-guangzhou',
      'cn-chengdu',
    ];
    const client = clientAt(at);
    const RegionId = regions[at];
    const listed = await client.call('ListIpams', { RegionId });
    if (target.server === undefined && listed['TotalCount'] !== 0) return;
    const made = await client.call('CreateIpam', {
      RegionId,
      OperatingRegionList: [RegionId, REGION],
      IpamName: client.name,
    });
    const again = await client.call('ListIpams', { RegionId, IpamIds: [made['IpamId']] });
    expect(again['Ipams']).toEqual([
      expect.objectContaining({ IpamId: made['IpamId'], IpamName: client.name }),
    ]);
  });

  test('a client with a wrong secret is told that its signature does not match', async () => {
    const wrong: AcceptanceTarget = { ...target, url: target.url, accessKeySecret: 'wrong' };
    for (const client of makeClients(wrong)) {
      const error = await failureOf(client.call('ListIpamPools', { RegionId: REGION }));
      expect(error['code']).toBe('SignatureDoesNotMatch');
    }
  });

  test('pop-core may write the action with a small first letter', async () => {
    const listed = await popClient(target, 'GET').call('listIpamPools', { regionId: REGION });
    expect(listed['IpamPools']).toEqual(expect.any(Array));
  });
});
