import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CallOptions,
  call,
  encode,
  type Parameters,
  SIGNINGS,
  type Signing,
  send,
  sign,
  succeed,
} from './support/raw-client.ts';
import { ROOT, TestServer } from './support/start-server.ts';
import { type AcceptanceTarget, isExternal, openTarget, outcome } from './support/target.ts';

const STATUS = 'GetVpcIpamServiceStatus';
const REGION: Parameters = { RegionId: 'cn-hangzhou' };
const MINUTE_MS = 60_000;
const NOT_FOUND = 'Specified api is not found, please check your url and method.';
const V1: readonly Signing[] = ['1.0 query GET', '1.0 query POST', '1.0 form', '1.0 mixed'];
const V3: readonly Signing[] = ['V3 query', 'V3 query GET', 'V3 form', 'V3 json'];

describe('The gateway', () => {
  let target: AcceptanceTarget;

  beforeAll(async () => {
    target = await openTarget();
  });

  afterAll(() => target.dispose());

  const status = (options: CallOptions = {}, parameters: Parameters = REGION) =>
    call(target, STATUS, parameters, options);
  const expectError = async (
    expected: { readonly status: number; readonly Code: string; readonly Message?: unknown },
    options: CallOptions,
    parameters: Parameters = REGION,
  ) => {
    const answer = await status(options, parameters);
    expect({ status: answer.status, ...answer.body }).toMatchObject(expected);
  };

  describe('answers', () => {
    test('a success is JSON with a request id and without Code and Success', async () => {
      const answer = await status();
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('application/json;charset=utf-8');
      expect(answer.body).toEqual({ RequestId: expect.any(String), Enabled: expect.any(Boolean) });
      expect(answer.headers['x-acs-request-id']).toBe(answer.body['RequestId']);
      expect(answer.body['RequestId']).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    });

    test('lists have no Code and no Success either', async () => {
      for (const action of ['ListIpams', 'ListIpamScopes', 'ListIpamPools']) {
        const body = await succeed(target, action, REGION);
        for (const name of ['Code', 'code', 'Success', 'success']) {
          expect(body).not.toHaveProperty(name);
        }
      }
    });

    test('an error has only strings, and its request id is in the header', async () => {
      const answer = await status({}, {});
      const requestId = String(answer.headers['x-acs-request-id']);
      expect(answer.headers['content-type']).toBe('application/json;charset=utf-8');
      expect(answer.body).toEqual({
        RequestId: requestId,
        HostId: new URL(target.url).host,
        Code: 'MissingRegionId',
        Message: 'RegionId is mandatory for this action.',
        Recommend: `https://api.aliyun.com/troubleshoot?q=MissingRegionId&product=VpcIpam&requestId=${requestId}`,
      });
    });

    test('the error of another product names that product', async () => {
      const { body } = await call(target, 'Nothing', {}, { version: '2015-04-01' });
      expect(body['Recommend']).toContain('product=Sts');
    });

    test.each(['json', 'JSON', 'Json', ''])('Format=%s gives JSON', async (format) => {
      const answer = await status({}, { ...REGION, Format: format });
      expect(answer.body).toMatchObject({ Enabled: expect.any(Boolean) });
    });

    test.each(['xml', 'XML', 'Xml'])('Format=%s gives XML', async (format) => {
      const answer = await status({}, { ...REGION, Format: format });
      const requestId = answer.headers['x-acs-request-id'];
      expect(answer.headers['content-type']).toBe('text/xml;charset=utf-8');
      expect(answer.text).toMatch(
        /^<\?xml version="1.0" encoding="UTF-8"\?><GetVpcIpamServiceStatusResponse>.*<\/GetVpcIpamServiceStatusResponse>$/,
      );
      expect(answer.text).toContain(`<RequestId>${requestId}</RequestId>`);
      expect(answer.text).toMatch(/<Enabled>(true|false)<\/Enabled>/);
    });

    test('an error in XML has the root element Error and escaped text', async () => {
      const options = { signing: '1.0 query GET', signature: 'wrong' } as const;
      const answer = await status(options, { ...REGION, Format: 'xml' });
      expect(answer.status).toBe(400);
      expect(answer.headers['content-type']).toBe('text/xml;charset=utf-8');
      for (const name of ['RequestId', 'HostId', 'Code', 'Message', 'Recommend']) {
        expect(answer.text).toMatch(new RegExp(`<Error>.*<${name}>[^<]+</${name}>.*</Error>$`));
      }
      expect(answer.text).toContain('GET&amp;%2F&amp;');
    });

    test('another Format is refused', async () => {
      const answer = await status({}, { ...REGION, Format: 'yaml' });
      expect({ status: answer.status, ...answer.body }).toMatchObject({
        status: 400,
        Code: 'InvalidParameter.Format',
        Message: 'Specified parameter format is not valid.',
      });
    });
  });

  describe('signatures', () => {
    test.each(SIGNINGS)('a right signature of the kind %s is accepted', async (signing) => {
      const answer = await status(
        { signing },
        { ...REGION, 'Odd name*': "~ '()*!+&=%/中😀", Empty: '', 'List.1.A': 1 },
      );
      expect(answer.body).toMatchObject({ Enabled: expect.any(Boolean) });
    });

    test('signatures do not depend on how the client spelled the query', async () => {
      const parameters = { ...REGION, Odd: "*!'()~ é" };
      for (const signing of ['V3 query', '1.0 query GET'] as const) {
        const wire = sign(target, STATUS, parameters, { signing });
        const path = wire.path
          .replaceAll('%2A', '*')
          .replaceAll('%21', '!')
          .replaceAll('%27', "'")
          .replaceAll('%20', '+')
          .replaceAll('~', '%7e')
          .replace('%C3%A9', '%c3%a9');
        expect(path).not.toBe(wire.path);
        expect((await send(target.url, { ...wire, path })).status).toBe(200);
      }
    });

    test.each(V1)(
      'a wrong signature of the kind %s is told the string to sign',
      async (signing) => {
        const nonce = randomUUID();
        const options = { signing, nonce, signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' };
        const answer = await status(options, { ...REGION, Odd: 'a b*' });
        const prefix =
          'Specified signature is not matched with our calculation. server string to sign is:';
        const message = String(answer.body['Message']);
        expect({ status: answer.status, code: answer.body['Code'] }).toEqual({
          status: 400,
          code: 'SignatureDoesNotMatch',
        });
        expect(message.startsWith(prefix)).toBe(true);
        const method = signing === '1.0 query GET' ? 'GET' : 'POST';
        const stringToSign = message.slice(prefix.length);
        expect(stringToSign).toMatch(new RegExp(`^${method}&%2F&AccessKeyId%3D`));
        expect(stringToSign).toContain(`%26Odd%3Da%2520b%252A%26RegionId%3Dcn-hangzhou%26`);
        expect(stringToSign).toContain(nonce);
        expect(stringToSign).not.toContain('Signature%3D');
      },
    );

    test.each(V3)('a wrong signature of the kind %s is told what was signed', async (signing) => {
      const answer = await status({ signing, signature: '0'.repeat(64) });
      expect({ status: answer.status, code: answer.body['Code'] }).toEqual({
        status: 400,
        code: 'SignatureDoesNotMatch',
      });
      const method = signing === 'V3 query GET' ? 'GET' : 'POST';
      const message = String(answer.body['Message']);
      expect(message).toMatch(
        /^Specified signature does not match our calculation\. server StringToSign is \[ACS3-HMAC-SHA256\n[0-9a-f]{64}\] server CanonicalRequest is \[/,
      );
      expect(message).toContain(`[${method}\n/\n`);
    });

    test.each(['V3 query', '1.0 mixed'] as const)(
      'a wrong secret is refused over %s',
      async (signing) => {
        const options = { signing, accessKeySecret: 'wrong' };
        await expectError({ status: 400, Code: 'SignatureDoesNotMatch' }, options);
      },
    );

    test('a parameter changed, added or taken away after signing is noticed', async () => {
      const changes: readonly ((text: string) => string)[] = [
        (text) => text.replace('cn-hangzhou', 'cn-beijing'),
        (text) => `${text}&DryRun=true`,
        (text) => text.replace('&Extra=1', '').replace('Extra=1&', ''),
      ];
      const parameters = { ...REGION, Extra: 1, More: 2 };
      for (const change of changes) {
        for (const signing of ['V3 query', '1.0 query GET'] as const) {
          const wire = sign(target, STATUS, parameters, { signing });
          const path = change(wire.path);
          expect(path).not.toBe(wire.path);
          const answer = await send(target.url, { ...wire, path });
          expect(answer.body['Code']).toBe('SignatureDoesNotMatch');
        }
        for (const signing of ['V3 form', '1.0 mixed', '1.0 form'] as const) {
          const wire = sign(target, STATUS, parameters, { signing });
          const body = Buffer.from(change(wire.body.toString()));
          expect(body.equals(wire.body)).toBe(false);
          const answer = await send(target.url, { ...wire, body });
          expect(answer.body['Code']).toBe('SignatureDoesNotMatch');
        }
      }
    });

    test('a signed header that is changed is noticed, and so is another method', async () => {
      const wire = sign(target, STATUS, REGION);
      const headers = { ...wire.headers, 'x-acs-action': 'ListIpams' };
      expect((await send(target.url, { ...wire, headers })).body['Code']).toBe(
        'SignatureDoesNotMatch',
      );
      const asGet = await send(target.url, { ...wire, method: 'GET' });
      expect(asGet.body['Code']).toBe('SignatureDoesNotMatch');
      const host = { ...wire.headers, host: 'elsewhere.example' };
      expect((await send(target.url, { ...wire, headers: host })).body['Code']).toBe(
        'SignatureDoesNotMatch',
      );
    });

    test('the Host header counts as it was received, whatever it is', async () => {
      const answer = await status({ host: 'vpcipam.cn-hangzhou.example:1234' }, {});
      expect(answer.body).toMatchObject({
        Code: 'MissingRegionId',
        HostId: 'vpcipam.cn-hangzhou.example:1234',
      });
    });

    test('a payload hash that is not that of the body is refused', async () => {
      const wire = sign(target, STATUS, REGION, { body: 'one', contentType: 'text/plain' });
      const answer = await send(target.url, { ...wire, body: Buffer.from('two') });
      expect(answer.body['Code']).toBe('SignatureDoesNotMatch');
    });

    test.each(['host', 'x-acs-date', 'x-acs-content-sha256', 'x-acs-action', 'x-acs-version'])(
      'a signature that does not cover %s is incomplete',
      async (name) => {
        const wire = sign(target, STATUS, REGION);
        const authorization = String(wire.headers['authorization'])
          .replace(`${name};`, '')
          .replace(`;${name}`, '');
        const answer = await send(target.url, {
          ...wire,
          headers: { ...wire.headers, authorization },
        });
        expect({ status: answer.status, code: answer.body['Code'] }).toEqual({
          status: 400,
          code: 'IncompleteSignature',
        });
      },
    );

    const MALFORMED_AUTHORIZATIONS: readonly (readonly [string, string])[] = [
      ['ACS3-HMAC-SHA256', 'InvalidSignatureMethod'],
      ['ACS3-HMAC-SHA256 ', 'InvalidSignatureMethod'],
      ['ACS3-HMAC-SHA256 Credential=x', 'IncompleteSignature'],
      ['ACS3-HMAC-SHA256 Credential=x,SignedHeaders=host,Signature=short', 'IncompleteSignature'],
      ['ACS3-HMAC-SM3 Credential=x,SignedHeaders=host,Signature=00', 'InvalidSignatureMethod'],
      ['ACS3-RSA-SHA256 Credential=x,SignedHeaders=host,Signature=00', 'InvalidSignatureMethod'],
    ];
    test.each(MALFORMED_AUTHORIZATIONS)('Authorization: %s gives %s', async (header, code) => {
      await expectError({ status: 400, Code: code }, { headers: { authorization: header } });
    });

    test.each([
      'AccessKeyId',
      'SignatureMethod',
      'SignatureVersion',
      'SignatureNonce',
      'Timestamp',
      'Signature',
    ])('%s is mandatory in a call without an Authorization header', async (name) => {
      for (const signing of V1) {
        await expectError(
          { status: 400, Code: `Missing${name}`, Message: `${name} is mandatory for this action.` },
          { signing, drop: [name] },
        );
      }
    });

    test('a call that is not signed at all is refused', async () => {
      const answer = await status({ drop: ['authorization'] });
      expect({ status: answer.status, ...answer.body }).toMatchObject({
        status: 400,
        Code: 'MissingAccessKeyId',
      });
    });

    test('a V3 call needs a date', async () => {
      const expected = { status: 400, Code: 'MissingTimestamp' };
      await expectError(expected, { drop: ['x-acs-date'] });
    });

    test('another signature method or version is refused', async () => {
      const signing = '1.0 query GET';
      await expectError(
        {
          status: 400,
          Code: 'InvalidSignatureMethod',
          Message: 'Specified signature method is not valid.',
        },
        { signing, signatureParameters: { SignatureMethod: 'HMAC-SHA256' } },
      );
      const signatureParameters = { SignatureVersion: '2.0' };
      await expectError(
        { status: 400, Code: 'InvalidSignatureVersion' },
        { signing, signatureParameters },
      );
    });

    test.each(['V3 query', '1.0 form'] as const)(
      'an unknown access key is refused over %s',
      async (signing) => {
        await expectError(
          {
            status: 404,
            Code: 'InvalidAccessKeyId.NotFound',
            Message: 'Specified access key is not found.',
          },
          { signing, accessKeyId: 'LTAIunknown' },
        );
      },
    );

    test('a security token does not belong to a plain access key', async () => {
      const expected = { status: 400, Code: 'InvalidSecurityToken.MismatchWithAccessKey' };
      await expectError(expected, { headers: { 'x-acs-security-token': 'token' } });
      const parameters = { ...REGION, SecurityToken: 'token' };
      await expectError(expected, { signing: '1.0 mixed' }, parameters);
    });

    test('further signed headers and an empty SignatureType are taken', async () => {
      const headers = {
        'x-acs-credentials-provider': 'static_ak',
        'x-acs-retry-attempts': '1',
        'x-acs-retry-delay': '700',
      };
      expect((await status({ headers })).status).toBe(200);
      const parameters = { ...REGION, SignatureType: '' };
      expect((await status({ signing: '1.0 query POST' }, parameters)).status).toBe(200);
    });
  });

  describe('timestamps', () => {
    const cases: readonly (readonly [Signing, number, string])[] = (
      ['V3 query', '1.0 mixed'] as const
    ).flatMap((signing) => [
      [signing, -14.5 * MINUTE_MS, 'OK'] as const,
      [signing, 14.5 * MINUTE_MS, 'OK'] as const,
      [signing, -15.5 * MINUTE_MS, 'InvalidTimeStamp.Expired'] as const,
      [signing, 15.5 * MINUTE_MS, 'InvalidTimeStamp.Expired'] as const,
    ]);
    test.each(cases)('over %s, %i ms from now gives %s', async (signing, timestamp, code) => {
      const answer = await status({ signing, timestamp });
      expect(answer.body['Code'] ?? 'OK').toBe(code);
      expect(answer.status).toBe(code === 'OK' ? 200 : 400);
    });

    test.each([
      '2026-11-23 03:00:16',
      '2026-02-30T03:00:16Z',
      '2026-11-23T03:00:16+00:00',
      '20261123T030016Z',
      'now',
      '1700000000',
    ])('the timestamp %s is not well formatted', async (timestamp) => {
      for (const signing of ['V3 query', '1.0 mixed'] as const) {
        await expectError(
          {
            status: 400,
            Code: 'InvalidTimeStamp.Format',
            Message: 'Specified time stamp or date value is not well formatted.',
          },
          { signing, timestamp },
        );
      }
    });
  });

  describe('nonces', () => {
    test.each(SIGNINGS)('a replay of the kind %s is refused', async (signing) => {
      const wire = sign(target, STATUS, REGION, { signing });
      expect((await send(target.url, wire)).status).toBe(200);
      const replay = await send(target.url, wire);
      expect({ status: replay.status, ...replay.body }).toMatchObject({
        status: 400,
        Code: 'SignatureNonceUsed',
        Message: 'Specified signature nonce was used already.',
      });
    });

    test('a nonce is used up for other calls too, whatever their signature', async () => {
      const nonce = randomUUID();
      expect((await status({ nonce })).status).toBe(200);
      const parameters = { ...REGION, MaxResults: 5 };
      const second = await call(target, 'ListIpams', parameters, { nonce, signing: '1.0 form' });
      expect(second.body['Code']).toBe('SignatureNonceUsed');
    });

    test('a call whose signature is wrong does not use up its nonce', async () => {
      const nonce = randomUUID();
      const wrong = await status({ nonce, accessKeySecret: 'wrong' });
      expect(wrong.body['Code']).toBe('SignatureDoesNotMatch');
      expect((await status({ nonce })).status).toBe(200);
    });

    test('of 16 equal calls at once one passes', async () => {
      const wire = sign(target, STATUS, REGION);
      const answers = await Promise.all(Array.from({ length: 16 }, () => send(target.url, wire)));
      expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    });

    test('a V3 call without a nonce passes, and its replay does not', async () => {
      const wire = sign(target, STATUS, { ...REGION, Once: randomUUID() }, { nonce: '' });
      expect((await send(target.url, wire)).status).toBe(200);
      expect((await send(target.url, wire)).body['Code']).toBe('SignatureNonceUsed');
    });

    test('a nonce beyond 256 characters is refused', async () => {
      expect((await status({ nonce: randomUUID().padEnd(256, 'n') })).status).toBe(200);
      await expectError({ status: 400, Code: 'InvalidSignatureNonce' }, { nonce: 'n'.repeat(257) });
    });
  });

  describe('actions and versions', () => {
    test('an operation that does not exist is unknown', async () => {
      for (const action of ['MakeIpam', 'listipams', 'constructor', '__proto__']) {
        const answer = await call(target, action, REGION);
        expect({ status: answer.status, ...answer.body }).toMatchObject({
          status: 404,
          Code: 'InvalidAction.NotFound',
          Message: NOT_FOUND,
        });
      }
    });

    test('an operation of another product is unknown', async () => {
      expect(await outcome(target, 'ListIpams', REGION, { version: '2016-04-28' })).toEqual({
        status: 404,
        code: 'InvalidAction.NotFound',
      });
    });

    test.each(['2023-02-29', 'latest', '2014-05-26'])('version %s is unknown', async (version) => {
      for (const signing of ['V3 query', '1.0 mixed'] as const) {
        await expectError(
          {
            status: 400,
            Code: 'InvalidVersion',
            Message: 'Specified parameter Version is not valid.',
          },
          { version, signing },
        );
      }
    });

    test('action and version are mandatory', async () => {
      await expectError({ status: 400, Code: 'MissingAction' }, { drop: ['x-acs-action'] });
      await expectError({ status: 400, Code: 'MissingVersion' }, { drop: ['x-acs-version'] });
      const signing = '1.0 form';
      await expectError({ status: 400, Code: 'MissingAction' }, { signing, drop: ['Action'] });
      await expectError({ status: 400, Code: 'MissingVersion' }, { signing, drop: ['Version'] });
    });

    test('an action parameter wins over the header', async () => {
      const headers = { 'x-acs-action': 'listIpams', 'x-acs-version': '2000-01-01' };
      for (const signing of V1) {
        expect((await status({ signing, headers })).body).toHaveProperty('Enabled');
      }
      const { body } = await call(target, 'ListIpams', { ...REGION, Action: STATUS });
      expect(body).toHaveProperty('Enabled');
    });

    test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is not supported', async (method) => {
      await expectError({ status: 400, Code: 'UnsupportedHTTPMethod' }, { method });
    });

    test('HEAD is answered without a body and not carried out', async () => {
      const answer = await status({ method: 'HEAD' });
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 400, text: '' });
    });

    test('there is one path', async () => {
      for (const path of ['/api', '/?/', '//', '/index.html?RegionId=x']) {
        const wire = sign(target, STATUS, {}, { path });
        const answer = await send(target.url, wire);
        expect(answer.status).not.toBe(200);
        expect(answer.body).toHaveProperty('Code');
      }
      const answer = await send(target.url, sign(target, STATUS, {}, { path: '/api' }));
      expect({ status: answer.status, ...answer.body }).toMatchObject({
        status: 404,
        Code: 'InvalidApi.NotFound',
        Message: NOT_FOUND,
      });
    });
  });

  describe('bodies and parameters', () => {
    test('a JSON body may have real arrays, numbers and booleans', async () => {
      const body = JSON.stringify({ RegionId: 'cn-hangzhou', MaxResults: 3, IpamIds: ['a', null] });
      const options = { signing: 'V3 json', body } as const;
      const answer = await call(target, 'ListIpams', {}, options);
      expect(answer.body).toMatchObject({ Ipams: [], MaxResults: 3 });
    });

    test.each(['[]', '"text"', '1', 'null', '{', '{"a":}', ''])(
      'the JSON body %s is refused',
      async (body) => {
        const answer = await status({ signing: 'V3 json', body });
        expect(answer.status).toBe(400);
        expect(answer.body['Code']).toBe(body === '' ? 'MissingRegionId' : 'InvalidParameter');
      },
    );

    test.each(['V3 form', 'V3 json', '1.0 mixed', '1.0 form'] as const)(
      'a chunked body of the kind %s is read',
      async (signing) => {
        const answer = await status({ signing, isChunked: true });
        expect(answer.status).toBe(200);
      },
    );

    test('a body of 1 MiB is read and one of a byte more is refused', async () => {
      const MEBIBYTE = 1024 * 1024;
      const prefix = 'RegionId=cn-hangzhou&Filler=';
      for (const isChunked of [false, true]) {
        const body = prefix.padEnd(MEBIBYTE, 'x');
        const options = { signing: 'V3 form', isChunked } as const;
        expect((await status({ ...options, body })).status).toBe(200);
        const large = await status({ ...options, body: `${body}x` });
        expect({ status: large.status, ...large.body }).toMatchObject({
          status: 413,
          Code: 'RequestBodyTooLarge',
          HostId: new URL(target.url).host,
        });
        expect(large.headers['x-acs-request-id']).toBe(large.body['RequestId']);
      }
    });

    test('unknown parameters are tolerated and signed over', async () => {
      const parameters = { ...REGION, SourceIp: '10.0.0.1', SecureTransport: true, 'X.1.Y': 2 };
      for (const signing of SIGNINGS) {
        expect((await status({ signing }, parameters)).status).toBe(200);
      }
    });

    test('names such as __proto__ are names like any other', async () => {
      const names = ['__proto__', 'constructor', '__proto__.polluted', 'Tag.__proto__.Key'];
      const parameters = { ...REGION, ...Object.fromEntries(names.map((name) => [name, 'x'])) };
      for (const signing of ['V3 query', '1.0 form'] as const) {
        expect((await status({ signing }, parameters)).status).toBe(200);
      }
      expect((await status()).body).not.toHaveProperty('polluted');
    });

    test('names that are too long or too deep are refused', async () => {
      const names = ['n'.repeat(257), `a${'.1'.repeat(9)}`, `Tag${'.1'.repeat(100)}`];
      for (const name of names) {
        for (const signing of SIGNINGS) {
          const { status: code, body } = await status({ signing }, { ...REGION, [name]: 'x' });
          expect({ code, Code: body['Code'] }).toEqual({ code: 400, Code: 'InvalidParameter' });
        }
      }
    });

    test('a JSON body nested very deep is refused', async () => {
      for (const [open, close] of [
        ['{"a":', '}'],
        ['[', ']'],
      ] as const) {
        const depth = 50_000;
        const body = `{"RegionId":${open.repeat(depth)}1${close.repeat(depth)}}`;
        const answer = await status({ signing: 'V3 json', body });
        expect({ status: answer.status, code: answer.body['Code'] }).toEqual({
          status: 400,
          code: 'InvalidParameter',
        });
      }
    });

    test('2000 parameters are read and more are refused', async () => {
      const many = (count: number): string =>
        Array.from({ length: count }, (_, index) => `N${index}=x`).join('&');
      const body = (count: number) => `RegionId=cn-hangzhou&${many(count - 1)}`;
      const options = { signing: 'V3 form' } as const;
      expect((await status({ ...options, body: body(2000) })).status).toBe(200);
      const answer = await status({ ...options, body: body(2001) });
      expect(answer.body['Code']).toBe('InvalidParameter');
    });

    test.each(['%', '%4', '%zz', '%ff', '%c3%28', '%ed%a0%80'])(
      'the encoding %s is refused',
      async (bad) => {
        for (const [path, body] of [
          [`/?RegionId=${bad}`, undefined],
          ['/', `RegionId=${bad}`],
          ['/', `${bad}=x`],
        ] as const) {
          const options = body === undefined ? { path } : { signing: 'V3 form' as const, body };
          const { status: code, body: error } = await status(options, {});
          expect({ code, Code: error['Code'] }).toEqual({ code: 400, Code: 'InvalidParameter' });
        }
      },
    );

    test('gaps and leading places in indices are tolerated in lists', async () => {
      const parameters = { ...REGION, 'IpamIds.3': 'ipam-a', 'IpamIds.100': 'ipam-b' };
      expect((await call(target, 'ListIpams', parameters)).body).toMatchObject({ Ipams: [] });
    });

    test('of equal names the last one counts', async () => {
      const query = `Format=xml&RegionId=cn-hangzhou&Format=json`;
      const wire = sign(target, STATUS, {}, { signing: 'V3 form', body: query });
      const answer = await send(target.url, wire);
      expect(answer.body).toHaveProperty('Enabled');
    });

    test('a body of an unknown type is hashed and not read', async () => {
      const options = { body: 'RegionId=', contentType: 'text/plain' };
      expect((await status(options)).status).toBe(200);
    });
  });

  test('bytes that are not HTTP get an answer or a closed connection, and harm nobody', async () => {
    const { hostname, port } = new URL(target.url);
    for (const bytes of [
      '\0\x01\x02\r\n\r\n',
      'GET\r\n\r\n',
      `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n\r\n`,
    ]) {
      const text = await new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () => socket.end(bytes));
        let received = '';
        socket.on('data', (part) => {
          received += part.toString('latin1');
        });
        socket.once('error', reject);
        socket.once('close', () => resolve(received));
      });
      expect(text).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
    }
    expect((await status()).status).toBe(200);
  });

  describe.skipIf(isExternal)('with a server of its own', () => {
    test('a replay of a call that wrote is refused after a restart', async () => {
      const parameters = { RegionId: 'cn-qingdao', 'OperatingRegionList.1': 'cn-qingdao' };
      for (const [signing, action] of [
        ['V3 query', 'CreateIpam'],
        ['1.0 form', 'OpenVpcIpamService'],
      ] as const) {
        const wire = sign(target, action, parameters, { signing, host: 'a-host' });
        expect((await send(target.url, wire)).status).toBe(200);
        await target.server?.kill();
        await target.server?.restart();
        const replay = await send(target.url, wire);
        expect(replay.body['Code']).toBe('SignatureNonceUsed');
      }
    });

    test('a replay of a write call that was refused is refused after a restart', async () => {
      const parameters = { ...REGION, IpamScopeId: 'ipam-scope-unknown' };
      const wire = sign(target, 'CreateIpamPool', parameters, { host: 'a-host' });
      expect((await send(target.url, wire)).body['Code']).toBe('ResourceNotFound.IpamScope');
      await target.server?.kill();
      await target.server?.restart();
      expect((await send(target.url, wire)).body['Code']).toBe('SignatureNonceUsed');
    });

    test('each request has a log line, and no line has a secret or a signature', async () => {
      const secret = ROOT.accessKeySecret;
      const signatures: string[] = [];
      for (const signing of SIGNINGS) {
        const wire = sign(target, STATUS, REGION, { signing });
        const text = `${wire.path} ${wire.body.toString()} ${wire.headers['authorization'] ?? ''}`;
        const [, signature = ''] = /Signature"?[=:]"?([^&,"\s]+)/.exec(text) ?? [];
        expect(signature).not.toBe('');
        signatures.push(signature, decodeURIComponent(signature));
        await send(target.url, wire);
      }
      const token = 'token-in-a-header';
      await status({ headers: { 'x-acs-security-token': token } });
      const wrong = await status({ accessKeySecret: 'another-wrong-secret' });
      const requestId = String(wrong.body['RequestId']);
      await target.server?.stop();
      const output = target.server?.allOutput ?? '';
      await target.server?.restart();
      for (const hidden of [secret, encode(secret), token, 'another-wrong-secret', ...signatures]) {
        expect(output).not.toContain(hidden);
      }
      const line = output.split('\n').find((candidate) => candidate.includes(requestId)) ?? '';
      expect(JSON.parse(line)).toMatchObject({
        requestId,
        operation: 'VpcIpam.GetVpcIpamServiceStatus',
        code: 'SignatureDoesNotMatch',
        ms: expect.any(Number),
      });
      const succeeded = output.split('\n').find((text) => text.includes('"code":"OK"')) ?? '';
      expect(JSON.parse(succeeded)).toMatchObject({
        account: ROOT.accountId,
        principal: `acs:ram::${ROOT.accountId}:root`,
      });
    });
  });
});

