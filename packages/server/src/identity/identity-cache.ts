import type { Account } from '../store/records.ts';
import type { Reader, Store } from '../store/store.ts';
import { type Caller, type CallerPolicies, type Principal, principalArn } from './caller.ts';
import { CompiledPolicies } from './compiled-policies.ts';
import type { SecretBox } from './secret-box.ts';

/** An access key with everything that authenticating and authorizing its calls needs. */
export interface Identity {
  readonly isActive: boolean;
  readonly secret: string;
  readonly caller: Caller;
}

/** How long a change made by another server may go unseen, in milliseconds. */
const LIFETIME_MS = 1_000;

/** Access keys held at once; past that the cache starts anew. */
const ENTRY_COUNT_MAX = 10_000;

/** What is being read counts too, so that the calls of one moment have it read once. */
interface Entry {
  readonly identity: Promise<Identity | undefined>;
  readonly expiresAt: number;
}

const NO_POLICIES: CallerPolicies = {
  policies: [],
  resourceGroupPolicies: new Map(),
  readsResourceTags: false,
};

/** Access keys by their id, with decrypted secrets and compiled policies, for one second each. */
export class IdentityCache {
  readonly #store: Store;
  readonly #secretBox: SecretBox;
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #compiledPolicies = new CompiledPolicies();

  constructor(store: Store, secretBox: SecretBox, now: () => number) {
    this.#store = store;
    this.#secretBox = secretBox;
    this.#now = now;
  }

  /** Undefined when there is no such access key. */
  async find(accessKeyId: string): Promise<Identity | undefined> {
    const known = this.#entries.get(accessKeyId);
    if (known !== undefined && known.expiresAt > this.#now()) return known.identity;
    const entry = {
      identity: this.#store.read((reader) => this.#load(reader, accessKeyId)),
      expiresAt: this.#now() + LIFETIME_MS,
    };
    if (this.#entries.size >= ENTRY_COUNT_MAX) this.#entries.clear();
    this.#entries.set(accessKeyId, entry);
    let isFound = false;
    try {
      const identity = await entry.identity;
      isFound = identity !== undefined;
      return identity;
    } finally {
      // Made-up access keys must not fill the cache, and a failure must not be remembered.
      if (!isFound && this.#entries.get(accessKeyId) === entry) this.#entries.delete(accessKeyId);
    }
  }

  /** Forgets everything, so that a change made by this server holds for its very next call. */
  clear(): void {
    this.#entries.clear();
  }

  async #load(reader: Reader, accessKeyId: string): Promise<Identity | undefined> {
    const accessKey = await reader.accessKeys.find(accessKeyId);
    if (accessKey === undefined) return undefined;
    const { accountId, userId } = accessKey;
    const account = await reader.accounts.find(accountId);
    const secret = this.#secretBox.open(accessKey.encryptedSecret, `access-key:${accessKeyId}`);
    if (account === undefined || secret === undefined) {
      throw new Error(`The access key ${accessKeyId} has no account or cannot be decrypted.`);
    }
    const caller =
      userId === undefined
        ? createCaller(account, accessKeyId, { kind: 'root' }, NO_POLICIES)
        : await this.#loadUser(reader, account, accessKeyId, userId);
    const isActive = accessKey.status === 'Active' && account.status === 'Active';
    return { isActive, secret, caller };
  }

  async #loadUser(
    reader: Reader,
    account: Account,
    accessKeyId: string,
    userId: string,
  ): Promise<Caller> {
    const user = await reader.users.find(account.accountId, userId);
    if (user === undefined) {
      throw new Error(`The access key ${accessKeyId} belongs to a user that does not exist.`);
    }
    const effective = await reader.policies.listEffectiveOfUser(account.accountId, userId);
    const policies = this.#compiledPolicies.compile(effective);
    return createCaller(account, accessKeyId, { kind: 'user', user }, policies);
  }
}

function createCaller(
  account: Account,
  accessKeyId: string,
  principal: Principal,
  policies: CallerPolicies,
): Caller {
  const arn = principalArn(account.accountId, principal);
  return { account, accessKeyId, principal, arn, ...policies };
}
