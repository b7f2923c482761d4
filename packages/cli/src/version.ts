import { readFileSync } from 'node:fs';

const packageFile = new URL('../package.json', import.meta.url);

/** The version of the installed package. */
export const VERSION: string = JSON.parse(readFileSync(packageFile, 'utf8')).version;
