import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CallOptions,
  type Parameters,
  SIGNINGS,
  type Signing,
  sign,
  succeed,
  type Target,
} from './support/raw-client.ts';
import { type Credentials, SecretWatch } from './support/secret-watch.ts';
import { ROOT, type StartOptions, TestServer } from './support/start-server.ts';
import { createPool, haveIpam, isExternal, itemsOf } from './support/target.ts';

/**
 * Secrets, signatures and tokens leave no trace: not in the log, in an answer, in the audit events,
 * in the metrics or in any file, however a call goes wrong.
 */

const RAM = { version: '2015-05-01' };
const STS = { version: '2015-04-01' };
const CADASTRE = { version: '2026-11-01' };
const REGION = { RegionId: 'cn-hangzhou' };
const SECRET_FILES = ['encryption.key', 'root-access-key.json'];

/** Every way to have credentials; each is sent through all of the calls below. */
const GIVERS: readonly ((watch: SecretWatch, root: Target) => Promise<Credentials>)[] = [
  async (_watch, root) => root,
  (watch, root) => watch.obtain(root, 'CreateAccessKey', {}, { ...RAM, member: 'AccessKey' }),
  (watch, root) => makeUser(watch, root, 'AdministratorAccess'),
  (watch, root) => makeUser(watch, root, undefined),
  assumeRole,
  (watch, root) => watch.obtain(root, 'CreateAccount', { AccountName: randomUUID() }, CADASTRE),
];

async function makeUser(
  watch: SecretWatch,
  root: Target,
  policyName: string | undefined,
): Promise<Credentials> {
  const UserName = `user-${randomUUID()}`;
  await watch.call(root, 'CreateUser', { UserName }, RAM);
  if (policyName !== undefined) {
    const policy = { PolicyType: 'System', PolicyName: policyName };
    await watch.call(root, 'AttachPolicyToUser', { UserName, ...policy }, RAM);
  }
  return watch.obtain(root, 'CreateAccessKey', { UserName }, { ...RAM, member: 'AccessKey' });
}

async function assumeRole(watch: SecretWatch, root: Target): Promise<Credentials> {
  const RoleName = `role-${randomUUID()}`;
  const Principal = { RAM: [`acs:ram::${ROOT.accountId}:root`] };
  const Statement = [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '1', Statement });
  await watch.call(root, 'CreateRole', { RoleName, AssumeRolePolicyDocument }, RAM);
  const policy = { PolicyType: 'System', PolicyName: 'AdministratorAccess' };
  await watch.call(root, 'AttachPolicyToRole', { RoleName, ...policy }, RAM);
  const user = { url: root.url, ...(await makeUser(watch, root, 'AdministratorAccess')) };
  const RoleArn = `acs:ram::${ROOT.accountId}:role/${RoleName}`;
  const session = { RoleArn, RoleSessionName: 'a-session' };
  return watch.obtain(user, 'AssumeRole', session, { ...STS, member: 'Credentials' });
}

/** Calls of one holder of credentials, in one place and kind of signature. */
class Holder {
  readonly watch: SecretWatch;
  readonly target: Target;
  readonly #securityToken: string | undefined;

  constructor(watch: SecretWatch, url: string, credentials: Credentials) {
    this.watch = watch;
    this.target = { url, ...credentials };
    this.#securityToken = credentials.securityToken;
  }

  call(action: string, parameters: Parameters = {}, options: CallOptions = {}) {
    const token = this.#securityToken;
    // The text that was signed holds what a request has beside its signature, and is told.
    const mayEcho = options.headers?.['x-acs-security-token'] ?? token;
    return this.watch.call(
      this.target,
      action,
      parameters,
      token === undefined ? options : withSecurityToken(options, token),
      mayEcho === undefined ? [] : [mayEcho],
    );
  }
}

function withSecurityToken(options: CallOptions, token: string): CallOptions {
  return (options.signing ?? 'V3 query').startsWith('V3')
    ? { ...options, headers: { 'x-acs-security-token': token, ...options.headers } }
    : { ...options, signatureParameters: { SecurityToken: token, ...options.signatureParameters } };
}

