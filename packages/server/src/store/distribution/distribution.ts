/** How the tables of a shared database can be spread over several nodes. */
export interface Distribution {
  /** The column by whose value a row has its node. */
  readonly column: string;
  /** Tables that every node has whole, with the reason. */
  readonly referenceTables: Readonly<Record<string, string>>;
  /** Tables that stay where they are, with the reason. */
  readonly localTables: Readonly<Record<string, string>>;
  /** Constraints that need another form, with that form. */
  readonly replacedConstraints: Readonly<Record<string, string>>;
  /** Constraints that have to be given up, with what keeps the rule in their place. */
  readonly droppedConstraints: Readonly<Record<string, string>>;
}

const DIRECTORY = 'One directory for all accounts: ids of folders are unique over all of them.';
const SHARING = 'Owner and receiver are different accounts, and both look for it. There are few.';

/**
 * By account: every key starts with its id, and calls are of one account. What is looked for without
 * knowing the account, or joins two of them, is small and written seldom.
 */
export const DISTRIBUTION: Distribution = {
  column: 'account_id',
  referenceTables: {
    accounts: 'Every other table refers to it, and names are unique over all accounts.',
    access_keys:
      'A call tells its access key and not its account: ids are unique over all of them.',
    folders: DIRECTORY,
    account_placements: DIRECTORY,
    resource_shares: SHARING,
    share_resources: SHARING,
    share_targets: SHARING,
    share_invitations: SHARING,
    received_invitations: SHARING,
    received_shares: SHARING,
  },
  localTables: {
    store_properties: 'A few words about the database itself.',
  },
  replacedConstraints: {
    // The index of the other form has one column only, but is far faster.
    'allocations.ipv4_allocations_never_overlap': `EXCLUDE USING gist
  (block_in(md5(account_id || '/' || pool_id), first_key, prefix_length) inet_ops WITH &&, account_id WITH =)
  WHERE (length(first_key) = 8)`,
  },
  droppedConstraints: {
    'pool_cidrs.public_cidrs_never_overlap':
      'One supply serves all accounts. Its lock lets one transaction draw from it at a time, and cadastre verify proves that nothing was given twice.',
    'covered_accounts.covered_accounts_owner_account_id_ipam_id_fkey':
      'The IPAM is of another account than the one that it covers. Coverage is written anew with every change of members, and cadastre verify compares it with them.',
  },
};
