import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../simulation/random.ts';
import type { Ground } from './ground.ts';
import type { MortalServer } from './mortal-server.ts';

/** What is done to the ground while clients work. */
export interface Fault {
  readonly name: string;
  run(ground: Ground, random: Random): Promise<void>;
}

/** Past every timeout of a server and of the database for it: 8 seconds and 5 more for a statement. */
const FROZEN_MS = 16_000;

/** Within the 15 minutes that clocks may differ, past them, and past the life of client tokens. */
const CLOCK_SECONDS = [600, -600, 1_500, 25 * 3_600];
const CLOCK_MS = 4_000;

const CONNECTION_CUTS = 3;

export const FAULTS: readonly Fault[] = [
  {
    name: 'a server is killed',
    async run({ servers }, random) {
      const server = pickServer(servers, random);
      await server.kill();
      await sleep(2_000);
      await server.startAgain();
    },
  },
  {
    name: 'the primary is killed',
    async run({ postgres }) {
      await postgres.failOver();
      await sleep(1_500);
      await postgres.rebuildStandby();
    },
  },
  {
    name: 'the standby is killed',
    async run({ postgres }) {
      await postgres.killStandby();
      await sleep(3_000);
      await postgres.startStandby();
    },
  },
  {
    name: 'all connections to the database end',
    async run({ postgres }) {
      for (let count = 0; count < CONNECTION_CUTS; count += 1) {
        await postgres.terminateBackends();
        await sleep(800);
      }
    },
  },
  {
    name: 'the ways to servers are cut',
    async run({ servers }, random) {
      for (let count = 0; count < CONNECTION_CUTS; count += 1) {
        for (const { way } of servers) way.cut();
        await sleep(100);
        for (const { way } of servers) way.mend();
        await sleep(800);
      }
      const { way } = pickServer(servers, random);
      way.cut();
      await sleep(4_000);
      way.mend();
    },
  },
  {
    name: 'a server freezes',
    async run({ servers }, random) {
      const server = pickServer(servers, random);
      server.freeze();
      await sleep(FROZEN_MS);
      server.unfreeze();
      await sleep(2_000);
    },
  },
  {
    name: 'a clock is wrong',
    async run({ servers }, random) {
      const server = pickServer(servers, random);
      for (const seconds of random.shuffle(CLOCK_SECONDS)) {
        server.setClock(seconds);
        await sleep(CLOCK_MS);
      }
      server.setClock(0);
      await sleep(2_000);
    },
  },
];

function pickServer(servers: readonly MortalServer[], random: Random): MortalServer {
  const server = random.pick(servers);
  if (server === undefined) throw new Error('There is no server.');
  return server;
}
