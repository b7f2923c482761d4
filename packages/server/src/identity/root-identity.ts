import { existsSync, readFileSync, rmSync } from 'node:fs';
import { ACCOUNT_ID_RULE, isAccountId } from '@cadastre/api-contract';
import { writePrivateFile } from '../data-folder.ts';
import type { IdSource } from '../ids.ts';
import type { Store } from '../store/store.ts';
import { insertAccount, type RootAccessKey } from './insert-account.ts';
import type { SecretBox } from './secret-box.ts';

const ACCESS_KEY_ID = /^(?!STS\.)[A-Za-z0-9._-]{1,128}$/;
const ACCESS_KEY_SECRET = /^[\x21-\x7e]{1,256}$/;

/** What an operator may set for the first account; what is missing is made up. */
export interface RootSettings {
  readonly accountId?: string | undefined;
  readonly accessKeyId?: string | undefined;
  readonly accessKeySecret?: string | undefined;
}

export interface RootIdentity {
  readonly accessKey: RootAccessKey;
  /** Whether any part of it was made up, so that it must be shown. */
  readonly isMadeUp: boolean;
}

/** Settings for the root identity that cannot be used. */
export class RootSettingsError extends Error {
  override readonly name = 'RootSettingsError';
}

/**
 * Makes the first account and its root access key in an empty store. Undefined when the store has
 * an account already: the settings do not matter then.
 *
 * What had to be made up goes to the key file first, so that it is not lost when the process is
 * killed in between; a file left by such a start is used.
 */
export async function ensureRootIdentity(
  store: Store,
  settings: RootSettings,
  keyFile: string | undefined,
  secretBox: SecretBox,
  ids: IdSource,
  now: number,
): Promise<RootIdentity | undefined> {
  if ((await store.read((reader) => reader.accounts.findFirst())) !== undefined) return undefined;
  const { accountId, accessKeyId, accessKeySecret } = settings;
  const isMadeUp = [accountId, accessKeyId, accessKeySecret].includes(undefined);
  if (isMadeUp && keyFile === undefined) {
    throw new RootSettingsError(
      'The database is empty. Set CADASTRE_ROOT_ACCOUNT_ID, CADASTRE_ROOT_ACCESS_KEY_ID and CADASTRE_ROOT_ACCESS_KEY_SECRET, or a data folder (--data) to keep a made-up access key in.',
    );
  }
  const accessKey = completeSettings(
    isMadeUp ? { ...readKeyFile(keyFile), ...given(settings) } : settings,
    ids,
  );
  if (keyFile !== undefined) {
    // A key file left by a start that was killed would name a key that does not exist.
    if (!isMadeUp) rmSync(keyFile, { force: true });
    if (isMadeUp) writePrivateFile(keyFile, `${JSON.stringify(accessKey, null, 2)}\n`);
  }
  const written = await store.write({
    run: async (transactor) => {
      // Another server may have been faster.
      if ((await transactor.accounts.findFirst()) !== undefined) {
        return { kind: 'rollback', value: false };
      }
      await insertAccount('root', accessKey, { ids, secretBox, now }, transactor);
      return { kind: 'commit', value: true };
    },
  });
  if (written.kind === 'nonce-used' || !written.value) {
    if (isMadeUp && keyFile !== undefined) rmSync(keyFile, { force: true });
    return undefined;
  }
  return { accessKey, isMadeUp };
}

function given(settings: RootSettings): RootSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function readKeyFile(file: string | undefined): RootSettings {
  if (file === undefined || !existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RootSettings;
  } catch {
    return {};
  }
}

function completeSettings(settings: RootSettings, ids: IdSource): RootAccessKey {
  const madeUp = ids.accessKey();
  const {
    accountId = ids.accountId(),
    accessKeyId = madeUp.accessKeyId,
    accessKeySecret = madeUp.accessKeySecret,
  } = settings;
  if (!isAccountId(accountId)) {
    throw new RootSettingsError(`CADASTRE_ROOT_ACCOUNT_ID must be ${ACCOUNT_ID_RULE}.`);
  }
  check(
    accessKeyId,
    ACCESS_KEY_ID,
    'CADASTRE_ROOT_ACCESS_KEY_ID',
    '1 to 128 letters, digits, periods, underscores or hyphens, without STS. at the start',
  );
  check(
    accessKeySecret,
    ACCESS_KEY_SECRET,
    'CADASTRE_ROOT_ACCESS_KEY_SECRET',
    '1 to 256 printable ASCII characters without spaces',
  );
  return { accountId, accessKeyId, accessKeySecret };
}

function check(value: string, pattern: RegExp, variable: string, rule: string): void {
  if (!pattern.test(value)) throw new RootSettingsError(`${variable} must be ${rule}.`);
}
