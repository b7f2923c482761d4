export {
  type Config,
  ConfigError,
  DEFAULT_CONFIG,
  readConfigFile,
  withTrustedProxies,
} from './config.ts';
export { type RunningServer, type ServerOptions, startServer } from './create-server.ts';
export type { RootAccessKey } from './identity/insert-account.ts';
export { RootSettingsError } from './identity/root-identity.ts';
export { type LoadOptions, loadAllocations } from './load-allocations.ts';
export { StoreOpenError } from './store/store-error.ts';
export { formatProblem, type Problem } from './store/verify/problem.ts';
export {
  type VerifyOptions,
  type VerifyReport,
  verifyDataFolder,
} from './store/verify/verify-database.ts';
