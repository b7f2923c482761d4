import { type OPERATIONS, parseRoleArn, refuse } from '@cadastre/api-contract';
import { roleSessionArn } from '../../identity/caller.ts';
import { sealSession } from '../../identity/role-session.ts';
import { formatTime } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { checkSessionPolicy, decideExpiry, decideSourceIdentity } from './decide-session.ts';

/**
 * The credentials leave in the answer alone, and nothing of them is stored. The audit event tells the
 * id of the access key, by which the events of the session are found.
 */
export const AssumeRole: WriteHandler<typeof OPERATIONS.AssumeRole> = async (
  { input, caller, ids, now, secretBox },
  { roles },
) => {
  if (caller.principal.kind === 'root') return refuse('NoPermission#Root');
  const { RoleArn, RoleSessionName: sessionName, Policy: policy } = input;
  const sourceIdentity = decideSourceIdentity(caller.principal, input.SourceIdentity);
  if (sourceIdentity.kind === 'refusal') return sourceIdentity;
  const refusal = policy === undefined ? undefined : checkSessionPolicy(policy);
  if (refusal !== undefined) return refusal;
  const named = parseRoleArn(RoleArn);
  const role = named && (await roles.findByName(named.accountId, named.roleName));
  if (role === undefined) return refuse('EntityNotExist.Role#Sts');
  const expiry = decideExpiry(input.DurationSeconds, role.maxSessionSeconds, now);
  if (expiry.kind === 'refusal') return expiry;
  const { accountId, roleId } = role;
  const { accessKeyId, accessKeySecret } = ids.temporaryAccessKey();
  const { expiresAt } = expiry;
  const session = {
    accessKeyId,
    accountId,
    roleId,
    sessionName,
    policy,
    sourceIdentity: sourceIdentity.name,
    expiresAt,
  };
  return {
    kind: 'answer',
    response: {
      AssumedRoleUser: {
        Arn: roleSessionArn(role, sessionName),
        AssumedRoleId: `${roleId}:${sessionName}`,
      },
      Credentials: {
        AccessKeyId: accessKeyId,
        AccessKeySecret: accessKeySecret,
        SecurityToken: sealSession(secretBox, { ...session, accessKeySecret }),
        Expiration: formatTime(expiresAt),
      },
      SourceIdentity: sourceIdentity.name,
    },
    change: {
      resourceType: 'Role',
      resourceId: roleId,
      after: session,
      ownerAccountId: accountId,
    },
  };
};
