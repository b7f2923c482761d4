import type { Key } from '../../test-server.test-support.ts';
import type { Actor } from '../resource-sharing/sharing-ground.test-support.ts';

/** A user of the account who may do everything, by the account's own policies. */
export async function createAdministratorUser(account: Actor): Promise<Key> {
  await account.succeed('CreateUser', { UserName: 'alice' });
  await account.succeed('AttachPolicyToUser', {
    PolicyType: 'System',
    PolicyName: 'AdministratorAccess',
    UserName: 'alice',
  });
  const key = (await account.succeed('CreateAccessKey', { UserName: 'alice' }))['AccessKey'];
  const { AccessKeyId, AccessKeySecret } = key as { AccessKeyId: string; AccessKeySecret: string };
  return { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret };
}

/** A control policy, attached to nothing; its id. */
export async function createControlPolicy(
  management: Actor,
  policyName: string,
  document: string,
): Promise<string> {
  const call = { PolicyName: policyName, PolicyDocument: document };
  const body = await management.succeed('CreateControlPolicy', call);
  return (body['ControlPolicy'] as { PolicyId: string }).PolicyId;
}
