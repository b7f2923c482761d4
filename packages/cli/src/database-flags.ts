import {
  type DatabaseOptions,
  POSTGRES_DEFAULTS,
  parseEncryptionKey,
  readEncryptionKey,
  StoreOpenError,
} from '@cadastre/server';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** What the flags of a shared database give. */
export interface DatabaseFlags extends EncryptionKeyFlags {
  readonly databaseUrl?: string;
  readonly databasePoolSize: number;
  readonly databaseStatementTimeout: number;
  readonly databaseLockTimeout: number;
  readonly databaseWait: number;
}

export interface EncryptionKeyFlags {
  readonly encryptionKeyFile?: string;
}

const SECOND_MS = 1000;
const POOL_SIZE_MAX = 1_000;
const SECONDS_MAX = 86_400;
const WAIT_SECONDS = 60;

export function databaseUrlOption(): Option {
  return new Option(
    '--database-url <url>',
    'postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=verify-full of a PostgreSQL, in place of the embedded store',
  ).env('CADASTRE_DATABASE_URL');
}

/** Adds the flags to a command that runs a server. */
export function addDatabaseFlags(command: Command): Command {
  const number = (flag: string, text: string, variable: string, preset: number, max: number) =>
    new Option(`${flag} <number>`, text)
      .env(variable)
      .default(preset)
      .argParser((value) => parseWhole(value, max));
  return command
    .addOption(databaseUrlOption())
    .addOption(
      number(
        '--database-pool-size',
        'connections at most',
        'CADASTRE_DATABASE_POOL_SIZE',
        POSTGRES_DEFAULTS.poolSize,
        POOL_SIZE_MAX,
      ),
    )
    .addOption(
      number(
        '--database-statement-timeout',
        'seconds that one statement may take',
        'CADASTRE_DATABASE_STATEMENT_TIMEOUT',
        POSTGRES_DEFAULTS.statementTimeoutMs / SECOND_MS,
        SECONDS_MAX,
      ),
    )
    .addOption(
      number(
        '--database-lock-timeout',
        'seconds that a statement may wait for a lock',
        'CADASTRE_DATABASE_LOCK_TIMEOUT',
        POSTGRES_DEFAULTS.lockTimeoutMs / SECOND_MS,
        SECONDS_MAX,
      ),
    )
    .addOption(
      number(
        '--database-wait',
        'seconds to wait at the start for a database that does not answer',
        'CADASTRE_DATABASE_WAIT',
        WAIT_SECONDS,
        SECONDS_MAX,
      ),
    )
    .addOption(encryptionKeyFileOption());
}

export function encryptionKeyFileOption(): Option {
  return new Option(
    '--encryption-key-file <file>',
    'key of 64 hexadecimal digits for the secrets in the database, the same for all servers',
  ).env('CADASTRE_ENCRYPTION_KEY_FILE');
}

function parseWhole(text: string, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > max) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${max}.`);
  }
  return value;
}

/** The shared database that the flags name; undefined for the embedded store. */
export function databaseOf(
  flags: DatabaseFlags,
  onWait: (reason: string) => void,
): DatabaseOptions | undefined {
  if (flags.databaseUrl === undefined || flags.databaseUrl === '') return undefined;
  if (!/^postgres(ql)?:\/\//.test(flags.databaseUrl)) {
    throw new StoreOpenError('--database-url must start with postgres:// or postgresql://.');
  }
  return {
    url: flags.databaseUrl,
    poolSize: flags.databasePoolSize,
    statementTimeoutMs: flags.databaseStatementTimeout * SECOND_MS,
    lockTimeoutMs: flags.databaseLockTimeout * SECOND_MS,
    waitMs: flags.databaseWait * SECOND_MS,
    onWait,
  };
}

const KEY_VARIABLE = 'CADASTRE_ENCRYPTION_KEY';

/** The key that servers share: that of the file, or that of the environment. */
export function encryptionKeyOf({ encryptionKeyFile }: EncryptionKeyFlags): Uint8Array | undefined {
  if (encryptionKeyFile !== undefined) return readEncryptionKey(encryptionKeyFile);
  const text = process.env[KEY_VARIABLE];
  return text === undefined || text === '' ? undefined : parseEncryptionKey(text, KEY_VARIABLE);
}
