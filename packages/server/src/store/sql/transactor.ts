import type { Transactor } from '../store.ts';
import { accountTable } from './accounts.ts';
import { allocationTable } from './allocations.ts';
import { clientTokenTable } from './client-tokens.ts';
import { discoveryTables } from './discoveries.ts';
import { eventTable } from './events.ts';
import { freeBlockTable } from './free-blocks.ts';
import { identityTables } from './identities.ts';
import { ipamTable } from './ipams.ts';
import { poolCidrTable } from './pool-cidrs.ts';
import { poolTable } from './pools.ts';
import { scopeTable } from './scopes.ts';
import type { SqlSession } from './session.ts';
import { tagTable } from './tags.ts';

/** All tables over one session. Outside a transaction it is handed out as a Reader only. */
export function createTransactor(session: SqlSession): Transactor {
  return {
    accounts: accountTable(session),
    identities: identityTables(session),
    ipams: ipamTable(session),
    scopes: scopeTable(session),
    pools: poolTable(session),
    poolCidrs: poolCidrTable(session),
    freeSpace: freeBlockTable(session),
    allocations: allocationTable(session),
    discoveries: discoveryTables(session),
    tags: tagTable(session),
    clientTokens: clientTokenTable(session),
    events: eventTable(session),
  };
}
