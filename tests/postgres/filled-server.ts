import type { OperationName } from '@cadastre/api-contract';
import { createControlPolicy } from '../../packages/server/src/operations/directory/control-policy-ground.test-support.ts';
import {
  createFolder,
  IPAM_SERVICE,
  moveAccount,
} from '../../packages/server/src/operations/directory/directory-ground.test-support.ts';
import {
  type Actor,
  actorOf,
  allocate,
  createIpam,
  createPool,
  createShare,
  insertAccount,
  listInvitations,
  PRINCIPAL_ID,
  REGION,
  resourceParameters,
  STRANGER_ID,
  shareWith,
} from '../../packages/server/src/operations/resource-sharing/sharing-ground.test-support.ts';
import {
  createVpc,
  createVSwitch,
} from '../../packages/server/src/operations/vpc/network-ground.test-support.ts';
import {
  type Key,
  policyOf,
  ROOT,
  type TestServer,
} from '../../packages/server/src/test-server.test-support.ts';

/** A call whose answer must be the same wherever the store is. */
export interface AskedCall {
  readonly operation: OperationName;
  readonly parameters: Readonly<Record<string, string>>;
  readonly key: Key;
}

/** What was made, as far as a test asks for it again. */
export interface FilledServer {
  /** Lists of everything, their second pages among them. */
  readonly asked: readonly AskedCall[];
  /** A write with a client token, which was carried out. */
  readonly repeated: AskedCall;
  /** The nonce of a write that was carried out. */
  readonly nonce: string;
  readonly poolId: string;
  /** The temporary credentials of a role. */
  readonly session: Key;
}

type Body = Readonly<Record<string, unknown>>;

/** Calls operations of every group, so that there is no table without a row. */
export async function fillServer(server: TestServer): Promise<FilledServer> {
  const owner = actorOf(server, ROOT.accountId, ROOT);
  const principal = await insertAccount(server, PRINCIPAL_ID);
  const stranger = await insertAccount(server, STRANGER_ID);
  const made = { server, owner, principal, stranger };
  const ids = await createIpam(owner);
  const { poolId, repeated, nonce } = await fillPools(made, ids);
  await fillNetworks(made, ids, poolId);
  await fillShares(made, ids, poolId);
  const session = await fillIdentities(made);
  await fillDirectory(made);
  const allocations = { operation: 'ListIpamPoolAllocations', key: ROOT } as const;
  const firstPage = { ...REGION, IpamPoolId: poolId, MaxResults: '2' };
  const { NextToken } = await owner.succeed('ListIpamPoolAllocations', firstPage);
  const nextPage = { ...firstPage, NextToken: String(NextToken) };
  return {
    asked: [...listsOf(ids.discoveryId), { ...allocations, parameters: nextPage }],
    repeated,
    nonce,
    poolId,
    session,
  };
}

interface Made {
  readonly server: TestServer;
  readonly owner: Actor;
  readonly principal: Actor;
  readonly stranger: Actor;
}

interface IpamIds {
  readonly ipamId: string;
  readonly scopeId: string;
  readonly discoveryId: string;
}

