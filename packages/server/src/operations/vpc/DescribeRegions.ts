import type { OPERATIONS } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';

/** The endpoint of every region is the one that was called: one server serves them all. */
export const DescribeRegions: ReadHandler<typeof OPERATIONS.DescribeRegions> = async ({
  config,
  host,
}) => ({
  kind: 'answer',
  response: {
    Regions: {
      Region: config.regions.map(({ id }) => ({
        RegionId: id,
        LocalName: id,
        RegionEndpoint: host,
      })),
    },
  },
});
