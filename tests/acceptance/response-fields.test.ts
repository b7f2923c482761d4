import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Parameters, succeed, type Target } from './support/raw-client.ts';
import { type AcceptanceTarget, isExternal, openTarget } from './support/target.ts';

/**
 * A life of an IPAM that calls all 40 operations of the API, so that every field which the server's
 * own document of the API names has a value in some answer.
 */

const REGION = { RegionId: 'cn-hangzhou' };
const VPC = { version: '2016-04-28' };
const CADASTRE = { version: '2026-11-01' };
const SHARING = { version: '2020-01-10' };
const IPAM_VERSION = '2023-02-28';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

interface ApiDocument {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly responses: Readonly<
              Record<string, { readonly content: Readonly<Record<string, { schema: Schema }>> }>
            >;
          }
        >
      >
    >
  >;
}

/** The leaves of a schema as paths such as `Ipams[].Tags[].Key`. */
function fieldsOf(schema: Schema, path: string): readonly string[] {
  if (schema.items !== undefined) return fieldsOf(schema.items, `${path}[]`);
  if (schema.properties === undefined) return [path];
  return Object.entries(schema.properties).flatMap(([name, field]) =>
    fieldsOf(field, path === '' ? name : `${path}.${name}`),
  );
}

/** The leaves of an answer that have a value. */
function filledFieldsOf(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => filledFieldsOf(item, `${path}[]`));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, field]) =>
      filledFieldsOf(field, path === '' ? name : `${path}.${name}`),
    );
  }
  return value === '' || value === null || value === undefined ? [] : [path];
}

describe.skipIf(isExternal)('every field of every answer', () => {
  let target: AcceptanceTarget;
  const filled = new Map<string, Set<string>>();

  beforeAll(async () => {
    target = await openTarget();
    await liveThrough(target, ask);
  }, 120_000);

  afterAll(() => target.dispose());

  /** Calls an operation of the API and keeps which fields of the answer have a value. */
  async function ask(caller: Target, action: string, parameters: Parameters) {
    const signing = action.startsWith('GetIpam') ? 'V3 query GET' : 'V3 query';
    const body = await succeed(caller, action, { ...REGION, ...parameters }, { signing });
    const fields = filled.get(action) ?? new Set();
    for (const field of filledFieldsOf(body, '')) fields.add(field);
    filled.set(action, fields);
    return body;
  }

  test('has a value somewhere', async () => {
    const response = await fetch(new URL('/openapi.json', target.url));
    const { paths } = (await response.json()) as ApiDocument;
    const missing: string[] = [];
    let operationCount = 0;
    for (const [path, methods] of Object.entries(paths)) {
      const query = new URL(path, target.url).searchParams;
      if (query.get('Version') !== IPAM_VERSION) continue;
      operationCount += 1;
      const action = query.get('Action') ?? '';
      const [operation] = Object.values(methods);
      const schema = operation?.responses['200']?.content['application/json']?.schema ?? {};
      const fields = filled.get(action) ?? new Set();
      missing.push(
        ...fieldsOf(schema, '')
          .filter((field) => !fields.has(field))
          .map((field) => `${action}: ${field}`),
      );
    }
    expect(operationCount).toBe(40);
    // An account has one IPAM in a region (published), so that its list has one page.
    expect(missing).toEqual(['ListIpams: NextToken']);
  });
});

type Ask = (
  caller: Target,
  action: string,
  parameters: Parameters,
) => Promise<Readonly<Record<string, unknown>>>;

const TAG = { 'Tag.1.Key': 'team', 'Tag.1.Value': 'network' };

async function liveThrough(root: Target, ask: Ask): Promise<void> {
  await ask(root, 'OpenVpcIpamService', {});
  await ask(root, 'GetVpcIpamServiceStatus', {});
  const ipam = await ask(root, 'CreateIpam', {
    'OperatingRegionList.1': 'cn-hangzhou',
    IpamName: 'a name',
    IpamDescription: 'a description',
    ...TAG,
  });
  const ipamId = String(ipam['IpamId']);
  const scopeId = String(ipam['PrivateDefaultScopeId']);
  const discoveryId = String(ipam['DefaultResourceDiscoveryId']);
  const poolId = await makePools(root, ask, ipamId, scopeId);
  await makeNetworks(root, ask, poolId, discoveryId);
  await describeAll(root, ask, { ipamId, scopeId, poolId, discoveryId });
  await manageOthers(root, ask, discoveryId);
  await tearDown(root, ask, ipamId, poolId);
}

