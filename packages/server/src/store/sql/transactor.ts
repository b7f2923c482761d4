import type { Transactor } from '../store.ts';
import { accessKeyTable } from './access-keys.ts';
import { accountTable } from './accounts.ts';
import { addressHistoryTable } from './address-history.ts';
import { allocationTable } from './allocations.ts';
import { clientTokenTable } from './client-tokens.ts';
import { controlPolicyTables } from './control-policies.ts';
import { delegatedAdministratorTable } from './delegated-administrators.ts';
import { directoryAccountTable } from './directory-accounts.ts';
import { discoveredAddressTable } from './discovered-addresses.ts';
import { discoveredResourceTables } from './discovered-resources.ts';
import { discoveryTables } from './discoveries.ts';
import { eventTable } from './events.ts';
import { folderTable } from './folders.ts';
import { freeBlockTable } from './free-blocks.ts';
import { groupTables } from './groups.ts';
import { inventorySourceTable } from './inventory-sources.ts';
import { ipamMemberTables } from './ipam-members.ts';
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
import { vpcTables } from './vpcs.ts';
import { vSwitchTable } from './vswitches.ts';

/** All tables over one session. Outside a transaction it is handed out as a Reader only. */
export function createTransactor(session: SqlSession): Transactor {
  return {
    accounts: accountTable(session),
    accessKeys: accessKeyTable(session),
    users: userTable(session),
    roles: roleTable(session),
    groups: groupTables(session),
    policies: policyTables(session),
    folders: folderTable(session),
    directoryAccounts: directoryAccountTable(session),
    delegatedAdministrators: delegatedAdministratorTable(session),
    controlPolicies: controlPolicyTables(session),
    members: ipamMemberTables(session),
    ipams: ipamTable(session),
    scopes: scopeTable(session),
    pools: poolTable(session),
    poolCidrs: poolCidrTable(session),
    freeSpace: freeBlockTable(session),
    allocations: allocationTable(session),
    addressHistory: addressHistoryTable(session),
    discoveries: discoveryTables(session),
    discoveredResources: discoveredResourceTables(session),
    discoveredAddresses: discoveredAddressTable(session),
    resourceCidrs: resourceCidrTables(session),
    inventorySources: inventorySourceTable(session),
    vpcs: vpcTables(session),
    vSwitches: vSwitchTable(session),
    shares: resourceShareTables(session),
    tags: tagTable(session),
    resourceGroups: resourceGroupTable(session),
    resources: resourceTables(session),
    clientTokens: clientTokenTable(session),
    events: eventTable(session),
  };
}