async function fillPools({ server, owner }: Made, { ipamId, scopeId }: IpamIds) {
  const group = await owner.succeed('CreateResourceGroup', {
    Name: 'a-group',
    DisplayName: 'a group',
  });
  const poolId = await createPool(owner, scopeId, '10.0.0.0/8', {
    PoolRegionId: REGION.RegionId,
    ResourceGroupId: (group['ResourceGroup'] as { Id: string }).Id,
  });
  // Two levels below, each with a CIDR of the one above.
  const subPoolId = await createPool(owner, scopeId, '10.1.0.0/16', {
    PoolRegionId: REGION.RegionId,
    SourceIpamPoolId: poolId,
  });
  const lowest = { PoolRegionId: REGION.RegionId, SourceIpamPoolId: subPoolId };
  await allocate(owner, await createPool(owner, scopeId, '10.1.128.0/20', lowest));
  await fillPublicPool(owner);
  for (let count = 0; count < 3; count += 1) await allocate(owner, poolId);
  await owner.succeed('DeleteIpamPoolAllocation', {
    ...REGION,
    IpamPoolAllocationId: await allocate(owner, poolId),
  });
  const emptied = await createPool(owner, scopeId);
  await owner.succeed('DeleteIpamPool', { ...REGION, IpamPoolId: emptied });
  await owner.succeed('TagResources', {
    ...REGION,
    ResourceType: 'IPAM',
    'ResourceId.1': ipamId,
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'Netz ☃ 𝄞',
  });
  const parameters = {
    ...REGION,
    IpamPoolId: poolId,
    CidrMask: '28',
    ClientToken: 'a-token',
    IpamPoolAllocationDescription: 'it\'s \\ "quoted", {braced}, NULL',
  };
  const nonce = 'a-nonce-of-a-write';
  await server.call('CreateIpamPoolAllocation', parameters, { nonce });
  const repeated = { operation: 'CreateIpamPoolAllocation', parameters, key: ROOT } as const;
  return { poolId, repeated, nonce };
}

async function fillPublicPool(owner: Actor): Promise<void> {
  const { Ipams } = await owner.succeed('ListIpams', REGION);
  const [ipam] = Ipams as readonly Body[];
  const pool = await owner.succeed('CreateIpamPool', {
    ...REGION,
    IpamScopeId: String(ipam?.['PublicDefaultScopeId']),
    IpVersion: 'IPv6',
    PoolRegionId: REGION.RegionId,
  });
  const IpamPoolId = String(pool['IpamPoolId']);
  await owner.succeed('AddIpamPoolCidr', { ...REGION, IpamPoolId, NetmaskLength: '56' });
}

async function fillNetworks({ owner }: Made, { ipamId }: IpamIds, poolId: string) {
  const vpcId = await createVpc(owner, { CidrBlock: '192.168.0.0/16', EnableIpv6: 'true' });
  await createVSwitch(owner, vpcId, '192.168.1.0/24', { Ipv6CidrBlock: '7' });
  await createVpc(owner, { Ipv4IpamPoolId: poolId, Ipv4CidrMask: '20' });
  const items = [
    { Type: 'VPC', ResourceId: 'dc-1', ...REGION, Name: 'dc', Cidrs: ['10.200.0.0/16'] },
    { Type: 'VPC', ResourceId: 'dc-2', ...REGION, Name: 'dc', Cidrs: ['10.200.0.0/24'] },
    {
      Type: 'VSwitch',
      ResourceId: 'dc-1-net',
      VpcId: 'dc-1',
      ...REGION,
      Cidrs: ['10.200.1.0/24'],
    },
    {
      Type: 'Address',
      Address: '10.200.1.9',
      ResourceId: 'eni-1',
      ServiceType: 'ENI',
      VpcId: 'dc-1',
      VSwitchId: 'dc-1-net',
      ...REGION,
    },
  ];
  await owner.succeed('PutInventory', {
    SourceName: 'dc',
    SourceVersion: '1',
    Mode: 'Full',
    IsComplete: 'true',
    Items: JSON.stringify(items),
  });
  await owner.succeed('IgnoreResource', { ...REGION, IpamId: ipamId, ResourceId: 'dc-2' });
}

async function fillShares(
  { owner, principal, stranger }: Made,
  { discoveryId }: IpamIds,
  poolId: string,
) {
  await shareWith(owner, principal, poolId);
  await shareWith(owner, principal, discoveryId, 'IpamResourceDiscovery');
  const pair = { ...REGION, IpamResourceDiscoveryId: discoveryId };
  const { ipamId } = await createIpam(principal);
  await principal.succeed('AssociateIpamResourceDiscovery', { ...pair, IpamId: ipamId });
  await createShare(owner, {
    ...resourceParameters(poolId),
    'Targets.1': stranger.accountId,
  });
  if ((await listInvitations(stranger)).length !== 1) throw new Error('No open invitation.');
}