async function makePools(root: Target, ask: Ask, ipamId: string, scopeId: string) {
  const scope = await ask(root, 'CreateIpamScope', {
    IpamId: ipamId,
    IpamScopeName: 'a scope',
    IpamScopeDescription: 'a description',
    ...TAG,
  });
  const pool = await ask(root, 'CreateIpamPool', {
    IpamScopeId: scopeId,
    IpamPoolName: 'a pool',
    IpamPoolDescription: 'a description',
    PoolRegionId: 'cn-hangzhou',
    AllocationMinCidrMask: 16,
    AllocationMaxCidrMask: 28,
    AllocationDefaultCidrMask: 24,
    ...TAG,
  });
  const poolId = String(pool['IpamPoolId']);
  await ask(root, 'AddIpamPoolCidr', { IpamPoolId: poolId, Cidr: '10.0.0.0/8' });
  const sub = await ask(root, 'CreateIpamPool', {
    IpamScopeId: scopeId,
    SourceIpamPoolId: poolId,
  });
  const allocation = await ask(root, 'CreateIpamPoolAllocation', {
    IpamPoolId: poolId,
    CidrMask: 24,
    IpamPoolAllocationName: 'an allocation',
    IpamPoolAllocationDescription: 'a description',
  });
  const publicPool = await ask(root, 'CreateIpamPool', {
    IpamScopeId: String((await publicScopeOf(root)) ?? ''),
    IpVersion: 'IPv6',
    PoolRegionId: 'cn-hangzhou',
  });
  await ask(root, 'GetIpamPoolNextAvailableCidr', { IpamPoolId: poolId, CidrMask: 24 });
  await ask(root, 'UpdateIpamPoolAllocation', {
    IpamPoolAllocationId: String(allocation['IpamPoolAllocationId']),
    IpamPoolAllocationName: 'another name',
  });
  await ask(root, 'UpdateIpamPool', { IpamPoolId: poolId, AutoImport: 'true' });
  await ask(root, 'UpdateIpamScope', {
    IpamScopeId: String(scope['IpamScopeId']),
    IpamScopeName: 'another name',
  });
  for (const id of [sub['IpamPoolId'], publicPool['IpamPoolId']].map(String)) {
    await ask(root, 'ListIpamPools', { IpamPoolId: id, 'IpamPoolIds.1': id });
  }
  return poolId;
}

async function publicScopeOf(root: Target): Promise<unknown> {
  const listed = await succeed(root, 'ListIpams', REGION);
  const [ipam] = listed['Ipams'] as readonly Readonly<Record<string, unknown>>[];
  return ipam?.['PublicDefaultScopeId'];
}

/** A network from the pool, one that overlaps it, and a used address. */
async function makeNetworks(root: Target, ask: Ask, poolId: string, discoveryId: string) {
  const vpc = await succeed(
    root,
    'CreateVpc',
    { ...REGION, Ipv4IpamPoolId: poolId, Ipv4CidrMask: 20, VpcName: 'a network' },
    VPC,
  );
  const vpcId = String(vpc['VpcId']);
  const described = await succeed(root, 'DescribeVpcAttribute', { ...REGION, VpcId: vpcId }, VPC);
  const [network = ''] = String(described['CidrBlock']).split('/');
  const vSwitch = await succeed(
    root,
    'CreateVSwitch',
    { VpcId: vpcId, ZoneId: 'cn-hangzhou-a', CidrBlock: `${network}/24`, VSwitchName: 'a subnet' },
    VPC,
  );
  const vSwitchId = String(vSwitch['VSwitchId']);
  const items = [
    {
      Type: 'VPC',
      ResourceId: 'dc-1',
      RegionId: 'cn-hangzhou',
      Name: 'dc',
      Cidrs: ['10.0.0.0/16'],
    },
    {
      Type: 'Address',
      Address: network.replace(/0$/, '9'),
      ResourceId: 'eni-1',
      ServiceType: 'ENI',
      VpcId: vpcId,
      VSwitchId: vSwitchId,
      RegionId: 'cn-hangzhou',
    },
  ];
  const batch = { SourceName: 'dc', SourceVersion: 1, Mode: 'Full', IsComplete: 'true' };
  await succeed(root, 'PutInventory', { ...batch, Items: JSON.stringify(items) }, CADASTRE);
  for (const page of [{}, { MaxResults: 1 }]) {
    await ask(root, 'ListIpamResourceCidrs', page);
    await ask(root, 'ListIpamDiscoveredResource', {
      IpamResourceDiscoveryId: discoveryId,
      ResourceRegionId: 'cn-hangzhou',
      ...page,
    });
  }
  const second = { ...items[1], Address: network.replace(/0$/, '10'), ResourceId: 'eni-2' };
  const more = { ...batch, SourceName: 'more', Items: JSON.stringify([second]) };
  await succeed(root, 'PutInventory', more, CADASTRE);
  await ask(root, 'ListIpamDiscoveredIpAddresses', {
    IpamResourceDiscoveryId: discoveryId,
    VpcId: vpcId,
    MaxResults: 1,
  });
}

