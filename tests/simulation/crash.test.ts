import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Auditor } from './auditor.ts';
import { findDatabaseFaults } from './check-database.ts';
import { Model } from './model/model.ts';
import { MortalServer } from './mortal-server.ts';
import { Random } from './random.ts';
import { releaseEverything } from './release-everything.ts';
import { performRound, planRound } from './run-simulation.ts';
import { Workload } from './workload.ts';
import { ACCOUNTS, modelSettings } from './world.ts';

const SEED = Number(process.env['CADASTRE_SIMULATION_SEED'] ?? Date.now() % 2 ** 31);
const KILL_COUNT = Number(process.env['CADASTRE_SIMULATION_KILLS'] ?? 12);
const ROUNDS_BETWEEN_KILLS_MAX = 40;
/** Long enough for a round to be answered; most kills are in the middle of one. */
const KILL_DELAY_MS_MAX = 25;

test(`a server that is killed ${KILL_COUNT} times keeps every answer it gave (seed ${SEED})`, async () => {
  const random = new Random(SEED);
  const model = new Model(modelSettings(0), ACCOUNTS);
  const workload = new Workload(random, model, {
    isEveryWriteRepeatable: true,
    areTimesKnown: false,
  });
  const server = await MortalServer.start();
  const auditor = new Auditor({
    seed: SEED,
    model,
    send: (call) => server.send(call),
    now: Date.now,
    isTimeCompared: false,
  });
  const round = () => performRound(auditor, planRound(workload, model, random));
  try {
    for (let kills = 0; kills < KILL_COUNT; kills += 1) {
      const rounds = random.integer(5, ROUNDS_BETWEEN_KILLS_MAX);
      for (let count = 0; count < rounds; count += 1) await round();
      const delayMs = random.integer(0, KILL_DELAY_MS_MAX);
      await Promise.all([round(), sleep(delayMs).then(() => server.kill())]);
    }
    await round();
    await server.stop();
    expect(findDatabaseFaults(server.databaseFile, model)).toEqual([]);
    server.startAgain();
    await releaseEverything(auditor, model);
    await server.stop();
    expect(findDatabaseFaults(server.databaseFile, model)).toEqual([]);
    const { callCount } = auditor;
    process.stdout.write(
      `Crash run with seed ${SEED}: ${KILL_COUNT} kills, ${callCount} operations, ${server.repeatedCallCount} repeated.\n`,
    );
    expect(server.repeatedCallCount).toBeGreaterThan(0);
  } finally {
    await server.stop();
    server.dispose();
  }
}, 600_000);
