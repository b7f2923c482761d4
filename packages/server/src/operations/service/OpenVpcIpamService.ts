import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import { findRegion } from '../../config.ts';
import type { WriteHandler } from '../handler.ts';

/**
 * Activating twice is refused with the code that real clients take for success. An account that
 * starts activated by configuration has not called yet, so its first call succeeds.
 */
export const OpenVpcIpamService: WriteHandler<typeof OPERATIONS.OpenVpcIpamService> = async (
  { input, accountId, config, now },
  transactor,
) => {
  if (findRegion(config, input.RegionId) === undefined) return refuse('InvalidRegionId.NotFound');
  const account = await transactor.accounts.find(accountId);
  if (account?.serviceOpenedAt !== undefined) return refuse('CURRENT_USER_QUANTITY_EXCEED');
  await transactor.accounts.setServiceOpenedAt(accountId, now);
  return {
    kind: 'answer',
    response: { Code: '200', Message: 'successful' },
    change: { resourceType: 'Account', resourceId: accountId, after: { serviceOpenedAt: now } },
  };
};
