import { readFileSync } from 'node:fs';

const packageFile = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as {
  readonly version: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
};

/** The version of the installed package. */
export const VERSION: string = packageFile.version;

/** The versions of the packages that some connectors need, by name. */
export const PEER_VERSIONS = packageFile.peerDependencies;
