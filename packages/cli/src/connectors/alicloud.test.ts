import { beforeEach, expect, test, vi } from 'vitest';
import {
  type GivenAnswer,
  type ReceivedRequest,
  startLocalServer,
} from '../local-server.test-support.ts';
import { alicloudConnector } from './alicloud.ts';
import { discoverAll } from './discover-all.test-support.ts';

/** Hand-made answers of the shape of Vpc 2016-04-28 and Ecs 2014-05-26. */

beforeEach(() => {
  vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', 'LTAItest');
  vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'secret');
  return () => vi.unstubAllEnvs();
});

const VPC_COUNT = 51;

function vpcAt(index: number): unknown {
  if (index > 0) return { VpcId: `vpc-${index}`, VpcName: '', CidrBlock: `10.${index}.0.0/16` };
  return {
    VpcId: 'vpc-0',
    VpcName: 'prod',
    CidrBlock: '10.0.0.0/16',
    SecondaryCidrBlocks: { SecondaryCidrBlock: ['172.16.0.0/12'] },
    Ipv6CidrBlock: '2408:4005::/56',
    Ipv6CidrBlocks: { Ipv6CidrBlock: [{ Ipv6CidrBlock: '2408:4005::/56', Ipv6Isp: 'BGP' }] },
  };
}

const V_SWITCHES = {
  VSwitch: [
    {
      VSwitchId: 'vsw-1',
      VSwitchName: 'a',
      VpcId: 'vpc-0',
      CidrBlock: '10.0.1.0/24',
      Ipv6CidrBlock: '',
    },
  ],
};

function interfaceWith(id: string, address: string): unknown {
  return {
    NetworkInterfaceId: id,
    VpcId: 'vpc-0',
    VSwitchId: 'vsw-1',
    PrivateIpAddress: address,
    PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: address, Primary: true }] },
    Ipv6Sets: { Ipv6Set: [] },
  };
}

function answerAsCloud({ headers, query }: ReceivedRequest): GivenAnswer {
  const page = Number(query.get('PageNumber'));
  const size = Number(query.get('PageSize'));
  switch (headers['x-acs-action']) {
    case 'DescribeVpcs': {
      const all = Array.from({ length: VPC_COUNT }, (_, index) => vpcAt(index));
      const Vpc = all.slice((page - 1) * size, page * size);
      return { body: { TotalCount: VPC_COUNT, PageNumber: page, PageSize: size, Vpcs: { Vpc } } };
    }
    case 'DescribeVSwitches':
      return { body: { TotalCount: 1, PageNumber: 1, PageSize: size, VSwitches: V_SWITCHES } };
    case 'DescribeNetworkInterfaces': {
      const isSecond = query.get('NextToken') === 'second';
      const NetworkInterfaceSet = isSecond
        ? [interfaceWith('eni-2', '10.0.1.6')]
        : [interfaceWith('eni-1', '10.0.1.5')];
      const NextToken = isSecond ? '' : 'second';
      return { body: { NextToken, NetworkInterfaceSets: { NetworkInterfaceSet } } };
    }
    default:
      return { status: 400, body: { Code: 'InvalidAction.NotFound', Message: 'Unknown.' } };
  }
}

test('VPCs, VSwitches and interfaces of all pages become items', async () => {
  const server = await startLocalServer(answerAsCloud);
  const { items, notes } = await discoverAll(alicloudConnector, {
    regions: ['cn-hangzhou'],
    cloudEndpoint: server.url,
  });
  const RegionId = 'cn-hangzhou';
  expect(notes).toEqual([]);
  expect(items).toHaveLength(VPC_COUNT + 3);
  expect(items[0]).toEqual({
    Type: 'VPC',
    ResourceId: 'vpc-0',
    RegionId,
    Name: 'prod',
    Cidrs: ['10.0.0.0/16', '172.16.0.0/12', '2408:4005::/56'],
  });
  expect(items[50]).toEqual({
    Type: 'VPC',
    ResourceId: 'vpc-50',
    RegionId,
    Cidrs: ['10.50.0.0/16'],
  });
  const address = { Type: 'Address', ServiceType: 'ENI', VpcId: 'vpc-0', VSwitchId: 'vsw-1' };
  expect(items.slice(VPC_COUNT)).toEqual([
    {
      Type: 'VSwitch',
      ResourceId: 'vsw-1',
      VpcId: 'vpc-0',
      RegionId,
      Name: 'a',
      Cidrs: ['10.0.1.0/24'],
    },
    { ...address, Address: '10.0.1.5', ResourceId: 'eni-1', RegionId },
    { ...address, Address: '10.0.1.6', ResourceId: 'eni-2', RegionId },
  ]);
  const versions = server.requests.map(({ headers }) => headers['x-acs-version']);
  expect(new Set(versions)).toEqual(new Set(['2016-04-28', '2014-05-26']));
  expect(server.requests[0]?.headers.authorization).toContain('Credential=LTAItest');
});

test.each(['InvalidVersion', 'InvalidAction.NotFound'])(
  'an endpoint without Ecs (%s) gives networks without addresses, and a note',
  async (Code) => {
    const server = await startLocalServer((request) =>
      request.headers['x-acs-version'] === '2014-05-26'
        ? { status: 404, body: { Code, Message: 'Specified api is not found.', RequestId: 'r' } }
        : answerAsCloud(request),
    );
    const { items, notes } = await discoverAll(alicloudConnector, {
      regions: ['cn-hangzhou'],
      cloudEndpoint: server.url,
    });
    expect(items).toHaveLength(VPC_COUNT + 1);
    expect(notes).toEqual([
      'cn-hangzhou: no addresses, for the endpoint has no DescribeNetworkInterfaces',
    ]);
  },
);

test('a refused permission ends the discovery: no addresses would mean that they are gone', async () => {
  const server = await startLocalServer((request) =>
    request.headers['x-acs-version'] === '2014-05-26'
      ? { status: 403, body: { Code: 'Forbidden.RAM', Message: 'No permission.', RequestId: 'r' } }
      : answerAsCloud(request),
  );
  const found = discoverAll(alicloudConnector, {
    regions: ['cn-hangzhou'],
    cloudEndpoint: server.url,
  });
  await expect(found).rejects.toThrow(/Alibaba Cloud cannot be read: .*Forbidden\.RAM/);
});

test('a throttled call is repeated when the service says so', async () => {
  let refusals = 2;
  const server = await startLocalServer((request) => {
    refusals -= 1;
    return refusals >= 0
      ? {
          status: 429,
          headers: { 'x-acs-retry-after': '10' },
          body: { Code: 'Throttling.User', Message: 'Slow down.', RequestId: 'r' },
        }
      : answerAsCloud(request);
  });
  const { items } = await discoverAll(alicloudConnector, {
    regions: ['cn-hangzhou'],
    cloudEndpoint: server.url,
  });
  expect(items).toHaveLength(VPC_COUNT + 3);
});
