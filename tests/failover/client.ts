import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Parameters } from '../acceptance/support/raw-client.ts';
import type { Random } from '../simulation/random.ts';
import type { Caller, Outcome } from './caller.ts';
import type { Held, Operation } from './history.ts';
import type { Journal } from './journal.ts';
import { listParameters, REGION, readAllocations, type WorkedPool } from './pools.ts';

const HELD_COUNT_MAX = 4;
const THINK_MS_MIN = 50;
const THINK_MS_MAX = 250;
const TOKEN_PERCENT = 80;

const NO_SPACE = ['ResourceNotEnough.IpamPoolCidr', 'OperationDenied.CidrUnavailableInPool'];
const NOT_FOUND = 'ResourceNotFound.IpamPoolAllocation';

/** One of those who allocate and release, one call after another. */
export class Client {
  readonly #number: number;
  readonly #random: Random;
  readonly #caller: Caller;
  readonly #journal: Journal;
  readonly #pools: readonly WorkedPool[];
  readonly #holdings: { readonly pool: WorkedPool; readonly held: Held }[] = [];
  #released: { readonly pool: WorkedPool; readonly held: Held } | undefined;
  #callCount = 0;

  constructor(
    number: number,
    random: Random,
    caller: Caller,
    journal: Journal,
    pools: readonly WorkedPool[],
  ) {
    this.#number = number;
    this.#random = random;
    this.#caller = caller;
    this.#journal = journal;
    this.#pools = pools;
  }

