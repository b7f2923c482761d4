import { TIMESTAMP_TOLERANCE_MS } from '@cadastre/api-contract';
import type { FastifyInstance } from 'fastify';
import { destination, type Logger, pino } from 'pino';
import { type Config, DAY_MS, DEFAULT_CONFIG } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { createHttpServer } from './http/http-server.ts';
import { PageTokens } from './http/page-token.ts';
import { Throttle } from './http/throttle.ts';
import { IdentityCache } from './identity/identity-cache.ts';
import {
  ensureRootIdentity,
  type RootIdentity,
  type RootSettings,
} from './identity/root-identity.ts';
import { SecretBox } from './identity/secret-box.ts';
import { createIdSource, firstRequestIdAt } from './ids.ts';
import { Metrics } from './metrics.ts';
import { SeenNonces } from './seen-nonces.ts';
import { SqliteStore } from './store/sqlite/sqlite-store.ts';
import type { Store } from './store/store.ts';

export interface ServerOptions {
  /** The folder for everything the server keeps. */
  readonly dataFolder: string;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly config?: Config | undefined;
  readonly root?: RootSettings | undefined;
  readonly tls?: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly isHttpsRequired?: boolean | undefined;
  readonly logLevel?: string | undefined;
  /** The time, in milliseconds since the epoch; the system's where not given. */
  readonly now?: (() => number) | undefined;
}

export interface RunningServer {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** The root identity, when this start made it. */
  readonly rootIdentity: RootIdentity | undefined;
  readonly store: Store;
  readonly secretBox: SecretBox;
  /** Answers what is under way, then closes everything. */
  close(): Promise<void>;
}

/** Puts the parts together and listens. Throws when the data folder or the address cannot be used. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const now = options.now ?? Date.now;
  const folder = openDataFolder(options.dataFolder);
  const logDestination = destination({ dest: 1, sync: false, minLength: 4096 });
  const logger = pino({ level: options.logLevel ?? 'info' }, logDestination);
  let store: SqliteStore | undefined;
  try {
    const metrics = new Metrics();
    store = new SqliteStore({
      file: folder.databaseFile,
      now,
      oldestEventId: oldestEventId(options.config ?? DEFAULT_CONFIG),
      oldestReleaseAt: oldestReleaseAt(options.config ?? DEFAULT_CONFIG),
      onCommit: (batchSize, seconds) => metrics.countCommit(batchSize, seconds),
    });
    const secretBox = new SecretBox(folder.encryptionKey);
    const ids = createIdSource(now);
    const rootIdentity = await ensureRootIdentity(
      store,
      options.root ?? {},
      folder.rootAccessKeyFile,
      secretBox,
      ids,
      now(),
    );
    const openStore = store;
    const server = createHttpServer({
      context: {
        store,
        identities: new IdentityCache(store, secretBox, now),
        seenNonces: new SeenNonces(2 * TIMESTAMP_TOLERANCE_MS, NONCES_IN_MEMORY_MAX),
        throttle: new Throttle(),
        pageTokens: new PageTokens(secretBox),
        secretBox,
        config: options.config ?? DEFAULT_CONFIG,
        ids,
        now,
        isHttpsRequired: options.isHttpsRequired ?? false,
        onFailure: (error, requestId) => logger.error({ err: error, requestId }, 'failed request'),
      },
      metrics,
      logger,
      tls: options.tls,
      isHealthy: () => answers(openStore),
    });
    const url = await server.listen({ host: options.host, port: options.port });
    const flushTimer = setInterval(() => logDestination.flush(), LOG_FLUSH_INTERVAL_MS);
    return {
      url,
      rootIdentity,
      store,
      secretBox,
      close: async () => {
        clearInterval(flushTimer);
        await closeAll(server, openStore, logger);
        logDestination.flushSync();
        folder.release();
      },
    };
  } catch (error) {
    await store?.close();
    folder.release();
    throw error;
  }
}

/** Nonces of reads and writes kept for refusing a replay without asking the store. */
const NONCES_IN_MEMORY_MAX = 2_000_000;

/** The audit events that are past the configured time; undefined where all are kept. */
function oldestEventId({ auditRetentionDays }: Config): ((now: number) => string) | undefined {
  if (auditRetentionDays === 0) return undefined;
  return (now) => firstRequestIdAt(now - auditRetentionDays * DAY_MS);
}

/** When the oldest release was that is not past the configured time; undefined where all are kept. */
function oldestReleaseAt(config: Config): ((now: number) => number) | undefined {
  const { addressHistoryRetentionDays: days } = config;
  return days === 0 ? undefined : (now) => now - days * DAY_MS;
}

/** How long a log line may wait to be written, in milliseconds. */
const LOG_FLUSH_INTERVAL_MS = 200;

async function answers(store: Store): Promise<boolean> {
  try {
    await store.read((reader) => reader.accounts.findFirst());
    return true;
  } catch {
    return false;
  }
}

async function closeAll(server: FastifyInstance, store: Store, logger: Logger): Promise<void> {
  await server.close();
  await store.close();
  logger.info('stopped');
}
