import { splitList, splitStatements } from './split-sql.ts';

/** What the check of distribution has to know of a table. */
export interface TableText {
  readonly name: string;
  readonly columns: Set<string>;
  /** Primary key, unique and exclusion constraints, and unique indexes. */
  readonly guards: Map<string, Guard>;
  readonly foreignKeys: Map<string, ForeignKey>;
  readonly triggers: Set<string>;
}

export interface Guard {
  readonly kind: 'primary key' | 'unique index' | 'exclusion constraint';
  /** The columns that rows must have in common to be in each other's way. */
  readonly columns: readonly string[];
}

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly target: string;
  /** Undefined for the primary key of the target. */
  readonly targetColumns: readonly string[] | undefined;
}

const NAME = '([a-z_][a-z0-9_]*)';
const CREATE_TABLE = new RegExp(`^CREATE TABLE (?:IF NOT EXISTS )?${NAME} \\((.*)\\)$`, 'i');
const CREATE_INDEX = new RegExp(
  `^CREATE (UNIQUE )?INDEX (?:IF NOT EXISTS )?${NAME} ON ${NAME} (?:USING \\w+ )?\\((.*)$`,
  'i',
);
const CREATE_TRIGGER = new RegExp(
  `^CREATE TRIGGER ${NAME} (?:BEFORE|AFTER) .* ON ${NAME} (?:REFERENCING .* )?(?:FOR EACH|WHEN|EXECUTE) `,
  'i',
);
const ALTER_TABLE = new RegExp(`^ALTER TABLE (?:ONLY )?${NAME} (.*)$`, 'i');
const ADD_CONSTRAINT = /^ADD (CONSTRAINT .*|PRIMARY KEY .*|UNIQUE .*|FOREIGN KEY .*|EXCLUDE .*)$/i;
const ADD_COLUMN = /^ADD (?:COLUMN )?(?:IF NOT EXISTS )?(.*)$/i;
const DROP_CONSTRAINT = new RegExp(`^DROP CONSTRAINT (?:IF EXISTS )?${NAME}(?: CASCADE)?$`, 'i');
const DROP_COLUMN = new RegExp(`^DROP COLUMN (?:IF EXISTS )?${NAME}(?: CASCADE)?$`, 'i');
const CHANGE_COLUMN = new RegExp(`^ALTER COLUMN ${NAME} (SET|DROP) (NOT NULL|DEFAULT.*)$`, 'i');
const DROP_TABLE = new RegExp(`^DROP TABLE (?:IF EXISTS )?${NAME}(?: CASCADE)?$`, 'i');
const DROP_INDEX = new RegExp(`^DROP INDEX (?:IF EXISTS )?${NAME}$`, 'i');
const DROP_TRIGGER = new RegExp(`^DROP TRIGGER (?:IF EXISTS )?${NAME} ON ${NAME}$`, 'i');

/** Statements that change neither tables nor what guards them. */
const WITHOUT_MEANING =
  /^(CREATE (OR REPLACE )?FUNCTION|DROP FUNCTION|CREATE (TYPE|EXTENSION|DOMAIN)|DROP TYPE|INSERT INTO|UPDATE|DELETE FROM|SELECT|ANALYZE|COMMENT ON) /i;

