import type { BuiltOperationName, OPERATIONS } from '@cadastre/api-contract';
import type { HandlerOf } from './handler.ts';
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
import { GetVpcIpamServiceStatus } from './service/GetVpcIpamServiceStatus.ts';
import { OpenVpcIpamService } from './service/OpenVpcIpamService.ts';
import { GetCallerIdentity } from './sts/GetCallerIdentity.ts';
import { DescribeRegions } from './vpc/DescribeRegions.ts';

/** The handler of every built operation; one that is missing does not compile. */
export const HANDLERS = {
  AddIpamPoolCidr,
  CreateIpamPoolAllocation,
  DeleteIpam,
  DeleteIpamPool,
  DeleteIpamPoolAllocation,
  DeleteIpamPoolCidr,
  DeleteIpamScope,
  GetIpamPoolAllocation,
  GetIpamPoolNextAvailableCidr,
  ListIpamPoolAllocations,
  ListIpamPoolCidrs,
  UpdateIpam,
  UpdateIpamPool,
  UpdateIpamPoolAllocation,
  UpdateIpamScope,
  CreateIpam,
  CreateIpamPool,
  CreateIpamScope,
  DescribeRegions,
  GetCallerIdentity,
  GetVpcIpamServiceStatus,
  ListIpamPools,
  ListIpamScopes,
  ListIpams,
  OpenVpcIpamService,
} as const satisfies {
  readonly [Name in BuiltOperationName]: HandlerOf<(typeof OPERATIONS)[Name]>;
};
