export {
  type BackupOptions,
  type BackupReport,
  backUpDataFolder,
} from './backup/back-up-data-folder.ts';
export { BackupError } from './backup/backup-error.ts';
export {
  type RestoreOptions,
  type RestoreReport,
  restoreDataFolder,
} from './backup/restore-data-folder.ts';
export {
  type Config,
  ConfigError,
  DEFAULT_CONFIG,
  readConfigFile,
  withTrustedProxies,
} from './config.ts';
export { type RunningServer, type ServerOptions, startServer } from './create-server.ts';
export { parseEncryptionKey, readEncryptionKey } from './encryption-key.ts';
export type { RootAccessKey } from './identity/insert-account.ts';
export { RootSettingsError } from './identity/root-identity.ts';
export { type LoadOptions, loadAllocations } from './load-allocations.ts';
export { type MoveOptions, type MoveReport, moveStore } from './move-store.ts';
export type { DatabaseOptions } from './open-store.ts';
export { MoveError } from './store/move/move-error.ts';
export type { MoveProgress } from './store/move/transfer.ts';
export { POSTGRES_DEFAULTS } from './store/postgres/connection-pool.ts';
export { verifyDatabase } from './store/postgres/verify-database.ts';
export { StoreOpenError } from './store/store-error.ts';
export { formatProblem, type Problem } from './store/verify/problem.ts';
export type { VerifyOptions, VerifyReport } from './store/verify/prove-invariants.ts';
export { verifyDataFolder } from './store/verify/verify-database.ts';
