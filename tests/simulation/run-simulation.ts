import { Auditor } from './auditor.ts';
import { InProcessServer } from './in-process-server.ts';
import { Model } from './model/model.ts';
import { Random } from './random.ts';
import { releaseEverything } from './release-everything.ts';
import { type PlannedCall, Workload } from './workload.ts';
import { ACCOUNTS, CREATING_MS, modelSettings } from './world.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly operationCount: number;
  /** An empty PostgreSQL database; the embedded store where not given. */
  readonly databaseUrl?: string;
  /** Told now and then how far the run is. */
  readonly onProgress?: (operationCount: number) => void;
}

export interface SimulationResult {
  readonly seed: number;
  readonly operationCount: number;
  /** How often each outcome of each operation was seen: a code, or `success`. */
  readonly outcomes: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly codes: ReadonlySet<string>;
  readonly operationsPerSecond: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Runs the workload against the server and the model and throws at the first answer that differs.
 * At the end everything is released, and every CIDR must be whole again.
 */
export async function runSimulation(options: SimulationOptions): Promise<SimulationResult> {
  const { seed, operationCount, onProgress } = options;
  const random = new Random(seed);
  let clock = Date.UTC(2026, 0, 1) + random.integer(0, DAY_MS);
  const now = () => clock;
  const server = await InProcessServer.start(CREATING_MS, now, options.databaseUrl);
  try {
    const model = new Model(modelSettings(CREATING_MS), ACCOUNTS);
    const workload = new Workload(random, model, {
      isEveryWriteRepeatable: false,
      areTimesKnown: true,
    });
    const auditor = new Auditor({
      seed,
      model,
      send: (call) => server.send(call),
      now,
      isTimeCompared: true,
    });
    const startedAt = performance.now();
    while (auditor.callCount < operationCount) {
      clock += advance(random);
      await performRound(auditor, planRound(workload, model, random));
      onProgress?.(auditor.callCount);
    }
    const seconds = (performance.now() - startedAt) / 1000;
    clock += 1000;
    await releaseEverything(auditor, model);
    return {
      seed,
      operationCount: auditor.callCount,
      outcomes: auditor.outcomes,
      codes: auditor.codes(),
      operationsPerSecond: operationCount / seconds,
    };
  } finally {
    await server.stop();
  }
}

/** Mostly a moment; sometimes long enough for client tokens to be forgotten. */
function advance(random: Random): number {
  if (random.chance(0.02)) return DAY_MS + random.integer(-1000, 1000);
  return random.chance(1) ? random.integer(0, DAY_MS / 4) : random.integer(0, 2);
}

/** One call for each account but for some, so that groups differ in size. */
export function planRound(
  workload: Workload,
  model: Model,
  random: Random,
): readonly PlannedCall[] {
  return model.accounts
    .filter(({ isServiceOpen }) => random.chance(isServiceOpen ? 95 : 3))
    .map((account) => workload.next(account));
}

/**
 * Calls that touch the supply which the accounts share go one after another, for their order decides
 * who gets what; all others go together.
 */
export async function performRound(auditor: Auditor, calls: readonly PlannedCall[]): Promise<void> {
  await auditor.performTogether(calls.filter((call) => !touchesSupply(call)));
  for (const call of calls.filter(touchesSupply)) await auditor.perform(call);
}

function touchesSupply({ account, operation, parameters }: PlannedCall): boolean {
  if (operation !== 'AddIpamPoolCidr' && operation !== 'DeleteIpamPoolCidr') return false;
  const pool = account.poolsById.get(parameters['IpamPoolId'] ?? '');
  return pool?.scope.type === 'public' && pool.source === undefined;
}

/** What a run did, in a few lines for people. */
export function describeResult(result: SimulationResult): string {
  const { seed, operationCount, operationsPerSecond, codes, outcomes } = result;
  const byOperation = [...outcomes].map(([operation, counts]) => {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return `  ${operation}: ${total}, ${counts.get('success') ?? 0} of them successes`;
  });
  return [
    `Simulation with seed ${seed}: ${operationCount} operations, ${codes.size} outcomes, ${Math.round(operationsPerSecond)} a second.`,
    ...byOperation.sort(),
  ].join('\n');
}
