import type { NetworkManagementClientOptionalParams } from '@azure/arm-network';
import { expect, test } from 'vitest';
import {
  type GivenAnswer,
  type ReceivedRequest,
  startLocalServer,
} from '../local-server.test-support.ts';
import { azureConnector, discoverAzure } from './azure.ts';
import { discoverAll } from './discover-all.test-support.ts';

/** Hand-made answers of the shape of Azure Resource Manager. */

const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
const NETWORKS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/RG-Net/providers/Microsoft.Network/virtualNetworks`;
const INTERFACES = NETWORKS.replace('virtualNetworks', 'networkInterfaces');
const CREDENTIAL = {
  getToken: async () => ({ token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 }),
};

const FIRST_NETWORKS = [
  {
    id: `${NETWORKS}/Prod`,
    name: 'Prod',
    location: 'westeurope',
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/16', 'FD00:DB8:DECA::/48'] },
      subnets: [
        {
          id: `${NETWORKS}/Prod/subnets/a`,
          name: 'a',
          properties: { addressPrefix: '10.0.1.0/24' },
        },
        {
          id: `${NETWORKS}/Prod/subnets/b`,
          name: 'b',
          properties: { addressPrefixes: ['10.0.2.0/24', 'fd00:db8:deca:1::/64'] },
        },
      ],
    },
  },
];
const SECOND_NETWORKS = [
  {
    id: `${NETWORKS}/Empty`,
    name: 'Empty',
    location: 'northeurope',
    properties: { addressSpace: { addressPrefixes: ['10.8.0.0/24'] }, subnets: [] },
  },
];
const NETWORK_INTERFACES = [
  {
    id: `${INTERFACES}/nic-1`,
    name: 'nic-1',
    location: 'westeurope',
    properties: {
      ipConfigurations: [
        {
          name: 'ipconfig1',
          properties: {
            privateIPAddress: '10.0.1.4',
            subnet: { id: `${NETWORKS.toLowerCase()}/prod/subnets/A` },
          },
        },
        { name: 'without-address', properties: { subnet: { id: `${NETWORKS}/Prod/subnets/a` } } },
      ],
    },
  },
];

type PipelinePolicy = NonNullable<
  NetworkManagementClientOptionalParams['additionalPolicies']
>[number]['policy'];

function answerAsAzure({ path, query }: ReceivedRequest): GivenAnswer {
  if (path.endsWith('/networkInterfaces')) return { body: { value: NETWORK_INTERFACES } };
  if (query.has('$skiptoken')) return { body: { value: SECOND_NETWORKS } };
  const nextLink = `https://management.test${path}?api-version=2025-05-01&%24skiptoken=2`;
  return { body: { value: FIRST_NETWORKS, nextLink } };
}

/** The SDK sends tokens over HTTPS only: after it has put in its token, the call goes to the server. */
function redirectTo(url: string): PipelinePolicy {
  return {
    name: 'redirectToLocalServer',
    sendRequest: (request, next) => {
      request.url = request.url.replace('https://management.test', url);
      request.allowInsecureConnection = true;
      return next(request);
    },
  };
}

function clientOptions(url: string) {
  return {
    endpoint: 'https://management.test',
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy: redirectTo(url), position: 'perRetry' as const }],
  };
}

async function readAll(url: string) {
  const { discover, ...rest } = azureConnector;
  const discoverLocally = () => discoverAzure([SUBSCRIPTION], CREDENTIAL, clientOptions(url));
  const connector = { ...rest, discover: discoverLocally };
  return (await discoverAll(connector, { subscriptions: [SUBSCRIPTION] })).items;
}

test('virtual networks, subnets and interfaces of all pages become items with lower-case ids', async () => {
  const server = await startLocalServer(answerAsAzure);
  const prod = `${NETWORKS.toLowerCase()}/prod`;
  expect(await readAll(server.url)).toEqual([
    {
      Type: 'VPC',
      ResourceId: prod,
      RegionId: 'westeurope',
      Name: 'Prod',
      Cidrs: ['10.0.0.0/16', 'fd00:db8:deca::/48'],
    },
    {
      Type: 'VSwitch',
      ResourceId: `${prod}/subnets/a`,
      VpcId: prod,
      RegionId: 'westeurope',
      Name: 'a',
      Cidrs: ['10.0.1.0/24'],
    },
    {
      Type: 'VSwitch',
      ResourceId: `${prod}/subnets/b`,
      VpcId: prod,
      RegionId: 'westeurope',
      Name: 'b',
      Cidrs: ['10.0.2.0/24', 'fd00:db8:deca:1::/64'],
    },
    {
      Type: 'VPC',
      ResourceId: `${NETWORKS.toLowerCase()}/empty`,
      RegionId: 'northeurope',
      Name: 'Empty',
      Cidrs: ['10.8.0.0/24'],
    },
    {
      Type: 'Address',
      Address: '10.0.1.4',
      ResourceId: `${INTERFACES.toLowerCase()}/nic-1`,
      ServiceType: 'ENI',
      VpcId: prod,
      VSwitchId: `${prod}/subnets/a`,
      RegionId: 'westeurope',
    },
  ]);
  expect(server.requests[0]?.path).toBe(
    `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Network/virtualNetworks`,
  );
  const tokens = server.requests.map(({ headers }) => headers.authorization);
  expect(new Set(tokens)).toEqual(new Set(['Bearer a-token']));
});

test('a refusal ends the discovery', async () => {
  const error = { code: 'AuthorizationFailed', message: 'The client has no permission.' };
  const server = await startLocalServer(() => ({ status: 403, body: { error } }));
  await expect(readAll(server.url)).rejects.toThrow('The client has no permission.');
});
