import { assignableRange, type Cidr, encodeAddressKey } from '@cadastre/address-space';
import { firstKey, toCidr } from './cidr-columns.ts';
import type { SqlSession } from './session.ts';

const COUNT = `SELECT count(*) AS count FROM discovered_addresses
  WHERE account_id = $1 AND vswitch_id = $2 AND ip_version = $3
  AND first_key >= $4 AND first_key <= $5`;
const AROUND = `SELECT first_key AS "firstKey", prefix_length AS "prefixLength",
  used_count AS "usedCount" FROM discovered_cidrs
  WHERE account_id = $1 AND resource_id = $2 AND resource_type = 'VSwitch' AND ip_version = $3
  AND first_key <= $4 AND last_key >= $4`;
const SET_USED = `UPDATE discovered_cidrs SET used_count = $5
  WHERE account_id = $1 AND resource_id = $2 AND ip_version = $3 AND first_key = $4`;

/** How many addresses of a VSwitch's CIDR are in use, the reserved ones not counted. */
export async function countUsed(
  session: SqlSession,
  accountId: string,
  vSwitchId: string,
  cidr: Cidr,
): Promise<bigint> {
  const range = assignableRange(cidr);
  if (range === undefined) return 0n;
  const counted = await session.get<{ count: number }>(COUNT, [
    accountId,
    vSwitchId,
    cidr.ipVersion,
    encodeAddressKey(cidr.ipVersion, range.first),
    encodeAddressKey(cidr.ipVersion, range.last),
  ]);
  return BigInt(counted?.count ?? 0);
}

/** Counts an address in the CIDR of the VSwitch around it, or takes it off. */
export async function countAddress(
  session: SqlSession,
  accountId: string,
  vSwitchId: string,
  address: Cidr,
  change: 1n | -1n,
): Promise<void> {
  const { ipVersion } = address;
  const key = firstKey(address);
  const row = await session.get<{ firstKey: string; prefixLength: number; usedCount: string }>(
    AROUND,
    [accountId, vSwitchId, ipVersion, key],
  );
  if (row === undefined) return;
  const range = assignableRange(toCidr(row.firstKey, row.prefixLength));
  if (range === undefined || address.address < range.first || address.address > range.last) return;
  const usedCount = String(BigInt(row.usedCount) + change);
  await session.run(SET_USED, [accountId, vSwitchId, ipVersion, row.firstKey, usedCount]);
}
