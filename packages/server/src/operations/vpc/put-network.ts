import { formatCidr } from '@cadastre/address-space';
import { OWN_SOURCE } from '../../store/inventory-records.ts';
import type { Transactor } from '../../store/store.ts';
import type { Vpc, VSwitch } from '../../store/vpc-store.ts';
import type { Change } from '../handler.ts';
import { importResources } from '../resource-cidr/auto-import.ts';
import { putResource } from '../resource-cidr/put-resource.ts';
import type { Trigger } from '../resource-cidr/trigger.ts';

/**
 * Brings the inventory in step with a VPC: allocations of blocks that it no longer has go back to
 * their pools, and pools with auto import take in what they can of it.
 */
export async function putVpc(transactor: Transactor, vpc: Vpc, trigger: Trigger): Promise<void> {
  const { accountId, vpcId, regionId, name, cidr, secondaryCidrs, ipv6Cidrs } = vpc;
  await putResource(
    transactor,
    {
      accountId,
      resourceId: vpcId,
      resourceType: 'VPC',
      regionId,
      vpcId,
      name,
      sourceName: OWN_SOURCE,
      sourceVersion: 0,
      cidrs: [cidr, ...secondaryCidrs, ...ipv6Cidrs.map((ipv6) => ipv6.cidr)],
      discoveredAt: trigger.now,
    },
    trigger,
  );
  await importResources(transactor, accountId, [vpcId], trigger);
}

/** Writes what became of a VPC, with the inventory in step; what the audit event says of it. */
export async function updateVpc(
  transactor: Transactor,
  before: Vpc,
  after: Vpc,
  trigger: Trigger,
): Promise<Change> {
  await transactor.vpcs.update(after);
  await putVpc(transactor, after, trigger);
  return {
    resourceType: 'Vpc',
    resourceId: after.vpcId,
    before: auditedVpc(before),
    after: auditedVpc(after),
  };
}

/** Brings the inventory in step with a VSwitch. */
export async function putVSwitch(
  transactor: Transactor,
  vSwitch: VSwitch,
  trigger: Trigger,
): Promise<void> {
  const { accountId, vSwitchId, vpcId, regionId, name, cidr, ipv6Cidr } = vSwitch;
  await putResource(
    transactor,
    {
      accountId,
      resourceId: vSwitchId,
      resourceType: 'VSwitch',
      regionId,
      vpcId,
      name,
      sourceName: OWN_SOURCE,
      sourceVersion: 0,
      cidrs: ipv6Cidr === undefined ? [cidr] : [cidr, ipv6Cidr],
      discoveredAt: trigger.now,
    },
    trigger,
  );
}

/** A VPC as audit events show it. */
export function auditedVpc(vpc: Vpc): object {
  return {
    ...vpc,
    cidr: formatCidr(vpc.cidr),
    secondaryCidrs: vpc.secondaryCidrs.map(formatCidr),
    ipv6Cidrs: vpc.ipv6Cidrs.map(({ cidr, isp }) => ({ cidr: formatCidr(cidr), isp })),
  };
}

/** A VSwitch as audit events show it. */
export function auditedVSwitch(vSwitch: VSwitch): object {
  const { cidr, ipv6Cidr } = vSwitch;
  return {
    ...vSwitch,
    cidr: formatCidr(cidr),
    ipv6Cidr: ipv6Cidr === undefined ? undefined : formatCidr(ipv6Cidr),
  };
}
