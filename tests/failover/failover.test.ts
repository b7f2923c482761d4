import { afterAll, expect, test } from 'vitest';
import { requireHaproxy } from './haproxy.ts';
import { requireFaketime } from './mortal-server.ts';
import { runFailover } from './run-failover.ts';

const RUN_COUNT = Number(process.env['CADASTRE_FAILOVER_RUNS'] ?? 1);
const SEED = Number(process.env['CADASTRE_FAILOVER_SEED'] ?? Date.now() % 2 ** 31);

const SHOWN_PROBLEM_COUNT_MAX = 30;
const RUN_TIMEOUT_MS = 600_000;

let doneCount = 0;
let totalCount = 0;
let problemCount = 0;

afterAll(() => {
  process.stdout.write(
    `${doneCount} runs, ${totalCount} operations, ${problemCount} problems: writes lost, blocks given twice, or answers without an order.\n`,
  );
});

test.each(Array.from({ length: RUN_COUNT }, (_, index) => [index + 1, (SEED + index) % 2 ** 31]))(
  `run %d of ${RUN_COUNT}: nothing is lost and nothing is given twice (seed %d)`,
  async (number, seed) => {
    requireHaproxy();
    requireFaketime();
    const { problems, operationCount, summary } = await runFailover(seed);
    process.stdout.write(`Run ${number} of ${RUN_COUNT}, seed ${seed}\n${summary}\n`);
    doneCount += 1;
    totalCount += operationCount;
    problemCount += problems.length;
    // The first ones are enough to see what is wrong.
    expect(problems.slice(0, SHOWN_PROBLEM_COUNT_MAX)).toEqual([]);
    expect(operationCount).toBeGreaterThan(1_000);
  },
  RUN_TIMEOUT_MS,
);
