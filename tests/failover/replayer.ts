import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../simulation/random.ts';
import type { Caller } from './caller.ts';
import type { Journal } from './journal.ts';

const PAUSE_MS = 100;

/** How many of the latest writes are sent again, to whichever server comes first. */
const RECENT_COUNT = 2_000;

const EXPECTED_CODE = 'SignatureNonceUsed';

/** Sends writes that were carried out once more, byte for byte, as who has overheard them would. */
export async function replayWrites(
  caller: Caller,
  journal: Journal,
  random: Random,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await sleep(PAUSE_MS);
    const wire = random.pick(journal.acknowledgedWrites.slice(-RECENT_COUNT));
    if (wire === undefined) continue;
    const answer = await caller.replay(wire);
    if (answer === undefined) continue;
    journal.replayCount += 1;
    if (answer.body['Code'] === EXPECTED_CODE) continue;
    journal.surprises.push(`a replay was answered ${answer.status}: ${answer.text}`);
  }
}
