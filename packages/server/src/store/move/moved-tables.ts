import type { Database } from 'better-sqlite3';

/** Tables that say something of their place and are not moved, with the reason. */
export const TABLES_LEFT_OUT: Readonly<Record<string, string>> = {
  store_properties: 'what it says is of one database; the move writes the check of the key anew',
  schema_migrations: 'PostgreSQL alone has it: which migrations made this database',
};

/** Columns that one engine has alone, with the value that a moved row gets in them. */
export const PECULIAR_COLUMNS: readonly PeculiarColumn[] = [
  // The order of the log; the embedded engine numbers it by itself.
  { engine: 'sqlite', table: 'signature_nonces', column: 'nonce_id', value: undefined },
  // The mark of an open commit: no moved nonce belongs to one.
  { engine: 'postgres', table: 'signature_nonces', column: 'transaction_id', value: '' },
];

interface PeculiarColumn {
  readonly engine: 'sqlite' | 'postgres';
  readonly table: string;
  readonly column: string;
  /** Undefined where the engine fills the column. */
  readonly value: string | undefined;
}

/** A table with the columns that both engines have. */
export interface MovedTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Rows of one table that are copied in one go; the text suits both engines. */
export interface CopyStep {
  readonly table: MovedTable;
  readonly select: string;
}

const TABLES = `SELECT name FROM sqlite_schema
  WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`;
const COLUMNS = 'SELECT name FROM pragma_table_info(?) ORDER BY cid';
const PARENTS = 'SELECT DISTINCT "table" FROM pragma_foreign_key_list(?) ORDER BY 1';

/** Counted by triggers while rows come in; the rows of the source replace what they counted. */
export const COUNTED_TABLE = 'resource_counts';

/**
 * The tables of the embedded engine, each after those that its rows refer to, with what is copied of
 * them. A test holds them against those of PostgreSQL.
 */
export function movedTables(database: Database): readonly MovedTable[] {
  const names = database.prepare<[], string>(TABLES).pluck().all();
  const parents = database.prepare<[string], string>(PARENTS).pluck();
  const columns = database.prepare<[string], string>(COLUMNS).pluck();
  const ordered = new Set<string>();
  const add = (name: string) => {
    for (const parent of parents.all(name)) if (parent !== name) add(parent);
    ordered.add(name);
  };
  for (const name of names) if (name !== COUNTED_TABLE) add(name);
  return [...ordered, COUNTED_TABLE]
    .filter((name) => !(name in TABLES_LEFT_OUT))
    .map((name) => ({ name, columns: columns.all(name).filter((one) => !isPeculiar(name, one)) }));
}

function isPeculiar(table: string, column: string): boolean {
  return PECULIAR_COLUMNS.some((one) => one.table === table && one.column === column);
}

/** What a row gets in the columns that the engine has alone. */
export function peculiarValues(
  engine: 'sqlite' | 'postgres',
  table: string,
): readonly (readonly [column: string, value: string])[] {
  return PECULIAR_COLUMNS.flatMap((one) =>
    one.engine === engine && one.table === table && one.value !== undefined
      ? [[one.column, one.value] as const]
      : [],
  );
}

/** The tables whose rows come in by the depth of their pool. */
const BY_DEPTH = ['pools', 'pool_cidrs', 'allocations'];

/**
 * All rows in an order that keys and triggers agree with. The CIDR of a sub-pool needs an allocation of
 * its source pool, which in turn lies in a CIDR of that pool: so pools come from the top down.
 */
export function planCopy(
  tables: readonly MovedTable[],
  depths: readonly number[],
): readonly CopyStep[] {
  const layered = BY_DEPTH.map((name) => tables.find((table) => table.name === name)).filter(
    (table) => table !== undefined,
  );
  return tables.flatMap((table) => {
    if (table.name === 'pools') return depths.flatMap((depth) => stepsOfDepth(layered, depth));
    return BY_DEPTH.includes(table.name) ? [] : [{ table, select: selectAll(table) }];
  });
}

function stepsOfDepth(tables: readonly MovedTable[], depth: number): readonly CopyStep[] {
  return tables.map((table) => {
    const columns = table.columns.map((column) => `t.${column}`).join(', ');
    const from =
      table.name === 'pools'
        ? 'pools t WHERE t.depth'
        : `pools p JOIN ${table.name} t ON t.account_id = p.account_id AND t.pool_id = p.pool_id
          WHERE p.depth`;
    return { table, select: `SELECT ${columns} FROM ${from} = ${depth}` };
  });
}

/** All rows of a table. A nonce that was logged again after it had expired counts once. */
export function selectAll({ name, columns }: MovedTable): string {
  if (name !== 'signature_nonces') return `SELECT ${columns.join(', ')} FROM ${name}`;
  const keys = columns.filter((column) => column !== 'expires_at');
  const selected = columns.map((column) =>
    column === 'expires_at' ? 'max(expires_at) AS expires_at' : column,
  );
  return `SELECT ${selected.join(', ')} FROM ${name} GROUP BY ${keys.join(', ')}`;
}
