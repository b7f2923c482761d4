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
}

const EMPTY_BODY_HASH = hash('sha256', '');

/** A call ready to be sent. */
export interface SignedCall {
  readonly method: 'GET' | 'POST';
  /** `/` with the query string. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Signs one call with signature V3; parameters are flattened names such as `Tag.1.Key`. */
export function signCall(
  endpoint: Endpoint,
  operation: OperationName,
  parameters: Readonly<Record<string, string>>,
): SignedCall {
  const definition: OperationDefinition = OPERATIONS[operation];
  const method = definition.methods.includes('POST') ? 'POST' : 'GET';
  const headers: Record<string, string> = {
    host: new URL(endpoint.url).host,
    'x-acs-action': definition.name,
    'x-acs-content-sha256': EMPTY_BODY_HASH,
    'x-acs-date': `${new Date().toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-version': PRODUCTS[definition.product].version,
  };
  const { securityToken } = endpoint;
  if (securityToken !== undefined) headers['x-acs-security-token'] = securityToken;
  const signedHeaders = Object.keys(headers).sort();
  const query = Object.entries(parameters);
  const canonicalRequest = canonicalRequestV3({
    method,
    query,
    signedHeaders,
    header: (name) => headers[name],
    payloadHash: EMPTY_BODY_HASH,
  });
  const stringToSign = stringToSignV3(hash('sha256', canonicalRequest));
  const signature = createHmac('sha256', endpoint.accessKeySecret)
    .update(stringToSign)
    .digest('hex');
  headers['authorization'] =
    `${SIGNATURE_V3_ALGORITHM} Credential=${endpoint.accessKeyId},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`;
  return { method, path: `/?${canonicalQueryString(query)}`, headers };
}

/** Calls one operation and waits for its answer. */
export async function callOperation(
  endpoint: Endpoint,
  operation: OperationName,
  parameters: Readonly<Record<string, string>>,
): Promise<ApiAnswer> {
  const { method, path, headers } = signCall(endpoint, operation, parameters);
  const response = await fetch(new URL(path, endpoint.url), { method, headers });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined };
}
