import {
  OPERATION_NAMES,
  OPERATIONS,
  type OperationDefinition,
  type OperationName,
  type Parameter,
} from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import { inventoryOf } from './operations/resource-discovery/discovery-ground.test-support.ts';
import {
  type Actor,
  allocate,
  createIpam,
  createPool,
  createShare,
  REGION,
  resourceParameters,
  startSharingServer,
} from './operations/resource-sharing/sharing-ground.test-support.ts';
import type { TestServer } from './test-server.test-support.ts';

/**
 * Another account's resources do not exist: every operation answers their ids as it answers ids that
 * nobody has. The walk takes each parameter that names a resource, with the rest of the call right.
 */

type Parameters = Readonly<Record<string, string>>;

/** One of everything, of one account; by the names of the parameters that name it. */
type Ids = Readonly<Record<string, string>>;

const DOCUMENT = JSON.stringify({
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: 'vpc:List*', Resource: '*' }],
});
const TRUST = JSON.stringify({
  Version: '1',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { RAM: ['acs:ram::1000000000000001:root'] },
    },
  ],
});

const HANGZHOU = () => REGION;
const NOTHING = () => ({});
const VERSION = () => ({ VersionId: 'v1' });

/**
 * What a call needs beside the id, from the caller's own resources where it names any. Dry runs keep
 * what the caller has.
 */
