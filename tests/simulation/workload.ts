import { DRAFTS, type Parameters } from './drafts.ts';
import type { Account } from './model/entities.ts';
import { isWrite, type Model } from './model/model.ts';
import { type OperationName, PARAMETER_RULES } from './model/parameter-rules.ts';
import type { Random } from './random.ts';

/** A random stream of calls, right and wrong ones, that fills pools and empties them again. */

export interface PlannedCall {
  readonly account: Account;
  readonly operation: OperationName;
  readonly parameters: Readonly<Parameters>;
}

export interface WorkloadOptions {
  /** Gives every write a client token, so that it can be repeated without an answer. */
  readonly isEveryWriteRepeatable: boolean;
  /** Whether the server has the simulation's clock, so that calls can name its instants. */
  readonly areTimesKnown: boolean;
}

type Mode = 'fill' | 'drain' | 'tear-down';

/** How often an operation is called while an account fills, drains and tears down. */
const WEIGHTS: readonly (readonly [OperationName, Readonly<Record<Mode, number>>])[] = [
  ['CreateIpam', { fill: 2, drain: 1, 'tear-down': 0 }],
  ['UpdateIpam', { fill: 2, drain: 2, 'tear-down': 0.5 }],
  ['DeleteIpam', { fill: 0.5, drain: 1, 'tear-down': 8 }],
  ['ListIpams', { fill: 2, drain: 2, 'tear-down': 2 }],
  ['CreateIpamScope', { fill: 2, drain: 1, 'tear-down': 0 }],
  ['UpdateIpamScope', { fill: 1, drain: 1, 'tear-down': 1 }],
  ['DeleteIpamScope', { fill: 1, drain: 1, 'tear-down': 8 }],
  ['ListIpamScopes', { fill: 2, drain: 2, 'tear-down': 2 }],
  ['CreateIpamPool', { fill: 9, drain: 2, 'tear-down': 0.2 }],
  ['UpdateIpamPool', { fill: 4, drain: 3, 'tear-down': 1 }],
  ['DeleteIpamPool', { fill: 2, drain: 6, 'tear-down': 25 }],
  ['ListIpamPools', { fill: 3, drain: 3, 'tear-down': 2 }],
  ['AddIpamPoolCidr', { fill: 12, drain: 2, 'tear-down': 0.2 }],
  ['DeleteIpamPoolCidr', { fill: 2, drain: 8, 'tear-down': 25 }],
  ['ListIpamPoolCidrs', { fill: 3, drain: 3, 'tear-down': 1 }],
  ['CreateIpamPoolAllocation', { fill: 28, drain: 6, 'tear-down': 0.5 }],
  ['UpdateIpamPoolAllocation', { fill: 3, drain: 3, 'tear-down': 1 }],
  ['DeleteIpamPoolAllocation', { fill: 6, drain: 30, 'tear-down': 40 }],
  ['GetIpamPoolAllocation', { fill: 3, drain: 3, 'tear-down': 1 }],
  ['ListIpamPoolAllocations', { fill: 5, drain: 5, 'tear-down': 2 }],
  ['GetAddressHistory', { fill: 5, drain: 6, 'tear-down': 4 }],
  ['GetIpamPoolNextAvailableCidr', { fill: 8, drain: 6, 'tear-down': 2 }],
];

/** The account without the service can only try, and look. */
const CLOSED_OPERATIONS: readonly OperationName[] = ['CreateIpam', 'ListIpams', 'CreateIpamScope'];

/** Calls that are kept to be repeated, for each account. */
const PAST_CALLS_MAX = 24;

interface Progress {
  mode: Mode;
  callsLeft: number;
  readonly pastCalls: PlannedCall[];
}

export class Workload {
  readonly #random: Random;
  readonly #model: Model;
  readonly #options: WorkloadOptions;
  readonly #progress = new Map<Account, Progress>();
  #tokenCount = 0;

  constructor(random: Random, model: Model, options: WorkloadOptions) {
    this.#random = random;
    this.#model = model;
    this.#options = options;
  }

