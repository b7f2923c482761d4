import type { OPERATIONS } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { isServiceOpen } from './is-service-open.ts';

export const GetVpcIpamServiceStatus: ReadHandler<
  typeof OPERATIONS.GetVpcIpamServiceStatus
> = async ({ accountId, config }, reader) => ({
  kind: 'answer',
  response: { Enabled: isServiceOpen(await reader.accounts.find(accountId), config) },
});
