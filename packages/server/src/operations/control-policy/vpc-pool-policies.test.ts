import type { OperationName } from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import {
  createAdministratorUser,
  createControlPolicy,
} from '../directory/control-policy-ground.test-support.ts';
import { startDirectory } from '../directory/directory-ground.test-support.ts';
import { createIpam, createPool, REGION } from '../resource-sharing/sharing-ground.test-support.ts';

/**
 * The published control policies that make the members of an organisation take the blocks of their
 * VPCs from pools, over the operations themselves.
 */

const POOL_KEY = 'vpc:Ipv4IpamPoolId';
const BOTH = ['vpc:CreateVpc', 'vpc:AssociateVpcCidrBlock'];
const NO_POOL = { Null: { [POOL_KEY]: 'true' } };

/** What a user of a member gets: without a pool, from the first pool, from the second one. */
type Outcomes = Readonly<Record<'create' | 'associate', readonly boolean[]>>;

async function outcomesUnder(
  statementsFor: (firstPoolId: string) => readonly object[],
): Promise<Outcomes> {
  const { server, management, accounts } = await startDirectory(1);
  const [account] = accounts;
  if (account === undefined) throw new Error('There is no account.');
  const { scopeId } = await createIpam(account);
  const inRegion = { PoolRegionId: 'cn-hangzhou' };
  const poolIds = [
    await createPool(account, scopeId, '10.0.0.0/16', inRegion),
    await createPool(account, scopeId, '10.1.0.0/16', inRegion),
  ];
  const vpc = await account.succeed('CreateVpc', { ...REGION, CidrBlock: '172.16.0.0/12' });
  const user = await createAdministratorUser(account);
  const Statement = statementsFor(poolIds[0] ?? '').map((statement) => ({
    Effect: 'Deny',
    Resource: '*',
    ...statement,
  }));
  const document = JSON.stringify({ Version: '1', Statement });
  const PolicyId = await createControlPolicy(management, 'pools', document);
  await management.succeed('AttachControlPolicy', { PolicyId, TargetId: account.accountId });

  const isAllowed = async (operation: OperationName, parameters: Record<string, string>) => {
    const { status, body } = await server.call(operation, parameters, { key: user });
    if (status === 403) {
      expect(body['AccessDeniedDetail']).toMatchObject({
        NoPermissionType: 'ExplicitDeny',
        PolicyType: 'ControlPolicy',
      });
      return false;
    }
    expect([status, body['Code']]).toEqual([200, undefined]);
    return true;
  };
  const create = [await isAllowed('CreateVpc', { ...REGION, CidrBlock: '192.168.0.0/16' })];
  const VpcId = String(vpc['VpcId']);
  const secondary = { ...REGION, VpcId, SecondaryCidrBlock: '192.168.0.0/16' };
  const associate = [await isAllowed('AssociateVpcCidrBlock', secondary)];
  for (const poolId of poolIds) {
    const fromPool = { ...REGION, Ipv4IpamPoolId: poolId, Ipv4CidrMask: '24' };
    create.push(await isAllowed('CreateVpc', fromPool));
    const more = { ...REGION, VpcId, IpamPoolId: poolId, SecondaryCidrMask: '24' };
    associate.push(await isAllowed('AssociateVpcCidrBlock', more));
  }
  // No control policy binds the root of the member.
  const byRoot = await account.call('CreateVpc', { ...REGION, CidrBlock: '192.168.0.0/16' });
  expect(byRoot.status).toBe(200);
  return { create, associate };
}

describe('a published control policy', () => {
  test('has VPCs and their secondary blocks take from any pool', async () => {
    expect(await outcomesUnder(() => [{ Action: BOTH, Condition: NO_POOL }])).toEqual({
      create: [false, true, true],
      associate: [false, true, true],
    });
  });

  test('has VPCs take from one pool', async () => {
    const statementsFor = (poolId: string) => [
      { Action: 'vpc:CreateVpc', Condition: { StringNotEquals: { [POOL_KEY]: poolId } } },
      { Action: 'vpc:CreateVpc', Condition: NO_POOL },
    ];
    expect(await outcomesUnder(statementsFor)).toEqual({
      create: [false, true, false],
      associate: [true, true, true],
    });
  });

  test('has VPCs and their secondary blocks take from one pool', async () => {
    const Condition = (poolId: string) => ({
      'ForAllValues:StringNotLikeIfExists': { [POOL_KEY]: poolId },
    });
    const statementsFor = (poolId: string) => [{ Action: BOTH, Condition: Condition(poolId) }];
    expect(await outcomesUnder(statementsFor)).toEqual({
      create: [false, true, false],
      associate: [false, true, false],
    });
  });
});