async function fillIdentities({ server, owner }: Made): Promise<Key> {
  await owner.succeed('CreateUser', { UserName: 'alice', Comments: 'a user' });
  await owner.succeed('CreateGroup', { GroupName: 'readers' });
  await owner.succeed('AddUserToGroup', { UserName: 'alice', GroupName: 'readers' });
  const document = policyOf({ Effect: 'Allow', Action: ['vpc:List*', 'sts:*'], Resource: '*' });
  await owner.succeed('CreatePolicy', { PolicyName: 'lists', PolicyDocument: document });
  const custom = { PolicyType: 'Custom', PolicyName: 'lists' };
  await owner.succeed('AttachPolicyToUser', { ...custom, UserName: 'alice' });
  const trust = policyOf({
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { RAM: [`acs:ram::${owner.accountId}:root`] },
  });
  await owner.succeed('CreateRole', { RoleName: 'reader', AssumeRolePolicyDocument: trust });
  await owner.succeed('AttachPolicyToRole', { ...custom, RoleName: 'reader' });
  const { AccessKey } = await owner.succeed('CreateAccessKey', { UserName: 'alice' });
  const { AccessKeyId, AccessKeySecret } = AccessKey as Record<string, string>;
  const assumed = await server.call(
    'AssumeRole',
    { RoleArn: `acs:ram::${owner.accountId}:role/reader`, RoleSessionName: 'session' },
    { key: { accessKeyId: AccessKeyId ?? '', accessKeySecret: AccessKeySecret ?? '' } },
  );
  const credentials = assumed.body['Credentials'] as Record<string, string>;
  return {
    accessKeyId: credentials['AccessKeyId'] ?? '',
    accessKeySecret: credentials['AccessKeySecret'] ?? '',
    securityToken: credentials['SecurityToken'] ?? '',
  };
}

async function fillDirectory({ owner, stranger, principal }: Made) {
  const folderId = await createFolder(owner, 'teams');
  await createFolder(owner, 'below', folderId);
  await moveAccount(owner, stranger, folderId);
  await owner.succeed('RegisterDelegatedAdministrator', {
    ...IPAM_SERVICE,
    AccountId: principal.accountId,
  });
  await principal.succeed('AddIpamMembers', {
    ...REGION,
    'Members.1.MemberId': folderId,
    'Members.1.MemberType': 'Folder',
  });
  const document = policyOf({ Effect: 'Deny', Action: 'vpc:DeleteIpam', Resource: '*' });
  const PolicyId = await createControlPolicy(owner, 'keep', document);
  await owner.succeed('AttachControlPolicy', { PolicyId, TargetId: folderId });
}

function listsOf(discoveryId: string): readonly AskedCall[] {
  const found = { ...REGION, IpamResourceDiscoveryId: discoveryId };
  const lists: readonly (readonly [OperationName, Readonly<Record<string, string>>])[] = [
    ['ListIpams', REGION],
    ['ListIpamScopes', REGION],
    ['ListIpamPools', REGION],
    ['ListIpamResourceCidrs', REGION],
    ['ListIpamDiscoveredResource', { ...found, ResourceRegionId: REGION.RegionId }],
    ['ListIpamResourceDiscoveries', REGION],
    ['DescribeVpcs', REGION],
    ['DescribeVSwitches', REGION],
    ['ListTagResources', { ...REGION, ResourceType: 'IPAM', 'Tag.1.Key': 'team' }],
    ['ListInventorySources', {}],
    ['ListEvents', {}],
    ['ListAccounts', {}],
    ['ListUsers', {}],
    ['ListResourceShares', { ResourceOwner: 'Self' }],
    ['ListControlPolicies', {}],
    ['GetAddressHistory', { Cidr: '10.0.0.0/8' }],
  ];
  return lists.map(([operation, parameters]) => ({ operation, parameters, key: ROOT }));
}
