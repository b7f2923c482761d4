import type { OPERATIONS, OperationName } from '@cadastre/api-contract';
import { QueryAvailableInstances } from './bss/QueryAvailableInstances.ts';
import { CreateAccount } from './cadastre/CreateAccount.ts';
import { GetAddressHistory } from './cadastre/GetAddressHistory.ts';
import { ListAccounts } from './cadastre/ListAccounts.ts';
import { ListEvents } from './cadastre/ListEvents.ts';
import { UpdateAccount } from './cadastre/UpdateAccount.ts';
import { AttachControlPolicy } from './control-policy/AttachControlPolicy.ts';
import { CreateControlPolicy } from './control-policy/CreateControlPolicy.ts';
import { DeleteControlPolicy } from './control-policy/DeleteControlPolicy.ts';
import { DetachControlPolicy } from './control-policy/DetachControlPolicy.ts';
import { GetControlPolicy } from './control-policy/GetControlPolicy.ts';
import { ListControlPolicies } from './control-policy/ListControlPolicies.ts';
import { ListControlPolicyAttachmentsForTarget } from './control-policy/ListControlPolicyAttachmentsForTarget.ts';
import { UpdateControlPolicy } from './control-policy/UpdateControlPolicy.ts';
import { CreateFolder } from './directory/CreateFolder.ts';
import { DeleteFolder } from './directory/DeleteFolder.ts';
import { DeregisterDelegatedAdministrator } from './directory/DeregisterDelegatedAdministrator.ts';
import { ListDelegatedAdministrators } from './directory/ListDelegatedAdministrators.ts';
import { ListDirectoryAccounts } from './directory/ListDirectoryAccounts.ts';
import { ListFoldersForParent } from './directory/ListFoldersForParent.ts';
import { MoveAccount } from './directory/MoveAccount.ts';
import { RegisterDelegatedAdministrator } from './directory/RegisterDelegatedAdministrator.ts';
import { UpdateFolder } from './directory/UpdateFolder.ts';
import type { HandlerOf } from './handler.ts';
import { DeleteInventorySource } from './inventory/DeleteInventorySource.ts';
import { ListInventoryItems } from './inventory/ListInventoryItems.ts';
import { ListInventorySources } from './inventory/ListInventorySources.ts';
import { PutInventory } from './inventory/PutInventory.ts';
import { CreateIpam } from './ipam/CreateIpam.ts';
import { DeleteIpam } from './ipam/DeleteIpam.ts';
import { ListIpams } from './ipam/ListIpams.ts';
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
import { DescribeEndpoints } from './location/DescribeEndpoints.ts';
import { AddIpamMembers } from './member/AddIpamMembers.ts';
import { ListIpamMembers } from './member/ListIpamMembers.ts';
import { RemoveIpamMembers } from './member/RemoveIpamMembers.ts';
import { AddUserToGroup } from './ram/AddUserToGroup.ts';
import { AttachPolicyToGroup } from './ram/AttachPolicyToGroup.ts';
import { AttachPolicyToRole } from './ram/AttachPolicyToRole.ts';
import { AttachPolicyToUser } from './ram/AttachPolicyToUser.ts';
import { CreateAccessKey } from './ram/CreateAccessKey.ts';
import { CreateGroup } from './ram/CreateGroup.ts';
import { CreatePolicy } from './ram/CreatePolicy.ts';
import { CreatePolicyVersion } from './ram/CreatePolicyVersion.ts';
import { CreateRole } from './ram/CreateRole.ts';
import { CreateUser } from './ram/CreateUser.ts';
import { DeleteAccessKey } from './ram/DeleteAccessKey.ts';
import { DeleteGroup } from './ram/DeleteGroup.ts';
import { DeletePolicy } from './ram/DeletePolicy.ts';
import { DeletePolicyVersion } from './ram/DeletePolicyVersion.ts';
import { DeleteRole } from './ram/DeleteRole.ts';
import { DeleteUser } from './ram/DeleteUser.ts';
import { DetachPolicyFromGroup } from './ram/DetachPolicyFromGroup.ts';
import { DetachPolicyFromRole } from './ram/DetachPolicyFromRole.ts';
import { DetachPolicyFromUser } from './ram/DetachPolicyFromUser.ts';
import { GetGroup } from './ram/GetGroup.ts';
import { GetPolicy } from './ram/GetPolicy.ts';
import { GetPolicyVersion } from './ram/GetPolicyVersion.ts';
import { GetRole } from './ram/GetRole.ts';
import { GetUser } from './ram/GetUser.ts';
import { ListAccessKeys } from './ram/ListAccessKeys.ts';
import { ListEntitiesForPolicy } from './ram/ListEntitiesForPolicy.ts';
import { ListGroups } from './ram/ListGroups.ts';
import { ListGroupsForUser } from './ram/ListGroupsForUser.ts';
import { ListPolicies } from './ram/ListPolicies.ts';
import { ListPoliciesForGroup } from './ram/ListPoliciesForGroup.ts';
import { ListPoliciesForRole } from './ram/ListPoliciesForRole.ts';
import { ListPoliciesForUser } from './ram/ListPoliciesForUser.ts';
import { ListPolicyVersions } from './ram/ListPolicyVersions.ts';
import { ListRoles } from './ram/ListRoles.ts';
import { ListUsers } from './ram/ListUsers.ts';
import { ListUsersForGroup } from './ram/ListUsersForGroup.ts';
import { RemoveUserFromGroup } from './ram/RemoveUserFromGroup.ts';
import { SetDefaultPolicyVersion } from './ram/SetDefaultPolicyVersion.ts';
import { UpdateAccessKey } from './ram/UpdateAccessKey.ts';
import { UpdateRole } from './ram/UpdateRole.ts';
import { UpdateUser } from './ram/UpdateUser.ts';
import { IgnoreResource } from './resource-cidr/IgnoreResource.ts';
import { ListIpamResourceCidrs } from './resource-cidr/ListIpamResourceCidrs.ts';
import { UnignoreResource } from './resource-cidr/UnignoreResource.ts';
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
import { CreateResourceGroup } from './resource-manager/CreateResourceGroup.ts';
import { DeleteResourceGroup } from './resource-manager/DeleteResourceGroup.ts';
import { GetResourceGroup } from './resource-manager/GetResourceGroup.ts';
import { ListResourceGroups } from './resource-manager/ListResourceGroups.ts';
import { UpdateResourceGroup } from './resource-manager/UpdateResourceGroup.ts';
import { AcceptResourceShareInvitation } from './resource-sharing/AcceptResourceShareInvitation.ts';
import { AssociateResourceShare } from './resource-sharing/AssociateResourceShare.ts';
import { CreateResourceShare } from './resource-sharing/CreateResourceShare.ts';
import { DeleteResourceShare } from './resource-sharing/DeleteResourceShare.ts';
import { DisassociateResourceShare } from './resource-sharing/DisassociateResourceShare.ts';
import { ListResourceShareAssociations } from './resource-sharing/ListResourceShareAssociations.ts';
import { ListResourceShareInvitations } from './resource-sharing/ListResourceShareInvitations.ts';
import { ListResourceShares } from './resource-sharing/ListResourceShares.ts';
import { ListSharedResources } from './resource-sharing/ListSharedResources.ts';
import { ListSharedTargets } from './resource-sharing/ListSharedTargets.ts';
import { RejectResourceShareInvitation } from './resource-sharing/RejectResourceShareInvitation.ts';
import { UpdateResourceShare } from './resource-sharing/UpdateResourceShare.ts';
import { GetVpcIpamServiceStatus } from './service/GetVpcIpamServiceStatus.ts';
import { OpenVpcIpamService } from './service/OpenVpcIpamService.ts';
import { AssumeRole } from './sts/AssumeRole.ts';
import { GetCallerIdentity } from './sts/GetCallerIdentity.ts';
import { ListTagResources } from './tag/ListTagResources.ts';
import { TagResources } from './tag/TagResources.ts';
import { UntagResources } from './tag/UntagResources.ts';
import { AssociateVpcCidrBlock } from './vpc/AssociateVpcCidrBlock.ts';
import { CreateVpc } from './vpc/CreateVpc.ts';
import { CreateVSwitch } from './vpc/CreateVSwitch.ts';
import { DeleteVpc } from './vpc/DeleteVpc.ts';
import { DeleteVSwitch } from './vpc/DeleteVSwitch.ts';
import { DescribeRegions } from './vpc/DescribeRegions.ts';
import { DescribeRouteTableList } from './vpc/DescribeRouteTableList.ts';
import { DescribeVpcAttribute } from './vpc/DescribeVpcAttribute.ts';
import { DescribeVpcs } from './vpc/DescribeVpcs.ts';
import { DescribeVSwitchAttributes } from './vpc/DescribeVSwitchAttributes.ts';
import { DescribeVSwitches } from './vpc/DescribeVSwitches.ts';
import { DescribeZones } from './vpc/DescribeZones.ts';
import { ListTagResources as ListNetworkTagResources } from './vpc/ListTagResources.ts';
import { ModifyVpcAttribute } from './vpc/ModifyVpcAttribute.ts';
import { ModifyVSwitchAttribute } from './vpc/ModifyVSwitchAttribute.ts';
import { TagResources as TagNetworkResources } from './vpc/TagResources.ts';
import { UnassociateVpcCidrBlock } from './vpc/UnassociateVpcCidrBlock.ts';
import { UnTagResources } from './vpc/UnTagResources.ts';

