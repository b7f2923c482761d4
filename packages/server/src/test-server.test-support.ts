import { createHash, createHmac, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  canonicalRequestV3,
  OPERATIONS,
  type OperationDefinition,
  type OperationName,
  type ParameterPair,
  PRODUCTS,
  percentEncode,
  stringToSignV1,
  stringToSignV3,
} from '@cadastre/api-contract';
import { onTestFinished } from 'vitest';
import { type RunningServer, type ServerOptions, startServer } from './create-server.ts';
import { makeTemporaryFolder } from './temporary-folder.test-support.ts';

/** A whole server in this process, called over HTTP with signed requests. */

export const ROOT = {
  accountId: '1000000000000001',
  accessKeyId: 'LTAI-root',
  accessKeySecret: 'the-secret-of-root',
} as const;

export type Scheme = 'V3' | '1.0';
export const SCHEMES: readonly Scheme[] = ['V3', '1.0'];

export interface Key {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of temporary credentials. */
  readonly securityToken?: string;
}

export interface CallOptions {
  readonly key?: Key;
  readonly scheme?: Scheme;
  readonly nonce?: string;
  /** When the client says that it signs, in milliseconds since the epoch. */
  readonly signedAt?: number;
  /** Whether the parameters go in a form body instead of the query string. */
  readonly isForm?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TestServer extends Omit<RunningServer, 'close'> {
  readonly databaseFile: string;
  readonly options: ServerOptions & { readonly dataFolder: string };
  /** The time that the server goes by; tests set it. */
  readonly clock: { now: number };
  call(
    operation: OperationName,
    parameters?: Readonly<Record<string, string>>,
    options?: CallOptions,
  ): Promise<Answer>;
  close(): Promise<void>;
}

export async function startTestServer(
  given: Partial<ServerOptions> & {
    readonly dataFolder?: string;
    readonly clock?: { now: number };
  } = {},
): Promise<TestServer> {
  const { clock = { now: Date.UTC(2026, 7, 20, 8) }, ...rest } = given;
  const options = {
    dataFolder: makeTemporaryFolder(),
    ...(await sharedDatabase()),
    host: '127.0.0.1',
    port: 0,
    root: ROOT,
    logLevel: 'silent',
    now: () => clock.now,
    ...rest,
  };
  const server = await startServer(options);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= server.close();
    return closing;
  };
  onTestFinished(close);
  return {
    ...server,
    databaseFile: join(options.dataFolder, 'cadastre.db'),
    options,
    clock,
    close,
    call: async (operation, parameters = {}, callOptions = {}) => {
      const request = sign(server.url, operation, parameters, {
        signedAt: clock.now,
        ...callOptions,
      });
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers,
        ...(request.body === '' ? {} : { body: request.body }),
      });
      const text = await response.text();
      const body = JSON.parse(text) as Record<string, unknown>;
      return { status: response.status, headers: response.headers, text, body };
    },
  };
}

/** Under `npm run test:postgres` each server has a database of its own there. */
async function sharedDatabase(): Promise<Pick<ServerOptions, 'database' | 'encryptionKey'>> {
  if (process.env['CADASTRE_TEST_POSTGRES_URL'] === undefined) return {};
  const { makeProvingDatabase, settingsOf } = await import(
    './store/postgres/test-database.test-support.ts'
  );
  const database = { ...settingsOf(await makeProvingDatabase()), waitMs: 0 };
  return { database, encryptionKey: Buffer.alloc(32, 7) };
}

interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function sign(
  url: string,
  operation: OperationName,
  parameters: Readonly<Record<string, string>>,
  options: CallOptions & { readonly signedAt: number },
): SignedRequest {
  const { key = ROOT, scheme = 'V3', nonce = randomUUID(), signedAt, isForm = false } = options;
  const timestamp = `${new Date(signedAt).toISOString().slice(0, 19)}Z`;
  const definition: OperationDefinition = OPERATIONS[operation];
  const { version } = PRODUCTS[definition.product];
  const method = definition.methods.includes('POST') ? 'POST' : 'GET';
  const pairs = Object.entries(parameters);
  const call = { method, operation: definition.name, version, timestamp, nonce, isForm };
  return scheme === 'V3' ? signV3(url, pairs, call, key) : signV1(url, pairs, call, key);
}

