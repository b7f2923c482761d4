import { type Cidr, formatCidr, parseCidr } from '@cadastre/address-space';
import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import { listedAddressKey } from '../../store/inventory-keys.ts';
import { EMPTY_LIST, pageAnswer } from '../answers.ts';
import type { ListHandler } from '../handler.ts';
import { findDiscovery } from './find-discovery.ts';

/** IPv4 addresses in use in a VPC or a VSwitch that the resource discovery looks at. */
export const ListIpamDiscoveredIpAddresses: ListHandler<
  typeof OPERATIONS.ListIpamDiscoveredIpAddresses
> = async ({ input, accountId, page }, reader) => {
  const { RegionId, IpamResourceDiscoveryId, VpcId: vpcId, VSwitchId: vSwitchId } = input;
  const found = await findDiscovery(reader, accountId, RegionId, IpamResourceDiscoveryId);
  if (found.kind === 'refusal') return refuse('Forbidden.IpResourceAccess');
  if (vpcId === undefined && vSwitchId === undefined) {
    return refuse('MissingParam.VpcIdOrVSwitchId');
  }
  const cidr = readCidr(input.Cidr);
  if (cidr === 'matches-nothing' || (input.IpVersion ?? 'IPv4') !== 'IPv4') return EMPTY_LIST;
  const { accountId: ownerId, operatingRegions } = found.discovery;
  const addresses = await reader.discoveredAddresses.list(
    { accountId: ownerId, vpcId, vSwitchId, regionIds: operatingRegions, cidr },
    page,
  );
  return pageAnswer(addresses, listedAddressKey, (address) => ({
    IpAddress: formatCidr(address.cidr),
    IpVersion: 'IPv4' as const,
    ResourceId: address.resourceId,
    ResourceServiceType: address.serviceType,
    ResourceRegionId: address.regionId,
    VpcId: address.vpcId,
    VSwitchId: address.vSwitchId,
  }));
};

/** Any IPv4 block, one address too; other texts match nothing, as with every filter. */
function readCidr(text: string | undefined): Cidr | undefined | 'matches-nothing' {
  if (text === undefined) return undefined;
  const parsed = parseCidr(text);
  return parsed.kind === 'cidr' && parsed.cidr.ipVersion === 'IPv4'
    ? parsed.cidr
    : 'matches-nothing';
}
