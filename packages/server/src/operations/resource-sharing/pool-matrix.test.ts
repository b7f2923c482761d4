import { OPERATIONS, type OperationDefinition } from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import { type RightsRow, testRights } from './rights-matrix.test-support.ts';
import {
  type Actor,
  allocate,
  createIpam,
  createPool,
  createShare,
  REGION,
  resourceParameters,
  shareWith,
  startSharingServer,
} from './sharing-ground.test-support.ts';

/** A pool that its owner has shared with a principal, and allocations of both in it. */
interface Ground {
  readonly poolId: string;
  readonly ownerAllocationId: string;
  readonly principalAllocationId: string;
  readonly shareIdOf: (actor: Actor) => string;
  readonly scopeIdOf: (actor: Actor) => string;
  readonly groupIdOf: (actor: Actor) => string;
  readonly vpcIdOf: (actor: Actor) => string;
}

type Row = RightsRow<Ground>;

const NO = 'OperationDenied.OperateShareResource';
const NO_POOL = 'ResourceNotFound.IpamPool';
const NO_ALLOCATION = 'ResourceNotFound.IpamPoolAllocation';
/** What a write answers that would be carried out: the rows leave the ground as it is. */
const YES = 'DryRunOperation';
const DRY = { ...REGION, DryRun: 'true' };

const pool = ({ poolId }: Ground) => ({ IpamPoolId: poolId });
const asResource = ({ poolId }: Ground) => ({ 'ResourceId.1': poolId, ResourceType: 'IpamPool' });

