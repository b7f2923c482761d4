import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failureOf, makeClients, type OfficialTarget } from './support/official-client.ts';
import { type Parameters, succeed, type Target } from './support/raw-client.ts';
import { REPOSITORY } from './support/start-server.ts';
import { type AcceptanceTarget, openTarget } from './support/target.ts';

const REGION = 'cn-shanghai';
const RAM = { version: '2015-05-01' };
const STS_VERSION = '2015-04-01';
const CLIENT_COUNT = 9;

interface Credentials {
  readonly AccessKeyId: string;
  readonly AccessKeySecret: string;
  readonly SecurityToken: string;
}

function documentOf(statement: object): string {
  return JSON.stringify({ Version: '1', Statement: [statement] });
}

/** A role that may list, and a user who may assume it. Roots may not assume roles. */
async function openRole(target: Target) {
  const ram = (action: string, parameters: Parameters) => succeed(target, action, parameters, RAM);
  const { AccountId } = await succeed(target, 'GetCallerIdentity', {}, { version: STS_VERSION });
  const suffix = String(Date.now());
  const [RoleName, UserName] = [`reader-${suffix}`, `alice-${suffix}`];
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { RAM: [`acs:ram::${String(AccountId)}:user/${UserName}`] },
  };
  await ram('CreateRole', { RoleName, AssumeRolePolicyDocument: documentOf(trust) });
  await ram('AttachPolicyToRole', {
    RoleName,
    PolicyType: 'System',
    PolicyName: 'AliyunVPCReadOnlyAccess',
  });
  await ram('CreateUser', { UserName });
  const PolicyName = `assume-${suffix}`;
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
  await ram('CreatePolicy', { PolicyName, PolicyDocument: documentOf(statement) });
  await ram('AttachPolicyToUser', { UserName, PolicyType: 'Custom', PolicyName });
  const key = (await ram('CreateAccessKey', { UserName }))['AccessKey'] as Credentials;
  return {
    roleArn: `acs:ram::${String(AccountId)}:role/${RoleName}`,
    RoleName,
    user: { accessKeyId: key.AccessKeyId, accessKeySecret: key.AccessKeySecret },
  };
}

describe('A role, assumed and used by the official clients', () => {
  let target: AcceptanceTarget;
  let role: Awaited<ReturnType<typeof openRole>>;

  beforeAll(async () => {
    target = await openTarget();
    role = await openRole(target);
  });

  afterAll(() => target.dispose());

  /** The session that one client asks for, as a target. */
  async function assume(index: number, given: Parameters = {}): Promise<OfficialTarget> {
    const client = makeClients({ url: target.url, ...role.user }, STS_VERSION)[index];
    if (client === undefined) throw new Error(`There is no client ${index}.`);
    const answer = await client.call('AssumeRole', {
      RoleArn: role.roleArn,
      RoleSessionName: `client-${index}`,
      ...given,
    });
    const credentials = answer['Credentials'] as Credentials;
    return {
      url: target.url,
      accessKeyId: credentials.AccessKeyId,
      accessKeySecret: credentials.AccessKeySecret,
      securityToken: credentials.SecurityToken,
    };
  }

  const indices = Array.from({ length: CLIENT_COUNT }, (_, index) => index);

  test.each(indices)('client %i acts as the session it asked for', async (index) => {
    const session = await assume(index);
    const identity = await makeClients(session, STS_VERSION)[index]?.call('GetCallerIdentity', {});
    expect(identity).toMatchObject({
      Arn: `${role.roleArn}/client-${index}`,
      IdentityType: 'AssumedRoleUser',
    });
    const client = makeClients(session)[index];
    if (client === undefined) throw new Error(`There is no client ${index}.`);
    const listed = await client.call('ListIpamPools', { RegionId: REGION });
    expect(listed['IpamPools']).toEqual(expect.any(Array));
    const denied = await failureOf(
      client.call('CreateIpam', { RegionId: REGION, OperatingRegionList: [REGION] }),
    );
    expect(denied['code']).toBe('Forbidden.RAM');
  });

  test.each(indices)('client %i does no more than a session policy lets it', async (index) => {
    const Policy = documentOf({ Effect: 'Allow', Action: 'vpc:ListIpams', Resource: '*' });
    const client = makeClients(await assume(index, { Policy }))[index];
    if (client === undefined) throw new Error(`There is no client ${index}.`);
    const listed = await client.call('ListIpams', { RegionId: REGION });
    expect(listed['Ipams']).toEqual(expect.any(Array));
    const denied = await failureOf(client.call('ListIpamPools', { RegionId: REGION }));
    expect(denied['code']).toBe('Forbidden.RAM');
  });

  test('cadastre call takes the token from the environment', async () => {
    const session = await assume(0);
    const environment = {
      PATH: process.env['PATH'],
      CADASTRE_ENDPOINT: target.url,
      ALIBABA_CLOUD_ACCESS_KEY_ID: session.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: session.accessKeySecret,
    };
    const words = ['packages/cli/bin/cadastre.js', 'call', 'GetCallerIdentity', '--print', 'Arn'];
    const run = (given: Readonly<Record<string, string | undefined>>) =>
      new Promise<string>((resolve) => {
        const options = { cwd: REPOSITORY, env: { ...environment, ...given } };
        execFile(process.execPath, words, options, (_error, output, errorOutput) =>
          resolve(output + errorOutput),
        );
      });
    const token = { ALIBABA_CLOUD_SECURITY_TOKEN: session.securityToken };
    expect(await run(token)).toBe(`${role.roleArn}/client-0\n`);
    expect(await run({})).toContain('MissingSecurityToken');
  });

  test('a token of another session, one that is none, and a wrong secret are refused', async () => {
    const [session, other] = [await assume(0), await assume(0)];
    for (const [wrong, code] of [
      [{ securityToken: other.securityToken ?? '' }, 'InvalidSecurityToken.MismatchWithAccessKey'],
      [{ securityToken: 'CAISjgJ1q6Ft5B2y' }, 'InvalidSecurityToken.Malformed'],
      [{ accessKeySecret: 'wrong' }, 'SignatureDoesNotMatch'],
    ] as const) {
      for (const client of makeClients({ ...session, ...wrong })) {
        const error = await failureOf(client.call('ListIpams', { RegionId: REGION }));
        expect({ client: client.name, code: error['code'] }).toEqual({ client: client.name, code });
      }
    }
  });

  test('the root of the account may not assume it', async () => {
    for (const client of makeClients(target, STS_VERSION)) {
      const error = await failureOf(
        client.call('AssumeRole', { RoleArn: role.roleArn, RoleSessionName: 'root' }),
      );
      expect(error['code']).toBe('NoPermission');
    }
  });

  test('its sessions end when it is deleted', async () => {
    const clients = makeClients(await assume(0));
    const { RoleName } = role;
    const policy = { PolicyType: 'System', PolicyName: 'AliyunVPCReadOnlyAccess' };
    await succeed(target, 'DetachPolicyFromRole', { RoleName, ...policy }, RAM);
    await succeed(target, 'DeleteRole', { RoleName }, RAM);
    for (const client of clients) {
      const error = await failureOf(client.call('ListIpams', { RegionId: REGION }));
      expect(error['code']).toBe('InvalidAccessKeyId.NotFound');
    }
  });
});