interface Ids {
  readonly ipamId: string;
  readonly scopeId: string;
  readonly poolId: string;
  readonly discoveryId: string;
}

async function describeAll(root: Target, ask: Ask, { ipamId, poolId, discoveryId }: Ids) {
  await ask(root, 'UpdateIpam', { IpamId: ipamId, 'AddOperatingRegion.1': 'cn-beijing' });
  const tagged = { ResourceType: 'IPAMRESOURCEDISCOVERY', 'ResourceId.1': discoveryId };
  await ask(root, 'TagResources', { ...tagged, ...TAG });
  await ask(root, 'TagResources', { ...tagged, 'Tag.1.Key': 'other', 'Tag.1.Value': 'tag' });
  await ask(root, 'ListTagResources', { ...tagged, MaxResults: 1 });
  await ask(root, 'UpdateIpamResourceDiscovery', {
    IpamResourceDiscoveryId: discoveryId,
    IpamResourceDiscoveryName: 'a discovery',
    IpamResourceDiscoveryDescription: 'a description',
  });
  const allocations = await ask(root, 'ListIpamPoolAllocations', {
    IpamPoolId: poolId,
    MaxResults: 100,
  });
  await ask(root, 'ListIpamPoolAllocations', { IpamPoolId: poolId, MaxResults: 1 });
  for (const allocation of allocations['IpamPoolAllocations'] as Readonly<
    Record<string, unknown>
  >[]) {
    const IpamPoolAllocationId = String(allocation['IpamPoolAllocationId']);
    await ask(root, 'GetIpamPoolAllocation', { IpamPoolAllocationId });
  }
  await ask(root, 'AddIpamPoolCidr', { IpamPoolId: poolId, Cidr: '192.168.0.0/16' });
  for (const page of [{}, { MaxResults: 1 }]) {
    await ask(root, 'ListIpamPoolCidrs', { IpamPoolId: poolId, ...page });
    for (const action of ['ListIpamPools', 'ListIpamScopes']) await ask(root, action, page);
  }
}

/** Two further accounts: one that manages members, and one that shares its resource discovery. */
async function manageOthers(root: Target, ask: Ask, discoveryId: string) {
  const account = async (AccountName: string) => {
    const made = await succeed(root, 'CreateAccount', { AccountName }, CADASTRE);
    const accountId = String(made['AccountId']);
    const { AccessKeyId, AccessKeySecret } = made;
    const key = { accessKeyId: String(AccessKeyId), accessKeySecret: String(AccessKeySecret) };
    return { accountId, target: { url: root.url, ...key } satisfies Target };
  };
  const [manager, ...members] = [
    await account('manager'),
    await account('first'),
    await account('second'),
  ];
  if (manager === undefined) throw new Error('There is no manager.');
  const ipam = await ask(manager.target, 'CreateIpam', { 'OperatingRegionList.1': 'cn-hangzhou' });
  const managerIpamId = String(ipam['IpamId']);
  await succeed(
    root,
    'RegisterDelegatedAdministrator',
    { AccountId: manager.accountId, ServicePrincipal: 'vpcipam.vpc.aliyuncs.com' },
    CADASTRE,
  );
  const named: Record<string, string> = {};
  for (const [index, { accountId }] of members.entries()) {
    named[`Members.${index + 1}.MemberId`] = accountId;
    named[`Members.${index + 1}.MemberType`] = 'Account';
  }
  await ask(manager.target, 'AddIpamMembers', named);
  await ask(manager.target, 'ListIpamMembers', { MaxResults: 1 });
  await shareDiscovery(root, ask, discoveryId, manager, managerIpamId);
  await ask(manager.target, 'RemoveIpamMembers', named);
}

