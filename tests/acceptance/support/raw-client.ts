import { createHash, createHmac, randomUUID } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { request as requestHttps, Agent as SecureAgent } from 'node:https';

/**
 * A signing client of the tests' own. It shares no code with the server, so that a mistake in one of
 * them shows.
 */

export const VPC_IPAM_VERSION = '2023-02-28';

export type Parameters = Readonly<Record<string, string | number | boolean>>;

/** Where the signature and the parameters of a call are, as real clients put them. */
export const SIGNINGS = [
  'V3 query',
  'V3 query GET',
  'V3 form',
  'V3 json',
  '1.0 query GET',
  '1.0 query POST',
  '1.0 form',
  '1.0 mixed',
] as const;
export type Signing = (typeof SIGNINGS)[number];

export interface Target {
  readonly url: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

export interface CallOptions {
  readonly signing?: Signing;
  readonly version?: string;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  /** The time of the call, as text or as a difference to now in milliseconds. */
  readonly timestamp?: string | number;
  readonly nonce?: string;
  /** The Host header; it is signed as it is sent. */
  readonly host?: string;
  /** Sent in place of the right signature. */
  readonly signature?: string;
  /** Names of parameters (1.0) or headers (V3) that are taken away after signing. */
  readonly drop?: readonly string[];
  /** Parameters (1.0) that are set before signing; they replace the client's own. */
  readonly signatureParameters?: Readonly<Record<string, string>>;
  /** Headers (V3: those that begin with x-acs- are signed). */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in place of the method that belongs to the signing; it is signed. */
  readonly method?: string;
  /** A body in place of the client's own; it is signed in V3. */
  readonly body?: string | Buffer;
  readonly contentType?: string;
  readonly isChunked?: boolean;
  readonly path?: string;
}

/** A request, ready to be sent as it stands. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly isChunked: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body; empty when it is not a JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
}

const FORM_TYPE = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json; charset=utf-8';
const LEFT_ALONE = /[A-Za-z0-9\-_.~]/;

/** RFC 3986, byte by byte. */
export function encode(text: string): string {
  let encoded = '';
  for (const byte of Buffer.from(text, 'utf8')) {
    const character = String.fromCharCode(byte);
    encoded +=
      byte < 128 && LEFT_ALONE.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}

type Pair = readonly [name: string, value: string];

function toPairs(parameters: Parameters): Pair[] {
  return Object.entries(parameters).map(([name, value]) => [name, String(value)]);
}

function canonicalize(pairs: readonly Pair[]): string {
  return [...pairs]
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

function write(pairs: readonly Pair[]): string {
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function timeOf(options: CallOptions): string {
  if (typeof options.timestamp === 'string') return options.timestamp;
  return new Date(Date.now() + (options.timestamp ?? 0)).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Indices beyond this stay names, so that no array of that size is written out. */
const LIST_INDEX_MAX = 1_000;

/** Turns `Tag.1.Key` and the like into the objects and arrays that a JSON body has. */
function nest(parameters: Parameters): unknown {
  const top = new Map<string, unknown>();
  for (const [name, value] of Object.entries(parameters)) {
    const parts = name.split('.');
    let level = top;
    for (const part of parts.slice(0, -1)) {
      const below = level.get(part);
      const next = below instanceof Map ? below : new Map<string, unknown>();
      level.set(part, next);
      level = next;
    }
    level.set(parts.at(-1) ?? name, value);
  }
  return Object.fromEntries([...top].map(([name, value]) => [name, toJsonValue(value)]));
}

function toJsonValue(value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  const entries = [...value].map(([key, item]) => [String(key), toJsonValue(item)] as const);
  const isList = entries.every(([key]) => /^[1-9]\d*$/.test(key) && Number(key) <= LIST_INDEX_MAX);
  if (!isList) return Object.fromEntries(entries);
  const list: unknown[] = [];
  for (const [key, item] of entries) list[Number(key) - 1] = item;
  return list;
}

/** Signs a call. */
export function sign(
  target: Target,
  action: string,
  parameters: Parameters = {},
  options: CallOptions = {},
): WireRequest {
  const signing = options.signing ?? 'V3 query';
  return signing.startsWith('V3')
    ? signV3(target, action, parameters, options, signing)
    : signV1(target, action, parameters, options, signing);
}

/** The query pairs, the body and its type, by where the signing puts the parameters. */
function placeV3(signing: Signing, parameters: Parameters) {
  const pairs = toPairs(parameters);
  if (signing === 'V3 form') return { query: [], body: write(pairs), contentType: FORM_TYPE };
  if (signing === 'V3 json') {
    return { query: [], body: JSON.stringify(nest(parameters)), contentType: JSON_TYPE };
  }
  return { query: pairs, body: '', contentType: undefined };
}

function signV3(
  target: Target,
  action: string,
  parameters: Parameters,
  options: CallOptions,
  signing: Signing,
): WireRequest {
  const method = options.method ?? (signing === 'V3 query GET' ? 'GET' : 'POST');
  const placed = placeV3(signing, parameters);
  const body = Buffer.from(options.body ?? placed.body);
  const contentType = options.contentType ?? placed.contentType;
  const headers: Record<string, string> = {
    host: options.host ?? new URL(target.url).host,
    'x-acs-action': action,
    'x-acs-version': options.version ?? VPC_IPAM_VERSION,
    'x-acs-date': timeOf(options),
    'x-acs-signature-nonce': options.nonce ?? randomUUID(),
    'x-acs-content-sha256': sha256(body),
    ...(contentType === undefined ? {} : { 'content-type': contentType }),
    ...options.headers,
  };
  const signed = Object.keys(headers)
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .sort();
  const canonicalRequest = [
    method,
    '/',
    canonicalize(placed.query),
    ...signed.map((name) => `${name}:${headers[name]?.trim() ?? ''}`),
    '',
    signed.join(';'),
    headers['x-acs-content-sha256'],
  ].join('\n');
  const signature = createHmac('sha256', options.accessKeySecret ?? target.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(Buffer.from(canonicalRequest))}`)
    .digest('hex');
  const credential = options.accessKeyId ?? target.accessKeyId;
  headers['authorization'] ??=
    `ACS3-HMAC-SHA256 Credential=${credential},SignedHeaders=${signed.join(';')},Signature=${options.signature ?? signature}`;
  for (const name of options.drop ?? []) delete headers[name];
  return { method, path: pathOf(placed.query, options), headers, body, ...chunking(options) };
}

function pathOf(query: readonly Pair[], options: CallOptions): string {
  return options.path ?? (query.length === 0 ? '/' : `/?${write(query)}`);
}

function chunking(options: CallOptions): { readonly isChunked: boolean } {
  return { isChunked: options.isChunked ?? false };
}

/** The query pairs and the form pairs, by where the signing puts the parameters. */
function placeV1(signing: Signing, system: readonly Pair[], own: readonly Pair[]) {
  if (signing === '1.0 form') return { query: [], form: [...system, ...own] };
  if (signing === '1.0 mixed') return { query: [...system], form: [...own] };
  // Not in the order of their names, as some clients send them.
  return { query: [...system, ...own].reverse(), form: [] };
}

function signV1(
  target: Target,
  action: string,
  parameters: Parameters,
  options: CallOptions,
  signing: Signing,
): WireRequest {
  const method = options.method ?? (signing === '1.0 query GET' ? 'GET' : 'POST');
  const own = toPairs(parameters);
  const system: Pair[] = toPairs({
    Action: action,
    Version: options.version ?? VPC_IPAM_VERSION,
    Format: 'json',
    AccessKeyId: options.accessKeyId ?? target.accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: options.nonce ?? randomUUID(),
    Timestamp: timeOf(options),
    ...options.signatureParameters,
  }).filter(([name]) => !own.some(([ownName]) => ownName === name));
  const stringToSign = `${method}&%2F&${encode(canonicalize([...system, ...own]))}`;
  const signature = createHmac('sha1', `${options.accessKeySecret ?? target.accessKeySecret}&`)
    .update(stringToSign)
    .digest('base64');
  const placed = placeV1(signing, [...system, ['Signature', options.signature ?? signature]], own);
  const keep = ([name]: Pair) => options.drop?.includes(name) !== true;
  const hasForm = signing === '1.0 form' || signing === '1.0 mixed';
  const headers: Record<string, string> = {
    host: options.host ?? new URL(target.url).host,
    ...(hasForm ? { 'content-type': options.contentType ?? FORM_TYPE } : {}),
    ...options.headers,
  };
  // Go clients write a space of a form as a plus sign.
  const form = write(placed.form.filter(keep)).replaceAll('%20', '+');
  const path = pathOf(placed.query.filter(keep), options);
  const body = Buffer.from(options.body ?? form);
  return { method, path, headers, body, ...chunking(options) };
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const secureAgent = new SecureAgent({ keepAlive: true, rejectUnauthorized: false });

/** Sends a request as it stands. Fails where nothing comes for `timeoutMs`; waits where not given. */
export function send(url: string, wire: WireRequest, timeoutMs?: number): Promise<Answer> {
  const { hostname, port, protocol } = new URL(url);
  const isSecure = protocol === 'https:';
  const framing: Record<string, string> =
    wire.isChunked || (wire.method === 'GET' && wire.body.length === 0)
      ? {}
      : { 'content-length': String(wire.body.length) };
  const options = {
    host: hostname,
    port,
    method: wire.method,
    path: wire.path,
    headers: { ...wire.headers, ...framing },
  };
  return new Promise<Answer>((resolve, reject) => {
    const outgoing = isSecure
      ? requestHttps({ ...options, agent: secureAgent })
      : requestHttp({ ...options, agent });
    outgoing.once('error', reject);
    if (timeoutMs !== undefined) {
      outgoing.setTimeout(timeoutMs, () => outgoing.destroy(new Error('No answer came in time.')));
    }
    outgoing.once('response', (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (part: string) => {
        text += part;
      });
      incoming.once('error', reject);
      incoming.once('end', () => {
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text,
          body: parseObject(text),
        });
      });
    });
    if (wire.isChunked) {
      const half = Math.ceil(wire.body.length / 2);
      outgoing.write(wire.body.subarray(0, half));
      outgoing.end(wire.body.subarray(half));
    } else {
      outgoing.end(wire.body);
    }
  });
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Signs and sends a call. */
export function call(
  target: Target,
  action: string,
  parameters: Parameters = {},
  options: CallOptions = {},
): Promise<Answer> {
  return send(target.url, sign(target, action, parameters, options));
}

/** A call that must succeed; its body. */
export async function succeed(
  target: Target,
  action: string,
  parameters: Parameters = {},
  options: CallOptions = {},
): Promise<Readonly<Record<string, unknown>>> {
  const answer = await call(target, action, parameters, options);
  if (answer.status !== 200) {
    throw new Error(`${action} answered ${answer.status}: ${answer.text}`);
  }
  return answer.body;
}
