import { createHmac, hash } from 'node:crypto';
import type { PlannedCall } from './workload.ts';
import { accessKeyOf } from './world.ts';

/** A request as it goes to the server; the path is always `/`. */
export interface SignedRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query string. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface CallToSign {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly method: 'GET' | 'POST';
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly nonce: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly host: string;
}

const VERSION = '2023-02-28';
const OWN_VERSION = '2026-11-01';
const OWN_OPERATIONS = ['GetAddressHistory'];
const EMPTY_HASH = hash('sha256', '');

function versionOf(operation: string): string {
  return OWN_OPERATIONS.includes(operation) ? OWN_VERSION : VERSION;
}

function encode(text: string): string {
  if (/^[\w.-]*$/.test(text)) return text;
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function pairs(parameters: Readonly<Record<string, string>>, names: readonly string[]): string {
  return names.map((name) => `${encode(name)}=${encode(parameters[name] ?? '')}`).join('&');
}

function isoTime(now: number): string {
  return new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Signature V3; the parameters go into the query string in the order they have. */
function signV3(call: CallToSign): SignedRequest {
  const { operation, parameters, method, nonce, now, host } = call;
  const headers: Record<string, string> = {
    host,
    'x-acs-action': operation,
    'x-acs-content-sha256': EMPTY_HASH,
    'x-acs-date': isoTime(now),
    'x-acs-signature-nonce': nonce,
    'x-acs-version': versionOf(operation),
  };
  const names = Object.keys(parameters);
  const signedHeaders = Object.keys(headers).join(';');
  const canonical = [
    method,
    '/',
    pairs(parameters, [...names].sort()),
    ...Object.entries(headers).map(([name, value]) => `${name}:${value}`),
    '',
    signedHeaders,
    EMPTY_HASH,
  ].join('\n');
  const stringToSign = `ACS3-HMAC-SHA256\n${hash('sha256', canonical)}`;
  const signature = createHmac('sha256', call.accessKeySecret).update(stringToSign).digest('hex');
  headers['authorization'] =
    `ACS3-HMAC-SHA256 Credential=${call.accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`;
  return { method, url: `/?${pairs(parameters, names)}`, headers, body: '' };
}

/** Signature 1.0; the parameters of a POST go into a form, in the order they have. */
function signV1(call: CallToSign): SignedRequest {
  const { operation, method, nonce, now, host } = call;
  const parameters: Record<string, string> = {
    ...call.parameters,
    Action: operation,
    Version: versionOf(operation),
    Format: 'JSON',
    AccessKeyId: call.accessKeyId,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: nonce,
    Timestamp: isoTime(now),
  };
  const sorted = pairs(parameters, Object.keys(parameters).sort());
  const stringToSign = `${method}&%2F&${encode(sorted)}`;
  const signature = createHmac('sha1', `${call.accessKeySecret}&`)
    .update(stringToSign)
    .digest('base64');
  parameters['Signature'] = signature;
  const text = pairs(parameters, Object.keys(parameters));
  if (method === 'GET') return { method, url: `/?${text}`, headers: { host }, body: '' };
  const headers = { host, 'content-type': 'application/x-www-form-urlencoded' };
  return { method, url: '/', headers, body: text };
}

const GET_ONLY = ['GetIpamPoolAllocation', 'GetIpamPoolNextAvailableCidr'];

/** Signs with V3 or 1.0, in the query string or in a form, turn by turn as the numbers go. */
export function signCall(
  { account, operation, parameters }: PlannedCall,
  number: number,
  now: number,
  host: string,
): SignedRequest {
  const sign = number % 3 === 0 ? signV1 : signV3;
  return sign({
    operation,
    parameters,
    method: GET_ONLY.includes(operation) || number % 2 === 0 ? 'GET' : 'POST',
    ...accessKeyOf(account),
    nonce: `nonce-${number}`,
    now,
    host,
  });
}
