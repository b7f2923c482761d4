import { type Config, quotasOf } from '../../config.ts';
import type { IpamReference } from '../../store/directory-store.ts';
import type { Transactor } from '../../store/store.ts';

/**
 * Brings what IPAMs cover in step with their members, each up to the quota of its owner, and answers
 * the accounts for which that changed.
 */
export async function refreshCoverage(
  { members }: Transactor,
  config: Config,
  ipams: readonly IpamReference[],
): Promise<readonly string[]> {
  const changed = new Set<string>();
  const ownersByIpam = new Map(ipams.map(({ accountId, ipamId }) => [ipamId, accountId]));
  for (const [ipamId, accountId] of ownersByIpam) {
    const accountCountMax = quotasOf(config, accountId).ipam_resource_directory_member_detail_quota;
    for (const id of await members.refreshCoverage(accountId, ipamId, accountCountMax)) {
      changed.add(id);
    }
  }
  return [...changed];
}