/** The matrix of rights that the vendor publishes for shared pools, operation by operation. */
const ROWS: readonly Row[] = [
  {
    operation: 'DeleteIpamPool',
    parameters: (ground) => ({ ...DRY, ...pool(ground) }),
    owner: 'DependencyViolation.ShareResource',
    principal: NO,
    stranger: NO_POOL,
  },
  {
    operation: 'UpdateIpamPool',
    about: 'name and description',
    parameters: (ground) => ({
      ...DRY,
      ...pool(ground),
      IpamPoolName: 'new',
      IpamPoolDescription: 'new',
    }),
    owner: YES,
    principal: YES,
    stranger: NO_POOL,
  },
  ...['AllocationDefaultCidrMask', 'AllocationMaxCidrMask', 'AllocationMinCidrMask'].map(
    (rule): Row => ({
      operation: 'UpdateIpamPool',
      about: rule,
      parameters: (ground) => ({ ...DRY, ...pool(ground), IpamPoolName: 'new', [rule]: '24' }),
      owner: YES,
      principal: NO,
      stranger: NO_POOL,
    }),
  ),
  ...['AutoImport', 'ClearAllocationDefaultCidrMask'].map(
    (rule): Row => ({
      operation: 'UpdateIpamPool',
      about: rule,
      parameters: (ground) => ({ ...DRY, ...pool(ground), [rule]: 'false' }),
      owner: YES,
      principal: NO,
      stranger: NO_POOL,
    }),
  ),
  {
    operation: 'ListIpamPools',
    about: 'ids',
    parameters: ({ poolId }) => ({ ...REGION, 'IpamPoolIds.1': poolId, IsShared: 'true' }),
    owner: 1,
    principal: 1,
    stranger: 0,
  },
  {
    operation: 'ListIpamPools',
    about: 'not shared',
    parameters: ({ poolId }) => ({ ...REGION, 'IpamPoolIds.1': poolId, IsShared: 'false' }),
    owner: 0,
    principal: 0,
    stranger: 0,
  },
  {
    operation: 'ListIpamPoolCidrs',
    parameters: (ground) => ({ ...REGION, ...pool(ground) }),
    owner: 1,
    principal: 1,
    stranger: 0,
  },
  {
    operation: 'AddIpamPoolCidr',
    parameters: (ground) => ({ ...DRY, ...pool(ground), Cidr: '10.9.0.0/16' }),
    owner: YES,
    principal: NO,
    stranger: NO_POOL,
  },
  {
    operation: 'DeleteIpamPoolCidr',
    parameters: (ground) => ({ ...DRY, ...pool(ground), Cidr: '10.0.0.0/16' }),
    owner: 'OperationDenied.IpamPoolAllocationExist',
    principal: NO,
    stranger: NO_POOL,
  },
  {
    operation: 'CreateIpamPool',
    about: 'sub-pools',
    parameters: ({ poolId, scopeIdOf }, actor) => ({
      ...DRY,
      SourceIpamPoolId: poolId,
      IpamScopeId: scopeIdOf(actor),
    }),
    owner: YES,
    principal: NO,
    stranger: 'ResourceNotFound.SourceIpamPool',
  },
  {
    operation: 'CreateIpamPoolAllocation',
    parameters: (ground) => ({ ...DRY, ...pool(ground), CidrMask: '24' }),
    owner: YES,
    principal: YES,
    stranger: NO_POOL,
  },
  {
    operation: 'CreateVpc',
    parameters: ({ poolId }) => ({ ...DRY, Ipv4IpamPoolId: poolId, Ipv4CidrMask: '24' }),
    owner: YES,
    principal: YES,
    stranger: NO_POOL,
  },
  {
    operation: 'AssociateVpcCidrBlock',
    parameters: (ground, actor) => ({
      ...pool(ground),
      VpcId: ground.vpcIdOf(actor),
      SecondaryCidrMask: '24',
    }),
    owner: 'OK',
    principal: 'OK',
    stranger: NO_POOL,
  },
  {
    operation: 'GetIpamPoolNextAvailableCidr',
    parameters: (ground) => ({ ...REGION, ...pool(ground), CidrMask: '24' }),
    owner: 'OK',
    principal: 'OK',
    stranger: NO_POOL,
  },
  {
    operation: 'ListIpamPoolAllocations',
    parameters: (ground) => ({ ...REGION, ...pool(ground) }),
    owner: 2,
    principal: 2,
    stranger: 0,
  },
  {
    operation: 'GetIpamPoolAllocation',
    parameters: (ground) => ({ ...REGION, IpamPoolAllocationId: ground.ownerAllocationId }),
    owner: 'OK',
    principal: 'OK',
    stranger: NO_ALLOCATION,
  },
  ...(['DeleteIpamPoolAllocation', 'UpdateIpamPoolAllocation'] as const).flatMap(
    (operation): Row[] => [
      {
        operation,
        about: "the owner's allocation",
        parameters: (ground) => ({ ...DRY, IpamPoolAllocationId: ground.ownerAllocationId }),
        owner: YES,
        principal: NO,
        stranger: NO_ALLOCATION,
      },
      {
        operation,
        about: "the principal's allocation",
        parameters: (ground) => ({ ...DRY, IpamPoolAllocationId: ground.principalAllocationId }),
        owner: YES,
        principal: YES,
        stranger: NO_ALLOCATION,
      },
    ],
  ),
  {
    operation: 'ListIpamResourceCidrs',
    parameters: (ground) => ({ ...REGION, ...pool(ground) }),
    owner: 0,
    principal: NO,
    stranger: 0,
  },
  {
    operation: 'ChangeResourceGroup',
    parameters: ({ poolId, groupIdOf }, actor) => ({
      ...REGION,
      ResourceId: poolId,
      ResourceType: 'IpamPool',
      NewResourceGroupId: groupIdOf(actor),
    }),
    owner: 'OK',
    principal: NO,
    stranger: NO_POOL,
  },
  {
    operation: 'TagResources',
    parameters: (ground) => ({
      ...REGION,
      ...asResource(ground),
      'Tag.1.Key': 'a',
      'Tag.1.Value': 'b',
    }),
    owner: 'OK',
    principal: NO,
    stranger: NO_POOL,
  },
  {
    operation: 'UntagResources',
    parameters: (ground) => ({ ...REGION, ...asResource(ground), 'TagKey.1': 'z' }),
    owner: 'OK',
    principal: NO,
    stranger: NO_POOL,
  },
  {
    operation: 'ListTagResources',
    parameters: (ground) => ({ ...REGION, ...asResource(ground) }),
    owner: 1,
    principal: 0,
    stranger: 0,
  },
  {
    operation: 'CreateResourceShare',
    parameters: ({ poolId }) => ({ ResourceShareName: 'b', ...resourceParameters(poolId) }),
    owner: 'OK',
    principal: NO,
    stranger: NO_POOL,
  },
  {
    operation: 'AssociateResourceShare',
    parameters: ({ poolId, shareIdOf }, actor) => ({
      ResourceShareId: shareIdOf(actor),
      ...resourceParameters(poolId),
    }),
    owner: 'OK',
    principal: NO,
    stranger: NO_POOL,
  },
  {
    operation: 'DisassociateResourceShare',
    parameters: ({ poolId, shareIdOf }, actor) => ({
      ResourceShareId: shareIdOf(actor),
      ...resourceParameters(poolId),
    }),
    owner: 'OK',
    principal: 'DisassociateInvalid',
    stranger: 'DisassociateInvalid',
  },
  {
    operation: 'ListResourceShareAssociations',
    parameters: ({ poolId }) => ({ AssociationType: 'Resource', ResourceId: poolId }),
    owner: 1,
    principal: 0,
    stranger: 0,
  },
  {
    operation: 'ListSharedResources',
    parameters: ({ poolId }) => ({ ResourceOwner: 'OtherAccounts', 'ResourceIds.1': poolId }),
    owner: 0,
    principal: 1,
    stranger: 0,
  },
  {
    operation: 'ListSharedTargets',
    parameters: ({ poolId }) => ({ ResourceOwner: 'OtherAccounts', ResourceId: poolId }),
    owner: 0,
    principal: 1,
    stranger: 0,
  },
];