async function callRight({ call }: Bound, signing: Signing): Promise<void> {
  await call('GetVpcIpamServiceStatus', REGION, { signing });
  await call('CreateIpamPool', { ...REGION, IpamScopeId: 'ipam-scope-unknown' }, { signing });
  await call('CreateUser', { UserName: `u-${randomUUID()}`, Comments: 'c' }, { signing, ...RAM });
  // Without a nonce the signature is what makes a V3 request unique.
  const drop = signing.startsWith('V3') ? [] : ['SignatureNonce'];
  const scope = { ...REGION, IpamScopeId: 'ipam-scope-none' };
  await call('CreateIpamPool', scope, { signing, nonce: '', drop });
  await call('OpenVpcIpamService', REGION, { signing, nonce: '', drop });
}

async function callWrong({ call, hide, target }: Bound, signing: Signing): Promise<void> {
  const wrong = hide(`wrong-secret-${randomUUID()}`, 'a wrong secret');
  const write = { ...REGION, IpamScopeId: 'ipam-scope-unknown' };
  const nonce = randomUUID();
  const attempts: readonly CallOptions[] = [
    { accessKeySecret: wrong },
    { accessKeySecret: `${target.accessKeySecret} ` },
    { accessKeySecret: target.accessKeySecret.toLowerCase() },
    { accessKeyId: 'LTAI-nobody' },
    { accessKeyId: hide(`secret-as-id-${randomUUID()}`, 'a secret in place of the id') },
    { accessKeyId: target.accessKeySecret },
    { timestamp: -3_600_000 },
    { timestamp: target.accessKeySecret },
    { nonce },
    { nonce },
    { drop: ['Signature', 'authorization'] },
    { drop: ['SignatureNonce', 'x-acs-date'] },
    { signatureParameters: { SignatureMethod: target.accessKeySecret } },
    { signatureParameters: { SignatureVersion: target.accessKeySecret } },
    { headers: { 'x-acs-security-token': hide(`token-${randomUUID()}`, 'a made-up token') } },
  ];
  for (const options of attempts) {
    await call('GetVpcIpamServiceStatus', REGION, { signing, ...options });
    await call('CreateIpamPool', write, { signing, ...options });
  }
}

/** Right signatures over secrets in places where none belongs. */
async function misplaceSecrets({ call, target }: Bound, signing: Signing): Promise<void> {
  const secret = target.accessKeySecret;
  await call(secret, REGION, { signing });
  await call('GetVpcIpamServiceStatus', REGION, { signing, version: secret });
  await call('GetVpcIpamServiceStatus', { ...REGION, Format: secret }, { signing });
  const refused: readonly (readonly [string, Parameters, CallOptions?])[] = [
    ['GetVpcIpamServiceStatus', { RegionId: secret }],
    ['GetVpcIpamServiceStatus', { ...REGION, ClientToken: `${secret}!` }],
    ['CreateIpam', { ...REGION, 'OperatingRegionList.1': secret }],
    ['CreateIpam', { ...REGION, 'OperatingRegionList.1': 'cn-hangzhou', DryRun: secret }],
    ['CreateIpam', { ...REGION, IpamName: `http://${secret}` }],
    ['CreateIpamPool', { ...REGION, IpamScopeId: secret }],
    ['CreateIpamPool', { ...REGION, IpamScopeId: 'ipam-scope-a', IpVersion: secret }],
    ['AddIpamPoolCidr', { ...REGION, IpamPoolId: 'ipam-pool-a', Cidr: secret }],
    ['CreateIpamPoolAllocation', { ...REGION, IpamPoolId: secret, CidrMask: secret }],
    ['DeleteIpamPool', { ...REGION, IpamPoolId: secret }],
    ['ListIpams', { ...REGION, MaxResults: secret }],
    ['ListIpams', { ...REGION, NextToken: secret }],
    ['ListIpams', { ...REGION, [secret]: 'x' }],
    ['ListIpams', { ...REGION, [`${secret}.1.x`]: secret }],
    ['ListIpams', { ...REGION, 'IpamIds.1': secret }],
    ['TagResources', { ...REGION, ResourceType: secret, 'ResourceId.1': secret }],
    ['GetUser', { UserName: secret }, RAM],
    ['DeleteUser', { UserName: `${secret}/` }, RAM],
    ['CreateUser', { UserName: 'a b', DisplayName: secret }, RAM],
    ['DeleteAccessKey', { UserAccessKeyId: secret }, RAM],
    ['UpdateAccessKey', { UserAccessKeyId: secret, Status: secret }, RAM],
    ['GetPolicy', { PolicyType: secret, PolicyName: secret }, RAM],
    ['CreatePolicy', { PolicyName: 'p', PolicyDocument: secret }, RAM],
    ['CreatePolicy', { PolicyName: secret, PolicyDocument: `{"Version":"${secret}"}` }, RAM],
    ['ListEvents', { StartTime: secret, Code: secret }, CADASTRE],
  ];
  for (const [action, parameters, options] of refused) {
    await call(action, parameters, { signing, ...options });
  }
}

