import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import { findRegion } from '../../config.ts';
import { zoneIdsOf } from '../../regions.ts';
import type { ReadHandler } from '../handler.ts';

export const DescribeZones: ReadHandler<typeof OPERATIONS.DescribeZones> = async ({
  input,
  config,
}) => {
  const region = findRegion(config, input.RegionId);
  if (region === undefined) return refuse('InvalidRegionId.NotFound');
  return {
    kind: 'answer',
    response: {
      Zones: {
        Zone: zoneIdsOf(region).map((zoneId) => ({
          ZoneId: zoneId,
          LocalName: zoneId,
          ZoneType: 'AvailabilityZone',
        })),
      },
    },
  };
};
