import { type NamedPolicy, parsePolicy } from '@cadastre/access-policy';
import type { Policy } from '../store/records.ts';
import type { Reader, Store } from '../store/store.ts';
import type { Caller } from './caller.ts';
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

/** Access keys by their id, with decrypted secrets and compiled policies, for one second each. */
export class IdentityCache {
  readonly #store: Store;
  readonly #secretBox: SecretBox;
  readonly #now: () => number;
  readonly #entries = new Map<string, { identity: Identity; expiresAt: number }>();

  constructor(store: Store, secretBox: SecretBox, now: () => number) {
    this.#store = store;
    this.#secretBox = secretBox;
    this.#now = now;
  }

  /** Undefined when there is no such access key. */
  async find(accessKeyId: string): Promise<Identity | undefined> {
    const known = this.#entries.get(accessKeyId);
    if (known !== undefined && known.expiresAt > this.#now()) return known.identity;
    const identity = await this.#store.read((reader) => this.#load(reader, accessKeyId));
    if (identity === undefined) {
      this.#entries.delete(accessKeyId);
      return undefined;
    }
    if (this.#entries.size >= ENTRY_COUNT_MAX) this.#entries.clear();
    this.#entries.set(accessKeyId, { identity, expiresAt: this.#now() + LIFETIME_MS });
    return identity;
  }

  /** Forgets everything, so that a change made by this server holds for its very next call. */
  clear(): void {
    this.#entries.clear();
  }

  async #load(reader: Reader, accessKeyId: string): Promise<Identity | undefined> {
    const accessKey = await reader.identities.findAccessKey(accessKeyId);
    if (accessKey === undefined) return undefined;
    const { accountId, userId } = accessKey;
    const account = await reader.accounts.find(accountId);
    const secret = this.#secretBox.open(accessKey.encryptedSecret, `access-key:${accessKeyId}`);
    if (account === undefined || secret === undefined) {
      throw new Error(`The access key ${accessKeyId} has no account or cannot be decrypted.`);
    }
    const user =
      userId === undefined ? undefined : await reader.identities.findUser(accountId, userId);
    if (userId !== undefined && user === undefined) {
      throw new Error(`The access key ${accessKeyId} belongs to a user that does not exist.`);
    }
    const policies =
      user === undefined ? [] : await reader.identities.listUserPolicies(accountId, user.userId);
    return {
      isActive: accessKey.status === 'Active' && account.status === 'Active',
      secret,
      caller: {
        account,
        accessKeyId,
        user,
        arn: `acs:ram::${accountId}:${user === undefined ? 'root' : `user/${user.userName}`}`,
        policies: policies.map(compile),
      },
    };
  }
}

function compile({ policyName, document }: Policy): NamedPolicy {
  const parsed = parsePolicy(document, 'identity');
  if (!parsed.ok) throw new Error(`The stored policy ${policyName} is not valid.`);
  return { name: policyName, policy: parsed.policy };
}
