import { cidrSize, formatCidr, reservedAddressCount } from '@cadastre/address-space';
import type { Reader } from '../../store/store.ts';
import type { Vpc, VSwitch } from '../../store/vpc-store.ts';
import { formatTime, tagsByResource } from '../answers.ts';

/** What every answer says of a network. */
function describeBoth(network: Vpc | VSwitch) {
  return {
    Status: 'Available',
    Description: network.description,
    CreationTime: formatTime(network.createdAt),
    CidrBlock: formatCidr(network.cidr),
    IsDefault: false,
    OwnerId: Number(network.accountId),
    ResourceGroupId: network.resourceGroupId,
  } as const;
}

/** VPCs as answers show them, in the same order. */
export async function describeVpcs(reader: Reader, accountId: string, vpcs: readonly Vpc[]) {
  const ids = vpcs.map(({ vpcId }) => vpcId);
  const tagsOf = await tagsByResource(reader, accountId, ids);
  const vSwitchIds = await reader.vSwitches.listIdsOf(accountId, ids);
  return vpcs.map((vpc) => {
    const [firstIpv6] = vpc.ipv6Cidrs;
    return {
      ...describeBoth(vpc),
      VpcId: vpc.vpcId,
      RegionId: vpc.regionId,
      VpcName: vpc.name,
      SecondaryCidrBlocks: { SecondaryCidrBlock: vpc.secondaryCidrs.map(formatCidr) },
      EnabledIpv6: firstIpv6 !== undefined,
      Ipv6CidrBlock: firstIpv6 === undefined ? '' : formatCidr(firstIpv6.cidr),
      Ipv6CidrBlocks: {
        Ipv6CidrBlock: vpc.ipv6Cidrs.map(({ cidr, isp }) => ({
          Ipv6CidrBlock: formatCidr(cidr),
          Ipv6Isp: isp,
        })),
      },
      UserCidrs: { UserCidr: vpc.userCidrs },
      VRouterId: vpc.routerId,
      VSwitchIds: { VSwitchId: vSwitchIds.get(vpc.vpcId) ?? [] },
      DnsHostnameStatus: vpc.isDnsHostnameEnabled ? 'ENABLED' : 'DISABLED',
      DhcpOptionsSetId: '',
      DhcpOptionsSetStatus: '',
      Tags: { Tag: tagsOf(vpc.vpcId) },
    } as const;
  });
}

/** VSwitches as answers show them, in the same order. */
export async function describeVSwitches(
  reader: Reader,
  accountId: string,
  vSwitches: readonly VSwitch[],
) {
  const ids = vSwitches.map(({ vSwitchId }) => vSwitchId);
  const tagsOf = await tagsByResource(reader, accountId, ids);
  const routeTables = new Map<string, string>();
  const described = [];
  for (const vSwitch of vSwitches) {
    const { vSwitchId, vpcId, ipv6Cidr } = vSwitch;
    const known = routeTables.get(vpcId);
    const routeTableId = known ?? (await reader.vpcs.find(accountId, vpcId))?.routeTableId ?? '';
    routeTables.set(vpcId, routeTableId);
    described.push({
      ...describeBoth(vSwitch),
      VSwitchId: vSwitchId,
      VpcId: vpcId,
      ZoneId: vSwitch.zoneId,
      VSwitchName: vSwitch.name,
      EnabledIpv6: ipv6Cidr !== undefined,
      Ipv6CidrBlock: ipv6Cidr === undefined ? '' : formatCidr(ipv6Cidr),
      AvailableIpAddressCount: await countAvailable(reader, vSwitch),
      NetworkAclId: '',
      RouteTable: { RouteTableId: routeTableId, RouteTableType: 'System' },
      ShareType: '',
      Tags: { Tag: tagsOf(vSwitchId) },
    } as const);
  }
  return described;
}

/** IPv4 addresses that are neither reserved nor known to be used. */
async function countAvailable(
  reader: Reader,
  { accountId, vSwitchId, cidr }: VSwitch,
): Promise<number> {
  const [ipv4] = await reader.discoveredResources.cidrsOf(accountId, vSwitchId);
  return Number(cidrSize(cidr) - reservedAddressCount(cidr) - (ipv4?.usedCount ?? 0n));
}
