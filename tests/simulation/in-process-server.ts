import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../packages/server/src/config.ts';
import { openDataFolder } from '../../packages/server/src/data-folder.ts';
import { type DispatchContext, dispatch } from '../../packages/server/src/http/dispatch.ts';
import { PageTokens } from '../../packages/server/src/http/page-token.ts';
import { Throttle } from '../../packages/server/src/http/throttle.ts';
import { IdentityCache } from '../../packages/server/src/identity/identity-cache.ts';
import { SecretBox } from '../../packages/server/src/identity/secret-box.ts';
import { createIdSource } from '../../packages/server/src/ids.ts';
import { SeenNonces } from '../../packages/server/src/seen-nonces.ts';
import { POSTGRES_DEFAULTS } from '../../packages/server/src/store/postgres/connection-pool.ts';
import { PostgresStore } from '../../packages/server/src/store/postgres/postgres-store.ts';
import { SqliteStore } from '../../packages/server/src/store/sqlite/sqlite-store.ts';
import type { Store } from '../../packages/server/src/store/store.ts';
import type { ServerAnswer } from './auditor.ts';
import type { Body } from './model/expected.ts';
import { MADE_GROUP_NAMES } from './model/resource-groups.ts';
import { type SignedRequest, signCall } from './sign-call.ts';
import type { PlannedCall } from './workload.ts';
import { ACCOUNTS, accessKeyOf, serverConfiguration } from './world.ts';

const HOST = 'localhost';
const NONCE_WINDOW_MS = 30 * 60 * 1000;
/** Memory, where the system has such a folder: this run proves answers, not what the disk keeps. */
const MEMORY_FOLDER = '/dev/shm';

/** The whole server but for its sockets, with a clock of the simulation's own. */
export class InProcessServer {
  readonly #folder: string;
  readonly #store: Store;
  readonly #context: DispatchContext;
  readonly #release: () => void;
  #nonceCount = 0;
  #failure: unknown;

  private constructor(folder: string, store: Store, context: DispatchContext, release: () => void) {
    this.#folder = folder;
    this.#store = store;
    this.#release = release;
    this.#context = {
      ...context,
      onFailure: (error) => {
        this.#failure ??= error;
      },
    };
  }

  /** On the embedded store, or on an empty PostgreSQL database where its URL is given. */
  static async start(
    creatingMs: number,
    now: () => number,
    databaseUrl?: string,
  ): Promise<InProcessServer> {
    const parent = existsSync(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir();
    const folder = mkdtempSync(join(parent, 'cadastre-simulation-'));
    const data = openDataFolder(folder);
    const store =
      databaseUrl === undefined
        ? new SqliteStore({ file: data.databaseFile, now })
        : await PostgresStore.open({
            settings: { ...POSTGRES_DEFAULTS, url: databaseUrl },
            now,
            waitMs: 0,
          });
    const secretBox = new SecretBox(data.encryptionKey);
    const context: DispatchContext = {
      store,
      identities: new IdentityCache(store, secretBox, { now }),
      seenNonces: new SeenNonces(NONCE_WINDOW_MS, 1_000_000),
      throttle: new Throttle(),
      pageTokens: new PageTokens(secretBox),
      secretBox,
      config: parseConfig(serverConfiguration(creatingMs)),
      ids: createIdSource(now),
      now,
      isHttpsRequired: false,
      onFailure: () => undefined,
    };
    await insertAccounts(store, secretBox, now());
    return new InProcessServer(folder, store, context, data.release);
  }

  /** Signs with V3 or 1.0, in the query string or in a form, turn by turn. */
  async send(call: PlannedCall): Promise<ServerAnswer> {
    this.#nonceCount += 1;
    const request = signCall(call, this.#nonceCount, this.#context.now(), HOST);
    const answer = await dispatch(toRawRequest(request), this.#context);
    if (this.#failure !== undefined) throw this.#failure;
    return { status: answer.status, body: JSON.parse(answer.body) as Body };
  }

  async stop(): Promise<void> {
    await this.#store.close();
    this.#release();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function toRawRequest({ method, url, headers, body }: SignedRequest) {
  return { method, url, headers, body: Buffer.from(body), isSecure: false, sourceIp: '127.0.0.1' };
}

/** Makes a data folder that has the accounts of the simulation, for a server to be started on it. */
export async function prepareDataFolder(folder: string): Promise<void> {
  const data = openDataFolder(folder);
  const store = new SqliteStore({ file: data.databaseFile, now: Date.now });
  await insertAccounts(store, new SecretBox(data.encryptionKey), Date.now());
  await store.close();
  data.release();
}

async function insertAccounts(
  store: Store,
  secretBox: SecretBox,
  createdAt: number,
): Promise<void> {
  await store.write({
    run: async (transactor) => {
      for (const account of ACCOUNTS) {
        const { accountId, resourceGroupId, isServiceOpen } = account;
        const { accessKeyId, accessKeySecret } = accessKeyOf(account);
        await transactor.accounts.insert({
          accountId,
          accountName: accountId,
          status: 'Active',
          serviceOpenedAt: isServiceOpen ? createdAt : undefined,
          defaultResourceGroupId: resourceGroupId,
          createdAt,
        });
        for (const name of MADE_GROUP_NAMES) {
          await transactor.resourceGroups.insert({
            accountId,
            resourceGroupId: `rg-${name}`,
            name,
            displayName: name,
            createdAt,
          });
        }
        await transactor.accessKeys.insert({
          accountId,
          accessKeyId,
          userId: undefined,
          encryptedSecret: secretBox.seal(accessKeySecret, `access-key:${accessKeyId}`),
          status: 'Active',
          createdAt,
        });
      }
      return { kind: 'commit', value: undefined };
    },
  });
}
