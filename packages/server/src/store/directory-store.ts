import type { Account } from './records.ts';
import type { Page, PageRequest } from './store.ts';

/**
 * The resource directory: the folders that the accounts are in, who administers IPAM for it, whom
 * IPAM manages, and the control policies of it all. It belongs to the management account, the first
 * one; `directoryId` is that account's id. The root folder has no row, and an account without a
 * placement is in it.
 */

export interface Folder {
  /** The management account. */
  readonly accountId: string;
  readonly folderId: string;
  readonly parentFolderId: string;
  readonly name: string;
  /** 1 for a folder in the root folder. */
  readonly depth: number;
  readonly createdAt: number;
}

/** An account with the folder it is in. */
export interface DirectoryAccount
  extends Pick<Account, 'accountId' | 'accountName' | 'status' | 'createdAt'> {
  readonly folderId: string;
  /** When it came into the folder. */
  readonly placedAt: number;
}

export interface DelegatedAdministrator {
  /** The management account. */
  readonly accountId: string;
  readonly servicePrincipal: string;
  readonly administratorId: string;
  readonly registeredAt: number;
}

export type MemberType = 'Folder' | 'Account';

/** An account or a folder under the management of an IPAM. */
export interface IpamMember {
  /** The owner of the IPAM. */
  readonly accountId: string;
  readonly ipamId: string;
  readonly memberType: MemberType;
  readonly memberId: string;
  readonly createdAt: number;
}

/** An IPAM of any account. */
export type IpamReference = Pick<IpamMember, 'accountId' | 'ipamId'>;

