/**
 * What a request's signature is computed over, as text. Hashing and comparing are the server's
 * work. Source of all rules: the vendor's pages on signature V3 (`ACS3-HMAC-SHA256`) and on the
 * HMAC-SHA1 scheme that its clients send as SignatureVersion 1.0.
 *
 * Both schemes sign decoded names and values that are encoded again here, so that it does not
 * matter how a client spelled them on the wire.
 */

/** A decoded name and value of a query string or form. */
export type ParameterPair = readonly [name: string, value: string];

export const SIGNATURE_V3_ALGORITHM = 'ACS3-HMAC-SHA256';

const ENCODED_RESERVED: Readonly<Record<string, string>> = {
  '!': '%21',
  "'": '%27',
  '(': '%28',
  ')': '%29',
  '*': '%2A',
};

const UNRESERVED_ONLY = /^[A-Za-z0-9\-_.~]*$/;

/**
 * RFC 3986 percent-encoding of UTF-8: letters, digits, `-`, `_`, `.` and `~` stay, everything else
 * becomes upper-case `%XY`.
 */
export function percentEncode(text: string): string {
  if (UNRESERVED_ONLY.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => ENCODED_RESERVED[character] ?? character,
  );
}

function comparePairs(left: ParameterPair, right: ParameterPair): number {
  if (left[0] !== right[0]) return left[0] < right[0] ? -1 : 1;
  if (left[1] !== right[1]) return left[1] < right[1] ? -1 : 1;
  return 0;
}

/** Pairs sorted by name, then by value, encoded and joined. Empty text for no pairs. */
export function canonicalQueryString(pairs: Iterable<ParameterPair>): string {
  const sorted = [...pairs].sort(comparePairs);
  let text = '';
  for (const [name, value] of sorted) {
    if (text !== '') text += '&';
    text += `${percentEncode(name)}=${percentEncode(value)}`;
  }
  return text;
}

/**
 * The string to sign of the 1.0 scheme: all parameters of query string and form together, except
 * `Signature`. The path is always signed as `/`.
 */
export function stringToSignV1(method: string, parameters: Iterable<ParameterPair>): string {
  const signed: ParameterPair[] = [];
  for (const pair of parameters) {
    if (pair[0] !== 'Signature') signed.push(pair);
  }
  return `${method}&%2F&${percentEncode(canonicalQueryString(signed))}`;
}

export interface CanonicalRequestParts {
  readonly method: string;
  /** Decoded pairs of the query string; a form body is covered by the payload hash. */
  readonly query: Iterable<ParameterPair>;
  /** Lower-case names in the order of the request's SignedHeaders. */
  readonly signedHeaders: readonly string[];
  /** The value of a header by its lower-case name; missing headers count as empty. */
  readonly header: (name: string) => string | undefined;
  /** Lower-case hexadecimal SHA-256 of the raw body. */
  readonly payloadHash: string;
}

/** The canonical request of signature V3; its SHA-256 is part of the string to sign. */
export function canonicalRequestV3(parts: CanonicalRequestParts): string {
  let headers = '';
  for (const name of parts.signedHeaders) {
    headers += `${name}:${(parts.header(name) ?? '').trim()}\n`;
  }
  return `${parts.method}\n/\n${canonicalQueryString(parts.query)}\n${headers}\n${parts.signedHeaders.join(';')}\n${parts.payloadHash}`;
}

/** The string to sign of signature V3. */
export function stringToSignV3(canonicalRequestHash: string): string {
  return `${SIGNATURE_V3_ALGORITHM}\n${canonicalRequestHash}`;
}

/** The parts of a V3 `Authorization` header. */
export interface AuthorizationV3 {
  readonly accessKeyId: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const AUTHORIZATION_V3 =
  /^ACS3-HMAC-SHA256 +Credential=([^,\s]{1,128}), ?SignedHeaders=([a-z0-9;_-]{1,2048}), ?Signature=([0-9a-f]{64})$/;

/** Reads a V3 `Authorization` header; undefined when it does not have the published form. */
export function parseAuthorizationV3(header: string): AuthorizationV3 | undefined {
  const match = AUTHORIZATION_V3.exec(header);
  if (match === null) return undefined;
  const [, accessKeyId, signedHeaders, signature] = match;
  if (accessKeyId === undefined || signedHeaders === undefined || signature === undefined) {
    return undefined;
  }
  return { accessKeyId, signedHeaders: signedHeaders.split(';'), signature };
}

const TIMESTAMP = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/;

/**
 * Milliseconds since the epoch of a `yyyy-MM-ddTHH:mm:ssZ` timestamp; undefined for any other form
 * and for dates that do not exist.
 */
export function parseTimestamp(text: string): number | undefined {
  if (!TIMESTAMP.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  // Parsing lets a day that its month does not have, and the hour 24, run over into the next day.
  const dayOfMonth = new Date(milliseconds).getUTCDate();
  return dayOfMonth === Number(text.slice(8, 10)) ? milliseconds : undefined;
}
