import { type Cidr, parseCidr } from '@cadastre/address-space';
import { principalArn } from '../../identity/caller.ts';
import { createIdSource } from '../../ids.ts';
import type { DiscoveredResource } from '../../store/inventory-records.ts';
import type { Transactor } from '../../store/store.ts';
import type { TestServer } from '../../test-server.test-support.ts';
import { putResource } from '../resource-cidr/put-resource.ts';
import { removeResource } from '../resource-cidr/remove-resource.ts';
import type { Trigger } from '../resource-cidr/trigger.ts';
import {
  type Actor,
  type IpamIds,
  REGION,
} from '../resource-sharing/sharing-ground.test-support.ts';

export type Item = Readonly<Record<string, unknown>>;
export type Parameters = Readonly<Record<string, string>>;

export function cidrOf(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed.kind === 'invalid') throw new Error(`${text} is no CIDR.`);
  return parsed.cidr;
}

/** Regions as a repeated parameter. */
export function regions(name: string, ids: readonly string[]): Parameters {
  return Object.fromEntries(ids.map((id, index) => [`${name}.${index + 1}`, id]));
}

export async function createIpamIn(
  actor: Actor,
  regionIds: readonly string[] = ['cn-hangzhou', 'cn-beijing'],
): Promise<IpamIds> {
  const list = regions('OperatingRegionList', regionIds);
  const body = await actor.succeed('CreateIpam', { ...REGION, ...list });
  return {
    ipamId: String(body['IpamId']),
    scopeId: String(body['PrivateDefaultScopeId']),
    discoveryId: String(body['DefaultResourceDiscoveryId']),
  };
}

export async function createDiscovery(
  actor: Actor,
  given: Parameters = regions('OperatingRegionList', ['cn-hangzhou', 'cn-beijing']),
): Promise<string> {
  const body = await actor.succeed('CreateIpamResourceDiscovery', { ...REGION, ...given });
  return String(body['IpamResourceDiscoveryId']);
}

/** A pool of the region that imports what lies in its CIDR. */
export async function createImportingPool(
  actor: Actor,
  scopeId: string,
  cidr: string,
  given: Parameters = {},
): Promise<string> {
  const body = await actor.succeed('CreateIpamPool', {
    ...REGION,
    IpamScopeId: scopeId,
    PoolRegionId: 'cn-hangzhou',
    AutoImport: 'true',
    IpVersion: cidr.includes(':') ? 'IPv6' : 'IPv4',
    ...given,
  });
  const poolId = String(body['IpamPoolId']);
  await actor.succeed('AddIpamPoolCidr', { ...REGION, IpamPoolId: poolId, Cidr: cidr });
  return poolId;
}

/** What the inventory of an account is made of, as a source or a VPC operation would tell it. */
export interface Inventory {
  write(run: (transactor: Transactor) => Promise<unknown>): Promise<void>;
  putVpc(
    vpcId: string,
    cidrs: readonly string[],
    given?: Partial<DiscoveredResource>,
  ): Promise<void>;
  putVSwitch(
    vSwitchId: string,
    vpcId: string,
    cidr: string,
    given?: Partial<DiscoveredResource>,
  ): Promise<void>;
  remove(resourceId: string): Promise<void>;
  putAddress(vpcId: string, vSwitchId: string, address: string, regionId?: string): Promise<void>;
}

export function inventoryOf(server: TestServer, { accountId }: Actor): Inventory {
  const trigger = (): Trigger =>
    ({
      caller: { arn: principalArn(accountId, { kind: 'root' }) },
      ids: createIdSource(() => server.clock.now),
      now: server.clock.now,
    }) as Trigger;
  const write = async (run: (transactor: Transactor) => Promise<unknown>) => {
    await server.store.write({
      run: async (transactor) => ({ kind: 'commit', value: await run(transactor) }),
    });
  };
  const put = (resource: Partial<DiscoveredResource> & { readonly resourceId: string }) =>
    write((transactor) =>
      putResource(
        transactor,
        {
          accountId,
          resourceType: 'VPC',
          regionId: 'cn-hangzhou',
          vpcId: resource.resourceId,
          name: `name of ${resource.resourceId}`,
          sourceName: 'a-source',
          sourceVersion: 1,
          cidrs: [],
          discoveredAt: server.clock.now,
          ...resource,
        },
        trigger(),
      ),
    );
  return {
    write,
    putVpc: (resourceId, cidrs, given = {}) =>
      put({ resourceId, cidrs: cidrs.map(cidrOf), ...given }),
    putVSwitch: (resourceId, vpcId, cidr, given = {}) =>
      put({ resourceId, resourceType: 'VSwitch', vpcId, cidrs: [cidrOf(cidr)], ...given }),
    remove: (resourceId) =>
      write((transactor) => removeResource(transactor, accountId, resourceId, trigger())),
    putAddress: (vpcId, vSwitchId, address, regionId = 'cn-hangzhou') =>
      write(({ discoveredAddresses }) =>
        discoveredAddresses.put({
          accountId,
          regionId,
          vpcId,
          vSwitchId,
          cidr: cidrOf(address),
          resourceId: `eni-${address}`,
          serviceType: 'ENI',
          sourceName: 'a-source',
          sourceVersion: 1,
        }),
      ),
  };
}

export async function listResourceCidrs(
  actor: Actor,
  given: Parameters = {},
): Promise<readonly Item[]> {
  const body = await actor.succeed('ListIpamResourceCidrs', {
    ...REGION,
    MaxResults: '100',
    ...given,
  });
  return body['IpamResourceCidrs'] as readonly Item[];
}

/** The ids of the resources that the IPAM of an account sees, each once. */
export async function seenBy(actor: Actor): Promise<readonly unknown[]> {
  const listed = await listResourceCidrs(actor);
  return [...new Set(listed.map((item) => item['ResourceId']))].sort();
}

export async function listDiscoveries(
  actor: Actor,
  given: Parameters = {},
): Promise<readonly Item[]> {
  const body = await actor.succeed('ListIpamResourceDiscoveries', { ...REGION, ...given });
  return body['IpamResourceDiscoveries'] as readonly Item[];
}

export async function listAssociations(
  actor: Actor,
  given: Parameters = {},
): Promise<readonly Item[]> {
  const parameters = { ...REGION, ...given };
  const body = await actor.succeed('ListIpamResourceDiscoveryAssociations', parameters);
  return body['IpamResourceDiscoveryAssociations'] as readonly Item[];
}
