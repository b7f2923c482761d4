import { type NamedPolicy, parsePolicy } from '@cadastre/access-policy';
import { type Refusal, refuse } from '@cadastre/api-contract';
import type { EffectivePolicy } from '../store/identity-store.ts';
import type { Account } from '../store/records.ts';
import type { Reader, Store } from '../store/store.ts';
import { type Caller, type CallerPolicies, type Principal, principalArn } from './caller.ts';
import { CompiledPolicies, readsResourceTags } from './compiled-policies.ts';
import { openSession, type RoleSession } from './role-session.ts';
import type { SecretBox } from './secret-box.ts';

/** An access key with everything that authenticating and authorizing its calls needs. */
export interface Identity {
  readonly kind: 'identity';
  readonly isActive: boolean;
  readonly secret: string;
  readonly caller: Caller;
}

/** How long a change made by another server may go unseen, in milliseconds. */
const LIFETIME_MS = 1_000;

/** Access keys, temporary ones too, held at once; past that the cache starts anew. */
const ENTRY_COUNT_MAX = 10_000;

/** What is being read counts too, so that the calls of one moment have it read once. */
interface Entry {
  readonly identity: Promise<Identity | undefined>;
  /** The token of temporary credentials, which are nothing without it. */
  readonly securityToken: string | undefined;
  readonly loadedAt: number;
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
    return (
      this.#findKnown(accessKeyId, undefined) ??
      this.#loadAndKeep(accessKeyId, undefined, (reader) => this.#load(reader, accessKeyId))
    );
  }

  /**
   * The session of a role that a temporary access key and its security token stand for; a refusal
   * where they stand for none, or for one that is over. A session ends with its role.
   */
  async findSession(accessKeyId: string, securityToken: string): Promise<Identity | Refusal> {
    const known = await this.#findKnown(accessKeyId, securityToken);
    if (known !== undefined) return known;
    const session = openSession(this.#secretBox, securityToken);
    if (session === undefined) return refuse('InvalidSecurityToken.Malformed');
    if (session.accessKeyId !== accessKeyId) {
      return refuse('InvalidSecurityToken.MismatchWithAccessKey');
    }
    if (session.expiresAt <= this.#now()) return refuse('InvalidSecurityToken.Expired');
    const identity = await this.#loadAndKeep(
      accessKeyId,
      { securityToken, expiresAt: session.expiresAt },
      (reader) => this.#loadSession(reader, session),
    );
    return identity ?? refuse('InvalidAccessKeyId.NotFound');
  }

  #findKnown(
    accessKeyId: string,
    securityToken: string | undefined,
  ): Promise<Identity | undefined> | undefined {
    const known = this.#entries.get(accessKeyId);
    if (known === undefined || known.securityToken !== securityToken) return undefined;
    const now = this.#now();
    // A clock that is set back makes nothing live longer.
    return known.loadedAt <= now && now < known.expiresAt ? known.identity : undefined;
  }

  async #loadAndKeep(
    accessKeyId: string,
    token: { readonly securityToken: string; readonly expiresAt: number } | undefined,
    load: (reader: Reader) => Promise<Identity | undefined>,
  ): Promise<Identity | undefined> {
    const loadedAt = this.#now();
    const entry: Entry = {
      identity: this.#store.read(load),
      securityToken: token?.securityToken,
      loadedAt,
      expiresAt: Math.min(loadedAt + LIFETIME_MS, token?.expiresAt ?? Number.POSITIVE_INFINITY),
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
    return { kind: 'identity', isActive, secret, caller };
  }

  /** Undefined when the role is gone. */
  async #loadSession(reader: Reader, session: RoleSession): Promise<Identity | undefined> {
    const { accessKeyId, accountId, roleId, sessionName, sourceIdentity } = session;
    const account = await reader.accounts.find(accountId);
    const role = await reader.roles.find(accountId, roleId);
    if (account === undefined || role === undefined) return undefined;
    const effective = await reader.policies.listEffectiveOfRole(accountId, roleId);
    const policies = await this.#loadPolicies(reader, accountId, effective);
    const sessionPolicy = compileSessionPolicy(session.policy);
    const principal = { kind: 'role', role, sessionName, sessionPolicy, sourceIdentity } as const;
    const asksForTags = session.policy !== undefined && readsResourceTags(session.policy);
    return {
      kind: 'identity',
      isActive: account.status === 'Active',
      secret: session.accessKeySecret,
      caller: createCaller(account, accessKeyId, principal, {
        ...policies,
        readsResourceTags: policies.readsResourceTags || asksForTags,
      }),
    };
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
    const policies = await this.#loadPolicies(reader, account.accountId, effective);
    return createCaller(account, accessKeyId, { kind: 'user', user }, policies);
  }

  /** What a user or a role may do: by its own policies, and as far as the directory lets its account. */
  async #loadPolicies(
    reader: Reader,
    accountId: string,
    effective: readonly EffectivePolicy[],
  ): Promise<CallerPolicies> {
    const policies = this.#compiledPolicies.compile(effective);
    const management = await reader.accounts.findFirst();
    if (management === undefined || management.accountId === accountId) return policies;
    const control = await reader.controlPolicies.listEffective(management.accountId, accountId);
    return this.#compiledPolicies.withControl(policies, control);
  }
}

/** AssumeRole has checked the document; a server that reads it otherwise must not widen it. */
function compileSessionPolicy(document: string | undefined): NamedPolicy | undefined {
  if (document === undefined) return undefined;
  const parsed = parsePolicy(document, 'session');
  if (!parsed.ok) throw new Error('The policy of a session is not valid.');
  return { name: 'session', policy: parsed.policy };
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
