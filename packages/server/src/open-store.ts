import { join } from 'node:path';
import { type Config, DAY_MS } from './config.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { SecretBox } from './identity/secret-box.ts';
import { firstRequestIdAt } from './ids.ts';
import type { Metrics } from './metrics.ts';
import type { EngineOptions } from './store/engine-options.ts';
import type { PostgresSettings } from './store/postgres/connection-pool.ts';
import { PostgresStore } from './store/postgres/postgres-store.ts';
import { SqliteStore } from './store/sqlite/sqlite-store.ts';
import type { Store } from './store/store.ts';
import { StoreOpenError } from './store/store-error.ts';

/** The database that several servers share. */
export interface DatabaseOptions extends PostgresSettings {
  /** How long to wait for a database that does not answer yet, in milliseconds. */
  readonly waitMs: number;
  /** Told once when the database does not answer yet. */
  readonly onWait?: ((reason: string) => void) | undefined;
}

export interface StorePlace {
  /** The folder for everything the server keeps by itself; may be left out with a database. */
  readonly dataFolder: string | undefined;
  /** The embedded store where not given. */
  readonly database?: DatabaseOptions | undefined;
  /** The key that servers share; that of the data folder where not given. */
  readonly encryptionKey?: Uint8Array | undefined;
}

/** A store with what belongs to its place. */
export interface StoreInPlace {
  readonly store: Store;
  readonly secretBox: SecretBox;
  /** Where a made-up root access key is kept. */
  readonly rootAccessKeyFile: string | undefined;
  /** Throws where the store cannot do its work now. */
  readonly checkReadiness: () => Promise<void>;
  /** Closes the store and lets another server have the folder. */
  readonly close: () => Promise<void>;
}

/** Opens the embedded store of a data folder, or the shared database. Throws StoreOpenError. */
export async function openStore(
  place: StorePlace,
  config: Config,
  metrics: Metrics,
  now: () => number,
): Promise<StoreInPlace> {
  const options = {
    now,
    oldestEventId: oldestEventId(config),
    oldestReleaseAt: oldestReleaseAt(config),
    onCommit: (batchSize: number, seconds: number) => metrics.countCommit(batchSize, seconds),
  };
  return place.database === undefined
    ? openEmbedded(place, options)
    : openShared(place, place.database, metrics, options);
}

async function openEmbedded(
  { dataFolder, encryptionKey }: StorePlace,
  options: EngineOptions,
): Promise<StoreInPlace> {
  if (dataFolder === undefined) throw new StoreOpenError('The embedded store needs a data folder.');
  if (encryptionKey !== undefined) {
    throw new StoreOpenError(
      'An encryption key is given, but no database: the embedded store has its own key in its folder.',
    );
  }
  const folder = openDataFolder(dataFolder);
  try {
    const store = new SqliteStore({ file: folder.databaseFile, ...options });
    return {
      store,
      secretBox: new SecretBox(folder.encryptionKey),
      rootAccessKeyFile: folder.rootAccessKeyFile,
      checkReadiness: async () => {
        await store.read((reader) => reader.accounts.findFirst());
      },
      close: () => closeIn(folder, store),
    };
  } catch (error) {
    folder.release();
    throw error;
  }
}

async function closeIn(folder: DataFolder, store: Store): Promise<void> {
  try {
    await store.close();
  } finally {
    folder.release();
  }
}

async function openShared(
  { dataFolder, encryptionKey }: StorePlace,
  { waitMs, onWait, ...settings }: DatabaseOptions,
  metrics: Metrics,
  options: EngineOptions,
): Promise<StoreInPlace> {
  if (encryptionKey === undefined) {
    throw new StoreOpenError(
      'Servers that share a database need one encryption key: set CADASTRE_ENCRYPTION_KEY or --encryption-key-file.',
    );
  }
  const secretBox = new SecretBox(encryptionKey);
  const store = await PostgresStore.open({
    settings,
    waitMs,
    onWait,
    onRetry: (reason) => metrics.countRetry(reason),
    ...options,
  });
  try {
    await store.checkEncryptionKey(secretBox);
  } catch (error) {
    await store.close();
    throw error;
  }
  metrics.watchConnections(() => store.connections);
  return {
    store,
    secretBox,
    rootAccessKeyFile: dataFolder && join(dataFolder, 'root-access-key.json'),
    checkReadiness: () => store.checkReadiness(),
    close: () => store.close(),
  };
}

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
