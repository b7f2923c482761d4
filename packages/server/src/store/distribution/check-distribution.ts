import type { Distribution } from './distribution.ts';
import { type ForeignKey, readTables, type TableText } from './read-tables.ts';

type Tables = ReadonlyMap<string, TableText>;
type Kind = 'distributed' | 'reference' | 'local';

interface Broken {
  /** The table and the constraint, with a dot between them. */
  readonly constraint: string;
  readonly text: string;
}

/**
 * What keeps the tables of these migrations from being distributed as declared, a sentence each. The
 * rules are those of Citus: keys, unique indexes and exclusion constraints hold the distribution column,
 * and a foreign key leads to a reference table or to rows of the same node.
 */
export function checkDistribution(sql: string, distribution: Distribution): readonly string[] {
  const tables = readTables(sql);
  const broken = [...tables.values()].flatMap((table) => checkTable(table, tables, distribution));
  const { referenceTables, localTables, droppedConstraints, replacedConstraints } = distribution;
  const settled = { ...droppedConstraints, ...replacedConstraints };
  const declared = [...Object.keys(referenceTables), ...Object.keys(localTables)];
  return [
    ...broken
      .filter(({ constraint }) => !(constraint in settled))
      .map(({ constraint, text }) => `${constraint}: ${text}.`),
    ...declared
      .filter((name) => !tables.has(name))
      .map((name) => `${name}: it is declared, but there is no such table.`),
    ...Object.keys(settled)
      .filter((name) => !broken.some(({ constraint }) => constraint === name))
      .map((name) => `${name}: it is declared as dropped or replaced, but nothing asks for that.`),
  ];
}

function kindOf(name: string, { referenceTables, localTables }: Distribution): Kind {
  if (name in referenceTables) return 'reference';
  return name in localTables ? 'local' : 'distributed';
}

function checkTable(
  table: TableText,
  tables: Tables,
  distribution: Distribution,
): readonly Broken[] {
  const { column } = distribution;
  const broken: Broken[] = [];
  const report = (name: string, text: string) => {
    broken.push({ constraint: `${table.name}.${name}`, text });
  };
  const kind = kindOf(table.name, distribution);
  if (kind === 'distributed') {
    if (!table.columns.has(column)) report(column, 'a distributed table needs this column');
    const guards = [...table.guards];
    if (!guards.some(([, guard]) => guard.kind === 'primary key')) {
      report(`${table.name}_pkey`, 'a distributed table needs a primary key');
    }
    for (const [name, guard] of guards) {
      if (guard.kind === 'primary key' && guard.columns[0] !== column) {
        report(name, `the primary key does not start with ${column}`);
      }
      if (guard.kind !== 'primary key' && !guard.columns.includes(column)) {
        report(name, `the ${guard.kind} lacks ${column}`);
      }
    }
  }
  for (const [name, key] of table.foreignKeys) {
    const problem = checkForeignKey(kind, key, tables, distribution);
    if (problem !== undefined) report(name, problem);
  }
  return broken;
}

function checkForeignKey(
  kind: Kind,
  { columns, target, targetColumns }: ForeignKey,
  tables: Tables,
  distribution: Distribution,
): string | undefined {
  const targetKind = kindOf(target, distribution);
  if (targetKind === 'reference') return kind === 'local' ? leads(kind, targetKind) : undefined;
  if (targetKind === 'local' || kind !== 'distributed') {
    return kind === targetKind ? undefined : leads(kind, targetKind);
  }
  const primaryKey = [...(tables.get(target)?.guards.values() ?? [])].find(
    (guard) => guard.kind === 'primary key',
  );
  const { column } = distribution;
  const position = (targetColumns ?? primaryKey?.columns ?? []).indexOf(column);
  if (position !== -1 && columns[position] === column) return undefined;
  return `the foreign key leads to rows of ${target} that may be on another node`;
}

function leads(kind: Kind, targetKind: Kind): string {
  return `the foreign key leads from a ${kind} table to a ${targetKind} one`;
}

/** The statements that distribute the tables: what goes first, then each table after its parents. */
export function distributionStatements(sql: string, distribution: Distribution): readonly string[] {
  const tables = readTables(sql);
  const drops = Object.keys(distribution.droppedConstraints).map((constraint) => {
    const [table, name] = constraint.split('.');
    return `ALTER TABLE ${table} DROP CONSTRAINT ${name};`;
  });
  const replaced = Object.entries(distribution.replacedConstraints).map(([constraint, form]) => {
    const [table, name] = constraint.split('.');
    return `ALTER TABLE ${table} DROP CONSTRAINT ${name}, ADD CONSTRAINT ${name} ${form};`;
  });
  const triggers = [...tables.values()].flatMap(({ name, triggers }) =>
    [...triggers].map((trigger) => `DROP TRIGGER ${trigger} ON ${name};`),
  );
  const ordered = parentsFirst(tables);
  const ofKind = (kind: Kind) => ordered.filter((name) => kindOf(name, distribution) === kind);
  return [
    ...drops,
    ...replaced,
    ...triggers,
    ...ofKind('reference').map((name) => `SELECT create_reference_table('${name}');`),
    ...ofKind('distributed').map(
      (name) => `SELECT create_distributed_table('${name}', '${distribution.column}');`,
    ),
  ];
}

function parentsFirst(tables: Tables): readonly string[] {
  const ordered = new Set<string>();
  const add = (name: string) => {
    for (const { target } of tables.get(name)?.foreignKeys.values() ?? []) {
      if (target !== name) add(target);
    }
    ordered.add(name);
  };
  for (const name of tables.keys()) add(name);
  return [...ordered];
}
