import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Target } from './support/raw-client.ts';
import { type AcceptanceTarget, openTarget } from './support/target.ts';

type Values = Readonly<Record<string, unknown>>;

/** The vendor's package is CommonJS and its types do not fit this project's settings. */
const PopClient = createRequire(import.meta.url)('@alicloud/pop-core') as new (
  settings: Values,
) => {
  request(action: string, parameters: Values, options: Values): Promise<Values>;
};

const REGION = 'cn-hangzhou';
const VERSIONS = {
  VpcIpam: '2023-02-28',
  Sts: '2015-04-01',
  ResourceSharing: '2020-01-10',
  Cadastre: '2026-11-01',
} as const;

/** An account as its programs see the server: the official client with a key, for every product. */
class Actor {
  readonly #key: Target;

  constructor(key: Target) {
    this.#key = key;
  }

  call(product: keyof typeof VERSIONS, action: string, parameters: Values = {}): Promise<Values> {
    const { url, accessKeyId, accessKeySecret } = this.#key;
    const apiVersion = VERSIONS[product];
    const client = new PopClient({ endpoint: url, apiVersion, accessKeyId, accessKeySecret });
    return client.request(action, parameters, { method: 'POST' });
  }

  ipam(action: string, parameters: Values = {}): Promise<Values> {
    return this.call('VpcIpam', action, { RegionId: REGION, ...parameters });
  }
}

/** The code of a refused call; OK for a success. */
function codeOf(calling: Promise<unknown>): Promise<unknown> {
  return calling.then(
    () => 'OK',
    (error: { readonly code?: unknown }) => error.code,
  );
}

describe('several accounts, through the API alone', () => {
  let target: AcceptanceTarget;
  let first: Actor;

  beforeAll(async () => {
    target = await openTarget();
    first = new Actor(target);
  });

  afterAll(() => target.dispose());

  async function createAccount(): Promise<{ readonly accountId: string; readonly actor: Actor }> {
    const made = await first.call('Cadastre', 'CreateAccount', {
      AccountName: `a-${randomUUID()}`,
    });
    const { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret } = made;
    return {
      accountId: String(made['AccountId']),
      actor: new Actor({
        url: target.url,
        accessKeyId: String(accessKeyId),
        accessKeySecret: String(accessKeySecret),
      }),
    };
  }

  async function createPool(owner: Actor): Promise<string> {
    const ipam = await owner.ipam('CreateIpam', { OperatingRegionList: [REGION] });
    const pool = await owner.ipam('CreateIpamPool', {
      IpamScopeId: ipam['PrivateDefaultScopeId'],
      PoolRegionId: REGION,
    });
    const poolId = String(pool['IpamPoolId']);
    await owner.ipam('AddIpamPoolCidr', { IpamPoolId: poolId, Cidr: '10.0.0.0/16' });
    return poolId;
  }

  test('a new account is listed, calls with its own key and sees nothing of others', async () => {
    const { accountId, actor } = await createAccount();
    const poolId = await createPool((await createAccount()).actor);
    const identity = await actor.call('Sts', 'GetCallerIdentity');
    expect(identity).toMatchObject({ AccountId: accountId, IdentityType: 'Account' });
    expect(await actor.ipam('ListIpams')).toMatchObject({ TotalCount: 0 });
    expect(await actor.ipam('ListIpamPools')).toMatchObject({ TotalCount: 0 });
    const allocating = actor.ipam('CreateIpamPoolAllocation', { IpamPoolId: poolId, CidrMask: 24 });
    expect(await codeOf(allocating)).toBe('ResourceNotFound.IpamPool');
    expect(await codeOf(actor.call('Cadastre', 'ListAccounts'))).toBe('Forbidden.RAM');

    const accounts: Values[] = [];
    let next: Values = {};
    do {
      const page = await first.call('Cadastre', 'ListAccounts', { MaxResults: 2, ...next });
      accounts.push(...(page['Accounts'] as Values[]));
      next = page['NextToken'] === undefined ? {} : { NextToken: page['NextToken'] };
    } while (next['NextToken'] !== undefined);
    // The client reads numbers of 16 digits as text.
    const own = accounts.filter((account) => String(account['AccountId']) === accountId);
    expect(own).toMatchObject([{ Status: 'Active' }]);
  });

  test('a pool shared with a new account is allocated from by it', async () => {
    const { accountId, actor } = await createAccount();
    const { actor: owner } = await createAccount();
    const poolId = await createPool(owner);
    await owner.call('ResourceSharing', 'CreateResourceShare', {
      ResourceShareName: 'pools',
      AllowExternalTargets: true,
      Resources: [{ ResourceId: poolId, ResourceType: 'IpamPool' }],
      Targets: [accountId],
    });
    const allocate = () =>
      actor.ipam('CreateIpamPoolAllocation', { IpamPoolId: poolId, CidrMask: 24 });
    expect(await codeOf(allocate())).toBe('ResourceNotFound.IpamPool');
    const listed = await actor.call('ResourceSharing', 'ListResourceShareInvitations');
    const [invitation] = listed['ResourceShareInvitations'] as Values[];
    await actor.call('ResourceSharing', 'AcceptResourceShareInvitation', {
      ResourceShareInvitationId: invitation?.['ResourceShareInvitationId'],
    });
    const made = await allocate();
    expect(made).toMatchObject({ SourceCidr: '10.0.0.0/16' });
    const seen = await owner.ipam('ListIpamPoolAllocations', { IpamPoolId: poolId });
    expect(seen['IpamPoolAllocations']).toMatchObject([
      { IpamPoolAllocationId: made['IpamPoolAllocationId'], Cidr: '10.0.0.0/24' },
    ]);
  });

  test('the next call of a disabled account is refused, and what it has stays', async () => {
    const { accountId, actor } = await createAccount();
    const poolId = await createPool(actor);
    const setStatus = (Status: string) =>
      first.call('Cadastre', 'UpdateAccount', { AccountId: accountId, Status });
    const read = () => actor.ipam('ListIpamPools', { IpamPoolIds: [poolId] });
    await setStatus('Inactive');
    expect(await codeOf(read())).toBe('InvalidAccessKeyId.Inactive');
    const deleting = actor.ipam('DeleteIpamPool', { IpamPoolId: poolId });
    expect(await codeOf(deleting)).toBe('InvalidAccessKeyId.Inactive');
    await setStatus('Active');
    expect(await read()).toMatchObject({ TotalCount: 1 });
    expect(await actor.ipam('ListIpamPools')).toMatchObject({ TotalCount: 1 });
  });
});