const NAMED = new RegExp(`^CONSTRAINT ${NAME} (.*)$`, 'i');
const PRIMARY_KEY = /^PRIMARY KEY \((.*?)\)$/i;
const UNIQUE = /^UNIQUE (?:NULLS NOT DISTINCT )?\((.*?)\)$/i;
const FOREIGN_KEY = new RegExp(
  `^FOREIGN KEY \\((.*?)\\) REFERENCES ${NAME}(?: \\((.*?)\\))?(?: ON .*)?$`,
  'i',
);
const EXCLUDE = /^EXCLUDE USING \w+ \((.*)$/i;
const CHECK = /^CHECK \(/i;
const COLUMN = new RegExp(`^${NAME} (.*)$`, 'i');
const REFERENCES = new RegExp(` REFERENCES ${NAME}(?: \\((.*?)\\))?`, 'i');

/**
 * The tables that migrations come to, read from their text. It knows the forms that our migrations have
 * and throws at any other, so that nothing passes unseen.
 */
export function readTables(sql: string): ReadonlyMap<string, TableText> {
  const tables = new Map<string, TableText>();
  for (const statement of splitStatements(sql)) readStatement(tables, statement);
  return tables;
}

function readStatement(tables: Map<string, TableText>, statement: string): void {
  if (WITHOUT_MEANING.test(statement)) return;
  const reader = STATEMENTS.find(({ form }) => form.test(statement));
  const match = reader?.form.exec(statement);
  if (reader === undefined || match === null || match === undefined) throw unknown(statement);
  reader.read(tables, match.slice(1));
}

interface StatementReader {
  readonly form: RegExp;
  read(tables: Map<string, TableText>, parts: readonly string[]): void;
}

const STATEMENTS: readonly StatementReader[] = [
  {
    form: CREATE_TABLE,
    read: (tables, [name = '', items = '']) => {
      const table: TableText = {
        name,
        columns: new Set(),
        guards: new Map(),
        foreignKeys: new Map(),
        triggers: new Set(),
      };
      tables.set(name, table);
      for (const item of splitList(items)) readItem(table, item);
    },
  },
  {
    form: CREATE_INDEX,
    read: (tables, [unique, name = '', on = '', rest = '']) => {
      if (unique === undefined) return;
      tableOf(tables, on).guards.set(name, { kind: 'unique index', columns: splitList(rest) });
    },
  },
  {
    form: CREATE_TRIGGER,
    read: (tables, [name = '', on = '']) => {
      tableOf(tables, on).triggers.add(name);
    },
  },
  {
    form: ALTER_TABLE,
    read: (tables, [name = '', changes = '']) => {
      for (const change of splitList(changes)) readChange(tableOf(tables, name), change);
    },
  },
  { form: DROP_TABLE, read: (tables, [name = '']) => void tables.delete(name) },
  {
    form: DROP_INDEX,
    read: (tables, [name = '']) => {
      for (const { guards } of tables.values()) guards.delete(name);
    },
  },
  {
    form: DROP_TRIGGER,
    read: (tables, [name = '', on = '']) => {
      tableOf(tables, on).triggers.delete(name);
    },
  },
];

function tableOf(tables: ReadonlyMap<string, TableText>, name: string): TableText {
  const table = tables.get(name);
  if (table === undefined) throw new Error(`The migrations make no table ${name}.`);
  return table;
}

function unknown(text: string): Error {
  return new Error(`The check of distribution does not know this form of statement: ${text}`);
}

function readChange(table: TableText, change: string): void {
  const constraint = ADD_CONSTRAINT.exec(change)?.[1];
  const dropped = DROP_CONSTRAINT.exec(change)?.[1];
  const column = DROP_COLUMN.exec(change)?.[1];
  const added = ADD_COLUMN.exec(change)?.[1];
  if (constraint !== undefined) readItem(table, constraint);
  else if (dropped !== undefined) {
    table.guards.delete(dropped);
    table.foreignKeys.delete(dropped);
  } else if (column !== undefined) dropColumn(table, column);
  else if (added !== undefined) readItem(table, added);
  else if (!CHANGE_COLUMN.test(change)) throw unknown(`ALTER TABLE ${table.name} ${change}`);
}

/** What the column guarded goes with it. */
function dropColumn(table: TableText, column: string): void {
  table.columns.delete(column);
  for (const [name, { columns }] of table.guards) {
    if (columns.includes(column)) table.guards.delete(name);
  }
  for (const [name, { columns }] of table.foreignKeys) {
    if (columns.includes(column)) table.foreignKeys.delete(name);
  }
}

/** A column or a constraint of a table. */
function readItem(table: TableText, item: string): void {
  const named = NAMED.exec(item);
  const text = named?.[2] ?? item;
  const name = named?.[1];
  const key = PRIMARY_KEY.exec(text)?.[1];
  const unique = UNIQUE.exec(text)?.[1];
  const excluded = EXCLUDE.exec(text)?.[1];
  const foreign = FOREIGN_KEY.exec(text);
  if (key !== undefined) addKey(table, name, 'primary key', splitList(key));
  else if (unique !== undefined) addKey(table, name, 'unique index', splitList(unique));
  else if (excluded !== undefined) {
    const columns = splitList(excluded).flatMap(
      (one) => /^(\w+)(?: \w+)? WITH =$/.exec(one)?.[1] ?? [],
    );
    table.guards.set(name ?? `${table.name}_excl`, { kind: 'exclusion constraint', columns });
  } else if (foreign !== null) {
    const [, columns = '', target = '', targetColumns] = foreign;
    addForeignKey(table, name, splitList(columns), target, targetColumns);
  } else if (!CHECK.test(text)) readColumn(table, text);
}

function readColumn(table: TableText, text: string): void {
  const [, name, rest = ''] = COLUMN.exec(text) ?? [];
  if (name === undefined) throw unknown(`${table.name}: ${text}`);
  table.columns.add(name);
  if (/ PRIMARY KEY\b/i.test(` ${rest}`)) addKey(table, undefined, 'primary key', [name]);
  if (/ UNIQUE\b/i.test(` ${rest}`)) addKey(table, undefined, 'unique index', [name]);
  const references = REFERENCES.exec(` ${rest}`);
  if (references === null) return;
  const [, target = '', targetColumns] = references;
  addForeignKey(table, undefined, [name], target, targetColumns);
}

/** Constraints without a name get the one that PostgreSQL gives them. */
function addKey(
  table: TableText,
  name: string | undefined,
  kind: 'primary key' | 'unique index',
  columns: readonly string[],
): void {
  const given =
    kind === 'primary key' ? `${table.name}_pkey` : `${table.name}_${columns.join('_')}_key`;
  table.guards.set(name ?? given, { kind, columns });
}

function addForeignKey(
  table: TableText,
  name: string | undefined,
  columns: readonly string[],
  target: string,
  targetColumns: string | undefined,
): void {
  table.foreignKeys.set(name ?? `${table.name}_${columns.join('_')}_fkey`, {
    columns,
    target,
    targetColumns: targetColumns === undefined ? undefined : splitList(targetColumns),
  });
}
