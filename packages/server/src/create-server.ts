import { TIMESTAMP_TOLERANCE_MS } from '@cadastre/api-contract';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { type Config, DEFAULT_CONFIG } from './config.ts';
import { createHttpServer } from './http/http-server.ts';
import { PageTokens } from './http/page-token.ts';
import { Throttle } from './http/throttle.ts';
import { IdentityCache } from './identity/identity-cache.ts';
import {
  ensureRootIdentity,
  type RootIdentity,
  type RootSettings,
} from './identity/root-identity.ts';
import type { SecretBox } from './identity/secret-box.ts';
import { createIdSource } from './ids.ts';
import { openLogLines } from './log-lines.ts';
import { Metrics } from './metrics.ts';
import { openStore, type StoreInPlace, type StorePlace } from './open-store.ts';
import { SeenNonces } from './seen-nonces.ts';
import type { Store } from './store/store.ts';

export interface ServerOptions extends StorePlace {
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
  const config = options.config ?? DEFAULT_CONFIG;
  const logLines = openLogLines();
  const logger = pino({ level: options.logLevel ?? 'info' }, logLines);
  const metrics = new Metrics();
  const place = await openStore(options, config, metrics, now);
  const { store, secretBox } = place;
  try {
    const ids = createIdSource(now);
    const rootIdentity = await ensureRootIdentity(
      store,
      options.root ?? {},
      place.rootAccessKeyFile,
      secretBox,
      ids,
      now(),
    );
    const server = createHttpServer({
      context: {
        store,
        identities: new IdentityCache(store, secretBox, {
          now,
          elapsed: options.now ?? (() => performance.now()),
          isShared: options.database !== undefined,
        }),
        seenNonces: new SeenNonces(2 * TIMESTAMP_TOLERANCE_MS, NONCES_IN_MEMORY_MAX),
        throttle: new Throttle(),
        pageTokens: new PageTokens(secretBox),
        secretBox,
        config,
        ids,
        now,
        isHttpsRequired: options.isHttpsRequired ?? false,
        onFailure: (error, requestId) => logger.error({ err: error, requestId }, 'failed request'),
      },
      metrics,
      logger,
      tls: options.tls,
      isReady: () => isReady(place),
    });
    const url = await server.listen({ host: options.host, port: options.port });
    const flushTimer = setInterval(() => logLines.flush(), LOG_FLUSH_INTERVAL_MS);
    return {
      url,
      rootIdentity,
      store,
      secretBox,
      close: async () => {
        clearInterval(flushTimer);
        await closeAll(server, place, logger);
        logLines.close();
      },
    };
  } catch (error) {
    await place.close();
    throw error;
  }
}

/** Nonces of reads and writes kept for refusing a replay without asking the store. */
const NONCES_IN_MEMORY_MAX = 2_000_000;

/** How long a log line may wait to be written, in milliseconds. */
const LOG_FLUSH_INTERVAL_MS = 200;

async function isReady(place: StoreInPlace): Promise<boolean> {
  try {
    await place.checkReadiness();
    return true;
  } catch {
    return false;
  }
}

async function closeAll(
  server: FastifyInstance,
  place: StoreInPlace,
  logger: Logger,
): Promise<void> {
  await server.close();
  await place.close();
  logger.info('stopped');
}
