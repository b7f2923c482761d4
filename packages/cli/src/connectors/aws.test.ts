import { beforeEach, expect, test, vi } from 'vitest';
import {
  type GivenAnswer,
  type ReceivedRequest,
  startLocalServer,
} from '../local-server.test-support.ts';
import { awsConnector } from './aws.ts';
import { discoverAll } from './discover-all.test-support.ts';

/** Hand-made answers of the shape of the EC2 query API (2016-11-15). */

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  return () => vi.unstubAllEnvs();
});

function answerXml(action: string, content: string): GivenAnswer {
  return {
    body: `<?xml version="1.0" encoding="UTF-8"?>
<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
  <requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId>${content}
</${action}Response>`,
  };
}

function association(cidr: string, state: string): string {
  return `<item><cidrBlock>${cidr}</cidrBlock><associationId>vpc-cidr-assoc-1</associationId>
    <cidrBlockState><state>${state}</state></cidrBlockState></item>`;
}

function ipv6Association(cidr: string, state: string): string {
  return `<item><ipv6CidrBlock>${cidr}</ipv6CidrBlock><associationId>a</associationId>
    <ipv6CidrBlockState><state>${state}</state></ipv6CidrBlockState></item>`;
}

const PAGES: Readonly<Record<string, readonly string[]>> = {
  DescribeVpcs: [
    `<vpcSet><item><vpcId>vpc-1</vpcId><state>available</state><cidrBlock>10.0.0.0/16</cidrBlock>
      <cidrBlockAssociationSet>${association('10.0.0.0/16', 'associated')}${association('10.1.0.0/16', 'associated')}${association('10.2.0.0/16', 'disassociated')}</cidrBlockAssociationSet>
      <ipv6CidrBlockAssociationSet>${ipv6Association('2600:1f13:abc:de00::/56', 'associated')}${ipv6Association('2600:1f13:abc:df00::/56', 'failed')}</ipv6CidrBlockAssociationSet>
      <tagSet><item><key>team</key><value>x</value></item><item><key>Name</key><value>prod &amp; more</value></item></tagSet>
      <isDefault>false</isDefault></item></vpcSet>`,
    `<vpcSet><item><vpcId>vpc-2</vpcId><cidrBlock>10.9.0.0/16</cidrBlock></item></vpcSet>`,
  ],
  DescribeSubnets: [
    `<subnetSet><item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><cidrBlock>10.0.1.0/24</cidrBlock>
      <ipv6CidrBlockAssociationSet>${ipv6Association('2600:1f13:abc:de01::/64', 'associated')}</ipv6CidrBlockAssociationSet></item>
      <item><subnetId>subnet-6</subnetId><vpcId>vpc-1</vpcId><ipv6Native>true</ipv6Native>
      <ipv6CidrBlockAssociationSet>${ipv6Association('2600:1f13:abc:de02::/64', 'associated')}</ipv6CidrBlockAssociationSet></item></subnetSet>`,
  ],
  DescribeNetworkInterfaces: [
    `<networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId><subnetId>subnet-1</subnetId>
      <vpcId>vpc-1</vpcId><interfaceType>interface</interfaceType><privateIpAddress>10.0.1.5</privateIpAddress>
      <privateIpAddressesSet><item><privateIpAddress>10.0.1.5</privateIpAddress><primary>true</primary></item>
      <item><privateIpAddress>10.0.1.6</privateIpAddress><primary>false</primary></item></privateIpAddressesSet>
      <ipv6AddressesSet><item><ipv6Address>2600:1F13:abc:de01:0:0:0:5</ipv6Address></item></ipv6AddressesSet></item></networkInterfaceSet>`,
    `<networkInterfaceSet><item><networkInterfaceId>eni-2</networkInterfaceId><subnetId>subnet-1</subnetId>
      <vpcId>vpc-1</vpcId><interfaceType>nat_gateway</interfaceType>
      <privateIpAddressesSet><item><privateIpAddress>10.0.1.9</privateIpAddress></item></privateIpAddressesSet></item></networkInterfaceSet>`,
  ],
};