interface SignedCall {
  readonly method: string;
  readonly operation: string;
  readonly version: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly isForm: boolean;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function encodePairs(pairs: readonly ParameterPair[]): string {
  return pairs.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&');
}

function signV3(
  url: string,
  pairs: readonly ParameterPair[],
  call: SignedCall,
  key: Key,
): SignedRequest {
  const body = call.isForm ? encodePairs(pairs) : '';
  const payloadHash = createHash('sha256').update(body).digest('hex');
  const query = call.isForm ? [] : pairs;
  const signed: Record<string, string> = {
    host: new URL(url).host,
    'x-acs-action': call.operation,
    'x-acs-content-sha256': payloadHash,
    'x-acs-date': call.timestamp,
    'x-acs-signature-nonce': call.nonce,
    'x-acs-version': call.version,
    ...(key.securityToken === undefined ? {} : { 'x-acs-security-token': key.securityToken }),
  };
  const signedHeaders = Object.keys(signed);
  const canonicalRequest = canonicalRequestV3({
    method: call.method,
    query,
    signedHeaders,
    header: (name) => signed[name],
    payloadHash,
  });
  const stringToSign = stringToSignV3(createHash('sha256').update(canonicalRequest).digest('hex'));
  const signature = createHmac('sha256', key.accessKeySecret).update(stringToSign).digest('hex');
  const authorization = `ACS3-HMAC-SHA256 Credential=${key.accessKeyId},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`;
  const { host: _, ...headers } = signed;
  return {
    method: call.method,
    url: `${url}/?${encodePairs(query)}`,
    headers: { ...headers, authorization, ...(call.isForm ? FORM : {}) },
    body,
  };
}

function signV1(
  url: string,
  pairs: readonly ParameterPair[],
  call: SignedCall,
  key: Key,
): SignedRequest {
  const all: ParameterPair[] = [
    ...pairs,
    ['Action', call.operation],
    ['Version', call.version],
    ['AccessKeyId', key.accessKeyId],
    ['SignatureMethod', 'HMAC-SHA1'],
    ['SignatureVersion', '1.0'],
    ['SignatureNonce', call.nonce],
    ['Timestamp', call.timestamp],
    ...(key.securityToken === undefined ? [] : [['SecurityToken', key.securityToken] as const]),
  ];
  const signature = createHmac('sha1', `${key.accessKeySecret}&`)
    .update(stringToSignV1(call.method, all))
    .digest('base64');
  const sent = encodePairs([...all, ['Signature', signature]]);
  return call.isForm
    ? { method: call.method, url: `${url}/`, headers: FORM, body: sent }
    : { method: call.method, url: `${url}/?${sent}`, headers: {}, body: '' };
}

/** A policy document that allows what the given statements say. */
export function policyOf(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '1', Statement: statements });
}

/** Adds an access key, of a new RAM user with the given policies or of the account itself. */
export async function insertUser(
  server: TestServer,
  name: string,
  policies: readonly string[],
  status: 'Active' | 'Inactive' = 'Active',
): Promise<Key> {
  const { accountId } = ROOT;
  const key = { accessKeyId: `LTAI-${name}`, accessKeySecret: `the-secret-of-${name}` };
  const createdAt = server.clock.now;
  await server.store.write({
    run: async ({ accessKeys, policies: policyTable, users }) => {
      await users.insert({
        accountId,
        userId: `id-of-${name}`,
        userName: name,
        displayName: '',
        mobilePhone: '',
        email: '',
        comments: '',
        createdAt,
        updatedAt: createdAt,
      });
      await accessKeys.insert({
        accountId,
        accessKeyId: key.accessKeyId,
        userId: `id-of-${name}`,
        encryptedSecret: server.secretBox.seal(
          key.accessKeySecret,
          `access-key:${key.accessKeyId}`,
        ),
        status,
        createdAt,
      });
      for (const [index, document] of policies.entries()) {
        const policyName = `${name}-${index}`;
        await policyTable.insert({
          accountId,
          policyName,
          description: '',
          defaultVersion: 1,
          latestVersion: 1,
          createdAt,
          updatedAt: createdAt,
        });
        await policyTable.insertVersion({ accountId, policyName, version: 1, document, createdAt });
        await policyTable.attach({
          accountId,
          principalType: 'user',
          principalId: `id-of-${name}`,
          policyType: 'Custom',
          policyName,
          resourceGroupId: '',
          attachedAt: createdAt,
        });
      }
      return { kind: 'commit', value: undefined };
    },
  });
  return key;
}
