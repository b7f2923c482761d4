import { type Command, Option } from 'commander';
import type { Endpoint } from './api-client.ts';

/** Where and as whom to call, as flags give it. */
export interface ConnectionFlags {
  readonly endpoint: string;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  readonly securityToken?: string;
}

/** Adds the flags of every command that calls a running server. */
export function addConnectionOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--endpoint <url>', 'server to call')
        .env('CADASTRE_ENDPOINT')
        .default('http://127.0.0.1:8080'),
    )
    .addOption(new Option('--access-key-id <id>', 'access key').env('ALIBABA_CLOUD_ACCESS_KEY_ID'))
    .addOption(
      new Option('--access-key-secret <secret>', 'its secret; better set by the environment').env(
        'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
      ),
    )
    .addOption(
      new Option('--security-token <token>', 'of temporary credentials').env(
        'ALIBABA_CLOUD_SECURITY_TOKEN',
      ),
    );
}

/** The endpoint, or what is wrong with the flags. */
export function readEndpoint(flags: ConnectionFlags): Endpoint | string {
  const { endpoint: url, accessKeyId, accessKeySecret, securityToken } = flags;
  // A variable that is set and empty is one that was not found where it was taken from.
  if (!accessKeyId || !accessKeySecret) {
    return 'set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.';
  }
  if (!URL.canParse(url)) return `${url} is not a URL such as http://127.0.0.1:8080.`;
  return { url, accessKeyId, accessKeySecret, securityToken: securityToken || undefined };
}

/** Why no answer came. */
export function describeNoAnswer({ url }: Endpoint, error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return `${url} cannot be called: ${cause instanceof Error ? cause.message : cause}`;
}

/** Says on standard error what went wrong, and lets the command end with 1. */
export function reportProblem(problem: string): void {
  process.stderr.write(`cadastre: ${problem}\n`);
  process.exitCode = 1;
}
