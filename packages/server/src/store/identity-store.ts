import type {
  AccessKey,
  Account,
  ActiveStatus,
  CustomPolicy,
  PolicyAttachment,
  PolicyType,
  PolicyVersion,
  PrincipalType,
  Role,
  User,
  UserGroup,
} from './records.ts';
import type { Page, PageRequest } from './store.ts';

/** The part of the store that knows who may call and what they may do. */

export interface AccountReader {
  find(accountId: string): Promise<Account | undefined>;
  /** Names are unique over all accounts and compared exactly, case included. */
  findByName(accountName: string): Promise<Account | undefined>;
  /** The account that was made first; undefined in an empty store. */
  findFirst(): Promise<Account | undefined>;
  /** Accounts oldest first, after the one with the given id. */
  list(page: PageRequest): Promise<Page<Account>>;
  count(): Promise<number>;
}

export interface AccountWriter extends AccountReader {
  /** Adds the account and its default resource group. */
  insert(account: Account): Promise<void>;
  /** Writes name and status. */
  update(account: Account): Promise<void>;
  setServiceOpenedAt(accountId: string, serviceOpenedAt: number): Promise<void>;
}

export interface AccessKeyReader {
  /** The access key of that id in any account; ids are unique over all accounts. */
  find(accessKeyId: string): Promise<AccessKey | undefined>;
  /** The keys of a user, or of the account's root for undefined, in order of their making. */
  listOf(accountId: string, userId: string | undefined): Promise<readonly AccessKey[]>;
}

export interface AccessKeyWriter extends AccessKeyReader {
  insert(accessKey: AccessKey): Promise<void>;
  setStatus(accountId: string, accessKeyId: string, status: ActiveStatus): Promise<void>;
  remove(accountId: string, accessKeyId: string): Promise<void>;
}

/** What a policy is attached to, with when and where. */
export interface AttachedTo {
  readonly attachedAt: number;
  readonly resourceGroupId: string;
}

/** Names a policy of an account or of the system. */
export interface PolicyReference {
  readonly policyType: PolicyType;
  readonly policyName: string;
}

export interface UserReader {
  find(accountId: string, userId: string): Promise<User | undefined>;
  /** Names are compared exactly, case included. */
  findByName(accountId: string, userName: string): Promise<User | undefined>;
  /** At most `limit` users in order of their ids, after the given one. */
  list(accountId: string, page: PageRequest): Promise<readonly User[]>;
  count(accountId: string): Promise<number>;
  /** The users that a policy is attached to, one entry for each attachment, by user id. */
  listOfPolicy(accountId: string, policy: PolicyReference): Promise<readonly (User & AttachedTo)[]>;
}

export interface UserWriter extends UserReader {
  insert(user: User): Promise<void>;
  /** Writes everything but the id and the time of creation. */
  update(user: User): Promise<void>;
  /** Removes a user without keys, memberships and attachments. */
  remove(accountId: string, userId: string): Promise<void>;
}

export interface RoleReader {
  find(accountId: string, roleId: string): Promise<Role | undefined>;
  /** Names are compared exactly, case included. */
  findByName(accountId: string, roleName: string): Promise<Role | undefined>;
  /** At most `limit` roles in order of their ids, after the given one. */
  list(accountId: string, page: PageRequest): Promise<readonly Role[]>;
  count(accountId: string): Promise<number>;
  /** The roles that a policy is attached to, one entry for each attachment, by role id. */
  listOfPolicy(accountId: string, policy: PolicyReference): Promise<readonly (Role & AttachedTo)[]>;
}

export interface RoleWriter extends RoleReader {
  insert(role: Role): Promise<void>;
  /** Writes description, trust policy, longest session and time of change. */
  update(role: Role): Promise<void>;
  /** Removes a role without attachments. */
  remove(accountId: string, roleId: string): Promise<void>;
}

export interface GroupReader {
  /** Names are compared exactly, case included. */
  findByName(accountId: string, groupName: string): Promise<UserGroup | undefined>;
  /** At most `limit` groups in order of their ids, after the given one. */
  list(accountId: string, page: PageRequest): Promise<readonly UserGroup[]>;
  count(accountId: string): Promise<number>;
  /** The groups that a policy is attached to, one entry for each attachment, by group id. */
  listOfPolicy(
    accountId: string,
    policy: PolicyReference,
  ): Promise<readonly (UserGroup & AttachedTo)[]>;
  /** At most `limit` members in order of their user ids, after the given one. */
  listMembers(
    accountId: string,
    groupId: string,
    page: PageRequest,
  ): Promise<readonly (User & { readonly joinedAt: number })[]>;
  /** The groups of a user, in order of their ids. */
  listOfUser(
    accountId: string,
    userId: string,
  ): Promise<readonly (UserGroup & { readonly joinedAt: number })[]>;
}

export interface GroupWriter extends GroupReader {
  insert(group: UserGroup): Promise<void>;
  /** Removes a group without members and attachments. */
  remove(accountId: string, groupId: string): Promise<void>;
  addMember(accountId: string, groupId: string, userId: string, joinedAt: number): Promise<void>;
  /** False when the user was not in the group. */
  removeMember(accountId: string, groupId: string, userId: string): Promise<boolean>;
}

/** A policy that bears on a user or a role, with the document that holds. */
export interface EffectivePolicy extends PolicyReference {
  /** Empty when the policy holds in the whole account. */
  readonly resourceGroupId: string;
  /** The default version's document; undefined for a system policy, which the code knows. */
  readonly document: string | undefined;
}

export interface PolicyReader {
  find(accountId: string, policyName: string): Promise<CustomPolicy | undefined>;
  /** At most `limit` custom policies in order of their names, after the given one. */
  list(accountId: string, page: PageRequest): Promise<readonly CustomPolicy[]>;
  count(accountId: string): Promise<number>;
  findVersion(
    accountId: string,
    policyName: string,
    version: number,
  ): Promise<PolicyVersion | undefined>;
  /** All versions of a custom policy, oldest first. */
  listVersions(accountId: string, policyName: string): Promise<readonly PolicyVersion[]>;
  /** What is attached to a principal, in order of policy type and name. */
  listAttachments(
    accountId: string,
    principalType: PrincipalType,
    principalId: string,
  ): Promise<readonly PolicyAttachment[]>;
  countAttachments(accountId: string, policy: PolicyReference): Promise<number>;
  /** Policies of a user and of its groups, in order of policy type and name. */
  listEffectiveOfUser(accountId: string, userId: string): Promise<readonly EffectivePolicy[]>;
  /** Policies of a role, in order of policy type and name. */
  listEffectiveOfRole(accountId: string, roleId: string): Promise<readonly EffectivePolicy[]>;
}

export interface PolicyWriter extends PolicyReader {
  /** Adds a custom policy; its default version is added apart. */
  insert(policy: CustomPolicy): Promise<void>;
  /** Writes default and latest version and time of change. */
  update(policy: CustomPolicy): Promise<void>;
  /** Removes a custom policy with all its versions; it must be attached to nothing. */
  remove(accountId: string, policyName: string): Promise<void>;
  insertVersion(version: PolicyVersion): Promise<void>;
  removeVersion(accountId: string, policyName: string, version: number): Promise<void>;
  attach(attachment: PolicyAttachment): Promise<void>;
  /** Takes away one attachment; its time does not matter. False when there was none. */
  detach(attachment: Omit<PolicyAttachment, 'attachedAt'>): Promise<boolean>;
  /** Takes away all attachments of a policy. */
  detachFromAll(accountId: string, policy: PolicyReference): Promise<void>;
}
