import { createHash, createHmac } from 'node:crypto';
import {
  canonicalRequestV3,
  describeRefusal,
  type ParameterPair,
  type Refusal,
  refuse,
  stringToSignV1,
  stringToSignV3,
} from '@cadastre/api-contract';
import { describe, expect, test } from 'vitest';
import type { Identity } from '../identity/identity-cache.ts';
import { SeenNonces } from '../seen-nonces.ts';
import { ACCOUNT_ID, NOW, sampleAccount } from '../store/record-samples.test-support.ts';
import { authenticate } from './authenticate.ts';
import { readRequest } from './read-request.ts';

const MINUTE_MS = 60_000;
const SECRET = 'secret';
const TIMESTAMP = '2026-08-20T08:30:15Z';

function identity(given: Partial<Identity> = {}): Identity {
  return {
    kind: 'identity',
    isActive: true,
    secret: SECRET,
    caller: {
      account: sampleAccount(),
      accessKeyId: 'LTAI-1',
      principal: { kind: 'root' },
      arn: `acs:ram::${ACCOUNT_ID}:root`,
      policies: [],
      resourceGroupPolicies: new Map(),
      readsResourceTags: false,
    },
    ...given,
  };
}

interface Wire {
  readonly method?: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

function refuseSession(_accessKeyId: string, _securityToken: string): Identity | Refusal {
  return refuse('InvalidSecurityToken.Malformed');
}

/** One server's view of calls: it remembers nonces from one call to the next. */
function openGate(given: Partial<Identity> = {}, findSession = refuseSession) {
  const seenNonces = new SeenNonces(30 * MINUTE_MS, 1_000);
  return async (wire: Wire, now = NOW) => {
    const request = readRequest({
      method: wire.method ?? 'POST',
      url: wire.url,
      headers: wire.headers,
      body: Buffer.from(wire.body ?? ''),
      isSecure: false,
      sourceIp: '127.0.0.1',
    });
    if (request.kind === 'refusal') expect.fail('not a request');
    const result = await authenticate(request, {
      findIdentity: async (id) => (id === 'LTAI-1' ? identity(given) : undefined),
      findSession: async (id, token) => findSession(id, token),
      seenNonces,
      now,
    });
    return result.kind === 'refusal' ? describeRefusal(result) : result;
  };
}

const without = (object: Readonly<Record<string, string>>, name: string) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

const V1: Readonly<Record<string, string>> = {
  Action: 'ListIpams',
  AccessKeyId: 'LTAI-1',
  SignatureMethod: 'HMAC-SHA1',
  SignatureVersion: '1.0',
  SignatureNonce: 'nonce',
  Timestamp: TIMESTAMP,
};

function signatureV1(parameters: Readonly<Record<string, string>>, method = 'POST'): string {
  const text = stringToSignV1(method, Object.entries(parameters));
  return createHmac('sha1', `${SECRET}&`).update(text).digest('base64');
}

function wireV1(parameters: Readonly<Record<string, string>>, signature?: string): Wire {
  const all = { ...parameters, Signature: signature ?? signatureV1(parameters) };
  return { url: `/?${new URLSearchParams(all)}`, headers: {} };
}

describe('signature 1.0', () => {
  test('a right signature is let in with its caller, nonce and the end of its life', async () => {
    expect(await openGate()(wireV1(V1))).toMatchObject({
      kind: 'authenticated',
      caller: { accessKeyId: 'LTAI-1' },
      nonce: 'nonce',
      nonceExpiresAt: Date.parse(TIMESTAMP) + 30 * MINUTE_MS,
    });
  });

  test('parameters may be in a form, or in both places', async () => {
    const signature = signatureV1(V1);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const form = String(new URLSearchParams({ ...V1, Signature: signature }));
    expect(await openGate()({ url: '/', headers, body: form })).toMatchObject({
      kind: 'authenticated',
    });
    const body = String(new URLSearchParams({ Signature: signature, Timestamp: TIMESTAMP }));
    const url = `/?${new URLSearchParams(without(V1, 'Timestamp'))}`;
    expect(await openGate()({ url, headers, body })).toMatchObject({ kind: 'authenticated' });
  });

  test.each(Object.keys(V1).filter((name) => name !== 'Action'))(
    'a missing or empty %s is named',
    async (name) => {
      const code = `Missing${name}`;
      expect(await openGate()(wireV1(without(V1, name)))).toMatchObject({ code, status: 400 });
      expect(await openGate()(wireV1({ ...V1, [name]: '' }))).toMatchObject({ code });
    },
  );

  test('a missing signature is named last', async () => {
    expect(await openGate()(wireV1(V1, ''))).toMatchObject({ code: 'MissingSignature' });
    expect(await openGate()({ url: '/', headers: {} })).toMatchObject({
      code: 'MissingAccessKeyId',
    });
  });

  test('another method or version of signing is refused', async () => {
    const refused = (given: Record<string, string>) => openGate()(wireV1({ ...V1, ...given }));
    expect(await refused({ SignatureMethod: 'HMAC-SHA256' })).toMatchObject({
      code: 'InvalidSignatureMethod',
    });
    expect(await refused({ SignatureVersion: '2.0' })).toMatchObject({
      code: 'InvalidSignatureVersion',
    });
    expect(await refused({ SignatureMethod: 'hmac-sha1' })).toMatchObject({
      kind: 'authenticated',
    });
  });

  test('a wrong signature shows what the server signed, and not what it should have been', async () => {
    const right = signatureV1(V1);
    for (const wrong of ['x', right.toLowerCase(), `${right}=`, right.slice(0, -1)]) {
      const refusal = await openGate()(wireV1(V1, wrong));
      expect(refusal).toMatchObject({
        code: 'SignatureDoesNotMatch',
        message: `Specified signature is not matched with our calculation. server string to sign is:${stringToSignV1('POST', Object.entries(V1))}`,
      });
      expect(JSON.stringify(refusal)).not.toContain(right);
    }
  });

  test('method, names and values are all signed', async () => {
    const signature = signatureV1(V1);
    const changed: Wire[] = [
      { ...wireV1(V1, signature), method: 'GET' },
      wireV1({ ...V1, Extra: '1' }, signature),
      wireV1({ ...V1, Action: 'DeleteIpam' }, signature),
      wireV1({ ...V1, SignatureNonce: 'other' }, signature),
    ];
    for (const wire of changed) {
      expect(await openGate()(wire)).toMatchObject({ code: 'SignatureDoesNotMatch' });
    }
  });
});

interface GivenV3 {
  readonly accessKeyId?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: readonly ParameterPair[];
  readonly body?: string;
  readonly signedHeaders?: readonly string[];
}

function headersV3(body = ''): Record<string, string> {
  return {
    host: 'localhost:8080',
    'x-acs-action': 'ListIpams',
    'x-acs-content-sha256': createHash('sha256').update(body).digest('hex'),
    'x-acs-date': TIMESTAMP,
    'x-acs-signature-nonce': 'nonce',
    'x-acs-version': '2023-02-28',
  };
}

function wireV3(given: GivenV3 = {}): Wire {
  const { accessKeyId = 'LTAI-1', headers, query = [], body = '', signedHeaders } = given;
  const sent = headers ?? headersV3(body);
  const names = signedHeaders ?? Object.keys(sent);
  const canonicalRequest = canonicalRequestV3({
    method: 'POST',
    query,
    signedHeaders: names,
    header: (name) => sent[name],
    payloadHash: createHash('sha256').update(body).digest('hex'),
  });
  const text = stringToSignV3(createHash('sha256').update(canonicalRequest).digest('hex'));
  const signature = createHmac('sha256', SECRET).update(text).digest('hex');
  const authorization = `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`;
  return {
    url: `/?${new URLSearchParams(Object.fromEntries(query))}`,
    headers: { ...sent, authorization },
    body,
  };
}

describe('signature V3', () => {
  test('a right signature over headers, query and body is let in', async () => {
    const query: ParameterPair[] = [
      ['RegionId', 'cn-hangzhou'],
      ['Name', 'a b*~中'],
    ];
    expect(await openGate()(wireV3({ query, body: '{"a":1}' }))).toMatchObject({
      kind: 'authenticated',
      nonce: 'nonce',
    });
  });

  test('without a nonce the hash of the signature takes its place', async () => {
    const gate = openGate();
    const wire = wireV3({ headers: without(headersV3(), 'x-acs-signature-nonce') });
    const signature = wire.headers['authorization']?.slice(-64) ?? '';
    expect(await gate(wire)).toMatchObject({
      nonce: createHash('sha256').update(signature).digest('hex'),
    });
    expect(await gate(wire)).toMatchObject({ code: 'SignatureNonceUsed' });
  });

  test.each([
    'ACS3-HMAC-SHA256 ',
    'ACS3-HMAC-SHA256 Credential=LTAI-1',
    'ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=00',
    `ACS3-HMAC-SHA256 Credential=LTAI-1,SignedHeaders=host,Signature=${'0'.repeat(63)}`,
    `ACS3-HMAC-SHA256 Credential=LTAI-1,SignedHeaders=HOST,Signature=${'0'.repeat(64)}`,
  ])('the malformed authorization %j is refused', async (authorization) => {
    const headers = { ...headersV3(), authorization };
    expect(await openGate()({ url: '/', headers })).toMatchObject({ code: 'IncompleteSignature' });
  });

  test('another algorithm is refused', async () => {
    const { headers } = wireV3();
    const authorization = (headers['authorization'] ?? '').replace('HMAC-SHA256', 'HMAC-SM3');
    expect(await openGate()({ url: '/', headers: { ...headers, authorization } })).toMatchObject({
      code: 'InvalidSignatureMethod',
    });
  });

  test.each([
    'host',
    'x-acs-action',
    'x-acs-content-sha256',
    'x-acs-date',
    'x-acs-signature-nonce',
    'x-acs-version',
  ])('the header %s must be signed where it is sent', async (name) => {
    const signedHeaders = Object.keys(headersV3()).filter((other) => other !== name);
    expect(await openGate()(wireV3({ signedHeaders }))).toMatchObject({
      code: 'IncompleteSignature',
      message: expect.stringContaining(name),
    });
  });

  test.each(['x-acs-security-token', 'x-acs-accesskey-id'])(
    'the header %s must not be slipped in beside a signature',
    async (name) => {
      const wire = wireV3();
      const headers = { ...wire.headers, [name]: 'x' };
      expect(await openGate()({ ...wire, headers })).toMatchObject({ code: 'IncompleteSignature' });
    },
  );

  test('a missing date is named', async () => {
    const headers = without(headersV3(), 'x-acs-date');
    expect(await openGate()(wireV3({ headers }))).toMatchObject({ code: 'MissingTimestamp' });
  });

  test('query, body, method and headers are all signed', async () => {
    const wire = wireV3({ body: '{}' });
    const changed: Wire[] = [
      { ...wire, url: '/?A=1' },
      { ...wire, method: 'GET' },
      { ...wire, body: '{} ' },
      { ...wire, headers: { ...wire.headers, 'x-acs-action': 'DeleteIpam' } },
      { ...wire, headers: { ...wire.headers, host: 'elsewhere' } },
    ];
    for (const one of changed) {
      expect(await openGate()(one)).toMatchObject({ code: 'SignatureDoesNotMatch' });
    }
  });

  test('a body hash that is signed but not that of the body is refused', async () => {
    const headers = { ...headersV3(), 'x-acs-content-sha256': 'UNSIGNED-PAYLOAD' };
    expect(await openGate()(wireV3({ headers }))).toMatchObject({ code: 'SignatureDoesNotMatch' });
  });

  test('a wrong signature shows the canonical request, and not the signature', async () => {
    const wire = wireV3();
    const right = wire.headers['authorization']?.slice(-64) ?? '';
    const authorization = wire.headers['authorization']?.replace(right, 'f'.repeat(64)) ?? '';
    const refusal = await openGate()({ ...wire, headers: { ...wire.headers, authorization } });
    expect(refusal).toMatchObject({
      code: 'SignatureDoesNotMatch',
      message: expect.stringMatching(/server CanonicalRequest is \[POST\n\/\n/),
    });
    expect(JSON.stringify(refusal)).not.toContain(right);
  });
});

describe('for both signatures', () => {
  /** A call of each signature with these claims, signed right unless said otherwise. */
  function claims(given: {
    readonly accessKeyId?: string;
    readonly timestamp?: string;
    readonly nonce?: string;
    readonly securityToken?: string;
    readonly isWrong?: boolean;
  }): readonly Wire[] {
    const { timestamp = TIMESTAMP, nonce = 'nonce', securityToken, isWrong = false } = given;
    const { accessKeyId = 'LTAI-1' } = given;
    const parameters = {
      ...V1,
      AccessKeyId: accessKeyId,
      Timestamp: timestamp,
      SignatureNonce: nonce,
      ...(securityToken === undefined ? {} : { SecurityToken: securityToken }),
    };
    const v3 = wireV3({
      accessKeyId,
      headers: {
        ...headersV3(),
        'x-acs-date': timestamp,
        'x-acs-signature-nonce': nonce,
        ...(securityToken === undefined ? {} : { 'x-acs-security-token': securityToken }),
      },
    });
    if (!isWrong) return [wireV1(parameters), v3];
    return [wireV1(parameters, 'wrong'), { ...v3, url: '/?changed=1' }];
  }

  async function codes(
    given: Parameters<typeof claims>[0],
    options: {
      readonly identity?: Partial<Identity>;
      readonly findSession?: typeof refuseSession;
      readonly now?: number;
    } = {},
  ): Promise<readonly unknown[]> {
    return Promise.all(
      claims(given).map(async (wire) => {
        const gate = openGate(options.identity, options.findSession);
        const result = await gate(wire, options.now);
        return 'code' in result ? result.code : result.kind;
      }),
    );
  }

  const both = (code: string) => [code, code];

  test.each(['2026-08-20T08:30:15', '2026-08-20 08:30:15Z', '1787214615', '2026-02-30T00:00:00Z'])(
    'the timestamp %j is malformed',
    async (timestamp) => {
      expect(await codes({ timestamp })).toEqual(both('InvalidTimeStamp.Format'));
    },
  );

  test('a timestamp is good for fifteen minutes to either side', async () => {
    const signedAt = Date.parse(TIMESTAMP);
    for (const [distance, code] of [
      [15 * MINUTE_MS, 'authenticated'],
      [15 * MINUTE_MS + 1, 'InvalidTimeStamp.Expired'],
    ] as const) {
      for (const now of [signedAt - distance, signedAt + distance]) {
        expect(await codes({}, { now })).toEqual(both(code));
      }
    }
  });

  test('a nonce of 256 characters is the longest', async () => {
    expect(await codes({ nonce: 'n'.repeat(256) })).toEqual(both('authenticated'));
    expect(await codes({ nonce: 'n'.repeat(257) })).toEqual(both('InvalidSignatureNonce'));
  });

  test('a security token goes with no access key of a user', async () => {
    expect(await codes({ securityToken: 'token' })).toEqual(
      both('InvalidSecurityToken.MismatchWithAccessKey'),
    );
    expect(await codes({ securityToken: '' })).toEqual(both('authenticated'));
  });

  test('a temporary access key goes with its security token', async () => {
    const findSession = (accessKeyId: string, securityToken: string) =>
      accessKeyId === 'STS.1' && securityToken === 'token'
        ? identity()
        : refuse('InvalidSecurityToken.MismatchWithAccessKey');
    const session = { accessKeyId: 'STS.1', securityToken: 'token' };
    expect(await codes(session, { findSession })).toEqual(both('authenticated'));
    for (const [given, code] of [
      [{ ...session, securityToken: 'other' }, 'InvalidSecurityToken.MismatchWithAccessKey'],
      [{ ...session, securityToken: '' }, 'MissingSecurityToken'],
      [{ accessKeyId: 'STS.1' }, 'MissingSecurityToken'],
      [{ ...session, isWrong: true }, 'SignatureDoesNotMatch'],
      [{ ...session, timestamp: '2026-08-20T00:00:00Z' }, 'InvalidTimeStamp.Expired'],
    ] as const) {
      expect(await codes(given, { findSession })).toEqual(both(code));
    }
    const disabled = () => identity({ isActive: false });
    expect(await codes(session, { findSession: disabled })).toEqual(
      both('InvalidAccessKeyId.Inactive'),
    );
    expect(await codes(session)).toEqual(both('InvalidSecurityToken.Malformed'));
  });

  test('the order: access key, its state, timestamp, signature, nonce', async () => {
    const old = '2026-08-20T00:00:00Z';
    const wrong = { isWrong: true, timestamp: old } as const;
    expect(await codes(wrong, { identity: { isActive: false } })).toEqual(
      both('InvalidAccessKeyId.Inactive'),
    );
    expect(await codes(wrong)).toEqual(both('InvalidTimeStamp.Expired'));
    expect(await codes({ isWrong: true })).toEqual(both('SignatureDoesNotMatch'));
    const unknown = wireV1({ ...V1, AccessKeyId: 'nobody', Timestamp: 'never' }, 'wrong');
    expect(await openGate()(unknown)).toMatchObject({
      code: 'InvalidAccessKeyId.NotFound',
      status: 404,
    });
  });

  test('a replay is refused, and a nonce is kept for right signatures only', async () => {
    for (const index of [0, 1]) {
      const gate = openGate();
      const [wrong, right] = [claims({ isWrong: true })[index], claims({})[index]];
      if (wrong === undefined || right === undefined) expect.fail('no such claim');
      expect(await gate(wrong)).toMatchObject({ code: 'SignatureDoesNotMatch' });
      expect(await gate(right)).toMatchObject({ kind: 'authenticated' });
      expect(await gate(right)).toMatchObject({ code: 'SignatureNonceUsed' });
      expect(await gate(wrong)).toMatchObject({ code: 'SignatureDoesNotMatch' });
    }
  });

  test('one nonce is one nonce over both signatures', async () => {
    const gate = openGate();
    const [v1, v3] = claims({});
    if (v1 === undefined || v3 === undefined) expect.fail('no such claim');
    expect(await gate(v1)).toMatchObject({ kind: 'authenticated' });
    expect(await gate(v3)).toMatchObject({ code: 'SignatureNonceUsed' });
  });
});