/** The handler of every operation, by product and name; one that is missing does not compile. */
export const HANDLERS = {
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
  ListIpams,
  ListIpamScopes,
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

  AssociateVpcCidrBlock,
  CreateVpc,
  CreateVSwitch,
  DeleteVpc,
  DeleteVSwitch,
  DescribeRegions,
  DescribeRouteTableList,
  DescribeVpcAttribute,
  DescribeVpcs,
  DescribeVSwitchAttributes,
  DescribeVSwitches,
  DescribeZones,
  'Vpc.ListTagResources': ListNetworkTagResources,
  ModifyVpcAttribute,
  ModifyVSwitchAttribute,
  'Vpc.TagResources': TagNetworkResources,
  UnassociateVpcCidrBlock,
  UnTagResources,

  AttachControlPolicy,
  CreateAccount,
  CreateControlPolicy,
  CreateFolder,
  DeleteControlPolicy,
  DeleteFolder,
  DeleteInventorySource,
  DeregisterDelegatedAdministrator,
  DetachControlPolicy,
  GetAddressHistory,
  GetControlPolicy,
  IgnoreResource,
  ListAccounts,
  ListControlPolicies,
  ListControlPolicyAttachmentsForTarget,
  ListDelegatedAdministrators,
  ListDirectoryAccounts,
  ListEvents,
  ListFoldersForParent,
  ListInventoryItems,
  ListInventorySources,
  MoveAccount,
  PutInventory,
  RegisterDelegatedAdministrator,
  UnignoreResource,
  UpdateAccount,
  UpdateControlPolicy,
  UpdateFolder,

  AddUserToGroup,
  AttachPolicyToGroup,
  AttachPolicyToRole,
  AttachPolicyToUser,
  CreateAccessKey,
  CreateGroup,
  CreatePolicy,
  CreatePolicyVersion,
  CreateRole,
  CreateUser,
  DeleteAccessKey,
  DeleteGroup,
  DeletePolicy,
  DeletePolicyVersion,
  DeleteRole,
  DeleteUser,
  DetachPolicyFromGroup,
  DetachPolicyFromRole,
  DetachPolicyFromUser,
  GetGroup,
  GetPolicy,
  GetPolicyVersion,
  GetRole,
  GetUser,
  ListAccessKeys,
  ListEntitiesForPolicy,
  ListGroups,
  ListGroupsForUser,
  ListPolicies,
  ListPoliciesForGroup,
  ListPoliciesForRole,
  ListPoliciesForUser,
  ListPolicyVersions,
  ListRoles,
  ListUsers,
  ListUsersForGroup,
  RemoveUserFromGroup,
  SetDefaultPolicyVersion,
  UpdateAccessKey,
  UpdateRole,
  UpdateUser,

  CreateResourceGroup,
  DeleteResourceGroup,
  GetResourceGroup,
  ListResourceGroups,
  UpdateResourceGroup,

  AcceptResourceShareInvitation,
  AssociateResourceShare,
  CreateResourceShare,
  DeleteResourceShare,
  DisassociateResourceShare,
  ListResourceShareAssociations,
  ListResourceShareInvitations,
  ListResourceShares,
  ListSharedResources,
  ListSharedTargets,
  RejectResourceShareInvitation,
  UpdateResourceShare,

  AssumeRole,
  GetCallerIdentity,

  QueryAvailableInstances,

  DescribeEndpoints,
} as const satisfies {
  readonly [Name in OperationName]: HandlerOf<(typeof OPERATIONS)[Name]>;
};