const ROWS: Readonly<Record<string, (own: Ids) => Parameters>> = {
  AddIpamPoolCidr: () => ({ ...REGION, Cidr: '10.0.0.0/8' }),
  ChangeResourceGroup: (own) => ({
    ...REGION,
    ResourceType: 'IpamPool',
    ResourceId: own['IpamPoolId'] ?? '',
    NewResourceGroupId: own['ResourceGroupId'] ?? '',
  }),
  CreateIpam: () => ({ ...REGION, 'OperatingRegionList.1': 'cn-hangzhou' }),
  CreateIpamPool: (own) => ({ ...REGION, IpamScopeId: own['IpamScopeId'] ?? '' }),
  CreateIpamPoolAllocation: () => ({ ...REGION, CidrMask: '24' }),
  CreateIpamScope: (own) => ({ ...REGION, IpamId: own['IpamId'] ?? '' }),
  DeleteIpam: HANGZHOU,
  DeleteIpamPool: HANGZHOU,
  DeleteIpamPoolAllocation: HANGZHOU,
  DeleteIpamPoolCidr: () => ({ ...REGION, Cidr: '10.0.0.0/16' }),
  DeleteIpamScope: HANGZHOU,
  GetIpamPoolAllocation: HANGZHOU,
  GetIpamPoolNextAvailableCidr: () => ({ ...REGION, CidrMask: '24' }),
  ListIpamMembers: HANGZHOU,
  ListIpamPoolAllocations: (own) => ({ ...REGION, IpamPoolId: own['IpamPoolId'] ?? '' }),
  ListIpamPoolCidrs: HANGZHOU,
  ListIpamPools: HANGZHOU,
  ListIpamScopes: HANGZHOU,
  ListIpams: HANGZHOU,
  ListTagResources: () => ({ ...REGION, ResourceType: 'IPAMPOOL' }),
  TagResources: () => ({
    ...REGION,
    ResourceType: 'IPAMPOOL',
    'Tag.1.Key': 'a',
    'Tag.1.Value': 'b',
  }),
  UntagResources: () => ({ ...REGION, ResourceType: 'IPAMPOOL', 'TagKey.1': 'a' }),
  AssociateIpamResourceDiscovery: inHangzhou('IpamId', 'IpamResourceDiscoveryId'),
  CreateIpamResourceDiscovery: () => ({ ...REGION, 'OperatingRegionList.1': 'cn-hangzhou' }),
  DeleteIpamResourceDiscovery: HANGZHOU,
  DissociateIpamResourceDiscovery: inHangzhou('IpamId', 'IpamResourceDiscoveryId'),
  IgnoreResource: (own) => ({
    ...inHangzhou('IpamId')(own),
    ResourceId: own['VpcId'] ?? '',
  }),
  ListIpamDiscoveredIpAddresses: inHangzhou('IpamResourceDiscoveryId', 'VpcId'),
  ListIpamDiscoveredResource: (own) => ({
    ...inHangzhou('IpamResourceDiscoveryId')(own),
    ResourceRegionId: 'cn-hangzhou',
  }),
  ListIpamResourceCidrs: HANGZHOU,
  ListIpamResourceDiscoveries: HANGZHOU,
  ListIpamResourceDiscoveryAssociations: HANGZHOU,
  UnignoreResource: (own) => ({
    ...inHangzhou('IpamId')(own),
    ResourceId: own['VpcId'] ?? '',
  }),
  UpdateIpamResourceDiscovery: HANGZHOU,
  UpdateIpam: HANGZHOU,
  UpdateIpamPool: HANGZHOU,
  UpdateIpamPoolAllocation: HANGZHOU,
  UpdateIpamScope: HANGZHOU,

  AssociateVpcCidrBlock: (own) => ({
    ...REGION,
    VpcId: own['VpcId'] ?? '',
    SecondaryCidrBlock: '10.64.0.0/24',
  }),
  CreateVSwitch: () => ({ ...REGION, ZoneId: 'cn-hangzhou-a', CidrBlock: '172.16.1.0/24' }),
  CreateVpc: () => ({ ...REGION, CidrBlock: '10.0.9.0/24' }),
  DeleteVSwitch: HANGZHOU,
  DeleteVpc: HANGZHOU,
  DescribeRouteTableList: HANGZHOU,
  DescribeVSwitchAttributes: NOTHING,
  DescribeVSwitches: HANGZHOU,
  DescribeVpcAttribute: HANGZHOU,
  DescribeVpcs: HANGZHOU,
  ModifyVSwitchAttribute: HANGZHOU,
  ModifyVpcAttribute: HANGZHOU,
  UnassociateVpcCidrBlock: () => ({ ...REGION, SecondaryCidrBlock: '10.64.0.0/24' }),
  UnTagResources: () => ({ ...REGION, ResourceType: 'VPC', 'TagKey.1': 'a' }),
  'Vpc.ListTagResources': () => ({ ...REGION, ResourceType: 'VPC' }),
  'Vpc.TagResources': () => ({
    ...REGION,
    ResourceType: 'VPC',
    'Tag.1.Key': 'a',
    'Tag.1.Value': 'b',
  }),

  DeleteResourceGroup: NOTHING,
  GetResourceGroup: NOTHING,
  ListResourceGroups: NOTHING,
  UpdateResourceGroup: () => ({ NewDisplayName: 'new' }),
  ListEvents: NOTHING,
  GetAddressHistory: () => ({ ...REGION, Cidr: '10.0.0.0/24' }),

  AcceptResourceShareInvitation: NOTHING,
  AssociateResourceShare: (own) => ({
    ResourceShareId: own['ResourceShareId'] ?? '',
    ...resourceParameters(own['IpamPoolId'] ?? ''),
  }),
  CreateResourceShare: (own) => ({
    ResourceShareName: 'b',
    ...resourceParameters(own['IpamPoolId'] ?? ''),
  }),
  DeleteResourceShare: NOTHING,
  DisassociateResourceShare: (own) => ({
    ResourceShareId: own['ResourceShareId'] ?? '',
    ...resourceParameters(own['IpamPoolId'] ?? ''),
  }),
  ListResourceShareAssociations: () => ({ AssociationType: 'Resource' }),
  ListResourceShareInvitations: NOTHING,
  ListResourceShares: () => ({ ResourceOwner: 'OtherAccounts' }),
  ListSharedResources: () => ({ ResourceOwner: 'OtherAccounts' }),
  ListSharedTargets: () => ({ ResourceOwner: 'OtherAccounts' }),
  RejectResourceShareInvitation: NOTHING,
  UpdateResourceShare: () => ({ ResourceShareName: 'b' }),

  AddUserToGroup: named('UserName', 'GroupName'),
  AttachPolicyToGroup: policyOf('GroupName'),
  AttachPolicyToRole: policyOf('RoleName'),
  AttachPolicyToUser: policyOf('UserName'),
  CreateAccessKey: NOTHING,
  CreateGroup: NOTHING,
  CreatePolicy: () => ({ PolicyDocument: DOCUMENT }),
  CreatePolicyVersion: () => ({ PolicyDocument: DOCUMENT }),
  CreateRole: () => ({ AssumeRolePolicyDocument: TRUST }),
  CreateUser: NOTHING,
  DeleteAccessKey: named('UserName', 'UserAccessKeyId'),
  DeleteGroup: NOTHING,
  DeletePolicy: NOTHING,
  DeletePolicyVersion: VERSION,
  DeleteRole: NOTHING,
  DeleteUser: NOTHING,
  DetachPolicyFromGroup: policyOf('GroupName'),
  DetachPolicyFromRole: policyOf('RoleName'),
  DetachPolicyFromUser: policyOf('UserName'),
  GetGroup: NOTHING,
  GetPolicy: () => ({ PolicyType: 'Custom' }),
  GetPolicyVersion: () => ({ PolicyType: 'Custom', ...VERSION() }),
  GetRole: NOTHING,
  GetUser: NOTHING,
  ListAccessKeys: NOTHING,
  ListEntitiesForPolicy: () => ({ PolicyType: 'Custom' }),
  ListGroupsForUser: NOTHING,
  ListPoliciesForGroup: NOTHING,
  ListPoliciesForRole: NOTHING,
  ListPoliciesForUser: NOTHING,
  ListPolicyVersions: () => ({ PolicyType: 'Custom' }),
  ListUsersForGroup: NOTHING,
  RemoveUserFromGroup: named('UserName', 'GroupName'),
  SetDefaultPolicyVersion: VERSION,
  UpdateAccessKey: (own) => ({
    ...named('UserName', 'UserAccessKeyId')(own),
    Status: 'Inactive',
  }),
  UpdateGroup: NOTHING,
  UpdateRole: () => ({ NewAssumeRolePolicyDocument: TRUST }),
  UpdateUser: () => ({ NewDisplayName: 'new' }),
  AssumeRole: () => ({ RoleSessionName: 'a-session' }),
};

