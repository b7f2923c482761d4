import type { SqlSession } from '../sql/session.ts';
import { checkDisjoint, type SharedSpaceRow } from './check-disjoint.ts';
import { checkInventory, type DiscoveredKey } from './check-inventory.ts';
import { checkOverlap, type SeenCidrRow } from './check-overlap.ts';
import { checkTiling, type SpaceCounts, type SpaceRow } from './check-tiling.ts';
import { DISCOVERED_IDS, INVENTORY_QUERIES, SEEN_CIDR_ROWS } from './inventory-queries.ts';
import { mergeOrdered } from './merge-ordered.ts';
import type { Problem, ReportProblem } from './problem.ts';
import {
  ACCOUNT_COUNT,
  PUBLIC_ROWS,
  SPACE_PAGES,
  SPACE_ROW_COUNT,
  TOP_LEVEL_ROWS,
} from './space-queries.ts';
import { STRUCTURE_QUERIES } from './structure-queries.ts';

export interface VerifyOptions {
  /** Told of every broken invariant. */
  readonly onProblem: ReportProblem;
  /** Told how many of the rows that make up the space of pools have been read. */
  readonly onProgress?: ((doneCount: number, totalCount: number) => void) | undefined;
}

/** What was found. */
export interface VerifyReport {
  readonly accountCount: number;
  readonly poolCount: number;
  readonly cidrCount: number;
  readonly allocationCount: number;
  readonly freeBlockCount: number;
  readonly problemCount: number;
}

/** A database of any engine, in one read transaction: all checks see one state. */
export interface ProvenDatabase {
  /** What the transaction sees, for checks that ask as the server does. */
  readonly session: SqlSession;
  /** The rows of a query; an engine may hold them in memory. */
  rows<Row>(sql: string): Iterable<Row> | Promise<Iterable<Row>>;
  /** All rows of a query of `SPACE_PAGES`. `onRows` is told how many more have been read. */
  spaceRows(
    sql: string,
    onRows: (count: number) => void,
  ): Iterable<SpaceRow> | Promise<Iterable<SpaceRow>>;
  /** What the engine can tell of itself: its guards, its pages. */
  checkEngine(report: ReportProblem): void | Promise<void>;
  /** Runs a check. Damage that ends it alone is reported, so that the others go on. */
  runCheck(check: () => Promise<void>, report: ReportProblem): Promise<void>;
}

/** Proves all invariants that there are, one check after another. */
export async function proveInvariants(
  database: ProvenDatabase,
  options: VerifyOptions,
): Promise<VerifyReport> {
  let problemCount = 0;
  const report: ReportProblem = (problem) => {
    problemCount += 1;
    options.onProblem(problem);
  };
  const accountCount = await countOf(database, ACCOUNT_COUNT);
  let counts: SpaceCounts = { pools: 0, cidrs: 0, freeBlocks: 0, allocations: 0 };
  const checks: (() => void | Promise<void>)[] = [
    async () => {
      counts = checkTiling(await readSpace(database, options), report);
    },
    async () => checkDisjoint(await database.rows<SharedSpaceRow>(TOP_LEVEL_ROWS), report),
    async () => checkDisjoint(await database.rows<SharedSpaceRow>(PUBLIC_ROWS), report),
    ...[...STRUCTURE_QUERIES, ...INVENTORY_QUERIES].map((sql) => async () => {
      for (const problem of await database.rows<Problem>(sql)) report(problem);
    }),
    async () => checkOverlap(await database.rows<SeenCidrRow>(SEEN_CIDR_ROWS), report),
    async () => {
      // All at once: the check of each key asks the same session.
      const keys = [...(await database.rows<DiscoveredKey>(DISCOVERED_IDS))];
      await checkInventory(database.session, keys, report);
    },
    () => database.checkEngine(report),
  ];
  for (const check of checks) await database.runCheck(async () => check(), report);
  return {
    accountCount,
    poolCount: counts.pools,
    cidrCount: counts.cidrs,
    allocationCount: counts.allocations,
    freeBlockCount: counts.freeBlocks,
    problemCount,
  };
}

async function countOf(database: ProvenDatabase, sql: string): Promise<number> {
  const [row] = [...(await database.rows<{ readonly count: number }>(sql))];
  return Number(row?.count ?? 0);
}

/** The rows that make up the space of pools, in their order. */
async function readSpace(
  database: ProvenDatabase,
  { onProgress }: VerifyOptions,
): Promise<Iterable<SpaceRow>> {
  const total = onProgress === undefined ? 0 : await countOf(database, SPACE_ROW_COUNT);
  let doneCount = 0;
  const onRows = (count: number) => {
    doneCount += count;
    onProgress?.(doneCount, total);
  };
  const sequences: Iterable<SpaceRow>[] = [];
  for (const sql of SPACE_PAGES) sequences.push(await database.spaceRows(sql, onRows));
  return mergeOrdered(sequences, isBefore);
}

function isBefore(left: SpaceRow, right: SpaceRow): boolean {
  if (left.accountId !== right.accountId) return left.accountId < right.accountId;
  if (left.poolId !== right.poolId) return left.poolId < right.poolId;
  return left.firstKey < right.firstKey;
}
