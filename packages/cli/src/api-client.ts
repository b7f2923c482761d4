import { createHmac, hash, randomUUID } from 'node:crypto';
import {
  canonicalQueryString,
  canonicalRequestV3,
  OPERATIONS,
  type OperationDefinition,
  type OperationName,
  PRODUCTS,
  SIGNATURE_V3_ALGORITHM,
  stringToSignV3,
} from '@cadastre/api-contract';

/** Where and as whom to call. */
export interface Endpoint {
  /** Such as `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Of temporary credentials. */
  readonly securityToken?: string | undefined;
}

export interface ApiAnswer {
  readonly status: number;
  /** The parsed body; undefined where the call asked for XML. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  readonly text: string;
  /** When a refused call may succeed, in milliseconds, where the server says so. */
  readonly retryAfterMs?: number;
}

const EMPTY_BODY_HASH = hash('sha256', '');
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Characters of a query string; longer parameters go into the body of a POST. */
const QUERY_CHARACTERS_MAX = 8_192;

/** A call ready to be sent. */
export interface SignedCall {
  readonly method: 'GET' | 'POST';
  /** `/` with the query string. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A form in ASCII; empty where the parameters are in the query string. */
  readonly body: string;
}

/** Signs one call with signature V3; parameters are flattened names such as `Tag.1.Key`. */
export function signCall(
  endpoint: Endpoint,
  operation: OperationName,
  parameters: Readonly<Record<string, string>>,
): SignedCall {
  const definition: OperationDefinition = OPERATIONS[operation];
  const method = definition.methods.includes('POST') ? 'POST' : 'GET';
  const pairs = Object.entries(parameters);
  const encoded = canonicalQueryString(pairs);
  const isForm = method === 'POST' && encoded.length > QUERY_CHARACTERS_MAX;
  const payloadHash = isForm ? hash('sha256', encoded) : EMPTY_BODY_HASH;
  const headers: Record<string, string> = {
    ...(isForm ? { 'content-type': FORM_TYPE } : {}),
    host: new URL(endpoint.url).host,
    'x-acs-action': definition.name,
    'x-acs-content-sha256': payloadHash,
    'x-acs-date': `${new Date().toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-version': PRODUCTS[definition.product].version,
  };
  const { securityToken } = endpoint;
  if (securityToken !== undefined) headers['x-acs-security-token'] = securityToken;
  const signedHeaders = Object.keys(headers).sort();
  const canonicalRequest = canonicalRequestV3({
    method,
    query: isForm ? [] : pairs,
    signedHeaders,
    header: (name) => headers[name],
    payloadHash,
  });
  const stringToSign = stringToSignV3(hash('sha256', canonicalRequest));
  const signature = createHmac('sha256', endpoint.accessKeySecret)
    .update(stringToSign)
    .digest('hex');
  headers['authorization'] =
    `${SIGNATURE_V3_ALGORITHM} Credential=${endpoint.accessKeyId},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`;
  return isForm
    ? { method, path: '/', headers, body: encoded }
    : { method, path: `/?${encoded}`, headers, body: '' };
}

/** Calls one operation and waits for its answer. */
export async function callOperation(
  endpoint: Endpoint,
  operation: OperationName,
  parameters: Readonly<Record<string, string>>,
): Promise<ApiAnswer> {
  const { method, path, headers, body } = signCall(endpoint, operation, parameters);
  const response = await fetch(new URL(path, endpoint.url), {
    method,
    headers,
    ...(body === '' ? {} : { body }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  const retryAfterMs = Number.parseInt(response.headers.get('x-acs-retry-after') ?? '', 10);
  return {
    status: response.status,
    text,
    json: isJson ? JSON.parse(text) : undefined,
    ...(Number.isNaN(retryAfterMs) ? {} : { retryAfterMs }),
  };
}
