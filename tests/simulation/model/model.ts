import { getAddressHistory } from './address-history.ts';
import type { Account, AccountSettings, Settings } from './entities.ts';
import { type Body, type Expected, LearntText } from './expected.ts';
import {
  createIpam,
  createIpamScope,
  deleteIpam,
  deleteIpamScope,
  listIpamScopes,
  listIpams,
  updateIpam,
  updateIpamScope,
} from './ipams.ts';
import type { Change, Failure, ListItem, ModelCall } from './outcome.ts';
import { type OperationName, PARAMETER_RULES } from './parameter-rules.ts';
import { createIpamPool, deleteIpamPool, listIpamPools, updateIpamPool } from './pools.ts';
import { readParameters, type WireParameters } from './read-parameters.ts';
import {
  addIpamPoolCidr,
  createIpamPoolAllocation,
  deleteIpamPoolAllocation,
  deleteIpamPoolCidr,
  getIpamPoolAllocation,
  getIpamPoolNextAvailableCidr,
  listIpamPoolAllocations,
  listIpamPoolCidrs,
  updateIpamPoolAllocation,
} from './space.ts';

const TOKEN_LIFETIME_MS = 24 * 60 * 60 * 1000;
const PAGE_SIZE = 10;
/** Page tokens that are kept for later calls, for each account. */
const PAGE_STARTS_MAX = 64;

type Answer = (call: ModelCall) => Change | Failure;
type List = (call: ModelCall) => readonly ListItem[] | Failure;

const WRITES: Partial<Record<OperationName, Answer>> = {
  CreateIpam: createIpam,
  UpdateIpam: updateIpam,
  DeleteIpam: deleteIpam,
  CreateIpamScope: createIpamScope,
  UpdateIpamScope: updateIpamScope,
  DeleteIpamScope: deleteIpamScope,
  CreateIpamPool: createIpamPool,
  UpdateIpamPool: updateIpamPool,
  DeleteIpamPool: deleteIpamPool,
  AddIpamPoolCidr: addIpamPoolCidr,
  DeleteIpamPoolCidr: deleteIpamPoolCidr,
  CreateIpamPoolAllocation: createIpamPoolAllocation,
  UpdateIpamPoolAllocation: updateIpamPoolAllocation,
  DeleteIpamPoolAllocation: deleteIpamPoolAllocation,
};

const READS: Partial<Record<OperationName, Answer>> = {
  GetIpamPoolAllocation: getIpamPoolAllocation,
  GetIpamPoolNextAvailableCidr: getIpamPoolNextAvailableCidr,
};

interface ListRule {
  readonly items: string;
  readonly list: List;
  /** A page of the own product has no counts. */
  readonly hasCounts?: boolean;
}

const LISTS: Partial<Record<OperationName, ListRule>> = {
  ListIpams: { items: 'Ipams', list: listIpams },
  ListIpamScopes: { items: 'IpamScopes', list: listIpamScopes },
  ListIpamPools: { items: 'IpamPools', list: listIpamPools },
  ListIpamPoolCidrs: { items: 'IpamPoolCidrs', list: listIpamPoolCidrs },
  ListIpamPoolAllocations: { items: 'IpamPoolAllocations', list: listIpamPoolAllocations },
  GetAddressHistory: { items: 'IpamPoolAllocations', list: getAddressHistory, hasCounts: false },
};

export function isWrite(operation: OperationName): boolean {
  return WRITES[operation] !== undefined;
}

/** A second implementation of the rules, in memory and slow, that says what each answer must be. */
export class Model {
  readonly settings: Settings;
  readonly accounts: readonly Account[];
  readonly #knownIds = new Set<string>();
  #sequence = 0;

  constructor(settings: Settings, accounts: readonly AccountSettings[]) {
    this.settings = settings;
    this.accounts = accounts.map((account) => ({
      ...account,
      ipams: [],
      scopes: [],
      pools: [],
      ipamsById: new Map(),
      scopesById: new Map(),
      poolsById: new Map(),
      allocationsById: new Map(),
      allocationHistory: [],
      rememberedAnswers: new Map(),
      pageStarts: new Map(),
    }));
  }