export interface ControlPolicy {
  /** The management account. */
  readonly accountId: string;
  readonly policyId: string;
  readonly policyName: string;
  readonly description: string;
  /** The policy document, JSON text. */
  readonly document: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface ControlPolicyAttachment {
  /** The management account. */
  readonly accountId: string;
  readonly policyId: string;
  /** A folder, the root folder included, or an account. */
  readonly targetId: string;
  readonly attachedAt: number;
}

export interface FolderReader {
  find(directoryId: string, folderId: string): Promise<Folder | undefined>;
  /** Names are unique in their parent folder and compared exactly, case included. */
  findByName(
    directoryId: string,
    parentFolderId: string,
    name: string,
  ): Promise<Folder | undefined>;
  count(directoryId: string): Promise<number>;
  /** The folders in a folder itself, in order of their ids. */
  list(directoryId: string, parentFolderId: string, page: PageRequest): Promise<Page<Folder>>;
}

export interface FolderWriter extends FolderReader {
  insert(folder: Folder): Promise<void>;
  setName(directoryId: string, folderId: string, name: string): Promise<void>;
  /** Removes a folder that has neither folders nor accounts. */
  remove(directoryId: string, folderId: string): Promise<void>;
}

export interface DirectoryAccountReader {
  find(accountId: string): Promise<DirectoryAccount | undefined>;
  /**
   * The accounts in a folder itself, or all for undefined, oldest first; a page starts after an
   * account.
   */
  list(folderId: string | undefined, page: PageRequest): Promise<Page<DirectoryAccount>>;
}

export interface DirectoryAccountWriter extends DirectoryAccountReader {
  /** Puts an account into another folder; one that goes to the root folder counts as never moved. */
  move(directoryId: string, accountId: string, folderId: string, placedAt: number): Promise<void>;
}

export interface DelegatedAdministratorReader {
  /** The one administrator of a service. */
  find(directoryId: string, servicePrincipal: string): Promise<DelegatedAdministrator | undefined>;
}

export interface DelegatedAdministratorWriter extends DelegatedAdministratorReader {
  /** The database refuses a second one for a service. */
  insert(administrator: DelegatedAdministrator): Promise<void>;
  remove(directoryId: string, servicePrincipal: string): Promise<void>;
}

export interface IpamMemberFilter {
  readonly accountId: string;
  readonly ipamId: string;
  /** All members where undefined. */
  readonly memberIds: readonly string[] | undefined;
}

export interface MemberReader {
  find(accountId: string, ipamId: string, memberId: string): Promise<IpamMember | undefined>;
  /** In order of their ids. */
  list(filter: IpamMemberFilter, page: PageRequest): Promise<Page<IpamMember>>;
  /** The IPAMs of an account that have members, in order of their ids. */
  listIpamsWithMembers(accountId: string): Promise<readonly string[]>;
  /** Whether the folder itself is a member of any IPAM. */
  isFolderMember(folderId: string): Promise<boolean>;
  /**
   * The accounts that are members or are in a folder below one, at any depth, without the owner of
   * the IPAM: those that are covered already first, the others in the order in which they came to
   * where they are. The quota plays no part.
   */
  listMemberAccounts(accountId: string, ipamId: string): Promise<readonly string[]>;
  /** The IPAMs that an account is a member of or is below one; the quota plays no part. */
  listIpamsOver(accountId: string): Promise<readonly IpamReference[]>;
  /** The IPAMs that cover an account: it is a member of, or below one, and within the quota. */
  listIpamsManaging(accountId: string): Promise<readonly IpamReference[]>;
  /** The accounts that an IPAM covers, in order of their ids. */
  listCoveredAccounts(accountId: string, ipamId: string): Promise<readonly string[]>;
}

export interface MemberWriter extends MemberReader {
  /** Adds a member. What the IPAM covers is brought in step apart. */
  insert(member: IpamMember): Promise<void>;
  remove(member: IpamMember): Promise<void>;
  /**
   * Brings what an IPAM covers in step with its members and answers the accounts for which that
   * changed, in order of their ids. An account that is covered stays so while it is below a member;
   * others follow in the order of `listMemberAccounts`, up to the number.
   */
  refreshCoverage(
    accountId: string,
    ipamId: string,
    accountCountMax: number,
  ): Promise<readonly string[]>;
}

export interface ControlPolicyReader {
  find(directoryId: string, policyId: string): Promise<ControlPolicy | undefined>;
  /** Names are compared exactly, case included. */
  findByName(directoryId: string, policyName: string): Promise<ControlPolicy | undefined>;
  count(directoryId: string): Promise<number>;
  /** In order of their ids. */
  list(directoryId: string, page: PageRequest): Promise<Page<ControlPolicy>>;
  countAttachments(directoryId: string, policyId: string): Promise<number>;
  findAttachment(
    directoryId: string,
    policyId: string,
    targetId: string,
  ): Promise<ControlPolicyAttachment | undefined>;
  /** What is attached to a target itself, in order of the policy ids. */
  listAttachments(
    directoryId: string,
    targetId: string,
    page: PageRequest,
  ): Promise<Page<ControlPolicyAttachment & Pick<ControlPolicy, 'policyName'>>>;
  /**
   * The policies attached to an account, to the folders it is below and to the root folder, each
   * once, in order of their ids.
   */
  listEffective(directoryId: string, accountId: string): Promise<readonly ControlPolicy[]>;
}

export interface ControlPolicyWriter extends ControlPolicyReader {
  insert(policy: ControlPolicy): Promise<void>;
  /** Writes name, description, document and time of change. */
  update(policy: ControlPolicy): Promise<void>;
  /** Removes a policy that is attached to nothing. */
  remove(directoryId: string, policyId: string): Promise<void>;
  attach(attachment: ControlPolicyAttachment): Promise<void>;
  detach(attachment: ControlPolicyAttachment): Promise<void>;
  /** Takes all policies from a target. */
  detachAll(directoryId: string, targetId: string): Promise<void>;
}

/** The tables of the resource directory, for reading. */
export interface DirectoryReaders {
  readonly folders: FolderReader;
  readonly directoryAccounts: DirectoryAccountReader;
  readonly delegatedAdministrators: DelegatedAdministratorReader;
  readonly controlPolicies: ControlPolicyReader;
  readonly members: MemberReader;
}

/** The tables of the resource directory, for writing. */
export interface DirectoryWriters {
  readonly folders: FolderWriter;
  readonly directoryAccounts: DirectoryAccountWriter;
  readonly delegatedAdministrators: DelegatedAdministratorWriter;
  readonly controlPolicies: ControlPolicyWriter;
  readonly members: MemberWriter;
}