function answerAsEc2({ body }: ReceivedRequest): GivenAnswer {
  const form = new URLSearchParams(body);
  const action = form.get('Action') ?? '';
  const page = Number(form.get('NextToken') ?? 0);
  const pages = PAGES[action] ?? [];
  const next = page + 1 < pages.length ? `<nextToken>${page + 1}</nextToken>` : '';
  return answerXml(action, `${pages[page]}${next}`);
}

test('VPCs, subnets and interfaces of all pages become items', async () => {
  const server = await startLocalServer(answerAsEc2);
  const { items } = await discoverAll(awsConnector, {
    regions: ['eu-west-1'],
    cloudEndpoint: server.url,
  });
  const inRegion = { RegionId: 'eu-west-1' };
  const inSubnet = { ...inRegion, VpcId: 'vpc-1', VSwitchId: 'subnet-1' };
  expect(items).toEqual([
    {
      Type: 'VPC',
      ResourceId: 'vpc-1',
      ...inRegion,
      Name: 'prod & more',
      Cidrs: ['10.0.0.0/16', '10.1.0.0/16', '2600:1f13:abc:de00::/56'],
    },
    { Type: 'VPC', ResourceId: 'vpc-2', ...inRegion, Cidrs: ['10.9.0.0/16'] },
    {
      Type: 'VSwitch',
      ResourceId: 'subnet-1',
      VpcId: 'vpc-1',
      ...inRegion,
      Cidrs: ['10.0.1.0/24', '2600:1f13:abc:de01::/64'],
    },
    {
      Type: 'VSwitch',
      ResourceId: 'subnet-6',
      VpcId: 'vpc-1',
      ...inRegion,
      Cidrs: ['2600:1f13:abc:de02::/64'],
    },
    { Type: 'Address', Address: '10.0.1.5', ResourceId: 'eni-1', ServiceType: 'ENI', ...inSubnet },
    { Type: 'Address', Address: '10.0.1.6', ResourceId: 'eni-1', ServiceType: 'ENI', ...inSubnet },
    {
      Type: 'Address',
      Address: '2600:1f13:abc:de01::5',
      ResourceId: 'eni-1',
      ServiceType: 'ENI',
      ...inSubnet,
    },
    {
      Type: 'Address',
      Address: '10.0.1.9',
      ResourceId: 'eni-2',
      ServiceType: 'nat_gateway',
      ...inSubnet,
    },
  ]);
});

test('several regions are read, each signed for itself', async () => {
  const server = await startLocalServer(answerAsEc2);
  const { items } = await discoverAll(awsConnector, {
    regions: ['eu-west-1', 'us-east-1'],
    cloudEndpoint: server.url,
  });
  expect(new Set(items.map(({ RegionId }) => RegionId))).toEqual(
    new Set(['eu-west-1', 'us-east-1']),
  );
  const scopes = server.requests.map(({ headers }) => headers.authorization?.split('/')[2]);
  expect(new Set(scopes)).toEqual(new Set(['eu-west-1', 'us-east-1']));
});

test('without a list the region is that of the environment', async () => {
  vi.stubEnv('AWS_REGION', 'ap-south-1');
  const server = await startLocalServer(answerAsEc2);
  const { items } = await discoverAll(awsConnector, { cloudEndpoint: server.url });
  expect(new Set(items.map(({ RegionId }) => RegionId))).toEqual(new Set(['ap-south-1']));
});

test('a refusal is told with its code', async () => {
  const server = await startLocalServer(() => ({
    status: 403,
    body: `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized.</Message></Error></Errors><RequestID>r</RequestID></Response>`,
  }));
  const found = discoverAll(awsConnector, { regions: ['eu-west-1'], cloudEndpoint: server.url });
  await expect(found).rejects.toThrow(
    'AWS cannot be read: UnauthorizedOperation: You are not authorized.',
  );
});