  next(account: Account): PlannedCall {
    const progress = this.#progressOf(account);
    const past = this.#random.chance(5) ? this.#random.pick(progress.pastCalls) : undefined;
    if (past !== undefined) return this.#repeat(past);
    const operation = this.#chooseOperation(account, progress.mode);
    const context = {
      random: this.#random,
      account,
      settings: this.#model.settings,
      areTimesKnown: this.#options.areTimesKnown,
    };
    const parameters = DRAFTS[operation](context);
    if (this.#random.chance(9)) this.#spoil(account, operation, parameters);
    if (isWrite(operation)) this.#addWriteParameters(parameters);
    else this.#continuePages(account, operation, parameters);
    const call = { account, operation, parameters };
    this.#keep(progress, call);
    return call;
  }

  #progressOf(account: Account): Progress {
    let progress = this.#progress.get(account);
    if (progress === undefined) {
      progress = { mode: 'fill', callsLeft: 600, pastCalls: [] };
      this.#progress.set(account, progress);
    }
    progress.callsLeft -= 1;
    if (progress.callsLeft < 0) {
      progress.mode = this.#random.weighted([
        ['fill', 6],
        ['drain', 3],
        ['tear-down', 1],
      ]);
      progress.callsLeft = this.#random.integer(100, 700);
    }
    return progress;
  }

  #chooseOperation(account: Account, mode: Mode): OperationName {
    if (!account.isServiceOpen) return this.#random.pick(CLOSED_OPERATIONS) ?? 'CreateIpam';
    if (account.ipams.length === 0 && this.#random.chance(40)) return 'CreateIpam';
    if (account.pools.length === 0 && mode !== 'tear-down' && this.#random.chance(30)) {
      return 'CreateIpamPool';
    }
    return this.#random.weighted(WEIGHTS.map(([name, weights]) => [name, weights[mode]] as const));
  }

  /** A call that was made before, as it was or with something changed under the same token. */
  #repeat(past: PlannedCall): PlannedCall {
    const parameters = Object.fromEntries(this.#random.shuffle(Object.entries(past.parameters)));
    if (this.#random.chance(25)) {
      const other = this.#random.pick(Object.keys(parameters));
      if (other !== undefined && other !== 'ClientToken') parameters[other] += 'x';
    }
    return { ...past, parameters };
  }

  #keep(progress: Progress, call: PlannedCall): void {
    if (call.parameters['ClientToken'] === undefined && !this.#random.chance(3)) return;
    // The model forgets where pages start after a while.
    if (call.parameters['NextToken'] !== undefined) return;
    if (progress.pastCalls.length >= PAST_CALLS_MAX) progress.pastCalls.shift();
    progress.pastCalls.push(call);
  }

  #addWriteParameters(parameters: Parameters): void {
    if (this.#random.chance(5)) parameters['DryRun'] = this.#random.one('true', 'false', 'True');
    const { isEveryWriteRepeatable } = this.#options;
    // An empty token is none, also in an update, where an empty text clears.
    if (!isEveryWriteRepeatable && this.#random.chance(2)) parameters['ClientToken'] = '';
    if (!isEveryWriteRepeatable && !this.#random.chance(30)) return;
    this.#tokenCount += 1;
    const isTokenGiven = parameters['ClientToken'] !== undefined;
    const isEmptyUseless = isEveryWriteRepeatable && parameters['ClientToken'] === '';
    if (!isTokenGiven || isEmptyUseless) parameters['ClientToken'] = `token ${this.#tokenCount}`;
  }

  /** Goes on with a list where an earlier page of one ended, mostly one of the same list. */
  #continuePages(account: Account, operation: OperationName, parameters: Parameters): void {
    if (PARAMETER_RULES[operation]['NextToken' as never] === undefined) return;
    if (!this.#random.chance(40)) return;
    const starts = [...account.pageStarts].filter(([, { list }]) =>
      list.startsWith(`${operation} `),
    );
    const [token, start] = this.#random.pick(starts) ?? [];
    if (token === undefined || start === undefined) return;
    parameters['NextToken'] = this.#random.chance(98) ? token : `${token.slice(0, -3)}AAA`;
    if (this.#random.chance(8)) return;
    for (const name of Object.keys(parameters)) {
      if (name !== 'NextToken' && name !== 'MaxResults') delete parameters[name];
    }
    Object.assign(parameters, filtersOf(start.list));
  }

  /** Breaks one thing. */
  #spoil(account: Account, operation: OperationName, parameters: Parameters): void {
    const names = Object.keys(parameters);
    const name = this.#random.pick(names);
    switch (this.#random.integer(1, 7)) {
      case 1:
        if (name !== undefined) delete parameters[name];
        return;
      case 2:
        if (name !== undefined) parameters[name] = '';
        return;
      case 3:
        parameters['RegionId'] = this.#random.one('sim-a', 'sim-b', 'sim-c', 'nowhere', 'SIM-A');
        return;
      case 4:
        this.#spoilId(account, parameters);
        return;
      case 5:
        this.#spoilCidr(parameters);
        return;
      default:
        this.#spoilValue(operation, parameters);
    }
  }

  /** The id of another resource, of another account, or of nothing. */
  #spoilId(account: Account, parameters: Parameters): void {
    const name = this.#random.pick(Object.keys(parameters).filter((key) => key.endsWith('Id')));
    if (name === undefined || name === 'RegionId') return;
    const owner = this.#random.chance(40) ? account : this.#random.pick(this.#model.accounts);
    const resource = this.#random.pick([
      ...(owner?.pools ?? []),
      ...(owner?.scopes ?? []),
      ...(owner?.ipams ?? []),
    ]);
    parameters[name] = resource?.id.value ?? 'ipam-pool-00000000000000000';
  }

  #spoilCidr(parameters: Parameters): void {
    const name = this.#random.one('Cidr', 'CidrBlock');
    if (parameters[name] === undefined) return;
    parameters[name] = this.#random.one(
      '10.0.0.1/24',
      '10.0.0.0/024',
      '010.0.0.0/24',
      '10.0.0.0/33',
      '10.0.0.0',
      ' 10.0.0.0/24',
      'FD00::/120',
      'fd00:0::/120',
      'fd00::1/120',
      'fd00::/129',
      '::ffff:10.0.0.0/120',
      'fd00::%1/120',
      '10.0.0.0/24/24',
      '256.0.0.0/8',
      '10.0.0.0/24',
      'fd00::/120',
    );
  }

  /** A value that its parameter cannot have, for a random parameter of the operation. */
  #spoilValue(operation: OperationName, parameters: Parameters): void {
    const [name, rule] = this.#random.pick(Object.entries(PARAMETER_RULES[operation])) ?? [];
    if (name === undefined || rule === undefined) return;
    if ('Tag' in PARAMETER_RULES[operation] && this.#random.chance(25)) {
      this.#spoilTags(parameters);
      return;
    }
    switch (rule.kind) {
      case 'number':
        parameters[name] = this.#random.one(
          '-1',
          '129',
          '101',
          'x',
          '1.5',
          '99999999999999999',
          '',
        );
        return;
      case 'boolean':
        parameters[name] = this.#random.one('yes', '1', '');
        return;
      case 'client-token':
        parameters[name] = this.#random.one('t'.repeat(65), '令牌', '', 't'.repeat(64));
        return;
      case 'tags':
        this.#spoilTags(parameters);
        return;
      case 'resource-group':
        parameters[name] = this.#random.one('rg-', 'group', 'rg-a b');
        return;
      case 'texts':
        for (let index = 1; index <= 101; index += 1) parameters[`${name}.${index}`] = 'sim-a';
        return;
      default:
        parameters[name] = this.#random.one(
          'http://example.com',
          'HTTPS://example.com',
          '1 first',
          '漢'.repeat(128),
          'n'.repeat(129),
          'd'.repeat(257),
          '中文',
          '',
        );
    }
  }

  #spoilTags(parameters: Parameters): void {
    const [key, value] = this.#random.one(
      ['aliyun-key', 'v'],
      ['acs:key', 'v'],
      ['1key', 'v'],
      ['', 'v'],
      ['k'.repeat(65), 'v'],
      ['key', 'see http://example.com'],
      ['key', 'v'.repeat(129)],
      ['key', '值'.repeat(128)],
    );
    parameters['Tag.1.Key'] = key;
    parameters['Tag.1.Value'] = value;
    if (this.#random.chance(25)) parameters['Tag.7.Key'] = key;
    if (!this.#random.chance(25)) return;
    for (let index = 1; index <= 21; index += 1) parameters[`Tag.${index}.Key`] = `k${index}`;
  }
}

/** The parameters that a list was read with, from the identity of its pages. */
function filtersOf(list: string): Parameters {
  const entries = JSON.parse(list.slice(list.indexOf(' ') + 1)) as [string, unknown][];
  const parameters: Parameters = {};
  for (const [name, value] of entries) {
    if (!Array.isArray(value)) {
      parameters[name] = String(value);
      continue;
    }
    for (const [index, item] of value.entries()) {
      if (typeof item === 'string') parameters[`${name}.${index + 1}`] = item;
      else {
        for (const [field, text] of Object.entries(item as Parameters)) {
          parameters[`${name}.${index + 1}.${field}`] = text;
        }
      }
    }
  }
  return parameters;
}
