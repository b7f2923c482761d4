import { hash } from 'node:crypto';
import {
  PARAMETER_NAME_CHARACTERS_MAX,
  PARAMETER_NAME_DEPTH_MAX,
  type ParameterPair,
  REQUEST_PARAMETER_COUNT_MAX,
  type Refusal,
  refuse,
} from '@cadastre/api-contract';
import type { Origin } from './read-origin.ts';

/** An HTTP request as it came in, without any framework. */
export interface RawRequest extends Origin {
  readonly method: string;
  /** Path and query string. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/** A request whose parameters are decoded; whatever their place on the wire, they are in one map. */
export interface ApiRequest extends Origin {
  readonly kind: 'request';
  readonly method: string;
  readonly host: string;
  /** The pairs of the query string, in order, as signature V3 covers them. */
  readonly query: readonly ParameterPair[];
  /** Query string and body together; of equal names the last one counts, as in the SDKs' maps. */
  readonly parameters: ReadonlyMap<string, string>;
  /** A header by its lower-case name; several of one name are joined. */
  readonly header: (name: string) => string | undefined;
  /** Lower-case hexadecimal SHA-256 of the raw body. */
  readonly bodyHash: () => string;
}

const EMPTY_BODY_HASH = hash('sha256', '');
const FORM_TYPE = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** Reads the parameters of a request, wherever real clients put them: query string, form or JSON. */
export function readRequest(raw: RawRequest): ApiRequest | Refusal {
  const questionMark = raw.url.indexOf('?');
  const path = questionMark === -1 ? raw.url : raw.url.slice(0, questionMark);
  if (path !== '/') return refuse('InvalidApi.NotFound');
  const query = questionMark === -1 ? [] : readPairs(raw.url.slice(questionMark + 1));
  if (!Array.isArray(query)) return query;
  const body = readBody(raw);
  if (!Array.isArray(body)) return body;
  const tooMany = checkCount(query.length + body.length - 1);
  if (tooMany !== undefined) return tooMany;
  const parameters = new Map<string, string>(query);
  for (const [name, value] of body) parameters.set(name, value);
  const header = (name: string) => joinHeader(raw.headers[name]);
  return {
    kind: 'request',
    method: raw.method,
    host: header('host') ?? '',
    isSecure: raw.isSecure,
    sourceIp: raw.sourceIp,
    query,
    parameters,
    header,
    bodyHash: () => (raw.body.length === 0 ? EMPTY_BODY_HASH : hash('sha256', raw.body)),
  };
}

/** One text of a header that was given once or several times. */
export function joinHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}

function readBody(raw: RawRequest): ParameterPair[] | Refusal {
  if (raw.body.length === 0) return [];
  const [mediaType = ''] = (joinHeader(raw.headers['content-type']) ?? '').split(';', 1);
  const type = mediaType.trim().toLowerCase();
  if (type !== FORM_TYPE && type !== JSON_TYPE) return [];
  const text = decodeUtf8(raw.body);
  if (text === undefined) return malformed('The body is not UTF-8.');
  return type === FORM_TYPE ? readPairs(text) : readJson(text);
}

function malformed(detail: string): Refusal {
  return refuse('InvalidParameter', { Detail: detail });
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Splits and decodes `name=value` pairs, refusing what is not well-formed. */
function readPairs(text: string): ParameterPair[] | Refusal {
  const pairs: ParameterPair[] = [];
  let start = 0;
  while (start <= text.length) {
    let end = text.indexOf('&', start);
    if (end === -1) end = text.length;
    if (end > start) {
      const equals = text.indexOf('=', start);
      const nameEnd = equals === -1 || equals > end ? end : equals;
      const name = decodeComponent(text.slice(start, nameEnd));
      const value = nameEnd === end ? '' : decodeComponent(text.slice(nameEnd + 1, end));
      if (name === undefined || value === undefined) {
        return malformed('Its percent-encoding is not well-formed UTF-8.');
      }
      const refusal = checkName(name) ?? checkCount(pairs.length);
      if (refusal !== undefined) return refusal;
      pairs.push([name, value]);
    }
    start = end + 1;
  }
  return pairs;
}

function decodeComponent(text: string): string | undefined {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return undefined;
  }
}

function checkName(name: string): Refusal | undefined {
  if (name.length > PARAMETER_NAME_CHARACTERS_MAX) {
    return malformed(
      `A parameter name is longer than ${PARAMETER_NAME_CHARACTERS_MAX} characters.`,
    );
  }
  let depth = 0;
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) depth += 1;
  if (depth > PARAMETER_NAME_DEPTH_MAX) {
    return malformed(`A parameter name has more than ${PARAMETER_NAME_DEPTH_MAX} levels.`);
  }
  return undefined;
}

function checkCount(count: number): Refusal | undefined {
  if (count < REQUEST_PARAMETER_COUNT_MAX) return undefined;
  return malformed(`There are more than ${REQUEST_PARAMETER_COUNT_MAX} parameters.`);
}

/** A JSON body is flattened to the names a form would have: `{"Tag":[{"Key":"a"}]}` is `Tag.1.Key`. */
function readJson(text: string): ParameterPair[] | Refusal {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return malformed('The body is not JSON.');
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return malformed('The body is not a JSON object.');
  }
  const pairs: ParameterPair[] = [];
  return flatten('', content, pairs) ?? pairs;
}

function flatten(name: string, value: unknown, pairs: ParameterPair[]): Refusal | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') {
    pairs.push([name, String(value)]);
    return checkCount(pairs.length - 1);
  }
  const entries = Array.isArray(value)
    ? value.map((item, index) => [String(index + 1), item] as const)
    : Object.entries(value);
  for (const [key, item] of entries) {
    const itemName = name === '' ? key : `${name}.${key}`;
    const refusal = checkName(itemName) ?? flatten(itemName, item, pairs);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
