import type { GroupedResourceType } from '../records.ts';

/** Where each type of resource is kept that has tags and a resource group. */
export const GROUPED_TABLES: Readonly<
  Record<GroupedResourceType, { readonly table: string; readonly idColumn: string }>
> = {
  IPAM: { table: 'ipams', idColumn: 'ipam_id' },
  IPAMSCOPE: { table: 'scopes', idColumn: 'scope_id' },
  IPAMPOOL: { table: 'pools', idColumn: 'pool_id' },
  IPAMRESOURCEDISCOVERY: { table: 'resource_discoveries', idColumn: 'discovery_id' },
  VPC: { table: 'vpcs', idColumn: 'vpc_id' },
  VSWITCH: { table: 'vswitches', idColumn: 'vswitch_id' },
};
