import {
  type Config,
  ConfigError,
  DEFAULT_CONFIG,
  type RootAccessKey,
  RootSettingsError,
  type RunningServer,
  readConfigFile,
  StoreOpenError,
  startServer,
  withTrustedProxies,
} from '@cadastre/server';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  addDatabaseFlags,
  type DatabaseFlags,
  databaseOf,
  encryptionKeyOf,
} from '../database-flags.ts';

interface ServeFlags extends DatabaseFlags {
  readonly data?: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly config?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly requireHttps: boolean;
  readonly trustedProxies?: string;
  readonly logLevel: string;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

/** `cadastre serve`: every flag has an environment variable. */
export function serveCommand(): Command {
  const command = new Command('serve')
    .description('Starts the server.')
    .addOption(
      new Option(
        '--data <folder>',
        'folder for the embedded store and the keys (default: ./data, or none with --database-url)',
      ).env('CADASTRE_DATA'),
    );
  return addDatabaseFlags(command)
    .addOption(
      new Option('--listen <host:port>', 'address to listen on; port 0 takes a free one')
        .env('CADASTRE_LISTEN')
        .default({ host: '127.0.0.1', port: 8080 }, '127.0.0.1:8080')
        .argParser(parseListen),
    )
    .addOption(new Option('--config <file>', 'settings, JSON or YAML').env('CADASTRE_CONFIG'))
    .addOption(new Option('--tls-cert <file>', 'certificate, PEM').env('CADASTRE_TLS_CERT'))
    .addOption(new Option('--tls-key <file>', 'private key, PEM').env('CADASTRE_TLS_KEY'))
    .addOption(
      new Option('--require-https', 'refuse calls over plain HTTP')
        .env('CADASTRE_REQUIRE_HTTPS')
        .default(false),
    )
    .addOption(
      new Option(
        '--trusted-proxies <list>',
        'addresses and CIDRs, with commas, whose X-Forwarded-For and -Proto are believed',
      ).env('CADASTRE_TRUSTED_PROXIES'),
    )
    .addOption(
      new Option('--log-level <level>', 'which log lines to write')
        .env('CADASTRE_LOG_LEVEL')
        .choices(LOG_LEVELS)
        .default('info'),
    )
    .addHelpText(
      'after',
      `
At the first start CADASTRE_ROOT_ACCOUNT_ID, CADASTRE_ROOT_ACCESS_KEY_ID and
CADASTRE_ROOT_ACCESS_KEY_SECRET set the root identity. What is missing is made up, printed once and
kept in root-access-key.json in the data folder.

With --database-url several servers share one PostgreSQL (14 or newer). They need the same encryption
key: CADASTRE_ENCRYPTION_KEY (64 hexadecimal digits) or --encryption-key-file.

Logs go to standard output, one JSON object a line; everything else to standard error.`,
    )
    .action(serve);
}

function parseListen(text: string): { host: string; port: number } {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65_535) {
    throw new InvalidArgumentError('It must be HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080.');
  }
  return { host, port };
}

async function serve(flags: ServeFlags): Promise<void> {
  const isShared = flags.databaseUrl !== undefined && flags.databaseUrl !== '';
  const dataFolder = flags.data ?? (isShared ? undefined : './data');
  const server = await start(flags, dataFolder);
  if (server === undefined) {
    process.exitCode = 1;
    return;
  }
  const stop = (signal: NodeJS.Signals) => {
    say(`${signal}: finishing what is under way.`);
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        say(String(error));
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const place = isShared ? 'the database' : dataFolder;
  say(`Cadastre listens on ${server.url}, data in ${place}.`);
  if (server.rootIdentity?.isMadeUp === true && dataFolder !== undefined) {
    say(describeRootAccessKey(server.rootIdentity.accessKey, server.url, dataFolder));
  }
}

async function start(
  flags: ServeFlags,
  dataFolder: string | undefined,
): Promise<RunningServer | undefined> {
  try {
    if ((flags.tlsCert === undefined) !== (flags.tlsKey === undefined)) {
      throw new ConfigError(['--tls-cert and --tls-key must be given together.']);
    }
    return await startServer({
      dataFolder,
      database: databaseOf(flags, (reason) => {
        say(`Waiting for the database: ${reason}.`);
      }),
      encryptionKey: encryptionKeyOf(flags),
      host: flags.listen.host,
      port: flags.listen.port,
      config: readConfig(flags),
      root: {
        accountId: fromEnvironment('CADASTRE_ROOT_ACCOUNT_ID'),
        accessKeyId: fromEnvironment('CADASTRE_ROOT_ACCESS_KEY_ID'),
        accessKeySecret: fromEnvironment('CADASTRE_ROOT_ACCESS_KEY_SECRET'),
      },
      tls:
        flags.tlsCert === undefined || flags.tlsKey === undefined
          ? undefined
          : { certFile: flags.tlsCert, keyFile: flags.tlsKey },
      isHttpsRequired: flags.requireHttps,
      logLevel: flags.logLevel,
    });
  } catch (error) {
    if (!isExpected(error)) throw error;
    for (const line of error.message.split('\n')) say(`cadastre: ${line}`);
    return undefined;
  }
}

function readConfig({ config: file, trustedProxies }: ServeFlags): Config {
  const config = file === undefined ? DEFAULT_CONFIG : readConfigFile(file);
  return trustedProxies === undefined ? config : withTrustedProxies(config, trustedProxies);
}

/** Failures that the operator can mend and that need no stack trace. */
function isExpected(error: unknown): error is Error {
  return (
    error instanceof ConfigError ||
    error instanceof StoreOpenError ||
    error instanceof RootSettingsError ||
    (error instanceof Error && 'code' in error && typeof error.code === 'string')
  );
}

function fromEnvironment(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function describeRootAccessKey(key: RootAccessKey, url: string, folder: string): string {
  return `
The root access key of account ${key.accountId}, shown this once and kept in
${folder}/root-access-key.json. Paste this into another shell to make a first pool:

  export ALIBABA_CLOUD_ACCESS_KEY_ID=${key.accessKeyId}
  export ALIBABA_CLOUD_ACCESS_KEY_SECRET=${key.accessKeySecret}
  export CADASTRE_ENDPOINT=${url}
  scope=$(npx cadastre call CreateIpam --RegionId cn-hangzhou \\
    --OperatingRegionList.1 cn-hangzhou --print PrivateDefaultScopeId)
  npx cadastre call CreateIpamPool --RegionId cn-hangzhou --IpamScopeId "$scope" \\
    --IpamPoolName first
`;
}
