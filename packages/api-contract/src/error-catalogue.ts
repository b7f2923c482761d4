/** Where a code and its message come from: the vendor's pages, or our own choice by their pattern. */
export type ErrorSource = 'published' | 'own';

export interface ErrorEntry {
  /** The HTTP status. Deterministic failures are never 5xx: real clients would repeat them. */
  readonly status: number;
  /** The message; `{Name}` is replaced by the argument of that name. */
  readonly message: string;
  readonly source: ErrorSource;
}

/**
 * Every error this server can answer. The key is the code on the wire; `{Name}` in a key is replaced
 * like in the message, and what follows `#` tells apart several messages of one code.
 */
export const ERROR_CATALOGUE = {
  // The gateway.
  'Missing{ParameterName}': {
    status: 400,
    message: '{ParameterName} is mandatory for this action.',
    source: 'published',
  },
  'Invalid{ParameterName}': {
    status: 400,
    message: 'Specified parameter {ParameterName} is not valid.{Detail}',
    source: 'published',
  },
  InvalidParameter: {
    status: 400,
    message: 'The specified parameter is not valid.{Detail}',
    source: 'published',
  },
  'InvalidParameter.Format': {
    status: 400,
    message: 'Specified parameter format is not valid.',
    source: 'published',
  },
  RequestBodyTooLarge: {
    status: 413,
    message: 'The request body is larger than {Limit} bytes.',
    source: 'own',
  },
  'InvalidAccessKeyId.NotFound': {
    status: 404,
    message: 'Specified access key is not found.',
    source: 'published',
  },
  'InvalidAccessKeyId.Inactive': {
    status: 400,
    message: 'Specified access key is disabled.',
    source: 'published',
  },
  'SignatureDoesNotMatch#1.0': {
    status: 400,
    message:
      'Specified signature is not matched with our calculation. server string to sign is:{StringToSign}',
    source: 'published',
  },
  'SignatureDoesNotMatch#V3': {
    status: 400,
    message:
      'Specified signature does not match our calculation. server StringToSign is [{StringToSign}] server CanonicalRequest is [{CanonicalRequest}]',
    source: 'published',
  },
  IncompleteSignature: {
    status: 400,
    message: 'The request signature does not conform to Alibaba Cloud standards.{Detail}',
    source: 'published',
  },
  InvalidSignatureMethod: {
    status: 400,
    message: 'Specified signature method is not valid.',
    source: 'published',
  },
  SignatureNonceUsed: {
    status: 400,
    message: 'Specified signature nonce was used already.',
    source: 'published',
  },
  'InvalidTimeStamp.Format': {
    status: 400,
    message: 'Specified time stamp or date value is not well formatted.',
    source: 'published',
  },
  'InvalidTimeStamp.Expired': {
    status: 400,
    message: 'Specified time stamp or date value is expired.',
    source: 'published',
  },
  'InvalidSecurityToken.Malformed': {
    status: 400,
    message: 'Specified SecurityToken is malformed.',
    source: 'published',
  },
  'InvalidSecurityToken.Expired': {
    status: 400,
    message: 'Specified SecurityToken is expired.',
    source: 'published',
  },
  'InvalidSecurityToken.MismatchWithAccessKey': {
    status: 400,
    message: 'Specified SecurityToken mismatch with the AccessKey.',
    source: 'published',
  },
  'InvalidApi.NotFound': {
    status: 404,
    message: 'Specified api is not found, please check your url and method.',
    source: 'published',
  },
  'InvalidAction.NotFound': {
    status: 404,
    message: 'Specified api is not found, please check your url and method.',
    source: 'published',
  },
  InvalidVersion: {
    status: 400,
    message: 'Specified parameter Version is not valid.',
    source: 'published',
  },
  UnsupportedHTTPMethod: {
    status: 400,
    message: 'This http method is not supported.',
    source: 'published',
  },
  'InvalidProtocol.NeedSsl': {
    status: 400,
    message: 'Your request is denied as lack of ssl protect.',
    source: 'published',
  },
  'Throttling.User': {
    status: 400,
    message: 'Request was denied due to user flow control.',
    source: 'published',
  },
  'Forbidden.RAM': {
    status: 403,
    message:
      'The user is not authorized to operate on the specified resource, or the API operation does not support RAM.',
    source: 'published',
  },
  IdempotentParameterMismatch: {
    status: 400,
    message: 'The request is retried with updated parameters.',
    source: 'published',
  },
  InternalError: {
    status: 500,
    message: 'The request processing has failed due to some unknown error.',
    source: 'published',
  },
  ServiceUnavailable: {
    status: 503,
    message: 'The request has failed due to a temporary failure of the server.',
    source: 'published',
  },
  // Real clients repeat a call that is answered with it.
  OperationConflict: {
    status: 409,
    message: 'The operation conflicts with another one. Try again later.',
    source: 'own',
  },

  // Common to the operations of VpcIpam.
  DryRunOperation: {
    status: 400,
    message: 'Request validation has been passed with DryRun flag set.',
    source: 'published',
  },
  'DuplicatedParam.TagKey': { status: 400, message: 'TagKey duplicate.', source: 'published' },
  'IllegalParam.ResourceGroupId': {
    status: 400,
    message: 'The input parameter ResourceGroupId is invalid.',
    source: 'published',
  },
  'IllegalParam.{ParameterName}': {
    status: 400,
    message: 'The specified {ParameterName} is illegal.{Detail}',
    source: 'own',
  },
  'NumberExceed.Tags': {
    status: 400,
    message: 'The number of tags exceeds the limit of {Limit}.',
    source: 'own',
  },
  'IllegalParam.ResourceType': {
    status: 400,
    message: 'The input parameter ResourceType is invalid.',
    source: 'published',
  },
  'MissingParameter.ResourceIds': {
    status: 400,
    message:
      'The input parameter ResourceIds that is mandatory for processing this request is not supplied.',
    source: 'published',
  },
  'MissingParameter.ResourceType': {
    status: 400,
    message:
      'The input parameter ResourceType that is mandatory for processing this request is not supplied.',
    source: 'own',
  },
  'MissingParam.ResourceIdOrTag': {
    status: 400,
    message: 'The resource ID or the tag must be input.',
    source: 'own',
  },
  'MissingParam.TagKey': { status: 400, message: 'The tag key must be input.', source: 'own' },
  'InvalidRegionId.NotFound': {
    status: 404,
    message: 'Specified value of "regionId" is not supported.',
    source: 'published',
  },

  // The service.
  CURRENT_USER_QUANTITY_EXCEED: {
    status: 400,
    message: 'The IPAM service is already activated for this account.',
    source: 'own',
  },
  'OperationDenied.ServiceNotOpened': {
    status: 400,
    message: 'The operation is not allowed because the IPAM service is not activated.',
    source: 'own',
  },

  // IPAMs and scopes.
  'ResourceNotFound.Ipam': {
    status: 400,
    message: 'The specified resource of ipam is not found.',
    source: 'published',
  },
  'QuotaExceeded.IpamQuotaPerRegion': {
    status: 400,
    message: 'The quota of IpamQuotaPerRegion count is exceeded.',
    source: 'own',
  },
  'ResourceNotFound.IpamScope': {
    status: 400,
    message: 'The specified resource of IPAM scope is not found.',
    source: 'published',
  },
  'QuotaExceeded.IpamScopeQuotaPerIpam': {
    status: 400,
    message: 'The quota of IpamScopeQuotaPerIpam count is exceeded.',
    source: 'own',
  },

  'ResourceNotFound.IpamResourceDiscovery': {
    status: 400,
    message: 'The dependent instance of IPAM resource discovery is not found.',
    source: 'published',
  },

  // Resource discoveries and what they find.
  'OperationDenied.IpamResourceDiscoveryExist': {
    status: 400,
    message:
      'The operation is not allowed because the IPAM of the region has its default resource discovery.',
    source: 'own',
  },
  'QuotaExceeded.CustomIpamResourceDiscoveryQuotaPerRegion': {
    status: 400,
    message: 'The quota of CustomIpamResourceDiscoveryQuotaPerRegion count is exceeded.',
    source: 'own',
  },
  'OperationDenied.DefaultResourceDiscovery': {
    status: 400,
    message:
      'The operation is not allowed because the resource discovery is the default one of an IPAM.',
    source: 'own',
  },
  'OperationDenied.ResourceDiscoveryAssociationExist': {
    status: 400,
    message:
      'The operation is not allowed because the resource discovery is associated with the IPAM already.',
    source: 'own',
  },
  'ResourceNotFound.ResourceDiscoveryAssociation': {
    status: 400,
    message: 'You cannot disassociate from the resource discovery because no association exists.',
    source: 'published',
  },
  'DependencyViolation.ResourceDiscoveryAssociation': {
    status: 400,
    message:
      'The specified resource of {Resource} depends on {Dependency}, so the operation cannot be completed.',
    source: 'own',
  },
  'Forbidden.IpResourceAccess': {
    status: 400,
    message:
      'The IPAM resource discovery instance in the parameters is not allowed to be accessed.',
    source: 'published',
  },
  'MissingParam.VpcIdOrVSwitchId': {
    status: 400,
    message: 'The VPC or the VSwitch must be input.',
    source: 'own',
  },
  'MissingParam.IpamIdOrIpamScopeId': {
    status: 400,
    message: 'The IPAM or the IPAM scope must be input.',
    source: 'own',
  },
  'ResourceNotFound.Resource': {
    status: 400,
    message: 'The specified resource is not found in the IPAM.',
    source: 'own',
  },

  // Resource groups.
  'InvalidParameter.ResourceGroupId': {
    status: 400,
    message: 'The ResourceGroupId is invalid.',
    source: 'published',
  },
  'InvalidParameter.Name.InvalidChars': {
    status: 400,
    message: 'The Name is invalid.',
    source: 'published',
  },
  'InvalidParameter.Name.Length': {
    status: 400,
    message: 'The maximum length of Name is exceeded.',
    source: 'published',
  },
  'InvalidParameter.DisplayName': {
    status: 400,
    message: 'The DisplayName is invalid.',
    source: 'published',
  },
  'InvalidParameter.DisplayName.Length': {
    status: 400,
    message: 'The maximum length of DisplayName is exceeded.',
    source: 'published',
  },
  'EntityAlreadyExists.ResourceGroup': {
    status: 409,
    message: 'The resource group already exists.',
    source: 'own',
  },
  'EntityNotExists.ResourceGroup': {
    status: 404,
    message: 'The specified resource group does not exist. You must first create a resource group.',
    source: 'published',
  },
  'LimitExceeded.ResourceGroup': {
    status: 409,
    message: 'The maximum number of resource groups is exceeded.',
    source: 'own',
  },
  'DeleteConflict.ResourceGroup.Resource': {
    status: 409,
    message:
      'Failed to delete the resource group because one or more cloud resources exist in the resource group. Try again later after you release the cloud resources.',
    source: 'published',
  },
  'DeleteConflict.ResourceGroup.Default': {
    status: 409,
    message: 'The default resource group cannot be deleted.',
    source: 'own',
  },

  // Pools.
  'ResourceNotFound.SourceIpamPool': {
    status: 400,
    message: 'The dependent source IPAM pool is not found.',
    source: 'published',
  },
  'UnsupportedFeature.PublicIpamScopeType': {
    status: 400,
    message: 'The feature of PublicIpamScopeType is not supported.',
    source: 'published',
  },
  'UnsupportedFeature.IpamPublicIpv4Pool': {
    status: 400,
    message: 'The feature of public IPv4 pool is not supported in IPAM.',
    source: 'published',
  },
  'UnsupportedFeature.IpamIpv6': {
    status: 400,
    message: 'The feature of IPv6 is not supported in this region.',
    source: 'published',
  },
  'UnsupportedFeature.Ipv6Isp': {
    status: 400,
    message: 'The Ipv6Isp feature is not supported.',
    source: 'published',
  },
  'UnsupportedRegion.Ipv6Isp': {
    status: 400,
    message: 'The current region does not support this feature.',
    source: 'published',
  },
  'IllegalParam.AllocationMinNetmask': {
    status: 400,
    message: 'The specified AllocationMinNetmask is illegal.',
    source: 'published',
  },
  'IllegalParam.AllocationMaxNetmask': {
    status: 400,
    message: 'The specified AllocationMaxNetmask is illegal.',
    source: 'published',
  },
  'IllegalParam.AllocationDefaultNetmask': {
    status: 400,
    message: 'The specified AllocationDefaultNetmask is illegal.',
    source: 'published',
  },
  'IllegalParam.IpVersion': {
    status: 400,
    message: 'The specified IpVersion is illegal.',
    source: 'published',
  },
  'IllegalParam.PoolRegionId': {
    status: 400,
    message: 'The specified PoolRegionId is illegal.',
    source: 'published',
  },
  'IllegalParam.Ipv6Isp': {
    status: 400,
    message: 'The specified Ipv6Isp is illegal.',
    source: 'published',
  },
  'IncorrectStatus.IpamPool': {
    status: 400,
    message: 'The status of the IPAM pool is incorrect.',
    source: 'published',
  },
  'OperationDenied.OperateShareResource': {
    status: 400,
    message: 'The operation is not allowed because the instance is a shared resource.',
    source: 'published',
  },
  'OperationDenied.IpamPublicIpv6PoolNeedPoolRegion': {
    status: 400,
    message: 'The public IPv6 pool cannot be created in IPAM when its pool region is empty.',
    source: 'published',
  },
  'OperationDenied.AutoImportNeedPoolRegion': {
    status: 400,
    message: 'The auto import feature cannot be enabled when the pool region is empty.',
    source: 'own',
  },
  'Mismatch.IpamScopeAndSourceIpamPool': {
    status: 400,
    message: 'The input source IPAM pool is not in the input IPAM scope.',
    source: 'published',
  },
  'Mismatch.Ipv6IspAndSourceIpamPool': {
    status: 400,
    message: 'The input Ipv6Isp is inconsistent with the Ipv6Isp of the input source IPAM pool.',
    source: 'published',
  },
  'QuotaExceeded.IpamPoolQuotaDepth': {
    status: 400,
    message: 'The quota of IpamPoolQuotaDepth count is exceeded.',
    source: 'published',
  },
  'QuotaExceeded.IpamSubPoolQuotaPerIpamPool': {
    status: 400,
    message: 'The quota of ipamSubPoolQuotaPerIpamPool count is exceeded.',
    source: 'published',
  },
  'QuotaExceeded.IpamPoolQuotaPerScope': {
    status: 400,
    message: 'The quota of IpamPoolQuotaPerScope count is exceeded.',
    source: 'own',
  },
  'QuotaExceeded.IpamPublicIpv6TopPoolQuotaPerRegionIsp': {
    status: 400,
    message:
      'The number of public IPv6 top pool in IPAM for this ISP owned by the user in this region exceeds the limit.',
    source: 'published',
  },

  // Inventory sources.
  'ResourceNotFound.InventorySource': {
    status: 400,
    message: 'The specified resource of inventory source is not found.',
    source: 'own',
  },
  'LimitExceeded.InventorySource': {
    status: 400,
    message: 'The number of inventory sources exceeds the limit of {Limit}.',
    source: 'own',
  },
  'OperationDenied.InventoryVersionTooOld': {
    status: 400,
    message:
      'The operation is not allowed because version {SourceVersion} of the source came in already.',
    source: 'own',
  },
  'OperationDenied.InventoryModeChanged': {
    status: 400,
    message:
      'The operation is not allowed because version {SourceVersion} of the source is {Mode}.',
    source: 'own',
  },
  'OperationDenied.InventoryNotComplete': {
    status: 400,
    message:
      'The operation is not allowed because the full version {SourceVersion} of the source is not complete.',
    source: 'own',
  },

  // Updating and deleting what others depend on.
  'OperationDenied.RemoveHostedRegion': {
    status: 400,
    message: 'The operation is not allowed because the region hosts the resource.',
    source: 'own',
  },
  'OperationDenied.DeleteDefaultScope': {
    status: 400,
    message: 'The operation is not allowed because the scope is a default scope.',
    source: 'published',
  },
  'DependencyViolation.IpamPool': {
    status: 400,
    message:
      'The specified resource of {Resource} depends on {Dependency}, so the operation cannot be completed.',
    source: 'published',
  },
  'DependencyViolation.IpamScope': {
    status: 400,
    message:
      'The specified resource of {Resource} depends on {Dependency}, so the operation cannot be completed.',
    source: 'own',
  },
  'DependencyViolation.CustomPoolAllocation': {
    status: 400,
    message:
      'The operation is not allowed because the IpamPool has custom pool allocation dependency.',
    source: 'published',
  },
  'DependencyViolation.PoolCidr': {
    status: 400,
    message: 'The operation is not allowed because the IpamPool has pool CIDR dependency {Cidr}.',
    source: 'published',
  },
  'DependencyViolation.ShareResource#IpamPool': {
    status: 400,
    message:
      'The specified resource of IPAM pool depends on resource sharing, so the operation cannot be completed.',
    source: 'published',
  },
  'DependencyViolation.ShareResource#DefaultDiscovery': {
    status: 400,
    message:
      'The operation is not allowed because the default resource discovery of this IPAM is sharing.',
    source: 'published',
  },
  'DependencyViolation.ShareResource#IpamResourceDiscovery': {
    status: 400,
    message:
      'The specified resource of IPAM resource discovery depends on resource sharing, so the operation cannot be completed.',
    source: 'published',
  },
  'ResourceNotFound.IpamPool': {
    status: 400,
    message: 'The specified resource of IPAM pool is not found.',
    source: 'own',
  },
  'OperationDenied.PoolRegionNotSupportUpdatePool': {
    status: 400,
    message: 'The operation is not allowed because of pool region not support update.',
    source: 'own',
  },
  'OperationDenied.PoolRegionNotSupportDeletePool': {
    status: 400,
    message: 'The operation is not allowed because of pool region not support delete.',
    source: 'published',
  },

  // CIDRs of pools.
  'OperationDenied.PoolRegionNotSupportAddPoolCidr': {
    status: 400,
    message: 'The operation is not allowed because of pool region not support adding CIDRs.',
    source: 'own',
  },
  'OperationDenied.PoolRegionNotSupportDeletePoolCidr': {
    status: 400,
    message: 'The operation is not allowed because of pool region not support deleting CIDRs.',
    source: 'published',
  },
  'ResourceNotFound.IpamPoolCidr': {
    status: 400,
    message: 'The specified resource of IPAM pool CIDR is not found.',
    source: 'published',
  },
  'MissingParam.Cidr': { status: 400, message: 'The CIDR must be input.', source: 'own' },
  'MissingParam.NetmaskLength': {
    status: 400,
    message: 'The netmask length must be input.',
    source: 'own',
  },
  'OperationDenied.CidrInExcludeCidrs': {
    status: 400,
    message:
      'The operation is not allowed because the input CIDR is within the illegal CIDRs.{Detail}',
    source: 'published',
  },
  'OperationDenied.CidrOverlapped': {
    status: 400,
    message:
      'The operation is not allowed because the input CIDR overlaps the CIDR {Cidr} of the pool {IpamPoolId}.',
    source: 'own',
  },
  'QuotaExceeded.IpamCidrQuotaPerIpamPool': {
    status: 400,
    message: 'The quota of IpamCidrQuotaPerIpamPool count is exceeded.',
    source: 'own',
  },
  'QuotaExceeded.IpamCidrQuotaPerPublicIpv6TopPool': {
    status: 400,
    message: 'The quota of IpamCidrQuotaPerPublicIpv6TopPool count is exceeded.',
    source: 'own',
  },
  'OperationDenied.IpamPoolAllocationExist': {
    status: 400,
    message: 'The operation is not allowed because the CIDR has allocations.',
    source: 'own',
  },

  // Allocations.
  'OperationDenied.RequestRegionInvalid': {
    status: 400,
    message:
      'The operation is not allowed because the request is not invoked in the region of the IPAM pool.',
    source: 'published',
  },
  'MissingParam.CidrOrCidrMask': {
    status: 400,
    message: 'The CIDR or CIDR Mask must be input.',
    source: 'published',
  },
  'IllegalParam.CidrMask': {
    status: 400,
    message: 'The input CIDR mask is illegal.{Detail}',
    source: 'published',
  },
  'OperationDenied.MaskOfCidrIsNotAllowed': {
    status: 400,
    message:
      'The operation is not allowed because the input mask or mask of the input CIDR is not allowed.',
    source: 'published',
  },
  'OperationDenied.CidrUnavailableInPool': {
    status: 400,
    message: 'The operation is not allowed because the CIDR is unavailable in the IPAM pool.',
    source: 'published',
  },
  'ResourceNotEnough.IpamPoolCidr': {
    status: 400,
    message: 'The specified resource of IPAM pool CIDR is not enough.',
    source: 'published',
  },
  'ResourceNotFound.IpamPoolAllocation': {
    status: 400,
    message: 'The specified resource of IPAM pool allocation is not found.',
    source: 'published',
  },
  'OperationDenied.UnexpectedResourceType': {
    status: 400,
    message: 'The operation is not allowed because the resource type is unexpected.',
    source: 'published',
  },

  // VPCs and VSwitches.
  'InvalidVpcId.NotFound': {
    status: 404,
    message: 'Specified VPC does not exist.',
    source: 'published',
  },
  'InvalidVSwitchId.NotFound': {
    status: 404,
    message: 'Specified virtual switch does not exist.',
    source: 'published',
  },
  'InvalidZoneId.NotFound': {
    status: 404,
    message: 'Specified zone does not exist.',
    source: 'published',
  },
  'InvalidCidrBlock.Malformed': {
    status: 400,
    message: 'Specified CIDR block is not valid.{Detail}',
    source: 'published',
  },
  'InvalidCidrBlock.Overlapped': {
    status: 400,
    message: 'Specified CIDR block overlapped with other subnets.',
    source: 'published',
  },
  'InvalidParameter#CidrBlock': {
    status: 400,
    message: 'Specified CIDR block is not valid in VPC.',
    source: 'published',
  },
  'DependencyViolation.VSwitch': {
    status: 400,
    message: 'Specified object has dependent resources',
    source: 'published',
  },
  'ResourceNotFound.IpamPool#Vpc': {
    status: 404,
    message: 'The dependent IPAM pool is not found.',
    source: 'published',
  },
  'IllegalParam.IpamPool': {
    status: 400,
    message: 'The specified IPAM pool cannot be empty.',
    source: 'published',
  },
  'OperationDenied.IpamPoolNotInRegion': {
    status: 400,
    message:
      'The operation is not allowed because the IPAM pool not in specific region does not support creating VPC or associating CIDR for VPC.',
    source: 'published',
  },
  'OperationDenied.AvailableCidrInsufficient': {
    status: 400,
    message: 'The operation is not allowed because the available CIDR is insufficient.',
    source: 'published',
  },
  'IllegalParam.CidrBlockMask': {
    status: 400,
    message: 'The param of CidrBlock Mask [{Mask}] is illegal.',
    source: 'published',
  },
  'IllegalParam.Ipv4CidrMask': {
    status: 400,
    message: 'The input IPv4 CIDR mask is illegal.{Detail}',
    source: 'own',
  },
  'IllegalParam.SecondaryCidrMask': {
    status: 400,
    message: 'The input secondary CIDR mask is illegal.{Detail}',
    source: 'own',
  },
  'MissingParam.IpVersion': {
    status: 400,
    message: 'The IP version must be input.',
    source: 'own',
  },
  'Mismatch.IpVersionAndIpamPoolIpVersion': {
    status: 400,
    message: 'The IP version and the IP version of the IPAM pool do not match.',
    source: 'own',
  },
  'OperationFailed.Ipv6CidrBlockOverLapped': {
    status: 400,
    message: 'The operation failed because the IPv6 CIDR block overlaps another one of the VPC.',
    source: 'own',
  },
  'OperationFailed.CidrInUse': {
    status: 400,
    message: 'The operation failed because the CIDR block is in use.',
    source: 'own',
  },
  'QuotaExceeded.SecondaryCidrBlock': {
    status: 400,
    message: 'The quota of secondary IPv4 CIDR blocks of the VPC is exceeded.',
    source: 'own',
  },
  'QuotaExceeded.IPv6CidrBlock': {
    status: 400,
    message: 'The quota of secondary IPv6 CIDR blocks of the VPC is exceeded.',
    source: 'own',
  },
  'ResourceNotFound.VpcCidrBlock': {
    status: 404,
    message: 'The specified CIDR block of the VPC is not found.',
    source: 'own',
  },

  // Resource sharing.
  'InvalidParameter.{ParameterName}': {
    status: 400,
    message: 'The {ParameterName} is invalid.{Detail}',
    source: 'published',
  },
  'EntityNotExists.ResourceShare': {
    status: 404,
    message: 'Resource sharing does not exist in the current account.',
    source: 'published',
  },
  'EntityNotExists.ResourceShareInvitation': {
    status: 404,
    message: 'The resource share invitation does not exist in the current account.',
    source: 'own',
  },
  'InvalidStatus.ResourceShareInvitation': {
    status: 409,
    message: 'The resource share invitation is {Status}.',
    source: 'own',
  },
  AccountNotInResourceDirectory: {
    status: 409,
    message: 'The account is not a master or a member of a resource directory.',
    source: 'published',
  },
  ConflictedAssociationType: {
    status: 400,
    message: 'The specified ResourceId or Target conflicts with AssociationType.',
    source: 'published',
  },
  DisassociateInvalid: {
    status: 400,
    message: 'You can not disassociate unassociated resource or target.',
    source: 'published',
  },
  'OperationDenied.ExternalTargetsExist': {
    status: 409,
    message: 'The operation is not allowed because the resource share has external targets.',
    source: 'own',
  },
  'QuotaExceeded.ResourceShareQuotaPerIpamPool': {
    status: 400,
    message: 'The quota of ResourceShareQuotaPerIpamPool count is exceeded.',
    source: 'own',
  },
  'QuotaExceeded.ResourceShareQuotaPerIpamResourceDiscovery': {
    status: 400,
    message: 'The quota of ResourceShareQuotaPerIpamResourceDiscovery count is exceeded.',
    source: 'own',
  },
  'QuotaExceeded.SharedIpamPoolQuotaPerUser': {
    status: 400,
    message: 'The quota of SharedIpamPoolQuotaPerUser count is exceeded.',
    source: 'own',
  },
  'QuotaExceeded.SharedIpamResourceDiscoveryQuotaPerUser': {
    status: 400,
    message: 'The quota of SharedIpamResourceDiscoveryQuotaPerUser count is exceeded.',
    source: 'own',
  },

  // Accounts of the register.
  'EntityNotExist.Account': { status: 404, message: 'The account does not exist.', source: 'own' },
  'EntityAlreadyExists.Account#Name': {
    status: 409,
    message: 'An account of this name exists already.',
    source: 'own',
  },
  'EntityAlreadyExists.Account#Id': {
    status: 409,
    message: 'An account of this id exists already.',
    source: 'own',
  },
  'LimitExceeded.Account': {
    status: 409,
    message: 'The number of accounts cannot exceed {Limit}.',
    source: 'own',
  },
  'OperationDenied.FirstAccount': {
    status: 409,
    message: 'The first account cannot be disabled.',
    source: 'own',
  },

  // The resource directory and its control policies.
  'EntityNotExist.Folder': { status: 404, message: 'The folder does not exist.', source: 'own' },
  'EntityAlreadyExists.Folder': {
    status: 409,
    message: 'A folder of this name exists already in the parent folder.',
    source: 'own',
  },
  'LimitExceeded.Folder': {
    status: 409,
    message: 'The number of folders cannot exceed {Limit}.',
    source: 'own',
  },
  'LimitExceeded.Folder.Depth': {
    status: 409,
    message: 'Folders cannot be nested deeper than {Limit} levels.',
    source: 'own',
  },
  'DeleteConflict.Folder.Folder': {
    status: 409,
    message: 'The folder cannot be deleted while there are folders in it.',
    source: 'own',
  },
  'DeleteConflict.Folder.Account': {
    status: 409,
    message: 'The folder cannot be deleted while there are accounts in it.',
    source: 'own',
  },
  'DeleteConflict.Folder.IpamMember': {
    status: 409,
    message: 'The folder cannot be deleted while IPAM manages it as a member.',
    source: 'own',
  },
  'OperationDenied.ManagementAccount': {
    status: 409,
    message: 'The operation is not allowed for the management account.',
    source: 'own',
  },
  'EntityAlreadyExists.DelegatedAdministrator': {
    status: 409,
    message: 'The service has a delegated administrator already.',
    source: 'own',
  },
  'EntityNotExist.DelegatedAdministrator': {
    status: 404,
    message: 'The account is not a delegated administrator of the service.',
    source: 'own',
  },
  'DeleteConflict.DelegatedAdministrator.IpamMember': {
    status: 409,
    message: 'The delegated administrator cannot be removed while its IPAM has managed members.',
    source: 'own',
  },
  'EntityNotExist.ControlPolicy': {
    status: 404,
    message: 'The control policy does not exist.',
    source: 'own',
  },
  'EntityAlreadyExists.ControlPolicy': {
    status: 409,
    message: 'A control policy of this name exists already.',
    source: 'own',
  },
  'LimitExceeded.ControlPolicy': {
    status: 409,
    message: 'The number of control policies cannot exceed {Limit}.',
    source: 'own',
  },
  'DeleteConflict.ControlPolicy.Attachment': {
    status: 409,
    message: 'The control policy cannot be deleted while it is attached to a target.',
    source: 'own',
  },
  'EntityNotExist.Target': {
    status: 404,
    message: 'The target is neither a folder nor an account of the resource directory.',
    source: 'own',
  },
  'EntityAlreadyExists.ControlPolicy.Attachment': {
    status: 409,
    message: 'The control policy is attached to the target already.',
    source: 'own',
  },
  'EntityNotExist.ControlPolicy.Attachment': {
    status: 404,
    message: 'The control policy is not attached to the target.',
    source: 'own',
  },
  'LimitExceeded.ControlPolicy.Attachment': {
    status: 409,
    message: 'The number of control policies of one target cannot exceed {Limit}.',
    source: 'own',
  },

  // Members of IPAM.
  'DependencyViolation.IpamMembers': {
    status: 400,
    message: 'The IPAM [{IpamId}] has managed members [{Members}], so the IPAM cannot be deleted.',
    source: 'published',
  },
  'OperationDenied.MemberIdNotMatchMemberType': {
    status: 400,
    message:
      'The operation is not allowed because the Member ID and Member Type of members [{Members}] in the input parameters do not match.',
    source: 'published',
  },
  'OperationDenied.NotDelegatedAdministrator': {
    status: 400,
    message:
      'The operation is not allowed because the account is not the delegated administrator of IPAM in the resource directory.',
    source: 'own',
  },
  'OperationDenied.IpamMembersInOtherRegion': {
    status: 400,
    message:
      'The operation is not allowed because the IPAM [{IpamId}] of another region has managed members.',
    source: 'own',
  },
  'OperationDenied.UnsupportedMember': {
    status: 400,
    message:
      'The operation is not allowed because the root folder, the management account and the delegated administrator cannot be members: [{Members}].',
    source: 'own',
  },
  'OperationDenied.IpamMemberExist': {
    status: 400,
    message: 'The operation is not allowed because the members [{Members}] are managed already.',
    source: 'own',
  },
  'OperationDenied.MemberSharesResourceDiscovery': {
    status: 400,
    message:
      'The operation is not allowed because the accounts [{Accounts}] share their resource discovery with the delegated administrator.',
    source: 'own',
  },
  'OperationDenied.ShareWithDelegatedAdministrator': {
    status: 400,
    message:
      'The operation is not allowed because a managed member cannot share its resource discovery with the delegated administrator.',
    source: 'own',
  },
  'ResourceNotFound.DirectoryMember': {
    status: 400,
    message: 'The members [{Members}] are not found in the resource directory.',
    source: 'own',
  },
  'ResourceNotFound.IpamMember': {
    status: 400,
    message: 'The members [{Members}] of the IPAM are not found.',
    source: 'own',
  },
  'QuotaExceeded.IpamResourceDirectoryMemberDetailQuota': {
    status: 400,
    message: 'The quota of ipamResourceDirectoryMemberDetailQuota count is exceeded.',
    source: 'own',
  },

  // RAM.
  'EntityNotExist.User': { status: 404, message: 'The user does not exist.', source: 'published' },
  'EntityNotExist.Role': { status: 404, message: 'The role does not exist.', source: 'own' },
  'EntityNotExist.Group': { status: 404, message: 'The group does not exist.', source: 'own' },
  'EntityNotExist.Policy': { status: 404, message: 'The policy does not exist.', source: 'own' },
  'EntityNotExist.User.AccessKey': {
    status: 404,
    message: 'The access key of the user does not exist.',
    source: 'own',
  },
  'EntityNotExist.User.Group': {
    status: 404,
    message: 'The user is not in the group.',
    source: 'own',
  },
  'EntityNotExist.User.Policy': {
    status: 404,
    message: 'The policy is not attached to the user.',
    source: 'own',
  },
  'EntityNotExist.Role.Policy': {
    status: 404,
    message: 'The policy is not attached to the role.',
    source: 'own',
  },
  'EntityNotExist.Group.Policy': {
    status: 404,
    message: 'The policy is not attached to the group.',
    source: 'own',
  },
  'EntityNotExist.Policy.Version': {
    status: 404,
    message: 'The version of the policy does not exist.',
    source: 'own',
  },
  'EntityAlreadyExists.User': { status: 409, message: 'The user exists already.', source: 'own' },
  'EntityAlreadyExists.Role': { status: 409, message: 'The role exists already.', source: 'own' },
  'EntityAlreadyExists.Group': { status: 409, message: 'The group exists already.', source: 'own' },
  'EntityAlreadyExists.Policy': {
    status: 409,
    message: 'The policy exists already.',
    source: 'own',
  },
  'EntityAlreadyExists.User.Group': {
    status: 409,
    message: 'The user is in the group already.',
    source: 'own',
  },
  'EntityAlreadyExists.User.Policy': {
    status: 409,
    message: 'The policy is attached to the user already.',
    source: 'own',
  },
  'EntityAlreadyExists.Role.Policy': {
    status: 409,
    message: 'The policy is attached to the role already.',
    source: 'own',
  },
  'EntityAlreadyExists.Group.Policy': {
    status: 409,
    message: 'The policy is attached to the group already.',
    source: 'own',
  },
  'DeleteConflict.User.AccessKey': {
    status: 409,
    message: 'The user has access keys.',
    source: 'own',
  },
  'DeleteConflict.User.Group': { status: 409, message: 'The user is in groups.', source: 'own' },
  'DeleteConflict.User.Policy': {
    status: 409,
    message: 'The user has policies attached.',
    source: 'own',
  },
  'DeleteConflict.Role.Policy': {
    status: 409,
    message: 'The role has policies attached.',
    source: 'own',
  },
  'DeleteConflict.Group.User': { status: 409, message: 'The group has users.', source: 'own' },
  'DeleteConflict.Group.Policy': {
    status: 409,
    message: 'The group has policies attached.',
    source: 'own',
  },
  'DeleteConflict.Policy.User': {
    status: 409,
    message: 'The policy is attached to users.',
    source: 'own',
  },
  'DeleteConflict.Policy.Group': {
    status: 409,
    message: 'The policy is attached to groups.',
    source: 'own',
  },
  'DeleteConflict.Policy.Role': {
    status: 409,
    message: 'The policy is attached to roles.',
    source: 'own',
  },
  'DeleteConflict.Policy.Version': {
    status: 409,
    message: 'The policy has several versions.',
    source: 'own',
  },
  'DeleteConflict.Policy.Version.Default': {
    status: 409,
    message: 'The default version of a policy cannot be deleted.',
    source: 'own',
  },
  'LimitExceeded.User': {
    status: 409,
    message: 'The number of users cannot exceed {Limit}.',
    source: 'own',
  },
  'LimitExceeded.Role': {
    status: 409,
    message: 'The number of roles cannot exceed {Limit}.',
    source: 'own',
  },
  'LimitExceeded.Group': {
    status: 409,
    message: 'The number of groups cannot exceed {Limit}.',
    source: 'own',
  },
  'LimitExceeded.Policy': {
    status: 409,
    message: 'The number of custom policies cannot exceed {Limit}.',
    source: 'own',
  },
  'LimitExceeded.User.AccessKey': {
    status: 409,
    message: 'The number of access keys of the user cannot exceed {Limit}.',
    source: 'own',
  },
  'LimitExceeded.User.Group': {
    status: 409,
    message: 'The number of groups of the user cannot exceed {Limit}.',
    source: 'own',
  },
  'LimitExceeded.User.Policy': {
    status: 409,
    message: 'The number of policies attached to the user cannot exceed {Limit}.',
    source: 'own',
  },
  'LimitExceeded.Role.Policy': {
    status: 409,
    message: 'The number of policies attached to the role cannot exceed {Limit}.',
    source: 'own',
  },
  'LimitExceeded.Group.Policy': {
    status: 409,
    message: 'The number of policies attached to the group cannot exceed {Limit}.',
    source: 'own',
  },
  'LimitExceeded.Policy.Version': {
    status: 409,
    message: 'The number of versions of the policy cannot exceed {Limit}.',
    source: 'own',
  },
  MalformedPolicyDocument: { status: 400, message: '{Problem}', source: 'published' },
  'InvalidParameter.{ParameterName}.Length': {
    status: 400,
    message: 'The parameter - "{ParameterName}" beyond the length limit.',
    source: 'published',
  },
  'InvalidParameter.{ParameterName}.InvalidChars': {
    status: 400,
    message: 'The parameter - "{ParameterName}" contains characters that are not allowed.',
    source: 'own',
  },

  // STS.
  'InvalidParameter.{ParameterName}#Sts': {
    status: 400,
    message: 'The parameter {ParameterName} is wrongly formed.',
    source: 'published',
  },
  'InvalidParameter.DurationSeconds': {
    status: 400,
    message: 'The Min/Max value of DurationSeconds is 15min/{Max}.',
    source: 'published',
  },
  'InvalidParameter.PolicyGrammar': {
    status: 400,
    message: 'The parameter Policy has not passed grammar check.{Detail}',
    source: 'published',
  },
  'InvalidParameter.PolicySize': {
    status: 400,
    message: 'The size of Policy must be smaller than {Limit} bytes.',
    source: 'published',
  },
  'NoPermission#Sts': {
    status: 403,
    message: 'You are not authorized to do this action. You should be authorized by RAM.',
    source: 'published',
  },
  'NoPermission#Root': {
    status: 403,
    message: 'Roles may not be assumed by root accounts.',
    source: 'published',
  },
  'EntityNotExist.Role#Sts': {
    status: 404,
    message: 'The specified Role not exists.',
    source: 'published',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorKey = keyof typeof ERROR_CATALOGUE;

/** Values for the placeholders of an error's code and message. */
export type ErrorArguments = Readonly<Record<string, string>>;

/**
 * An expected refusal: a value, never thrown. The renderer turns it into a code, a message and a
 * status with `describeRefusal`.
 */
export interface Refusal {
  readonly kind: 'refusal';
  readonly error: ErrorKey;
  readonly arguments: ErrorArguments;
}

/** A refusal by its key in the catalogue. */
export function refuse(error: ErrorKey, args: ErrorArguments = {}): Refusal {
  return { kind: 'refusal', error, arguments: args };
}

const PLACEHOLDER = /\{([A-Za-z]+)\}/g;

function fill(template: string, args: ErrorArguments): string {
  if (!template.includes('{')) return template;
  return template.replace(PLACEHOLDER, (_, name: string) => {
    const value = args[name];
    if (value === undefined) return '';
    return name === 'Detail' ? ` ${value}` : value;
  });
}

/** The code, message and HTTP status of a refusal as they go on the wire. */
export function describeRefusal(refusal: Refusal): {
  readonly code: string;
  readonly message: string;
  readonly status: number;
} {
  const entry: ErrorEntry = ERROR_CATALOGUE[refusal.error];
  return {
    code: fill(errorCodeTemplate(refusal.error), refusal.arguments),
    message: fill(entry.message, refusal.arguments),
    status: entry.status,
  };
}

/** The code of a catalogue key: the part before `#`, placeholders still in it. */
export function errorCodeTemplate(error: ErrorKey): string {
  const [code = error] = error.split('#', 1);
  return code;
}