describe.skipIf(isExternal)('A gateway with published rates', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await TestServer.start({ config: { throttling: 'published' } });
  });

  afterAll(() => server.dispose());

  test('refuses calls past the rate and says when to try again', async () => {
    const target = { url: server.url, ...ROOT };
    const answers = await Promise.all(
      Array.from({ length: 310 }, () => call(target, STATUS, REGION)),
    );
    const refused = answers.filter((answer) => answer.status !== 200);
    expect(refused).toHaveLength(10);
    for (const answer of refused) {
      expect({ status: answer.status, ...answer.body }).toMatchObject({
        status: 400,
        Code: 'Throttling.User',
        Message: 'Request was denied due to user flow control.',
      });
      const waitMs = Number(answer.headers['x-acs-retry-after']);
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(60_000);
    }
    expect((await call(target, 'ListIpams', REGION)).status).toBe(200);
  });
});

describe.skipIf(isExternal)('A gateway that requires HTTPS', () => {
  test('refuses plain HTTP', async () => {
    const server = await TestServer.start({ flags: ['--require-https'] });
    try {
      const answer = await call({ url: server.url, ...ROOT }, STATUS, REGION);
      expect({ status: answer.status, ...answer.body }).toMatchObject({
        status: 400,
        Code: 'InvalidProtocol.NeedSsl',
        Message: 'Your request is denied as lack of ssl protect.',
      });
    } finally {
      await server.dispose();
    }
  });
});
