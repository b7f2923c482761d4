import type { Cidr } from '@cadastre/address-space';
import type { VSwitch, VSwitchWriter } from '../vpc-store.ts';
import { firstKey, lastKey, toCidr } from './cidr-columns.ts';
import { listPart } from './list-part.ts';
import { optional, type SqlSession } from './session.ts';

/** The prefix length of a VSwitch's IPv6 block. */
const IPV6_PREFIX_LENGTH = 64;

const COLUMNS = `account_id AS "accountId", vswitch_id AS "vSwitchId", vpc_id AS "vpcId",
  region_id AS "regionId", zone_id AS "zoneId", first_key AS "firstKey",
  prefix_length AS "prefixLength", ipv6_first_key AS "ipv6FirstKey", name, description,
  resource_group_id AS "resourceGroupId", created_at AS "createdAt"`;

const FIND = `SELECT ${COLUMNS} FROM vswitches WHERE account_id = $1 AND vswitch_id = $2`;
const INSERT = `INSERT INTO vswitches (account_id, vswitch_id, vpc_id, region_id, zone_id, first_key,
  last_key, prefix_length, ipv6_first_key, name, description, resource_group_id, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;
const UPDATE = `UPDATE vswitches SET name = $3, description = $4, ipv6_first_key = $5
  WHERE account_id = $1 AND vswitch_id = $2`;
const DELETE = 'DELETE FROM vswitches WHERE account_id = $1 AND vswitch_id = $2';
/** VSwitches of a VPC never overlap: the last one that starts before the end reaches in, or none. */
const FIND_OVERLAPPING = `SELECT vswitch_id AS "vSwitchId" FROM
  (SELECT vswitch_id, last_key FROM vswitches WHERE account_id = $1 AND vpc_id = $2
    AND first_key <= $4 ORDER BY first_key DESC LIMIT 1) AS x WHERE last_key >= $3`;
const FIND_IPV6_INSIDE = `SELECT vswitch_id AS "vSwitchId", ipv6_first_key AS "ipv6FirstKey"
  FROM vswitches WHERE account_id = $1 AND vpc_id = $2 AND ipv6_first_key >= $3
  AND ipv6_first_key <= $4 ORDER BY ipv6_first_key`;

const OF_ROUTE_TABLE = (routeTableId: string) => `EXISTS (SELECT 1 FROM vpcs v
  WHERE v.account_id = vswitches.account_id AND v.vpc_id = vswitches.vpc_id
  AND v.route_table_id = ${routeTableId})`;

type VSwitchRow = Omit<VSwitch, 'cidr' | 'ipv6Cidr'> & {
  readonly firstKey: string;
  readonly prefixLength: number;
  readonly ipv6FirstKey: string | null;
};

function toVSwitch(row: VSwitchRow): VSwitch {
  const { firstKey: key, prefixLength, ipv6FirstKey, ...rest } = row;
  const ipv6Cidr = ipv6FirstKey === null ? undefined : toCidr(ipv6FirstKey, IPV6_PREFIX_LENGTH);
  return { ...rest, cidr: toCidr(key, prefixLength), ipv6Cidr };
}

function ipv6Key({ ipv6Cidr }: VSwitch): string | null {
  return optional(ipv6Cidr === undefined ? undefined : firstKey(ipv6Cidr));
}

export function vSwitchTable(session: SqlSession): VSwitchWriter {
  const ipv6Inside = (accountId: string, vpcId: string, cidr: Cidr) =>
    session.all<{ vSwitchId: string; ipv6FirstKey: string }>(FIND_IPV6_INSIDE, [
      accountId,
      vpcId,
      firstKey(cidr),
      lastKey(cidr),
    ]);
  return {
    async find(accountId, vSwitchId) {
      const row = await session.get<VSwitchRow>(FIND, [accountId, vSwitchId]);
      return row === undefined ? undefined : toVSwitch(row);
    },
    async list(filter, offset, limit) {
      const listed = { table: 'vswitches', columns: COLUMNS, idColumn: 'vswitch_id' };
      const { routeTableId } = filter;
      const part = await listPart<VSwitchRow>(
        session,
        listed,
        filter,
        {
          equals: { vpc_id: filter.vpcId, zone_id: filter.zoneId },
          hasIpv6: '(ipv6_first_key IS NOT NULL)',
          also: (conditions) => {
            if (routeTableId === undefined) return;
            conditions.add(OF_ROUTE_TABLE(conditions.placeholder(routeTableId)));
          },
        },
        offset,
        limit,
      );
      return { ...part, items: part.items.map(toVSwitch) };
    },
    async listIdsOf(accountId, vpcIds) {
      const ids = new Map<string, string[]>(vpcIds.map((vpcId) => [vpcId, []]));
      if (vpcIds.length === 0) return ids;
      const placeholders = vpcIds.map((_, index) => `$${index + 2}`).join(', ');
      const rows = await session.all<{ vpcId: string; vSwitchId: string }>(
        `SELECT vpc_id AS "vpcId", vswitch_id AS "vSwitchId" FROM vswitches
         WHERE account_id = $1 AND vpc_id IN (${placeholders}) ORDER BY vswitch_id`,
        [accountId, ...vpcIds],
      );
      for (const { vpcId, vSwitchId } of rows) ids.get(vpcId)?.push(vSwitchId);
      return ids;
    },
    async findOverlapping(accountId, vpcId, cidr) {
      if (cidr.ipVersion === 'IPv6') {
        const [inside] = await ipv6Inside(accountId, vpcId, cidr);
        return inside?.vSwitchId;
      }
      const values = [accountId, vpcId, firstKey(cidr), lastKey(cidr)];
      return (await session.get<{ vSwitchId: string }>(FIND_OVERLAPPING, values))?.vSwitchId;
    },
    async listIpv6Inside(accountId, vpcId, within) {
      const rows = await ipv6Inside(accountId, vpcId, within);
      return rows.map(({ ipv6FirstKey }) => toCidr(ipv6FirstKey, IPV6_PREFIX_LENGTH));
    },
    async insert(vSwitch) {
      await session.run(INSERT, [
        vSwitch.accountId,
        vSwitch.vSwitchId,
        vSwitch.vpcId,
        vSwitch.regionId,
        vSwitch.zoneId,
        firstKey(vSwitch.cidr),
        lastKey(vSwitch.cidr),
        vSwitch.cidr.prefixLength,
        ipv6Key(vSwitch),
        vSwitch.name,
        vSwitch.description,
        vSwitch.resourceGroupId,
        vSwitch.createdAt,
      ]);
    },
    async update(vSwitch) {
      const { accountId, vSwitchId, name, description } = vSwitch;
      await session.run(UPDATE, [accountId, vSwitchId, name, description, ipv6Key(vSwitch)]);
    },
    async remove({ accountId, vSwitchId }) {
      await session.run(DELETE, [accountId, vSwitchId]);
    },
  };
}