  /** Carries a call out and tells what its answer must be. */
  perform(
    account: Account,
    operation: OperationName,
    parameters: WireParameters,
    now: number,
  ): Expected {
    const read = readParameters(operation, PARAMETER_RULES[operation], parameters);
    if (read.kind === 'error') return read;
    const call: ModelCall = {
      account,
      accounts: this.accounts,
      settings: this.settings,
      input: read.input,
      now,
      nextSequence: () => this.#sequence++,
      newId: (prefix, onLearnt) => this.#newId(prefix, onLearnt),
    };
    const listed = LISTS[operation];
    if (listed !== undefined) {
      const list = read.matchesNothing ? () => [] : listed.list;
      return answerPage(call, operation, { ...listed, list });
    }
    const write = WRITES[operation];
    if (write !== undefined) return answerWrite(call, operation, write);
    const answer = READS[operation]?.(call);
    if (answer === undefined) throw new Error(`The model has no ${operation}.`);
    return answer.kind === 'failure'
      ? { kind: 'error', code: answer.code }
      : { kind: 'success', body: answer.commit() };
  }

  #newId(prefix: string, onLearnt?: (id: string) => void): LearntText {
    return new LearntText(new RegExp(`^${prefix}-[a-z0-9]{10,32}$`), (id) => {
      if (this.#knownIds.has(id)) return `the id ${id} is given out for the second time`;
      this.#knownIds.add(id);
      onLearnt?.(id);
      return undefined;
    });
  }
}

/** Only successes are remembered under a token; a dry run neither looks nor remembers. */
function answerWrite(call: ModelCall, operation: OperationName, write: Answer): Expected {
  const { account, input, now } = call;
  const isDryRun = input.flag('DryRun') === true;
  const token = input.text('ClientToken');
  const key = `${operation} ${token}`;
  const parameters = input.identity(['ClientToken', 'DryRun']);
  const known = account.rememberedAnswers.get(key);
  if (!isDryRun && token !== undefined && known !== undefined && known.expiresAt > now) {
    return known.parameters === parameters
      ? { kind: 'success', body: known.body }
      : { kind: 'error', code: 'IdempotentParameterMismatch' };
  }
  const outcome = write(call);
  if (outcome.kind === 'failure') return { kind: 'error', code: outcome.code };
  if (isDryRun) return { kind: 'error', code: 'DryRunOperation' };
  const body = outcome.commit();
  if (token !== undefined) {
    account.rememberedAnswers.set(key, { parameters, body, expiresAt: now + TOKEN_LIFETIME_MS });
  }
  return { kind: 'success', body };
}

function answerPage(
  call: ModelCall,
  operation: OperationName,
  { items, list, hasCounts = true }: ListRule,
): Expected {
  const { account, input } = call;
  const identity = `${operation} ${input.identity(['MaxResults', 'NextToken'])}`;
  const token = input.text('NextToken');
  const start = token === undefined ? undefined : account.pageStarts.get(token);
  if (token !== undefined && start?.list !== identity) {
    return { kind: 'error', code: 'InvalidNextToken' };
  }
  const all = list(call);
  if ('kind' in all) return { kind: 'error', code: all.code };
  const size = input.number('MaxResults') ?? PAGE_SIZE;
  const rest = start === undefined ? all : all.filter(({ key }) => key > start.after);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const body: Body = {
    [items]: page.map((item) => item.body()),
    ...(hasCounts ? { Count: page.length, TotalCount: all.length, MaxResults: size } : {}),
  };
  if (last === undefined || rest.length <= page.length) return { kind: 'success', body };
  const nextToken = new LearntText(/^[\w-]{16,}$/, (text) => {
    rememberPageStart(account, text, { list: identity, after: last.key });
    return undefined;
  });
  return { kind: 'success', body: { ...body, NextToken: nextToken } };
}

function rememberPageStart(
  account: Account,
  token: string,
  start: { readonly list: string; readonly after: bigint },
): void {
  const [oldest] = account.pageStarts.keys();
  if (oldest !== undefined && account.pageStarts.size >= PAGE_STARTS_MAX) {
    account.pageStarts.delete(oldest);
  }
  account.pageStarts.set(token, start);
}