  /** Works until the signal; what is under way then is brought to its end. */
  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#step();
      await sleep(this.#random.integer(THINK_MS_MIN, THINK_MS_MAX));
    }
  }

  async #step(): Promise<void> {
    const [hot] = this.#pools;
    const pool = this.#random.chance(40) ? hot : this.#random.pick(this.#pools);
    if (pool === undefined) throw new Error('There is no pool.');
    const isFull = this.#holdings.length >= HELD_COUNT_MAX;
    const choice = this.#random.weighted<() => Promise<void>>([
      [() => this.#allocate(pool), isFull ? 0 : 45],
      [() => this.#release(), this.#holdings.length > 0 ? 35 : 0],
      [() => this.#look(), this.#holdings.length > 0 ? 8 : 0],
      [() => this.#lookAtReleased(), this.#released === undefined ? 0 : 4],
      [() => this.#list(pool), pool.isSmall ? 8 : 0],
      [() => sleep(THINK_MS_MIN), 1],
    ]);
    await choice();
  }

  async #allocate(pool: WorkedPool): Promise<void> {
    const name = this.#nextName();
    const token = this.#random.chance(TOKEN_PERCENT) ? name : undefined;
    const wanted = this.#want(pool);
    const parameters = {
      RegionId: REGION,
      IpamPoolId: pool.poolId,
      IpamPoolAllocationName: name,
      ...('cidr' in wanted ? { Cidr: wanted.cidr } : { CidrMask: wanted.prefixLength }),
    };
    const outcome = await this.#write('CreateIpamPoolAllocation', parameters, token, false);
    const { invokedAt, lastInvokedAt, answeredAt, answer, attemptCount } = outcome;
    const operation = { kind: 'allocate', wanted, invokedAt, answeredAt } as const;
    const isRefused = NO_SPACE.includes(String(answer?.body['Code']));
    if (answer === undefined || (isRefused && attemptCount > 1)) {
      // An attempt that nobody waits for any more may be carried out late, also after its repetition was
      // refused: refusals are not kept under the client token.
      const unanswered = { ...operation, answeredAt: Number.POSITIVE_INFINITY };
      this.#journal.recordUnanswered(pool, { operation: { ...unanswered, result: 'none' }, name });
    }
    if (answer === undefined) return;
    if (isRefused) {
      this.#journal.record(pool, { ...operation, invokedAt: lastInvokedAt, result: 'refused' });
    } else if (answer.status === 200) {
      const result = readHeld(answer.body);
      this.#journal.record(pool, { ...operation, result });
      this.#holdings.push({ pool, held: result });
    } else this.#wonder(answer);
  }

  #want({ shape, prefixLengths, isByCidr }: WorkedPool) {
    if (!isByCidr) return { prefixLength: this.#random.pick(prefixLengths) ?? 32 };
    const [prefix = ''] = shape.cidr.split('/');
    return { cidr: `${prefix.replace(/0$/, String(this.#random.integer(0, 7)))}/32` };
  }

  async #release(): Promise<void> {
    const index = this.#random.integer(0, this.#holdings.length - 1);
    const [released] = this.#holdings.splice(index, 1);
    if (released === undefined) return;
    const { pool, held } = released;
    const { allocationId } = held;
    const token = this.#random.chance(TOKEN_PERCENT) ? this.#nextName() : undefined;
    const parameters = { RegionId: REGION, IpamPoolAllocationId: allocationId };
    const outcome = await this.#write('DeleteIpamPoolAllocation', parameters, token, true);
    const { invokedAt, answeredAt, answer, attemptCount } = outcome;
    const isFound = answer?.status === 200;
    if (!isFound && answer?.body['Code'] !== NOT_FOUND) {
      if (answer !== undefined) this.#wonder(answer);
      return;
    }
    // Without a token, an earlier attempt whose answer was lost is a reason for not finding it.
    const isExplained = isFound || (token === undefined && attemptCount > 1);
    const result = isExplained ? 'released' : 'not-found';
    this.#journal.record(pool, { kind: 'release', allocationId, result, invokedAt, answeredAt });
    this.#released = released;
  }

  async #look(): Promise<void> {
    const holding = this.#random.pick(this.#holdings);
    if (holding !== undefined) await this.#lookAt(holding.pool, holding.held);
  }

  async #lookAtReleased(): Promise<void> {
    if (this.#released !== undefined) await this.#lookAt(this.#released.pool, this.#released.held);
  }

  async #lookAt(pool: WorkedPool, { allocationId }: Held): Promise<void> {
    const parameters = { RegionId: REGION, IpamPoolAllocationId: allocationId };
    const outcome = await this.#caller.call('GetIpamPoolAllocation', parameters, true);
    const { lastInvokedAt: invokedAt, answeredAt, answer } = outcome;
    if (answer?.status !== 200 && answer?.body['Code'] !== NOT_FOUND) {
      if (answer !== undefined) this.#wonder(answer);
      return;
    }
    const result = answer.status === 200 ? readHeld(answer.body) : undefined;
    this.#journal.record(pool, { kind: 'look', allocationId, result, invokedAt, answeredAt });
  }

  async #list(pool: WorkedPool): Promise<void> {
    const parameters = listParameters(pool.poolId);
    const outcome = await this.#caller.call('ListIpamPoolAllocations', parameters, true);
    const { lastInvokedAt: invokedAt, answeredAt, answer } = outcome;
    if (answer?.status !== 200) {
      if (answer !== undefined) this.#wonder(answer);
      return;
    }
    const operation: Operation = {
      kind: 'list',
      result: readAllocations(answer.body),
      invokedAt,
      answeredAt,
    };
    this.#journal.record(pool, operation);
  }

  /** A write; with a token it is repeated until it is answered. */
  async #write(
    action: string,
    parameters: Parameters,
    token: string | undefined,
    isRepeatable: boolean,
  ): Promise<Outcome> {
    const sent = token === undefined ? parameters : { ...parameters, ClientToken: token };
    const outcome = await this.#caller.call(action, sent, isRepeatable || token !== undefined);
    const { answer, wire } = outcome;
    if (answer?.status === 200) {
      this.#journal.acknowledgedWrites.push(wire);
      if (token !== undefined) {
        const result = resultOf(answer);
        this.#journal.answeredCalls.push({ action, parameters: sent, token, result });
      }
    }
    return outcome;
  }

  #nextName(): string {
    this.#callCount += 1;
    return `client-${this.#number}-${this.#callCount}`;
  }

  #wonder({ status, text }: Answer): void {
    this.#journal.surprises.push(`client ${this.#number} was answered ${status}: ${text}`);
  }
}

function readHeld(body: Readonly<Record<string, unknown>>): Held {
  return { allocationId: String(body['IpamPoolAllocationId']), cidr: String(body['Cidr']) };
}

/** What an answer says, without the number of the request. */
export function resultOf({ body }: Answer): string {
  const { RequestId: _, ...result } = body;
  return JSON.stringify(result);
}