function named(...names: readonly string[]): (own: Ids) => Parameters {
  return (own) => Object.fromEntries(names.map((name) => [name, own[name] ?? '']));
}

function inHangzhou(...names: readonly string[]): (own: Ids) => Parameters {
  return (own) => ({ ...REGION, ...named(...names)(own) });
}

function policyOf(holder: string): (own: Ids) => Parameters {
  return (own) => ({ ...named('PolicyName', holder)(own), PolicyType: 'Custom' });
}

/**
 * Parameters that name a resource, by the one that a ground has the id under; after an operation
 * where it is another one there.
 */
const ALIASES: Readonly<Record<string, string>> = {
  'IgnoreResource.ResourceId': 'VpcId',
  'ListIpamResourceCidrs.ResourceId': 'VpcId',
  'UnignoreResource.ResourceId': 'VpcId',
  IpamIds: 'IpamId',
  IpamResourceDiscoveryIds: 'IpamResourceDiscoveryId',
  IpamScopeIds: 'IpamScopeId',
  IpamPoolIds: 'IpamPoolId',
  MemberIds: 'MemberId',
  SourceIpamPoolId: 'IpamPoolId',
  Ipv4IpamPoolId: 'IpamPoolId',
  Ipv6IpamPoolId: 'IpamPoolId',
  'UnTagResources.ResourceId': 'VpcId',
  'Vpc.ListTagResources.ResourceId': 'VpcId',
  'Vpc.TagResources.ResourceId': 'VpcId',
  IpamPoolAllocationIds: 'IpamPoolAllocationId',
  ResourceGroupIds: 'ResourceGroupId',
  NewResourceGroupId: 'ResourceGroupId',
  ResourceId: 'IpamPoolId',
  ResourceIds: 'IpamPoolId',
  Resources: 'IpamPoolId',
  ResourceArns: 'ResourceArn',
  ResourceShareIds: 'ResourceShareId',
  ResourceShareInvitationIds: 'ResourceShareInvitationId',
};

