import { OPERATIONS, type OperationDefinition } from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import { type RightsRow, testRights } from '../resource-sharing/rights-matrix.test-support.ts';
import {
  type Actor,
  createShare,
  REGION,
  resourceParameters,
  shareWith,
  startSharingServer,
} from '../resource-sharing/sharing-ground.test-support.ts';
import { createDiscovery, createIpamIn, inventoryOf } from './discovery-ground.test-support.ts';

/** A custom resource discovery that its owner has shared with a principal, with an IPAM of its own. */
interface Ground {
  readonly discoveryId: string;
  readonly ipamIdOf: (actor: Actor) => string;
  readonly shareIdOf: (actor: Actor) => string;
  readonly groupIdOf: (actor: Actor) => string;
}

type Row = RightsRow<Ground>;

const NO = 'OperationDenied.OperateShareResource';
const NONE = 'ResourceNotFound.IpamResourceDiscovery';
/** What a write answers that would be carried out: the rows leave the ground as it is. */
const YES = 'DryRunOperation';
const DRY = { ...REGION, DryRun: 'true' };

const named = ({ discoveryId }: Ground) => ({ IpamResourceDiscoveryId: discoveryId });
const asResource = ({ discoveryId }: Ground) => ({
  'ResourceId.1': discoveryId,
  ResourceType: 'IpamResourceDiscovery',
});
const shared = ({ discoveryId }: Ground) =>
  resourceParameters(discoveryId, 'IpamResourceDiscovery');

/** The matrix of rights that the vendor publishes for shared resource discoveries. */
const ROWS: readonly Row[] = [
  {
    operation: 'AssociateIpamResourceDiscovery',
    parameters: (ground, actor) => ({ ...DRY, ...named(ground), IpamId: ground.ipamIdOf(actor) }),
    // The owner has no IPAM in the region: with one the discovery would be its default one.
    owner: 'ResourceNotFound.Ipam',
    principal: YES,
    stranger: NONE,
  },
  {
    operation: 'DissociateIpamResourceDiscovery',
    parameters: (ground, actor) => ({ ...DRY, ...named(ground), IpamId: ground.ipamIdOf(actor) }),
    owner: 'ResourceNotFound.Ipam',
    principal: 'ResourceNotFound.ResourceDiscoveryAssociation',
    stranger: NONE,
  },
  {
    operation: 'UpdateIpamResourceDiscovery',
    about: 'name and description',
    parameters: (ground) => ({
      ...DRY,
      ...named(ground),
      IpamResourceDiscoveryName: 'new',
      IpamResourceDiscoveryDescription: 'new',
    }),
    owner: YES,
    principal: YES,
    stranger: NONE,
  },
  ...['AddOperatingRegion', 'RemoveOperatingRegion'].map(
    (parameter): Row => ({
      operation: 'UpdateIpamResourceDiscovery',
      about: parameter,
      parameters: (ground) => ({ ...DRY, ...named(ground), [`${parameter}.1`]: 'cn-beijing' }),
      owner: YES,
      principal: NO,
      stranger: NONE,
    }),
  ),
  {
    operation: 'DeleteIpamResourceDiscovery',
    parameters: (ground) => ({ ...DRY, ...named(ground) }),
    owner: 'DependencyViolation.ShareResource',
    principal: NO,
    stranger: NONE,
  },
  {
    operation: 'ListIpamResourceDiscoveries',
    about: 'ids',
    parameters: ({ discoveryId }) => ({
      ...REGION,
      'IpamResourceDiscoveryIds.1': discoveryId,
      IsShared: 'true',
    }),
    owner: 1,
    principal: 1,
    stranger: 0,
  },
  {
    operation: 'ListIpamResourceDiscoveries',
    about: 'not shared',
    parameters: ({ discoveryId }) => ({
      ...REGION,
      'IpamResourceDiscoveryIds.1': discoveryId,
      IsShared: 'false',
    }),
    owner: 0,
    principal: 0,
    stranger: 0,
  },
  {
    operation: 'ListIpamResourceDiscoveryAssociations',
    parameters: (ground) => ({ ...REGION, ...named(ground) }),
    owner: 0,
    principal: 0,
    stranger: 0,
  },
  {
    operation: 'ListIpamDiscoveredResource',
    parameters: (ground) => ({ ...REGION, ...named(ground), ResourceRegionId: 'cn-hangzhou' }),
    owner: 2,
    principal: 2,
    stranger: NONE,
  },
  {
    operation: 'ListIpamDiscoveredIpAddresses',
    parameters: (ground) => ({ ...REGION, ...named(ground), VpcId: 'vpc-1' }),
    owner: 1,
    principal: 1,
    stranger: 'Forbidden.IpResourceAccess',
  },
  {
    operation: 'ChangeResourceGroup',
    parameters: ({ discoveryId, groupIdOf }, actor) => ({
      ...REGION,
      ResourceId: discoveryId,
      ResourceType: 'IpamResourceDiscovery',
      NewResourceGroupId: groupIdOf(actor),
    }),
    owner: 'OK',
    principal: 'OK',
    stranger: NONE,
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
    stranger: NONE,
  },
  {
    operation: 'UntagResources',
    parameters: (ground) => ({ ...REGION, ...asResource(ground), 'TagKey.1': 'z' }),
    owner: 'OK',
    principal: NO,
    stranger: NONE,
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
    parameters: (ground) => ({ ResourceShareName: 'b', ...shared(ground) }),
    owner: 'OK',
    principal: NO,
    stranger: NONE,
  },
  {
    operation: 'AssociateResourceShare',
    parameters: (ground, actor) => ({
      ResourceShareId: ground.shareIdOf(actor),
      ...shared(ground),
    }),
    owner: 'OK',
    principal: NO,
    stranger: NONE,
  },
  {
    operation: 'DisassociateResourceShare',
    about: 'as the owner of the share',
    parameters: (ground, actor) => ({
      ResourceShareId: ground.shareIdOf(actor),
      ...shared(ground),
    }),
    owner: 'OK',
    principal: 'DisassociateInvalid',
    stranger: 'DisassociateInvalid',
  },
  {
    operation: 'DisassociateResourceShare',
    about: 'leaving it',
    parameters: (ground, actor) => ({
      ResourceShareId: ground.shareIdOf({ ...actor, accountId: 'owner' }),
      ResourceOwner: 'OtherAccounts',
    }),
    owner: 'EntityNotExists.ResourceShare',
    principal: 'OK',
    stranger: 'EntityNotExists.ResourceShare',
  },
];

