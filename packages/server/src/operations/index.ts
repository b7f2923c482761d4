import type { BuiltOperationName, OPERATIONS } from '@cadastre/api-contract';
import type { HandlerOf } from './handler.ts';
import { CreateIpam } from './ipam/CreateIpam.ts';
import { ListIpams } from './ipam/ListIpams.ts';
import { CreateIpamPool } from './ipam-pool/CreateIpamPool.ts';
import { ListIpamPools } from './ipam-pool/ListIpamPools.ts';
import { CreateIpamScope } from './ipam-scope/CreateIpamScope.ts';
import { ListIpamScopes } from './ipam-scope/ListIpamScopes.ts';
import { GetVpcIpamServiceStatus } from './service/GetVpcIpamServiceStatus.ts';
import { OpenVpcIpamService } from './service/OpenVpcIpamService.ts';
import { GetCallerIdentity } from './sts/GetCallerIdentity.ts';
import { DescribeRegions } from './vpc/DescribeRegions.ts';

/** The handler of every built operation; one that is missing does not compile. */
export const HANDLERS = {
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
