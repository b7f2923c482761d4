import { addressBits } from '@cadastre/address-space';
import type { DiscoveredAddress } from '../inventory-records.ts';
import type { DiscoveredAddressFilter, DiscoveredAddressWriter } from '../inventory-store.ts';
import type { Page, PageRequest } from '../store.ts';
import { firstKey, lastKey, toCidr } from './cidr-columns.ts';
import { Conditions } from './conditions.ts';
import type { SqlSession } from './session.ts';
import { countAddress } from './used-addresses.ts';

const COLUMNS = `account_id AS "accountId", vpc_id AS "vpcId", ip_version AS "ipVersion",
  first_key AS "firstKey", vswitch_id AS "vSwitchId", region_id AS "regionId",
  resource_id AS "resourceId", service_type AS "serviceType", source_name AS "sourceName",
  source_version AS "sourceVersion"`;
const SELECT = `SELECT ${COLUMNS} FROM discovered_addresses`;
const FIND = `${SELECT}
  WHERE account_id = $1 AND vpc_id = $2 AND ip_version = $3 AND first_key = $4`;
const LIST_OF_RESOURCE = `${SELECT} WHERE account_id = $1 AND source_name = $2
  AND resource_id = $3 ORDER BY vpc_id, ip_version, first_key LIMIT $4`;
const PUT = `INSERT INTO discovered_addresses (account_id, vpc_id, ip_version, first_key, vswitch_id,
  region_id, resource_id, service_type, source_name, source_version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  ON CONFLICT (account_id, vpc_id, ip_version, first_key) DO UPDATE SET
  vswitch_id = excluded.vswitch_id, region_id = excluded.region_id,
  resource_id = excluded.resource_id, service_type = excluded.service_type,
  source_name = excluded.source_name, source_version = excluded.source_version`;
const SET_VERSION = `UPDATE discovered_addresses SET source_version = $5
  WHERE account_id = $1 AND vpc_id = $2 AND ip_version = $3 AND first_key = $4`;
const DELETE = `DELETE FROM discovered_addresses
  WHERE account_id = $1 AND vpc_id = $2 AND ip_version = $3 AND first_key = $4`;

type AddressRow = Omit<DiscoveredAddress, 'cidr'> & {
  readonly ipVersion: DiscoveredAddress['cidr']['ipVersion'];
  readonly firstKey: string;
};

function toAddress({ ipVersion, firstKey: key, ...row }: AddressRow): DiscoveredAddress {
  return { ...row, cidr: toCidr(key, addressBits(ipVersion)) };
}

export function discoveredAddressTable(session: SqlSession): DiscoveredAddressWriter {
  const find: DiscoveredAddressWriter['find'] = async (accountId, vpcId, cidr) => {
    const values = [accountId, vpcId, cidr.ipVersion, firstKey(cidr)];
    const row = await session.get<AddressRow>(FIND, values);
    return row === undefined ? undefined : toAddress(row);
  };
  const remove: DiscoveredAddressWriter['remove'] = async ({ accountId, vpcId, cidr }) => {
    const before = await find(accountId, vpcId, cidr);
    if (before === undefined) return;
    await session.run(DELETE, [accountId, vpcId, cidr.ipVersion, firstKey(cidr)]);
    await countAddress(session, accountId, before.vSwitchId, cidr, -1n);
  };
  return {
    find,
    list: (filter, page) => listAddresses(session, filter, page),
    listOlder: (accountId, sourceName, version, page) =>
      listOfSource(session, accountId, sourceName, page, version),
    async listOfResource(accountId, sourceName, resourceId, limit) {
      const values = [accountId, sourceName, resourceId, limit];
      return (await session.all<AddressRow>(LIST_OF_RESOURCE, values)).map(toAddress);
    },
    listOfSource: (accountId, sourceName, page) =>
      listOfSource(session, accountId, sourceName, page, undefined),
    async put(address) {
      await remove(address);
      const { accountId, vpcId, vSwitchId, cidr } = address;
      await session.run(PUT, [
        accountId,
        vpcId,
        cidr.ipVersion,
        firstKey(cidr),
        vSwitchId,
        address.regionId,
        address.resourceId,
        address.serviceType,
        address.sourceName,
        address.sourceVersion,
      ]);
      await countAddress(session, accountId, vSwitchId, cidr, 1n);
    },
    async setVersion({ accountId, vpcId, cidr }, version) {
      const values = [accountId, vpcId, cidr.ipVersion, firstKey(cidr), version];
      await session.run(SET_VERSION, values);
    },
    remove,
  };
}

/** By network and address; with a version only what was named last in an older one. */
async function listOfSource(
  session: SqlSession,
  accountId: string,
  sourceName: string,
  page: PageRequest,
  version: number | undefined,
): Promise<readonly DiscoveredAddress[]> {
  const conditions = new Conditions();
  conditions.addEqual('account_id', accountId);
  conditions.addEqual('source_name', sourceName);
  if (version !== undefined) {
    conditions.add(`source_version < ${conditions.placeholder(version)}`);
  }
  if (page.after !== undefined) {
    const key = (JSON.parse(page.after) as string[]).map((value) => conditions.placeholder(value));
    conditions.add(`(vpc_id, ip_version, first_key) > (${key.join(', ')})`);
  }
  const limit = conditions.placeholder(page.limit);
  const rows = await session.all<AddressRow>(
    `${SELECT} WHERE ${conditions.text} ORDER BY vpc_id, ip_version, first_key LIMIT ${limit}`,
    conditions.values,
  );
  return rows.map(toAddress);
}

/** A network orders its addresses, and so does a VSwitch: a page starts after an address. */
async function listAddresses(
  session: SqlSession,
  filter: DiscoveredAddressFilter,
  page: PageRequest,
): Promise<Page<DiscoveredAddress>> {
  const conditions = new Conditions();
  conditions.addEqual('account_id', filter.accountId);
  conditions.addEqual('vpc_id', filter.vpcId);
  conditions.addEqual('vswitch_id', filter.vSwitchId);
  conditions.addEqual('ip_version', 'IPv4');
  conditions.addOneOf('region_id', filter.regionIds);
  if (filter.cidr !== undefined) {
    conditions.add(`first_key >= ${conditions.placeholder(firstKey(filter.cidr))}`);
    conditions.add(`first_key <= ${conditions.placeholder(lastKey(filter.cidr))}`);
  }
  const counted = await session.get<{ count: number }>(
    `SELECT count(*) AS count FROM discovered_addresses WHERE ${conditions.text}`,
    [...conditions.values],
  );
  // An address is unique in a network, not in the networks that a VSwitch id may stand in.
  if (page.after !== undefined) {
    const key = (JSON.parse(page.after) as string[]).map((value) => conditions.placeholder(value));
    conditions.add(`(first_key, vpc_id) > (${key.join(', ')})`);
  }
  const limit = conditions.placeholder(page.limit + 1);
  const rows = await session.all<AddressRow>(
    `${SELECT} WHERE ${conditions.text} ORDER BY first_key, vpc_id LIMIT ${limit}`,
    conditions.values,
  );
  return {
    items: rows.slice(0, page.limit).map(toAddress),
    totalCount: Number(counted?.count ?? 0),
    hasMore: rows.length > page.limit,
  };
}
