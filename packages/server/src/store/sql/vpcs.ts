import type { Cidr } from '@cadastre/address-space';
import type { Ipv6Isp } from '../records.ts';
import type { Vpc, VpcIpv6Cidr, VpcWriter } from '../vpc-store.ts';
import { firstKey, lastKey, toCidr } from './cidr-columns.ts';
import { listPart } from './list-part.ts';
import type { SqlSession } from './session.ts';

const COLUMNS = `account_id AS "accountId", vpc_id AS "vpcId", region_id AS "regionId", name,
  description, resource_group_id AS "resourceGroupId", router_id AS "routerId",
  route_table_id AS "routeTableId", user_cidrs AS "userCidrs",
  is_dns_hostname_enabled AS "isDnsHostnameEnabled", created_at AS "createdAt"`;

const FIND = `SELECT ${COLUMNS} FROM vpcs WHERE account_id = $1 AND vpc_id = $2`;
const INSERT = `INSERT INTO vpcs (account_id, vpc_id, region_id, name, description,
  resource_group_id, router_id, route_table_id, user_cidrs, is_dns_hostname_enabled, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
const UPDATE = `UPDATE vpcs SET name = $3, description = $4, is_dns_hostname_enabled = $5
  WHERE account_id = $1 AND vpc_id = $2`;
const DELETE = 'DELETE FROM vpcs WHERE account_id = $1 AND vpc_id = $2';
const INSERT_CIDR = `INSERT INTO vpc_cidrs (account_id, vpc_id, position, ip_version, first_key,
  last_key, prefix_length, isp) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
const DELETE_CIDRS = 'DELETE FROM vpc_cidrs WHERE account_id = $1 AND vpc_id = $2';
const IS_CIDR_TAKEN = `SELECT 1 FROM vpc_cidrs
  WHERE ip_version = $1 AND first_key = $2 AND prefix_length = $3 LIMIT 1`;

const HAS_IPV6 = `EXISTS (SELECT 1 FROM vpc_cidrs c WHERE c.account_id = vpcs.account_id
  AND c.vpc_id = vpcs.vpc_id AND c.ip_version = 'IPv6')`;

type VpcRow = Omit<
  Vpc,
  'cidr' | 'secondaryCidrs' | 'ipv6Cidrs' | 'userCidrs' | 'isDnsHostnameEnabled'
> & { readonly userCidrs: string; readonly isDnsHostnameEnabled: number };

interface CidrRow {
  readonly vpcId: string;
  readonly firstKey: string;
  readonly prefixLength: number;
  /** Empty for an IPv4 block. */
  readonly isp: Ipv6Isp | '';
}

function toVpc(row: VpcRow, cidrRows: readonly CidrRow[]): Vpc {
  const ipv4: Cidr[] = [];
  const ipv6Cidrs: VpcIpv6Cidr[] = [];
  for (const { firstKey: key, prefixLength, isp } of cidrRows) {
    const cidr = toCidr(key, prefixLength);
    if (isp === '') ipv4.push(cidr);
    else ipv6Cidrs.push({ cidr, isp });
  }
  const [cidr, ...secondaryCidrs] = ipv4;
  if (cidr === undefined) throw new Error(`The VPC ${row.vpcId} has no primary block.`);
  return {
    ...row,
    cidr,
    secondaryCidrs,
    ipv6Cidrs,
    userCidrs: JSON.parse(row.userCidrs),
    isDnsHostnameEnabled: row.isDnsHostnameEnabled === 1,
  };
}

/** The VPCs of one account, with their blocks in order. */
async function withCidrs(session: SqlSession, rows: readonly VpcRow[]): Promise<readonly Vpc[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const ids = rows.map((_, index) => `$${index + 2}`).join(', ');
  const cidrRows = await session.all<CidrRow>(
    `SELECT vpc_id AS "vpcId", first_key AS "firstKey", prefix_length AS "prefixLength", isp
     FROM vpc_cidrs WHERE account_id = $1 AND vpc_id IN (${ids}) ORDER BY vpc_id, position`,
    [first.accountId, ...rows.map(({ vpcId }) => vpcId)],
  );
  return rows.map((row) => {
    const own = cidrRows.filter(({ vpcId }) => vpcId === row.vpcId);
    return toVpc(row, own);
  });
}

async function insertCidrs(session: SqlSession, vpc: Vpc): Promise<void> {
  const { accountId, vpcId, cidr: primary, secondaryCidrs, ipv6Cidrs } = vpc;
  const ipv4 = [primary, ...secondaryCidrs].map((cidr) => ({ cidr, isp: '' }));
  for (const [position, { cidr, isp }] of [...ipv4, ...ipv6Cidrs].entries()) {
    const ends = [firstKey(cidr), lastKey(cidr), cidr.prefixLength];
    await session.run(INSERT_CIDR, [accountId, vpcId, position, cidr.ipVersion, ...ends, isp]);
  }
}

export function vpcTables(session: SqlSession): VpcWriter {
  return {
    async find(accountId, vpcId) {
      const row = await session.get<VpcRow>(FIND, [accountId, vpcId]);
      if (row === undefined) return undefined;
      const [vpc] = await withCidrs(session, [row]);
      return vpc;
    },
    async list(filter, offset, limit) {
      const listed = { table: 'vpcs', columns: COLUMNS, idColumn: 'vpc_id' };
      const equals = { route_table_id: filter.routeTableId, router_id: filter.routerId };
      const conditions = { equals, hasIpv6: HAS_IPV6 };
      const part = await listPart<VpcRow>(session, listed, filter, conditions, offset, limit);
      return { ...part, items: await withCidrs(session, part.items) };
    },
    async isCidrTaken(cidr) {
      const values = [cidr.ipVersion, firstKey(cidr), cidr.prefixLength];
      return (await session.get(IS_CIDR_TAKEN, values)) !== undefined;
    },
    async insert(vpc) {
      await session.run(INSERT, [
        vpc.accountId,
        vpc.vpcId,
        vpc.regionId,
        vpc.name,
        vpc.description,
        vpc.resourceGroupId,
        vpc.routerId,
        vpc.routeTableId,
        JSON.stringify(vpc.userCidrs),
        vpc.isDnsHostnameEnabled ? 1 : 0,
        vpc.createdAt,
      ]);
      await insertCidrs(session, vpc);
    },
    async update(vpc) {
      const { accountId, vpcId, name, description, isDnsHostnameEnabled } = vpc;
      const isEnabled = isDnsHostnameEnabled ? 1 : 0;
      await session.run(UPDATE, [accountId, vpcId, name, description, isEnabled]);
      await session.run(DELETE_CIDRS, [accountId, vpcId]);
      await insertCidrs(session, vpc);
    },
    async remove({ accountId, vpcId }) {
      await session.run(DELETE_CIDRS, [accountId, vpcId]);
      await session.run(DELETE, [accountId, vpcId]);
    },
  };
}
