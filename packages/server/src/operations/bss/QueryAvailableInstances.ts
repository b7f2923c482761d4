import type { OPERATIONS } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';

/** Entries of a page where the call does not say. */
const PAGE_SIZE = 20;

export const QueryAvailableInstances: ReadHandler<
  typeof OPERATIONS.QueryAvailableInstances
> = async ({ input }) => ({
  kind: 'answer',
  response: {
    Code: 'Success',
    Message: 'Successful!',
    Success: true,
    Data: {
      PageNum: input.PageNum ?? 1,
      PageSize: input.PageSize ?? PAGE_SIZE,
      TotalCount: 0,
      InstanceList: [],
    },
  },
});