const NAMES_RESOURCE = /(Ids?|Arns?|Resources|(User|Group|Role|Policy)Name)$/;

/** Names that look like those of resources. */
const NO_RESOURCE: readonly string[] = [
  'RegionId',
  'PoolRegionId',
  'ResourceRegionId',
  'VersionId',
  // The product of an endpoint.
  'Id',
  'ExternalId',
  // The name that a user gets.
  'NewUserName',
  // Accounts are made by the first one alone, which sees them all.
  'AccountId',
  'VpcOwnerId',
  'VSwitchOwnerId',
  'ZoneId',
  // Nobody has one.
  'DhcpOptionsSetId',
];

function resourceParametersOf(
  definition: OperationDefinition,
): readonly (readonly [string, Parameter])[] {
  return Object.entries(definition.parameters).filter(
    ([name]) => NAMES_RESOURCE.test(name) && !NO_RESOURCE.includes(name),
  );
}

const WALKED = Object.values(OPERATIONS).filter(
  (definition: OperationDefinition) =>
    // What is reserved for one caller is refused to all others before it looks for anything.
    definition.reservedFor === undefined && resourceParametersOf(definition).length > 0,
);

function nameOf(definition: OperationDefinition): OperationName {
  return OPERATION_NAMES.get(definition) as OperationName;
}

/** Makes one of everything for an account, under names of its own. */
async function makeAll(
  server: TestServer,
  actor: Actor,
  label: string,
  targetId: string,
): Promise<Ids> {
  const { ipamId, scopeId, discoveryId } = await createIpam(actor);
  const poolId = await createPool(actor, scopeId, '10.0.0.0/16');
  const group = await actor.succeed('CreateResourceGroup', { Name: label, DisplayName: label });
  const names = {
    UserName: `${label}-user`,
    GroupName: `${label}-group`,
    RoleName: `${label}-role`,
    PolicyName: `${label}-policy`,
  };
  await actor.succeed('CreateUser', { UserName: names.UserName });
  await actor.succeed('CreateGroup', { GroupName: names.GroupName });
  const role = { RoleName: names.RoleName, AssumeRolePolicyDocument: TRUST };
  await actor.succeed('CreateRole', role);
  await actor.succeed('CreatePolicy', { PolicyName: names.PolicyName, PolicyDocument: DOCUMENT });
  const key = await actor.succeed('CreateAccessKey', { UserName: names.UserName });
  const allocationId = await allocate(actor, poolId);
  const vpc = await actor.succeed('CreateVpc', REGION);
  const vpcId = String(vpc['VpcId']);
  const vSwitch = await actor.succeed('CreateVSwitch', {
    VpcId: vpcId,
    ZoneId: 'cn-hangzhou-a',
    CidrBlock: '172.16.0.0/24',
  });
  await inventoryOf(server, actor).putAddress(vpcId, String(vSwitch['VSwitchId']), '172.16.0.5/32');
  return {
    ...names,
    VpcId: vpcId,
    RouterId: String(vpc['VRouterId']),
    RouteTableId: String(vpc['RouteTableId']),
    VSwitchId: String(vSwitch['VSwitchId']),
    IpamId: ipamId,
    IpamResourceDiscoveryId: discoveryId,
    ResourceOwnerId: actor.accountId,
    IpamScopeId: scopeId,
    IpamPoolId: poolId,
    IpamPoolAllocationId: allocationId,
    MemberId: actor.accountId,
    ResourceGroupId: String((group['ResourceGroup'] as { Id: string }).Id),
    UserAccessKeyId: (key['AccessKey'] as { AccessKeyId: string }).AccessKeyId,
    ResourceArn: `acs:vpc:cn-hangzhou:${actor.accountId}:ipampool/${poolId}`,
    RoleArn: `acs:ram::${actor.accountId}:role/${names.RoleName}`,
    PrincipalArn: `acs:ram::${actor.accountId}:user/${names.UserName}`,
    ResourceShareId: await createShare(actor, {
      ...resourceParameters(poolId),
      'Targets.1': targetId,
    }),
  };
}

