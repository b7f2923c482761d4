import type { OperationDefinition } from '../operation.ts';
import { CreateIpam } from './ipam/CreateIpam.ts';
import { DeleteIpam } from './ipam/DeleteIpam.ts';
import { ListIpams } from './ipam/ListIpams.ts';
import { UntagResources } from './ipam/UntagResources.ts';
import { UpdateIpam } from './ipam/UpdateIpam.ts';
import { CreateIpamPool } from './ipam-pool/CreateIpamPool.ts';
import { DeleteIpamPool } from './ipam-pool/DeleteIpamPool.ts';
import { ListIpamPools } from './ipam-pool/ListIpamPools.ts';
import { UpdateIpamPool } from './ipam-pool/UpdateIpamPool.ts';
import { CreateIpamPoolAllocation } from './ipam-pool-allocation/CreateIpamPoolAllocation.ts';
import { DeleteIpamPoolAllocation } from './ipam-pool-allocation/DeleteIpamPoolAllocation.ts';
import { GetIpamPoolAllocation } from './ipam-pool-allocation/GetIpamPoolAllocation.ts';
import { GetIpamPoolNextAvailableCidr } from './ipam-pool-allocation/GetIpamPoolNextAvailableCidr.ts';
import { ListIpamPoolAllocations } from './ipam-pool-allocation/ListIpamPoolAllocations.ts';
import { UpdateIpamPoolAllocation } from './ipam-pool-allocation/UpdateIpamPoolAllocation.ts';
import { AddIpamPoolCidr } from './ipam-pool-cidr/AddIpamPoolCidr.ts';
import { DeleteIpamPoolCidr } from './ipam-pool-cidr/DeleteIpamPoolCidr.ts';
import { ListIpamPoolCidrs } from './ipam-pool-cidr/ListIpamPoolCidrs.ts';
import { CreateIpamScope } from './ipam-scope/CreateIpamScope.ts';
import { DeleteIpamScope } from './ipam-scope/DeleteIpamScope.ts';
import { ListIpamScopes } from './ipam-scope/ListIpamScopes.ts';
import { UpdateIpamScope } from './ipam-scope/UpdateIpamScope.ts';
import { AddIpamMembers } from './member/AddIpamMembers.ts';
import { ListIpamMembers } from './member/ListIpamMembers.ts';
import { RemoveIpamMembers } from './member/RemoveIpamMembers.ts';
import { ListIpamResourceCidrs } from './resource-cidr/ListIpamResourceCidrs.ts';
import { AssociateIpamResourceDiscovery } from './resource-discovery/AssociateIpamResourceDiscovery.ts';
import { CreateIpamResourceDiscovery } from './resource-discovery/CreateIpamResourceDiscovery.ts';
import { DeleteIpamResourceDiscovery } from './resource-discovery/DeleteIpamResourceDiscovery.ts';
import { DissociateIpamResourceDiscovery } from './resource-discovery/DissociateIpamResourceDiscovery.ts';
import { ListIpamDiscoveredIpAddresses } from './resource-discovery/ListIpamDiscoveredIpAddresses.ts';
import { ListIpamDiscoveredResource } from './resource-discovery/ListIpamDiscoveredResource.ts';
import { ListIpamResourceDiscoveries } from './resource-discovery/ListIpamResourceDiscoveries.ts';
import { ListIpamResourceDiscoveryAssociations } from './resource-discovery/ListIpamResourceDiscoveryAssociations.ts';
import { UpdateIpamResourceDiscovery } from './resource-discovery/UpdateIpamResourceDiscovery.ts';
import { ChangeResourceGroup } from './resource-group/ChangeResourceGroup.ts';
import { GetVpcIpamServiceStatus } from './service/GetVpcIpamServiceStatus.ts';
import { OpenVpcIpamService } from './service/OpenVpcIpamService.ts';
import { GetCallerIdentity } from './sts/GetCallerIdentity.ts';
import { ListTagResources } from './tag/ListTagResources.ts';
import { TagResources } from './tag/TagResources.ts';
import { DescribeRegions } from './vpc/DescribeRegions.ts';

/** Every operation of every product, in a fixed list; nothing scans a folder. */
export const OPERATIONS = {
  AddIpamMembers,
  AddIpamPoolCidr,
  AssociateIpamResourceDiscovery,
  ChangeResourceGroup,
  CreateIpam,
  CreateIpamPool,
  CreateIpamPoolAllocation,
  CreateIpamResourceDiscovery,
  CreateIpamScope,
  DeleteIpam,
  DeleteIpamPool,
  DeleteIpamPoolAllocation,
  DeleteIpamPoolCidr,
  DeleteIpamResourceDiscovery,
  DeleteIpamScope,
  DissociateIpamResourceDiscovery,
  GetIpamPoolAllocation,
  GetIpamPoolNextAvailableCidr,
  GetVpcIpamServiceStatus,
  ListIpamDiscoveredIpAddresses,
  ListIpamDiscoveredResource,
  ListIpamMembers,
  ListIpamPoolAllocations,
  ListIpamPoolCidrs,
  ListIpamPools,
  ListIpamResourceCidrs,
  ListIpamResourceDiscoveries,
  ListIpamResourceDiscoveryAssociations,
  ListIpamScopes,
  ListIpams,
  ListTagResources,
  OpenVpcIpamService,
  RemoveIpamMembers,
  TagResources,
  UntagResources,
  UpdateIpam,
  UpdateIpamPool,
  UpdateIpamPoolAllocation,
  UpdateIpamResourceDiscovery,
  UpdateIpamScope,
  DescribeRegions,
  GetCallerIdentity,
} as const satisfies Record<string, OperationDefinition>;

export type OperationName = keyof typeof OPERATIONS;

type Named<State extends string> = {
  [Name in OperationName]: (typeof OPERATIONS)[Name]['state'] extends State ? Name : never;
}[OperationName];

/** The operations that a handler must exist for. */
export type BuiltOperationName = Named<'built'>;