/** Parameters that name a resource discovery. */
const DISCOVERY_PARAMETERS = ['IpamResourceDiscoveryId', 'IpamResourceDiscoveryIds'];

async function openGround() {
  const { server, owner, principal, stranger } = await startSharingServer();
  const discoveryId = await createDiscovery(owner, {
    'OperatingRegionList.1': 'cn-hangzhou',
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'net',
  });
  const inventory = inventoryOf(server, owner);
  await inventory.putVpc('vpc-1', ['10.0.0.0/16']);
  await inventory.putVSwitch('vsw-1', 'vpc-1', '10.0.1.0/24');
  await inventory.putAddress('vpc-1', 'vsw-1', '10.0.1.5/32');
  const ipamIds = new Map<string, string>();
  const shareIds = new Map<string, string>();
  const groupIds = new Map<string, string>();
  for (const actor of [principal, stranger]) {
    ipamIds.set(actor.accountId, (await createIpamIn(actor)).ipamId);
    shareIds.set(actor.accountId, await createShare(actor));
  }
  for (const actor of [owner, principal, stranger]) {
    const name = { Name: 'a-group', DisplayName: 'a group' };
    const body = await actor.succeed('CreateResourceGroup', name);
    groupIds.set(actor.accountId, String((body['ResourceGroup'] as { Id: string }).Id));
  }
  const shareId = await shareWith(owner, principal, discoveryId, 'IpamResourceDiscovery');
  shareIds.set(owner.accountId, shareId).set('owner', shareId);
  const ground: Ground = {
    discoveryId,
    ipamIdOf: ({ accountId }) => ipamIds.get(accountId) ?? 'ipam-1',
    shareIdOf: ({ accountId }) => shareIds.get(accountId) ?? '',
    groupIdOf: ({ accountId }) => groupIds.get(accountId) ?? '',
  };
  return { ground, owner, principal, stranger };
}

describe('the rights of owner, principal and stranger on a shared resource discovery', () => {
  testRights(ROWS, openGround);

  test('every operation that names a resource discovery has a row', () => {
    const rows = new Set<string>(ROWS.map((row) => row.operation));
    const missing = Object.values(OPERATIONS).filter(
      ({ name, parameters }: OperationDefinition) =>
        DISCOVERY_PARAMETERS.some((parameter) => Object.hasOwn(parameters, parameter)) &&
        !rows.has(name),
    );
    expect(missing.map((definition) => definition.name)).toEqual([]);
  });
});