/** Ids of the same form that nobody has. */
function unknownIds(ids: Ids): Ids {
  return Object.fromEntries(
    Object.entries(ids).map(([name, id]) => [
      name,
      name.endsWith('Name') ? `${id}x` : id.replace(/.{4}$/, 'zzzz'),
    ]),
  );
}

async function openGround() {
  const { server, owner, principal, stranger } = await startSharingServer();
  const foreign = await makeAll(server, owner, 'foreign', principal.accountId);
  const own = await makeAll(server, stranger, 'own', principal.accountId);
  const [invitation] = (await principal.succeed('ListResourceShareInvitations'))[
    'ResourceShareInvitations'
  ] as { ResourceShareInvitationId: string }[];
  const ids = {
    ...foreign,
    ResourceShareInvitationId: invitation?.ResourceShareInvitationId ?? '',
  };
  return { caller: stranger, own, foreign: ids, unknown: unknownIds(ids) };
}

function keyOf(name: string, parameter: Parameter): string {
  if (parameter.type === 'object-list') return `${name}.1.ResourceId`;
  return parameter.type === 'string-list' ? `${name}.1` : name;
}

/** These make what they name: they come last, so that the others still find nothing. */
const MAKES_NAME: readonly string[] = ['CreateGroup', 'CreatePolicy', 'CreateRole', 'CreateUser'];

describe("another account's ids", () => {
  test('are answered as ids that nobody has, by every operation', async () => {
    const { caller, own, foreign, unknown } = await openGround();

    async function outcomeOf(definition: OperationDefinition, name: string, ids: Ids) {
      const parameter = definition.parameters[name];
      const alias = ALIASES[`${nameOf(definition)}.${name}`] ?? ALIASES[name];
      const id = ids[alias ?? name];
      if (parameter === undefined || id === undefined) {
        throw new Error(`The walk has no id for ${name} of ${nameOf(definition)}.`);
      }
      const rest = ROWS[nameOf(definition)]?.(own) ?? {};
      const dryRun = Object.hasOwn(definition.parameters, 'DryRun') ? { DryRun: 'true' } : {};
      const parameters = { ...rest, ...dryRun, [keyOf(name, parameter)]: id };
      const { status, body } = await caller.call(nameOf(definition), parameters);
      return {
        call: `${nameOf(definition)} with ${name}`,
        status,
        code: body['Code'],
        message: String(body['Message'] ?? '').replaceAll(id, '{id}'),
        items: definition.paging === undefined ? undefined : body[definition.paging.items],
        totalCount: body['TotalCount'],
      };
    }

    const walked = [...WALKED].sort(
      (left, right) =>
        Number(MAKES_NAME.includes(left.name)) - Number(MAKES_NAME.includes(right.name)),
    );
    const codes = new Map<string, number>();
    for (const definition of walked) {
      for (const [name] of resourceParametersOf(definition)) {
        const answered = await outcomeOf(definition, name, foreign);
        expect(answered).toEqual(await outcomeOf(definition, name, unknown));
        const code = String(answered.code ?? 'OK');
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    }
    // A walk that the other parameters stop shows nothing.
    const isStopped = (code: string) =>
      /^(Missing|Invalid|Illegal|Malformed|Unsupported)/.test(code) &&
      !code.endsWith('Id.NotFound') &&
      code !== 'IllegalParam.ResourceGroupId';
    const stopped = [...codes.keys()].filter(isStopped);
    expect(stopped).toEqual([]);
  });

  test('every operation that takes an id has a row', () => {
    const missing = WALKED.map(nameOf).filter((name) => !Object.hasOwn(ROWS, name));
    expect(missing).toEqual([]);
  });
});
