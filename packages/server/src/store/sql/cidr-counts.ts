import type { SqlSession, SqlValue } from './session.ts';

/** A table of counters: how many rows of another table have the values of some columns. */
interface CounterTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** CIDRs of the resources of a region, by type. */
const DISCOVERED: CounterTable = {
  name: 'discovered_counts',
  columns: ['account_id', 'region_id', 'resource_type'],
};

/** CIDRs that an IPAM sees in a scope, by pool and type. */
const SEEN: CounterTable = {
  name: 'resource_cidr_counts',
  columns: ['account_id', 'scope_id', 'pool_id', 'resource_type'],
};

export const countDiscovered = counterOf(DISCOVERED);
export const countSeen = counterOf(SEEN);

/** Adds a change to the counter of the given values, which a first row makes. */
function counterOf({ name, columns }: CounterTable) {
  const placeholders = columns.map((_, index) => `$${index + 1}`);
  const change = `$${columns.length + 1}`;
  const conditions = columns.map((column, index) => `${column} = ${placeholders[index]}`);
  const update = `UPDATE ${name} SET cidr_count = cidr_count + ${change}
    WHERE ${conditions.join(' AND ')}`;
  const insert = `INSERT INTO ${name} (${columns.join(', ')}, cidr_count)
    VALUES (${placeholders.join(', ')}, ${change})`;
  return async (
    session: SqlSession,
    values: readonly SqlValue[],
    changeCount: number,
  ): Promise<void> => {
    const parameters = [...values, changeCount];
    if ((await session.run(update, parameters)) === 0) await session.run(insert, parameters);
  };
}
