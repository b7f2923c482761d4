import type { OperationName } from '@cadastre/api-contract';
import { sampleAccount } from '../../store/record-samples.test-support.ts';
import {
  type Answer,
  type Key,
  ROOT,
  startTestServer,
  type TestServer,
} from '../../test-server.test-support.ts';

export const REGION = { RegionId: 'cn-hangzhou' } as const;

/** The root of an account, who calls operations. */
export interface Actor {
  readonly accountId: string;
  call(operation: OperationName, parameters?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Calls and answers the body; a refusal fails the test. */
  succeed(
    operation: OperationName,
    parameters?: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, unknown>>>;
}

export interface IpamIds {
  readonly ipamId: string;
  readonly scopeId: string;
  readonly discoveryId: string;
}

export const OWNER_ID = ROOT.accountId;
export const PRINCIPAL_ID = '1000000000000002';
export const STRANGER_ID = '1000000000000003';

export function actorOf(server: TestServer, accountId: string, key: Key): Actor {
  return {
    accountId,
    call: (operation, parameters = {}) => server.call(operation, parameters, { key }),
    async succeed(operation, parameters = {}) {
      const { status, body } = await server.call(operation, parameters, { key });
      if (status !== 200) throw new Error(`${operation}: ${JSON.stringify(body)}`);
      return body;
    },
  };
}

/** Adds an account with an access key of its root. */
export async function insertAccount(server: TestServer, accountId: string): Promise<Actor> {
  const key = { accessKeyId: `LTAI-${accountId}`, accessKeySecret: `the-secret-of-${accountId}` };
  const createdAt = server.clock.now;
  const purpose = `access-key:${key.accessKeyId}`;
  await server.store.write({
    run: async ({ accounts, accessKeys }) => {
      await accounts.insert(
        sampleAccount({
          accountId,
          accountName: `account-${accountId}`,
          defaultResourceGroupId: `rg-${accountId}`,
          createdAt,
          serviceOpenedAt: createdAt,
        }),
      );
      await accessKeys.insert({
        accountId,
        accessKeyId: key.accessKeyId,
        userId: undefined,
        encryptedSecret: server.secretBox.seal(key.accessKeySecret, purpose),
        status: 'Active',
        createdAt,
      });
      return { kind: 'commit', value: undefined };
    },
  });
  return actorOf(server, accountId, key);
}

/** A server with three accounts, and an IPAM of the first. */
export async function startSharingServer(
  given: Parameters<typeof startTestServer>[0] = {},
): Promise<{
  readonly server: TestServer;
  readonly owner: Actor;
  readonly principal: Actor;
  readonly stranger: Actor;
}> {
  const server = await startTestServer(given);
  return {
    server,
    owner: actorOf(server, OWNER_ID, ROOT),
    principal: await insertAccount(server, PRINCIPAL_ID),
    stranger: await insertAccount(server, STRANGER_ID),
  };
}

export async function createIpam(actor: Actor): Promise<IpamIds> {
  const body = await actor.succeed('CreateIpam', {
    ...REGION,
    'OperatingRegionList.1': 'cn-hangzhou',
  });
  return {
    ipamId: String(body['IpamId']),
    scopeId: String(body['PrivateDefaultScopeId']),
    discoveryId: String(body['DefaultResourceDiscoveryId']),
  };
}

export async function createPool(
  actor: Actor,
  scopeId: string,
  cidr?: string,
  given: Readonly<Record<string, string>> = {},
): Promise<string> {
  const parameters = { ...REGION, IpamScopeId: scopeId, ...given };
  const poolId = String((await actor.succeed('CreateIpamPool', parameters))['IpamPoolId']);
  if (cidr !== undefined) {
    await actor.succeed('AddIpamPoolCidr', { ...REGION, IpamPoolId: poolId, Cidr: cidr });
  }
  return poolId;
}

export async function allocate(actor: Actor, poolId: string): Promise<string> {
  const parameters = { ...REGION, IpamPoolId: poolId, CidrMask: '24' };
  const body = await actor.succeed('CreateIpamPoolAllocation', parameters);
  return String(body['IpamPoolAllocationId']);
}

/** Resources as parameters of the operations that share them. */
export function resourceParameters(
  resourceId: string,
  resourceType = 'IpamPool',
): Record<string, string> {
  return { 'Resources.1.ResourceId': resourceId, 'Resources.1.ResourceType': resourceType };
}

export async function createShare(
  owner: Actor,
  given: Readonly<Record<string, string>> = {},
): Promise<string> {
  const body = await owner.succeed('CreateResourceShare', {
    ResourceShareName: 'a-share',
    AllowExternalTargets: 'true',
    ...given,
  });
  return String((body['ResourceShare'] as { ResourceShareId: string }).ResourceShareId);
}

interface Invitation {
  readonly ResourceShareInvitationId: string;
  readonly Status: string;
}

export async function listInvitations(receiver: Actor): Promise<readonly Invitation[]> {
  const body = await receiver.succeed('ListResourceShareInvitations');
  return body['ResourceShareInvitations'] as readonly Invitation[];
}

/** Accepts every invitation that is open. */
export async function acceptAll(receiver: Actor): Promise<void> {
  for (const invitation of await listInvitations(receiver)) {
    if (invitation.Status !== 'Pending') continue;
    await receiver.succeed('AcceptResourceShareInvitation', {
      ResourceShareInvitationId: invitation.ResourceShareInvitationId,
    });
  }
}

/** Shares one resource with another account, which accepts. */
export async function shareWith(
  owner: Actor,
  principal: Actor,
  resourceId: string,
  resourceType = 'IpamPool',
): Promise<string> {
  const shareId = await createShare(owner, {
    ...resourceParameters(resourceId, resourceType),
    'Targets.1': principal.accountId,
  });
  await acceptAll(principal);
  return shareId;
}

/** The code of an answer; OK for a success. */
export function codeOf({ status, body }: Answer): string {
  return status === 200 ? 'OK' : String(body['Code']);
}
