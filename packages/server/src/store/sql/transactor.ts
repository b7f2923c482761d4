import type { Transactor } from '../store.ts';
import { accessKeyTable } from './access-keys.ts';
import { accountTable } from './accounts.ts';
import { allocationTable } from './allocations.ts';
import { clientTokenTable } from './client-tokens.ts';
import { discoveredAddressTable } from './discovered-addresses.ts';
import { discoveredResourceTables } from './discovered-resources.ts';
import { discoveryTables } from './discoveries.ts';
import { eventTable } from './events.ts';
import { freeBlockTable } from './free-blocks.ts';
import { groupTables } from './groups.ts';
import { inventorySourceTable } from './inventory-sources.ts';
import { ipamTable } from './ipams.ts';
import { policyTables } from './policies.ts';
import { poolCidrTable } from './pool-cidrs.ts';
import { poolTable } from './pools.ts';
import { resourceCidrTables } from './resource-cidrs.ts';
import { resourceGroupTable } from './resource-groups.ts';
import { resourceShareTables } from './resource-shares.ts';
import { resourceTables } from './resources.ts';
import { roleTable } from './roles.ts';
import { scopeTable } from './scopes.ts';
import type { SqlSession } from './session.ts';
import { tagTable } from './tags.ts';
import { userTable } from './users.ts';

/** All tables over one session. Outside a transaction it is handed out as a Reader only. */
export function createTransactor(session: SqlSession): Transactor {
  return {
    accounts: accountTable(session),
    accessKeys: accessKeyTable(session),
    users: userTable(session),
    roles: roleTable(session),
    groups: groupTables(session),
    policies: policyTables(session),
    ipams: ipamTable(session),
    scopes: scopeTable(session),
    pools: poolTable(session),
    poolCidrs: poolCidrTable(session),
    freeSpace: freeBlockTable(session),
    allocations: allocationTable(session),
    discoveries: discoveryTables(session),
    discoveredResources: discoveredResourceTables(session),
    discoveredAddresses: discoveredAddressTable(session),
    resourceCidrs: resourceCidrTables(session),
    inventorySources: inventorySourceTable(session),
    shares: resourceShareTables(session),
    tags: tagTable(session),
    resourceGroups: resourceGroupTable(session),
    resources: resourceTables(session),
    clientTokens: clientTokenTable(session),
    events: eventTable(session),
  };
}
