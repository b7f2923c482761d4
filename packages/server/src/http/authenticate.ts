import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import {
  type AuthorizationV3,
  canonicalRequestV3,
  parseAuthorizationV3,
  parseTimestamp,
  type Refusal,
  refuse,
  SIGNATURE_NONCE_CHARACTERS_MAX,
  stringToSignV1,
  stringToSignV3,
  TIMESTAMP_TOLERANCE_MS,
} from '@cadastre/api-contract';
import type { Caller } from '../identity/caller.ts';
import type { Identity } from '../identity/identity-cache.ts';
import { TEMPORARY_KEY_PREFIX } from '../ids.ts';
import type { SeenNonces } from '../seen-nonces.ts';
import type { ApiRequest } from './read-request.ts';

export interface AuthenticationContext {
  readonly findIdentity: (accessKeyId: string) => Promise<Identity | undefined>;
  /** The session of a role that temporary credentials stand for. */
  readonly findSession: (accessKeyId: string, token: string) => Promise<Identity | Refusal>;
  readonly seenNonces: SeenNonces;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A caller whose signature is verified. */
export interface Authenticated {
  readonly kind: 'authenticated';
  readonly caller: Caller;
  /** What a replay would have in common with this request. */
  readonly nonce: string;
  /**
   * A replay has a valid timestamp until the tolerance is over. Its nonce is kept for as long again, so
   * that servers whose clocks differ by no more agree: none forgets what another one would still take.
   */
  readonly nonceExpiresAt: number;
}

/** What a request claims about itself, before anything is verified. */
interface Claim {
  readonly kind: 'claim';
  readonly accessKeyId: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly securityToken: string | undefined;
  /** Undefined when the signature is right for this secret. */
  readonly verify: (secret: string) => Refusal | undefined;
}

/** Headers that steer the server; where a V3 request has them, its signature must cover them. */
const STEERING_HEADERS = [
  'x-acs-action',
  'x-acs-version',
  'x-acs-signature-nonce',
  'x-acs-security-token',
  'x-acs-accesskey-id',
];
const MANDATORY_SIGNED_HEADERS = ['host', 'x-acs-date', 'x-acs-content-sha256'];

/**
 * Verifies who makes a call. Checks in this order: the parts of the signature are there, the access
 * key exists and is active, the security token goes with it, the timestamp is well-formed and
 * recent, the signature matches, the nonce is new.
 */
export async function authenticate(
  request: ApiRequest,
  context: AuthenticationContext,
): Promise<Authenticated | Refusal> {
  const claim = readClaim(request);
  if (claim.kind === 'refusal') return claim;
  const identity = await identify(claim, context);
  if (identity.kind === 'refusal') return identity;
  const timestamp = parseTimestamp(claim.timestamp);
  if (timestamp === undefined) return refuse('InvalidTimeStamp.Format');
  if (Math.abs(timestamp - context.now) > TIMESTAMP_TOLERANCE_MS) {
    return refuse('InvalidTimeStamp.Expired');
  }
  if (claim.nonce.length > SIGNATURE_NONCE_CHARACTERS_MAX) {
    return refuse('Invalid{ParameterName}', { ParameterName: 'SignatureNonce' });
  }
  const mismatch = claim.verify(identity.secret);
  if (mismatch !== undefined) return mismatch;
  if (!context.seenNonces.add(claim.accessKeyId, claim.nonce, context.now)) {
    return refuse('SignatureNonceUsed');
  }
  return {
    kind: 'authenticated',
    caller: identity.caller,
    nonce: claim.nonce,
    nonceExpiresAt: timestamp + 2 * TIMESTAMP_TOLERANCE_MS,
  };
}

async function identify(
  { accessKeyId, securityToken }: Claim,
  context: AuthenticationContext,
): Promise<Identity | Refusal> {
  const isTemporary = accessKeyId.startsWith(TEMPORARY_KEY_PREFIX);
  if (isTemporary && securityToken === undefined) return missing('SecurityToken');
  const identity =
    isTemporary && securityToken !== undefined
      ? await context.findSession(accessKeyId, securityToken)
      : await context.findIdentity(accessKeyId);
  if (identity === undefined) return refuse('InvalidAccessKeyId.NotFound');
  if (identity.kind === 'refusal') return identity;
  if (!identity.isActive) return refuse('InvalidAccessKeyId.Inactive');
  // The token of a session is no token of a user's access key.
  return isTemporary || securityToken === undefined
    ? identity
    : refuse('InvalidSecurityToken.MismatchWithAccessKey');
}

function readClaim(request: ApiRequest): Claim | Refusal {
  const authorization = request.header('authorization');
  if (authorization?.startsWith('ACS3-') === true) return readClaimV3(request, authorization);
  return readClaimV1(request);
}

function missing(parameterName: string): Refusal {
  return refuse('Missing{ParameterName}', { ParameterName: parameterName });
}

const PARAMETERS_V1 = [
  'AccessKeyId',
  'SignatureMethod',
  'SignatureVersion',
  'SignatureNonce',
  'Timestamp',
  'Signature',
] as const;

function readClaimV1(request: ApiRequest): Claim | Refusal {
  const { parameters } = request;
  for (const name of PARAMETERS_V1) {
    if ((parameters.get(name) ?? '') === '') return missing(name);
  }
  if (parameters.get('SignatureMethod')?.toUpperCase() !== 'HMAC-SHA1') {
    return refuse('InvalidSignatureMethod');
  }
  if (parameters.get('SignatureVersion') !== '1.0') {
    return refuse('Invalid{ParameterName}', { ParameterName: 'SignatureVersion' });
  }
  return {
    kind: 'claim',
    accessKeyId: parameters.get('AccessKeyId') ?? '',
    timestamp: parameters.get('Timestamp') ?? '',
    nonce: parameters.get('SignatureNonce') ?? '',
    securityToken: notEmpty(parameters.get('SecurityToken')),
    verify: (secret) => verifyV1(request, secret),
  };
}

function verifyV1(request: ApiRequest, secret: string): Refusal | undefined {
  const stringToSign = stringToSignV1(request.method, request.parameters);
  const signature = createHmac('sha1', `${secret}&`).update(stringToSign).digest('base64');
  if (isEqual(signature, request.parameters.get('Signature') ?? '')) return undefined;
  return refuse('SignatureDoesNotMatch#1.0', { StringToSign: stringToSign });
}

function readClaimV3(request: ApiRequest, header: string): Claim | Refusal {
  if (!header.startsWith('ACS3-HMAC-SHA256 ')) return refuse('InvalidSignatureMethod');
  const authorization = parseAuthorizationV3(header);
  if (authorization === undefined) {
    return incomplete(
      'The Authorization header is not of the form Credential, SignedHeaders, Signature.',
    );
  }
  const timestamp = notEmpty(request.header('x-acs-date'));
  if (timestamp === undefined) return missing('Timestamp');
  const isUnsigned = (name: string) => !authorization.signedHeaders.includes(name);
  const unsigned =
    MANDATORY_SIGNED_HEADERS.find(isUnsigned) ??
    STEERING_HEADERS.find((name) => isUnsigned(name) && request.header(name) !== undefined);
  if (unsigned !== undefined) return incomplete(`The header ${unsigned} is not signed.`);
  return {
    kind: 'claim',
    accessKeyId: authorization.accessKeyId,
    timestamp,
    nonce: notEmpty(request.header('x-acs-signature-nonce')) ?? nonceOf(authorization),
    securityToken: notEmpty(request.header('x-acs-security-token')),
    verify: (secret) => verifyV3(request, authorization, secret),
  };
}

/**
 * The vendor lets the nonce be left out; an identical request has the same signature then. Nonces
 * are kept on disk, and signatures never are.
 */
function nonceOf({ signature }: AuthorizationV3): string {
  return hash('sha256', signature);
}

function incomplete(detail: string): Refusal {
  return refuse('IncompleteSignature', { Detail: detail });
}

function verifyV3(
  request: ApiRequest,
  authorization: AuthorizationV3,
  secret: string,
): Refusal | undefined {
  const payloadHash = request.bodyHash();
  const canonicalRequest = canonicalRequestV3({
    method: request.method,
    query: request.query,
    signedHeaders: authorization.signedHeaders,
    header: request.header,
    payloadHash,
  });
  const stringToSign = stringToSignV3(hash('sha256', canonicalRequest));
  const signature = createHmac('sha256', secret).update(stringToSign).digest('hex');
  const isRight =
    isEqual(signature, authorization.signature) &&
    request.header('x-acs-content-sha256')?.toLowerCase() === payloadHash;
  if (isRight) return undefined;
  return refuse('SignatureDoesNotMatch#V3', {
    StringToSign: stringToSign,
    CanonicalRequest: canonicalRequest,
  });
}

function notEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** Compares in constant time; the length of a right signature is no secret. */
function isEqual(expected: string, actual: string): boolean {
  const expectedBytes = Buffer.from(expected);
  const actualBytes = Buffer.from(actual);
  return expectedBytes.length === actualBytes.length && timingSafeEqual(expectedBytes, actualBytes);
}