/** Requests that are no calls at all. */
async function sendNonsense({ watch, target, call }: Bound): Promise<void> {
  const secret = target.accessKeySecret;
  const right = sign(target, 'GetVpcIpamServiceStatus', REGION);
  const requests = [
    { ...right, path: `/${secret}` },
    { ...right, path: `/healthz/${secret}?AccessKeySecret=${secret}` },
    { ...right, path: `/?password=${secret}&%zz` },
    { ...right, method: 'PUT', path: `/?AccessKeySecret=${secret}` },
    { ...right, headers: { host: 'a', authorization: `Basic ${btoa(`u:${secret}`)}` } },
    { ...right, headers: { host: 'a', authorization: `Bearer ${secret}`, cookie: `s=${secret}` } },
    { ...right, headers: { host: 'a', authorization: `ACS3-HMAC-SHA256 ${secret}` } },
    { ...right, headers: { ...right.headers, 'content-type': secret, referer: secret } },
    { ...right, headers: { ...right.headers, 'x-password': secret } },
  ];
  for (const wire of requests) await watch.send(target.url, wire, `${wire.method} of nonsense`);
  // Its signature is wrong now, and the answer to that tells the text that was to be signed.
  await watch.send(target.url, { ...right, path: `/?${secret}` }, 'a wrong query', [secret]);
  for (const body of [`{"a":"${secret}"`, `[${JSON.stringify(secret)}]`, `${secret}=%ff`]) {
    await call('GetVpcIpamServiceStatus', {}, { signing: 'V3 json', body });
    await call('GetVpcIpamServiceStatus', {}, { signing: 'V3 form', body });
  }
  for (const text of [
    `GET /${secret}\r\n\r\n`,
    `${secret} / HTTP/1.1\r\nhost: a\r\n\r\n`,
    `GET / HTTP/1.1\r\nhost a ${secret}\r\n\r\n`,
    `POST / HTTP/1.1\r\nhost: a\r\ncontent-length: ${secret}\r\n\r\n`,
    `GET /?${'x'.repeat(200_000)}${secret} HTTP/1.1\r\nhost: a\r\n\r\n`,
  ]) {
    watch.keep('malformed HTTP', await sendRaw(target.url, text));
  }
}

function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.end(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      answer += part;
    });
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(answer));
  });
}

/** Lists and idempotent calls; page tokens are as secret as what they hide. */
async function useTokens(watch: SecretWatch, root: Target): Promise<void> {
  const { privateScopeId } = await haveIpam(root, 'cn-hangzhou');
  for (let index = 0; index < 2; index += 1) {
    await createPool(root, { ...REGION, IpamScopeId: privateScopeId, ClientToken: randomUUID() });
  }
  const page = { ...REGION, MaxResults: 1 };
  const NextToken = String((await succeed(root, 'ListIpamPools', page))['NextToken']);
  watch.hide(NextToken, 'a page token');
  expect((await watch.call(root, 'ListIpamPools', { ...page, NextToken })).status).toBe(200);
  await watch.call(root, 'ListIpamScopes', { ...page, NextToken });
  await watch.call(root, 'ListIpamPools', { ...REGION, NextToken: `${NextToken}A` });
}

type Bound = {
  readonly watch: SecretWatch;
  readonly target: Target;
  readonly call: Holder['call'];
  readonly hide: SecretWatch['hide'];
};

