import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../acceptance/support/start-server.ts';
import { Random } from '../simulation/random.ts';
import { Caller } from './caller.ts';
import { checkPool } from './check-pool.ts';
import { checkTokens, type TokenAnswer } from './check-tokens.ts';
import { Client, resultOf } from './client.ts';
import { FAULTS } from './faults.ts';
import { type Ground, openGround } from './ground.ts';
import type { Operation } from './history.ts';
import { Journal } from './journal.ts';
import { listAllocations, makePools, type WorkedPool } from './pools.ts';
import { replayWrites } from './replayer.ts';
import { CALM, Tally } from './tally.ts';

const CLIENT_COUNT = 64;
const CALM_MS = 2_000;

export interface FailoverResult {
  /** What no run may find: each a sentence. */
  readonly problems: readonly string[];
  readonly operationCount: number;
  /** What was done and counted. */
  readonly summary: string;
}

/** Puts everything up, lets clients work while one fault follows another, and checks what is left. */
export async function runFailover(seed: number): Promise<FailoverResult> {
  const startedAt = performance.now();
  const ground = await openGround();
  try {
    const pools = await makePools(ground.target);
    const random = new Random(seed);
    const tally = new Tally();
    const journal = new Journal();
    const caller = new Caller(ground.target, tally);
    await work(ground, pools, { random, tally, journal, caller });
    tally.fault = 'afterwards';
    const problems: string[] = [];
    const found = await checkPools(ground, pools, journal);
    problems.push(...found.problems, ...(await checkAnswers(caller, journal)));
    problems.push(...(await verify(ground)), ...outputOf(ground));
    problems.push(...journal.surprises);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const summary = [
      tally.describe(),
      `${found.description}; ${journal.answeredCalls.length} client tokens sent again, ${journal.replayCount} replays; ${problems.length} problems, ${seconds} s`,
    ].join('\n');
    return { problems, operationCount: tally.operationCount, summary };
  } finally {
    await ground.dispose();
  }
}

interface Staff {
  readonly random: Random;
  readonly tally: Tally;
  readonly journal: Journal;
  readonly caller: Caller;
}

async function work(ground: Ground, pools: readonly WorkedPool[], staff: Staff): Promise<void> {
  const { random, tally, journal, caller } = staff;
  const ending = new AbortController();
  const workers = Array.from({ length: CLIENT_COUNT }, (_, number) =>
    new Client(number, new Random(random.next()), caller, journal, pools).work(ending.signal),
  );
  workers.push(replayWrites(caller, journal, new Random(random.next()), ending.signal));
  const working = Promise.all(workers);
  const faulting = runFaults(ground, random, tally).finally(() => ending.abort());
  await Promise.all([working, faulting]);
}

async function runFaults(ground: Ground, random: Random, tally: Tally): Promise<void> {
  for (const fault of random.shuffle(FAULTS)) {
    await sleep(CALM_MS);
    tally.fault = fault.name;
    await fault.run(ground, random);
    tally.fault = CALM;
  }
  await sleep(CALM_MS);
}

/** The history of each pool, with what is there at the end as its last sight. */
async function checkPools(ground: Ground, pools: readonly WorkedPool[], journal: Journal) {
  const problems: string[] = [];
  let operationCount = 0;
  let leftCount = 0;
  for (const pool of pools) {
    const invokedAt = performance.now();
    const result = await listAllocations(ground.target, pool);
    const last: Operation = { kind: 'list', result, invokedAt, answeredAt: performance.now() };
    const history = [...journal.historyOf(pool, result), last];
    for (const { kind, text } of checkPool(pool.shape, history)) {
      problems.push(`${kind} in ${pool.shape.cidr}: ${text}`);
    }
    operationCount += history.length;
    leftCount += result.length;
  }
  const description = `${operationCount} operations in order, ${leftCount} allocations left, ${journal.lateCount} of them never answered`;
  return { problems, description };
}

/** Sends every answered client token once more; the answers must be the first ones. */
async function checkAnswers(caller: Caller, journal: Journal): Promise<readonly string[]> {
  const answers: TokenAnswer[] = [...journal.answeredCalls];
  const queue = [...journal.answeredCalls];
  const problems: string[] = [];
  const sender = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { action, parameters, token } = next;
      const { answer } = await caller.call(action, parameters, true);
      if (answer?.status === 200) answers.push({ token, result: resultOf(answer) });
      else problems.push(`${token} was answered again with ${answer?.text}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENT_COUNT }, sender));
  return [...problems, ...checkTokens(answers).map(({ text }) => text)];
}

async function verify({ databaseUrl }: Ground): Promise<readonly string[]> {
  const ended = await runCommand(['verify', '--database-url', databaseUrl], {});
  if (ended.exitCode === 0) return [];
  return [`cadastre verify: ${ended.standardOutput}${ended.standardError}`];
}

/** Servers log failures that are not theirs, such as a lost database; anything else is a fault. */
function outputOf({ servers }: Ground): readonly string[] {
  const lines = servers.flatMap(({ output }) => output.split('\n'));
  return lines.filter((line) => /unhandled|uncaught|InternalError/i.test(line));
}
