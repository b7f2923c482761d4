import { type Refusal, refuse } from '@cadastre/api-contract';
import { type Config, findRegion } from '../../config.ts';

/**
 * Refuses operating regions that this server does not have, and a list that leaves out the region
 * that hosts the IPAM (published: it must be among them).
 */
export function checkOperatingRegions(
  operatingRegions: readonly string[],
  hostRegionId: string,
  config: Config,
): Refusal | undefined {
  const unknown = operatingRegions.find((regionId) => findRegion(config, regionId) === undefined);
  if (unknown !== undefined) return illegal('It names a region that does not exist.');
  if (!operatingRegions.includes(hostRegionId)) {
    return illegal('It must include the region that hosts the IPAM.');
  }
  return undefined;
}

function illegal(detail: string): Refusal {
  return refuse('IllegalParam.{ParameterName}', {
    ParameterName: 'OperatingRegionList',
    Detail: detail,
  });
}
