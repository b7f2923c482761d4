import type { Reader } from '../../store/store.ts';

/**
 * Whether an account has a share of its resource discovery for the owner of an IPAM that it is a
 * member of or below one; a share that waits to be accepted counts. IPAM allows only one of the two.
 */
export async function sharesWithManager(
  { members, shares }: Reader,
  accountId: string,
): Promise<boolean> {
  const owners = new Set((await members.listIpamsOver(accountId)).map((ipam) => ipam.accountId));
  for (const owner of owners) {
    if ((await shares.listDiscoverySharers(owner)).includes(accountId)) return true;
  }
  return false;
}