/** Parameters that name a pool, or something in one. */
const POOL_PARAMETERS = [
  'IpamPoolId',
  'IpamPoolIds',
  'SourceIpamPoolId',
  'Ipv4IpamPoolId',
  'Ipv6IpamPoolId',
  'IpamPoolAllocationId',
  'IpamPoolAllocationIds',
  'Resources',
  'ResourceId',
  'ResourceIds',
  'ResourceArn',
  'ResourceArns',
];

/** Operations with a parameter of such a name that is about something else. */
const NAMES_NO_POOL = new Map([
  ['ListEvents', 'The account reads its own events; a resource id only filters them.'],
  ['UnTagResources', 'Its resources are VPCs and VSwitches.'],
  ['IgnoreResource', 'The resource is a network or a subnet.'],
  ['UnignoreResource', 'The resource is a network or a subnet.'],
  ['GetAddressHistory', 'The account reads the history of its own pools.'],
]);

function namesPool(definition: OperationDefinition): boolean {
  return POOL_PARAMETERS.some((name) => Object.hasOwn(definition.parameters, name));
}

async function openGround() {
  const { owner, principal, stranger } = await startSharingServer();
  const actors = [owner, principal, stranger];
  const scopeIds = new Map<string, string>();
  const groupIds = new Map<string, string>();
  const vpcIds = new Map<string, string>();
  for (const actor of actors) {
    scopeIds.set(actor.accountId, (await createIpam(actor)).scopeId);
    vpcIds.set(actor.accountId, String((await actor.succeed('CreateVpc', REGION))['VpcId']));
    const name = { Name: 'a-group', DisplayName: 'a group' };
    const body = await actor.succeed('CreateResourceGroup', name);
    groupIds.set(actor.accountId, String((body['ResourceGroup'] as { Id: string }).Id));
  }
  const poolId = await createPool(owner, scopeIds.get(owner.accountId) ?? '', '10.0.0.0/16', {
    PoolRegionId: REGION.RegionId,
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'net',
  });
  const shareIds = new Map([[owner.accountId, await shareWith(owner, principal, poolId)]]);
  for (const actor of [principal, stranger]) {
    shareIds.set(actor.accountId, await createShare(actor));
  }
  const ground: Ground = {
    poolId,
    ownerAllocationId: await allocate(owner, poolId),
    principalAllocationId: await allocate(principal, poolId),
    shareIdOf: ({ accountId }) => shareIds.get(accountId) ?? '',
    scopeIdOf: ({ accountId }) => scopeIds.get(accountId) ?? '',
    vpcIdOf: ({ accountId }) => vpcIds.get(accountId) ?? '',
    groupIdOf: ({ accountId }) => groupIds.get(accountId) ?? '',
  };
  return { ground, owner, principal, stranger };
}

describe('the rights of owner, principal and stranger on a shared pool', () => {
  testRights(ROWS, openGround);

  test('every operation that names a pool has a row', () => {
    const rows = new Set<string>(ROWS.map((row) => row.operation));
    const missing = Object.values(OPERATIONS).filter(
      (definition: OperationDefinition) =>
        namesPool(definition) && !rows.has(definition.name) && !NAMES_NO_POOL.has(definition.name),
    );
    expect(missing.map((definition) => definition.name)).toEqual([]);
  });
});