async function makeAllCalls(
  watch: SecretWatch,
  root: Target,
  beforehand: () => Promise<void>,
): Promise<void> {
  const holders: Holder[] = [];
  for (const give of GIVERS) holders.push(new Holder(watch, root.url, await give(watch, root)));
  await beforehand();
  await Promise.all(holders.map(callAll));
}

async function callAll(holder: Holder): Promise<void> {
  const { watch, target } = holder;
  const bound: Bound = {
    watch,
    target,
    call: holder.call.bind(holder),
    hide: watch.hide.bind(watch),
  };
  const callSigned = async (signing: Signing) => {
    await callRight(bound, signing);
    await callWrong(bound, signing);
    await misplaceSecrets(bound, signing);
  };
  await Promise.all(SIGNINGS.map(callSigned));
  await sendNonsense(bound);
}

/** Makes users until the server cannot write any more. */
async function fillDisk(watch: SecretWatch, root: Target): Promise<void> {
  const Comments = 'c'.repeat(1_024);
  const create = () => watch.call(root, 'CreateUser', { UserName: randomUUID(), Comments }, RAM);
  let status = 200;
  while (status === 200) ({ status } = await create());
  expect(status).toBe(503);
}

/** What an operator and an auditor can read of it all. */
async function keepWhatIsTold(watch: SecretWatch, root: Target): Promise<number> {
  for (const path of ['/metrics', '/healthz', '/openapi.json']) {
    watch.keep(path, await (await fetch(new URL(path, root.url))).text());
  }
  for (const action of ['ListUsers', 'ListAccessKeys', 'ListPolicies']) {
    await watch.call(root, action, {}, RAM);
  }
  let eventCount = 0;
  let token: string | undefined;
  do {
    const page: Parameters = token === undefined ? {} : { NextToken: token };
    const answer = await watch.call(root, 'ListEvents', { MaxResults: 100, ...page }, CADASTRE);
    eventCount += itemsOf(answer.body, 'Events').length;
    token = answer.body['NextToken'] as string | undefined;
  } while (token !== undefined);
  return eventCount;
}

type Beforehand = (watch: SecretWatch, root: Target) => Promise<void>;

const ENDS: readonly (readonly [string, StartOptions, Beforehand, NodeJS.Signals])[] = [
  ['that stops', {}, useTokens, 'SIGTERM'],
  ['that is killed and leaves its write-ahead log', {}, useTokens, 'SIGKILL'],
  ['whose disk is full', { fileSizeMaxKib: 1024 }, fillDisk, 'SIGKILL'],
];

describe.skipIf(isExternal).each(ENDS)('a server %s', (_, options, beforehand, signal) => {
  const watch = new SecretWatch();
  let server: TestServer | undefined;
  let eventCount = 0;

  beforeAll(async () => {
    server = await TestServer.start({ flags: ['--log-level', 'debug'], ...options });
    const root: Target = { url: server.url, ...ROOT };
    watch.hide(ROOT.accessKeySecret, 'the root secret');
    await makeAllCalls(watch, root, () => beforehand(watch, root));
    eventCount = await keepWhatIsTold(watch, root);
    await server.stop(signal);
    watch.keep('the log', server.allOutput);
  }, 180_000);

  afterAll(() => server?.dispose());

  test('has answered, logged and recorded what is searched', () => {
    expect(watch.count).toBeGreaterThan(500);
    expect(server?.allOutput.split('\n').length).toBeGreaterThan(1_000);
    // Nothing can be recorded on a full disk.
    expect(eventCount).toBeGreaterThan(beforehand === fillDisk ? 5 : 100);
    const files = readdirSync(server?.folder ?? '');
    expect(files).toContain('cadastre.db');
    expect(files.includes('cadastre.db-wal')).toBe(signal === 'SIGKILL');
  });

  test('shows no secret, signature or token in its log, answers, metrics and events', () => {
    expect(watch.searchTexts()).toEqual([]);
  });

  test('keeps no secret, signature or token in clear in any file', () => {
    expect(watch.searchFolder(server?.folder ?? '', SECRET_FILES)).toEqual([]);
  });
});
