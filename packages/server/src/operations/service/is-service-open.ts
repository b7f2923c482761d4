import type { Config } from '../../config.ts';
import type { Account } from '../../store/records.ts';

/** Whether an account has the IPAM service: by its own call, or because all accounts start with it. */
export function isServiceOpen(account: Account | undefined, config: Config): boolean {
  return config.serviceOpen || account?.serviceOpenedAt !== undefined;
}