async function shareDiscovery(
  root: Target,
  ask: Ask,
  discoveryId: string,
  { accountId, target }: { readonly accountId: string; readonly target: Target },
  ipamId: string,
) {
  const share = await succeed(
    root,
    'CreateResourceShare',
    {
      ResourceShareName: 'a-share',
      AllowExternalTargets: 'true',
      'Resources.1.ResourceId': discoveryId,
      'Resources.1.ResourceType': 'IpamResourceDiscovery',
      'Targets.1': accountId,
    },
    SHARING,
  );
  const invitations = await succeed(target, 'ListResourceShareInvitations', {}, SHARING);
  const [invitation] = invitations['ResourceShareInvitations'] as Readonly<
    Record<string, unknown>
  >[];
  const ResourceShareInvitationId = String(invitation?.['ResourceShareInvitationId']);
  await succeed(target, 'AcceptResourceShareInvitation', { ResourceShareInvitationId }, SHARING);
  const pair = { IpamId: ipamId, IpamResourceDiscoveryId: discoveryId };
  await ask(target, 'AssociateIpamResourceDiscovery', pair);
  await ask(target, 'ListIpamResourceDiscoveryAssociations', { MaxResults: 1 });
  await ask(target, 'ListIpamResourceDiscoveries', { MaxResults: 1 });
  await ask(root, 'ListIpamResourceDiscoveries', {});
  await ask(target, 'DissociateIpamResourceDiscovery', pair);
  const { ResourceShare } = share as { ResourceShare: { ResourceShareId: string } };
  const { ResourceShareId } = ResourceShare;
  await succeed(root, 'DeleteResourceShare', { ResourceShareId }, SHARING);
}

async function tearDown(root: Target, ask: Ask, ipamId: string, poolId: string) {
  const group = await succeed(
    root,
    'CreateResourceGroup',
    { Name: 'a-group', DisplayName: 'a group' },
    { version: '2020-03-31' },
  );
  const { Id } = group['ResourceGroup'] as { Id: string };
  await ask(root, 'ChangeResourceGroup', {
    ResourceType: 'IpamPool',
    ResourceId: poolId,
    NewResourceGroupId: Id,
  });
  const tagged = { ResourceType: 'IPAM', 'ResourceId.1': ipamId };
  await ask(root, 'ListIpams', {});
  await ask(root, 'UntagResources', { ...tagged, All: 'true' });
  const pools = await succeed(root, 'ListIpamPools', { ...REGION, MaxResults: 100 });
  const poolIds = (pools['IpamPools'] as { IpamPoolId: string; SourceIpamPoolId: string }[])
    .sort((left, right) => right.SourceIpamPoolId.length - left.SourceIpamPoolId.length)
    .map((pool) => pool.IpamPoolId);
  const listed = await ask(root, 'ListIpamPoolAllocations', {
    IpamPoolId: poolId,
    MaxResults: 100,
  });
  for (const { IpamPoolAllocationId } of listed['IpamPoolAllocations'] as {
    IpamPoolAllocationId: string;
  }[]) {
    await ask(root, 'DeleteIpamPoolAllocation', { IpamPoolAllocationId });
  }
  for (const Cidr of ['10.0.0.0/8', '192.168.0.0/16']) {
    await ask(root, 'DeleteIpamPoolCidr', { IpamPoolId: poolId, Cidr });
  }
  for (const IpamPoolId of poolIds) await ask(root, 'DeleteIpamPool', { IpamPoolId });
  const scopes = await ask(root, 'ListIpamScopes', { MaxResults: 100 });
  for (const { IpamScopeId, IsDefault } of scopes['IpamScopes'] as {
    IpamScopeId: string;
    IsDefault: boolean;
  }[]) {
    if (!IsDefault) await ask(root, 'DeleteIpamScope', { IpamScopeId });
  }
  await ask(root, 'DeleteIpam', { IpamId: ipamId });
  const custom = await ask(root, 'CreateIpamResourceDiscovery', {
    'OperatingRegionList.1': 'cn-hangzhou',
  });
  const IpamResourceDiscoveryId = String(custom['IpamResourceDiscoveryId']);
  await ask(root, 'DeleteIpamResourceDiscovery', { IpamResourceDiscoveryId });
}
