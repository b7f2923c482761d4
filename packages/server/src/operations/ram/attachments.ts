import {
  type ErrorKey,
  RAM_CUSTOM_ATTACHMENT_COUNT_MAX,
  RAM_SYSTEM_ATTACHMENT_COUNT_MAX,
  type Refusal,
  refuse,
} from '@cadastre/api-contract';
import type { PolicyAttachment, PolicyType, PrincipalType } from '../../store/records.ts';
import type { Reader, Transactor } from '../../store/store.ts';
import { formatTime } from '../answers.ts';
import type { WriteAnswer } from '../handler.ts';
import { checkResourceGroup } from '../resource-group/check-resource-group.ts';
import { describeNewPolicy, findPolicy } from './find-policy.ts';

/** What attaching and detaching are about, whatever the kind of principal. */
export interface AttachmentRequest {
  readonly accountId: string;
  readonly principalType: PrincipalType;
  /** Undefined when there is no principal of the given name. */
  readonly principalId: string | undefined;
  readonly input: {
    readonly PolicyType: PolicyType;
    readonly PolicyName: string;
    readonly ResourceGroupId?: string | undefined;
  };
}

type Answered = WriteAnswer<Record<never, never>> | Refusal;

interface PrincipalErrors {
  readonly notThere: ErrorKey;
  readonly attached: ErrorKey;
  readonly notAttached: ErrorKey;
  readonly tooMany: ErrorKey;
}

const ERRORS: Readonly<Record<PrincipalType, PrincipalErrors>> = {
  user: {
    notThere: 'EntityNotExist.User',
    attached: 'EntityAlreadyExists.User.Policy',
    notAttached: 'EntityNotExist.User.Policy',
    tooMany: 'LimitExceeded.User.Policy',
  },
  role: {
    notThere: 'EntityNotExist.Role',
    attached: 'EntityAlreadyExists.Role.Policy',
    notAttached: 'EntityNotExist.Role.Policy',
    tooMany: 'LimitExceeded.Role.Policy',
  },
  group: {
    notThere: 'EntityNotExist.Group',
    attached: 'EntityAlreadyExists.Group.Policy',
    notAttached: 'EntityNotExist.Group.Policy',
    tooMany: 'LimitExceeded.Group.Policy',
  },
};

/** Attaches a policy to a principal, in the whole account or in one resource group. */
export async function attachPolicy(
  request: AttachmentRequest,
  transactor: Transactor,
  now: number,
): Promise<Answered> {
  const { accountId, principalType, input } = request;
  const errors = ERRORS[principalType];
  const named = await findAttachment(request, transactor);
  if (named.kind === 'refusal') return named;
  const { attachment } = named;
  const unknownGroup = await checkResourceGroup(transactor, accountId, input.ResourceGroupId);
  if (unknownGroup !== undefined) return unknownGroup;
  const existing = await transactor.policies.listAttachments(
    accountId,
    principalType,
    attachment.principalId,
  );
  if (existing.some((known) => isSame(known, attachment))) return refuse(errors.attached);
  const limit =
    input.PolicyType === 'System'
      ? RAM_SYSTEM_ATTACHMENT_COUNT_MAX
      : RAM_CUSTOM_ATTACHMENT_COUNT_MAX[principalType];
  const ofType = existing.filter(({ policyType }) => policyType === input.PolicyType);
  if (ofType.length >= limit) return refuse(errors.tooMany, { Limit: String(limit) });
  const after = { ...attachment, attachedAt: now };
  await transactor.policies.attach(after);
  return answered(attachment, { after });
}

/** Detaches a policy from where it was attached: the account or the one resource group. */
export async function detachPolicy(
  request: AttachmentRequest,
  transactor: Transactor,
): Promise<Answered> {
  const named = await findAttachment(request, transactor);
  if (named.kind === 'refusal') return named;
  const { attachment } = named;
  if (!(await transactor.policies.detach(attachment))) {
    return refuse(ERRORS[request.principalType].notAttached);
  }
  return answered(attachment, { before: attachment });
}

type AttachmentKey = Omit<PolicyAttachment, 'attachedAt'>;

async function findAttachment(
  { accountId, principalType, principalId, input }: AttachmentRequest,
  transactor: Transactor,
): Promise<{ readonly kind: 'named'; readonly attachment: AttachmentKey } | Refusal> {
  if (principalId === undefined) return refuse(ERRORS[principalType].notThere);
  const policy = await findPolicy(transactor, accountId, input.PolicyType, input.PolicyName);
  if (policy === undefined) return refuse('EntityNotExist.Policy');
  const { policyType, policyName } = policy;
  const resourceGroupId = input.ResourceGroupId ?? '';
  const key = { accountId, principalType, principalId, policyType, policyName, resourceGroupId };
  return { kind: 'named', attachment: key };
}

function isSame(left: AttachmentKey, right: AttachmentKey): boolean {
  return (
    left.policyType === right.policyType &&
    left.policyName === right.policyName &&
    left.resourceGroupId === right.resourceGroupId
  );
}

function answered(
  { principalType, principalId }: AttachmentKey,
  states: { readonly before?: object; readonly after?: object },
): WriteAnswer<Record<never, never>> {
  const resourceType = { user: 'User', role: 'Role', group: 'Group' }[principalType];
  return {
    kind: 'answer',
    response: {},
    change: { resourceType, resourceId: principalId, ...states },
  };
}

/** The policies attached to a principal, as the API lists them. */
export async function listAttachedPolicies(
  reader: Reader,
  accountId: string,
  principalType: PrincipalType,
  principalId: string,
) {
  const items = [];
  const attachments = await reader.policies.listAttachments(accountId, principalType, principalId);
  for (const { policyType, policyName, resourceGroupId, attachedAt } of attachments) {
    const policy = await findPolicy(reader, accountId, policyType, policyName);
    // A system policy that a later version has taken back is not shown, as it allows nothing.
    if (policy === undefined) continue;
    const { CreateDate: _, ...described } = describeNewPolicy(policy);
    const ResourceGroupId = resourceGroupId === '' ? undefined : resourceGroupId;
    items.push({ ...described, AttachDate: formatTime(attachedAt), ResourceGroupId });
  }
  return items;
}
