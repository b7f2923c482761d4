import { OPERATIONS } from '@cadastre/api-contract';
import { expect, test } from 'vitest';
import { insertUser, policyOf, ROOT } from '../../test-server.test-support.ts';
import {
  codeOf,
  REGION,
  startSharingServer,
} from '../resource-sharing/sharing-ground.test-support.ts';
import { createDiscovery, createIpamIn, inventoryOf } from './discovery-ground.test-support.ts';

const ARN = `acs:vpc:cn-hangzhou:${ROOT.accountId}`;

async function openGround() {
  const { server, owner } = await startSharingServer();
  const discoveryId = await createDiscovery(owner, {
    'OperatingRegionList.1': 'cn-hangzhou',
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'net',
  });
  const { ipamId, scopeId } = await createIpamIn(owner, ['cn-hangzhou']);
  await inventoryOf(server, owner).putVpc('vpc-1', ['10.0.0.0/16']);
  const ids = { discovery: discoveryId, ipam: ipamId, scope: scopeId };
  return { server, ids };
}

type Ids = Awaited<ReturnType<typeof openGround>>['ids'];

const named = (ids: Ids) => ({ ...REGION, IpamResourceDiscoveryId: ids.discovery });
const both = (ids: Ids) => ({ ...named(ids), IpamId: ids.ipam });
const resource = (ids: Ids) => ({ ...REGION, IpamId: ids.ipam, ResourceId: 'vpc-1' });

/** Each operation, what must be allowed for it, and its answer when that is. */
const ROWS = [
  ['UpdateIpamResourceDiscovery', named, ['ipamresourcediscovery/{discovery}'], 'OK'],
  [
    'DeleteIpamResourceDiscovery',
    named,
    ['ipamresourcediscovery/{discovery}'],
    'OperationDenied.DefaultResourceDiscovery',
  ],
  [
    'AssociateIpamResourceDiscovery',
    both,
    ['ipamresourcediscovery/{discovery}', 'ipam/{ipam}'],
    'OperationDenied.ResourceDiscoveryAssociationExist',
  ],
  [
    'DissociateIpamResourceDiscovery',
    both,
    ['ipamresourcediscovery/{discovery}', 'ipam/{ipam}'],
    'OperationDenied.DefaultResourceDiscovery',
  ],
  [
    'ListIpamDiscoveredResource',
    (ids: Ids) => ({ ...named(ids), ResourceRegionId: 'cn-hangzhou' }),
    ['ipamresourcediscovery/{discovery}'],
    'OK',
  ],
  [
    'ListIpamDiscoveredIpAddresses',
    (ids: Ids) => ({ ...named(ids), VpcId: 'vpc-1' }),
    ['ipamresourcediscovery/{discovery}'],
    'OK',
  ],
  [
    'ListIpamResourceCidrs',
    (ids: Ids) => ({ ...REGION, IpamScopeId: ids.scope }),
    ['ipamscope/{scope}'],
    'OK',
  ],
  [
    'CreateIpamResourceDiscovery',
    () => ({ ...REGION, 'OperatingRegionList.1': 'cn-hangzhou' }),
    ['ipamresourcediscovery/*'],
    'OperationDenied.IpamResourceDiscoveryExist',
  ],
  ['IgnoreResource', resource, ['ipam/{ipam}'], 'OK'],
  ['UnignoreResource', resource, ['ipam/{ipam}'], 'OK'],
] as const;

test.each(ROWS)('%s needs its action on what it names, and no less', async (...row) => {
  const [operation, parametersOf, resources, code] = row;
  const { server, ids } = await openGround();
  const isOwn = OPERATIONS[operation].product === 'Cadastre';
  const action = `${isOwn ? 'cadastre' : 'vpc'}:${operation}`;
  const arns = resources.map((path) => `${ARN}:${fill(path, ids)}`);
  const answerTo = async (name: string, allowed: readonly string[]) => {
    const policy = policyOf({ Effect: 'Allow', Action: action, Resource: allowed });
    const key = await insertUser(server, name, [policy]);
    return codeOf(await server.call(operation, parametersOf(ids), { key }));
  };
  expect(await answerTo('allowed', arns)).toBe(code);
  const others = arns.map((arn) => arn.replace(/\/.*$/, '/another'));
  expect(await answerTo('elsewhere', others)).toBe('Forbidden.RAM');
  for (const [index] of arns.entries()) {
    const less = arns.filter((_, position) => position !== index);
    if (less.length > 0) expect(await answerTo(`less-${index}`, less)).toBe('Forbidden.RAM');
  }
});

function fill(path: string, ids: Ids): string {
  return path.replace(/\{(\w+)\}/, (_, name: keyof Ids) => ids[name]);
}

test('without a scope, all scopes must be allowed', async () => {
  const { server, ids } = await openGround();
  const answerTo = async (name: string, resource: string) => {
    const statement = { Effect: 'Allow', Action: 'vpc:ListIpamResourceCidrs', Resource: resource };
    const key = await insertUser(server, name, [policyOf(statement)]);
    return codeOf(await server.call('ListIpamResourceCidrs', REGION, { key }));
  };
  expect(await answerTo('one', `${ARN}:ipamscope/${ids.scope}`)).toBe('Forbidden.RAM');
  expect(await answerTo('all', `${ARN}:ipamscope/*`)).toBe('OK');
});

test('a policy can ask for the tags of the resource discovery', async () => {
  const { server, ids } = await openGround();
  const answerTo = async (name: string, value: string) => {
    const statement = {
      Effect: 'Allow',
      Action: 'vpc:UpdateIpamResourceDiscovery',
      Resource: '*',
      Condition: { StringEquals: { 'acs:ResourceTag/team': value } },
    };
    const key = await insertUser(server, name, [policyOf(statement)]);
    return codeOf(await server.call('UpdateIpamResourceDiscovery', named(ids), { key }));
  };
  expect(await answerTo('net', 'net')).toBe('OK');
  expect(await answerTo('dns', 'dns')).toBe('Forbidden.RAM');
});
