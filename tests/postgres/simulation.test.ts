import { expect, test } from 'vitest';
import { makeProvingDatabase } from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import { verifyDatabase } from '../../packages/server/src/store/postgres/verify-database.ts';
import { formatProblem } from '../../packages/server/src/store/verify/problem.ts';
import { describeResult, runSimulation } from '../simulation/run-simulation.ts';

const SEED = Number(process.env['CADASTRE_SIMULATION_SEED'] ?? Date.now() % 2 ** 31);
const OPERATION_COUNT = Number(process.env['CADASTRE_SIMULATION_OPERATIONS'] ?? 20_000);

/** Some hundred operations a second are usual. */
const TIMEOUT_MS = 60_000 + OPERATION_COUNT * 30;

test(
  `every answer is what the model foretells (seed ${SEED}, ${OPERATION_COUNT} operations)`,
  async () => {
    const databaseUrl = await makeProvingDatabase();
    const result = await runSimulation({
      seed: SEED,
      operationCount: OPERATION_COUNT,
      databaseUrl,
    });
    process.stdout.write(`${describeResult(result)}\n`);
    const problems: string[] = [];
    const report = await verifyDatabase(databaseUrl, {
      onProblem: (problem) => problems.push(formatProblem(problem)),
    });
    expect(problems).toEqual([]);
    expect(report.accountCount).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
