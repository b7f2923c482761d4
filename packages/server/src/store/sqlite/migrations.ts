/**
 * Numbered migrations, applied in order, each in a transaction of its own. A migration that has been
 * released never changes; a new one follows it.
 */
export interface Migration {
  /** Four digits and what it does. */
  readonly name: string;
  readonly sql: string;
}

export const MIGRATIONS: readonly Migration[] = [
  {
    name: '0001-accounts-ipams-scopes-and-pools',
    sql: `
CREATE TABLE store_properties (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE accounts (
  account_id TEXT PRIMARY KEY,
  account_name TEXT NOT NULL,
  status TEXT NOT NULL,
  service_opened_at INTEGER,
  default_resource_group_id TEXT NOT NULL,
  created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE access_keys (
  account_id TEXT NOT NULL REFERENCES accounts,
  access_key_id TEXT NOT NULL,
  user_id TEXT,
  encrypted_secret BLOB NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, access_key_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX access_keys_by_id ON access_keys (access_key_id);

CREATE TABLE users (
  account_id TEXT NOT NULL REFERENCES accounts,
  user_id TEXT NOT NULL,
  user_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, user_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX users_by_name ON users (account_id, user_name);

CREATE TABLE policies (
  account_id TEXT NOT NULL REFERENCES accounts,
  policy_name TEXT NOT NULL,
  document TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, policy_name)
) WITHOUT ROWID;

CREATE TABLE policy_attachments (
  account_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  policy_name TEXT NOT NULL,
  PRIMARY KEY (account_id, user_id, policy_name),
  FOREIGN KEY (account_id, user_id) REFERENCES users,
  FOREIGN KEY (account_id, policy_name) REFERENCES policies
) WITHOUT ROWID;

CREATE TABLE ipams (
  account_id TEXT NOT NULL REFERENCES accounts,
  ipam_id TEXT NOT NULL,
  region_id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  resource_group_id TEXT NOT NULL,
  operating_regions TEXT NOT NULL,
  public_default_scope_id TEXT NOT NULL,
  private_default_scope_id TEXT NOT NULL,
  default_discovery_id TEXT NOT NULL,
  default_association_id TEXT NOT NULL,
  scope_count INTEGER NOT NULL CHECK (scope_count >= 0),
  association_count INTEGER NOT NULL CHECK (association_count >= 0),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, ipam_id)
) WITHOUT ROWID;
CREATE INDEX ipams_by_region ON ipams (account_id, region_id, ipam_id);

CREATE TABLE scopes (
  account_id TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  ipam_id TEXT NOT NULL,
  region_id TEXT NOT NULL,
  scope_type TEXT NOT NULL CHECK (scope_type IN ('public', 'private')),
  is_default INTEGER NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  resource_group_id TEXT NOT NULL,
  pool_count INTEGER NOT NULL CHECK (pool_count >= 0),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, scope_id),
  FOREIGN KEY (account_id, ipam_id) REFERENCES ipams
) WITHOUT ROWID;
CREATE INDEX scopes_by_ipam ON scopes (account_id, ipam_id, scope_id);

CREATE TABLE pools (
  account_id TEXT NOT NULL,
  pool_id TEXT NOT NULL,
  ipam_id TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  scope_type TEXT NOT NULL,
  region_id TEXT NOT NULL,
  pool_region_id TEXT,
  source_pool_id TEXT,
  depth INTEGER NOT NULL CHECK (depth >= 0),
  ip_version TEXT NOT NULL CHECK (ip_version IN ('IPv4', 'IPv6')),
  ipv6_isp TEXT,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  resource_group_id TEXT NOT NULL,
  min_mask INTEGER,
  max_mask INTEGER,
  default_mask INTEGER,
  auto_import INTEGER NOT NULL,
  is_shared INTEGER NOT NULL,
  sub_pool_count INTEGER NOT NULL CHECK (sub_pool_count >= 0),
  available_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, pool_id),
  FOREIGN KEY (account_id, scope_id) REFERENCES scopes,
  FOREIGN KEY (account_id, source_pool_id) REFERENCES pools
) WITHOUT ROWID;
CREATE INDEX pools_by_scope ON pools (account_id, scope_id, pool_id);
CREATE INDEX pools_by_source_pool ON pools (account_id, source_pool_id, pool_id)
  WHERE source_pool_id IS NOT NULL;
CREATE INDEX public_top_pools ON pools (account_id, pool_region_id, ipv6_isp)
  WHERE ipv6_isp IS NOT NULL AND source_pool_id IS NULL;

CREATE TABLE shared_pools (
  account_id TEXT NOT NULL REFERENCES accounts,
  pool_id TEXT NOT NULL,
  owner_account_id TEXT NOT NULL REFERENCES accounts,
  PRIMARY KEY (account_id, pool_id)
) WITHOUT ROWID;

CREATE TABLE resource_discoveries (
  account_id TEXT NOT NULL REFERENCES accounts,
  discovery_id TEXT NOT NULL,
  region_id TEXT NOT NULL,
  discovery_type TEXT NOT NULL CHECK (discovery_type IN ('system', 'custom')),
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  resource_group_id TEXT NOT NULL,
  operating_regions TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, discovery_id)
) WITHOUT ROWID;
CREATE INDEX resource_discoveries_by_region
  ON resource_discoveries (account_id, region_id, discovery_id);

CREATE TABLE discovery_associations (
  account_id TEXT NOT NULL,
  association_id TEXT NOT NULL,
  ipam_id TEXT NOT NULL,
  discovery_id TEXT NOT NULL,
  discovery_owner_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, association_id),
  FOREIGN KEY (account_id, ipam_id) REFERENCES ipams
) WITHOUT ROWID;
CREATE UNIQUE INDEX discovery_associations_by_ipam
  ON discovery_associations (account_id, ipam_id, discovery_id);

CREATE TABLE tags (
  account_id TEXT NOT NULL REFERENCES accounts,
  resource_id TEXT NOT NULL,
  tag_key TEXT NOT NULL,
  tag_value TEXT NOT NULL,
  resource_type TEXT NOT NULL,
  PRIMARY KEY (account_id, resource_id, tag_key)
) WITHOUT ROWID;

CREATE TABLE client_tokens (
  account_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  token TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  response TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, operation, token)
) WITHOUT ROWID;
CREATE INDEX client_tokens_by_expiry ON client_tokens (expires_at);

CREATE TABLE signature_nonces (
  nonce_id INTEGER PRIMARY KEY,
  account_id TEXT NOT NULL,
  access_key_id TEXT NOT NULL,
  nonce TEXT NOT NULL,
  expires_at INTEGER NOT NULL
);

CREATE TABLE events (
  account_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  operation TEXT NOT NULL,
  principal_arn TEXT NOT NULL,
  access_key_id TEXT NOT NULL,
  resource_type TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  before_state TEXT,
  after_state TEXT,
  request_hash TEXT,
  response TEXT,
  PRIMARY KEY (account_id, event_id)
) WITHOUT ROWID;
`,
  },
  {
    name: '0002-address-space',
    sql: `
ALTER TABLE pools ADD COLUMN cidr_count INTEGER NOT NULL DEFAULT 0 CHECK (cidr_count >= 0);
ALTER TABLE pools ADD COLUMN allocation_count INTEGER NOT NULL DEFAULT 0
  CHECK (allocation_count >= 0);
CREATE INDEX pools_by_ipam_and_region ON pools (account_id, ipam_id, pool_region_id);

-- Addresses are lower-case hexadecimal of fixed width, so that text order is address order.
CREATE TABLE pool_cidrs (
  account_id TEXT NOT NULL,
  pool_id TEXT NOT NULL,
  first_key TEXT NOT NULL,
  last_key TEXT NOT NULL,
  prefix_length INTEGER NOT NULL,
  scope_id TEXT NOT NULL,
  ip_version TEXT NOT NULL,
  source_pool_id TEXT,
  public_supply TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, pool_id, first_key),
  FOREIGN KEY (account_id, pool_id) REFERENCES pools
) WITHOUT ROWID;
CREATE INDEX top_level_cidrs ON pool_cidrs (account_id, scope_id, ip_version, first_key)
  WHERE source_pool_id IS NULL;
CREATE INDEX public_cidrs ON pool_cidrs (public_supply, first_key)
  WHERE public_supply IS NOT NULL;

-- Every provisioned CIDR is tiled by the rows of these two tables, without gap or overlap.
CREATE TABLE free_blocks (
  account_id TEXT NOT NULL,
  pool_id TEXT NOT NULL,
  prefix_length INTEGER NOT NULL,
  first_key TEXT NOT NULL,
  source_prefix_length INTEGER NOT NULL,
  PRIMARY KEY (account_id, pool_id, first_key)
) WITHOUT ROWID;
CREATE UNIQUE INDEX free_blocks_by_length
  ON free_blocks (account_id, pool_id, prefix_length, first_key);

CREATE TABLE allocations (
  account_id TEXT NOT NULL,
  pool_id TEXT NOT NULL,
  first_key TEXT NOT NULL,
  last_key TEXT NOT NULL,
  prefix_length INTEGER NOT NULL,
  source_prefix_length INTEGER NOT NULL,
  allocation_id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  resource_type TEXT NOT NULL CHECK (resource_type IN ('Custom', 'VPC', 'IpamPool')),
  resource_id TEXT NOT NULL,
  resource_region_id TEXT NOT NULL,
  resource_owner_id TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, pool_id, first_key)
) WITHOUT ROWID;
CREATE UNIQUE INDEX allocations_by_id ON allocations (account_id, allocation_id);
CREATE INDEX allocations_by_name ON allocations (account_id, pool_id, name) WHERE name <> '';

CREATE TABLE allocation_history (
  account_id TEXT NOT NULL,
  pool_id TEXT NOT NULL,
  first_key TEXT NOT NULL,
  last_key TEXT NOT NULL,
  prefix_length INTEGER NOT NULL,
  allocation_id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  resource_type TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  resource_region_id TEXT NOT NULL,
  resource_owner_id TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  released_by TEXT NOT NULL,
  released_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, pool_id, first_key, allocation_id)
) WITHOUT ROWID;

-- How many rows an unfiltered list has, so that no list counts its rows.
CREATE TABLE resource_counts (
  account_id TEXT NOT NULL,
  region_id TEXT NOT NULL,
  resource_type TEXT NOT NULL,
  resource_count INTEGER NOT NULL CHECK (resource_count >= 0),
  PRIMARY KEY (account_id, region_id, resource_type)
) WITHOUT ROWID;
INSERT INTO resource_counts
  SELECT account_id, region_id, 'ipams', count(*) FROM ipams GROUP BY 1, 2;
INSERT INTO resource_counts
  SELECT account_id, region_id, 'scopes', count(*) FROM scopes GROUP BY 1, 2;
INSERT INTO resource_counts
  SELECT account_id, region_id, 'pools', count(*) FROM pools GROUP BY 1, 2;
CREATE TRIGGER ipams_are_counted AFTER INSERT ON ipams BEGIN
  INSERT INTO resource_counts VALUES (NEW.account_id, NEW.region_id, 'ipams', 1)
    ON CONFLICT DO UPDATE SET resource_count = resource_count + 1;
END;
CREATE TRIGGER ipams_are_discounted AFTER DELETE ON ipams BEGIN
  UPDATE resource_counts SET resource_count = resource_count - 1
  WHERE account_id = OLD.account_id AND region_id = OLD.region_id AND resource_type = 'ipams';
END;
CREATE TRIGGER scopes_are_counted AFTER INSERT ON scopes BEGIN
  INSERT INTO resource_counts VALUES (NEW.account_id, NEW.region_id, 'scopes', 1)
    ON CONFLICT DO UPDATE SET resource_count = resource_count + 1;
END;
CREATE TRIGGER scopes_are_discounted AFTER DELETE ON scopes BEGIN
  UPDATE resource_counts SET resource_count = resource_count - 1
  WHERE account_id = OLD.account_id AND region_id = OLD.region_id AND resource_type = 'scopes';
END;
CREATE TRIGGER pools_are_counted AFTER INSERT ON pools BEGIN
  INSERT INTO resource_counts VALUES (NEW.account_id, NEW.region_id, 'pools', 1)
    ON CONFLICT DO UPDATE SET resource_count = resource_count + 1;
END;
CREATE TRIGGER pools_are_discounted AFTER DELETE ON pools BEGIN
  UPDATE resource_counts SET resource_count = resource_count - 1
  WHERE account_id = OLD.account_id AND region_id = OLD.region_id AND resource_type = 'pools';
END;

-- The database refuses overlap, whatever the code does. Each check is one probe of an index: the row
-- before the end of the new one is the only one that can reach into it.
CREATE TRIGGER allocations_never_overlap BEFORE INSERT ON allocations
WHEN (SELECT last_key FROM allocations WHERE account_id = NEW.account_id AND pool_id = NEW.pool_id
  AND first_key <= NEW.last_key ORDER BY first_key DESC LIMIT 1) >= NEW.first_key
BEGIN SELECT RAISE(ABORT, 'overlap: an allocation of the pool has these addresses'); END;

CREATE TRIGGER allocations_lie_in_a_cidr BEFORE INSERT ON allocations
WHEN coalesce((SELECT last_key FROM pool_cidrs WHERE account_id = NEW.account_id
  AND pool_id = NEW.pool_id AND first_key <= NEW.first_key ORDER BY first_key DESC LIMIT 1), '')
  < NEW.last_key
BEGIN SELECT RAISE(ABORT, 'outside: no CIDR of the pool has these addresses'); END;

CREATE TRIGGER allocations_never_move
BEFORE UPDATE OF account_id, pool_id, first_key, last_key, prefix_length ON allocations
BEGIN SELECT RAISE(ABORT, 'an allocation never moves'); END;

CREATE TRIGGER pool_cidrs_never_overlap BEFORE INSERT ON pool_cidrs
WHEN (SELECT last_key FROM pool_cidrs WHERE account_id = NEW.account_id AND pool_id = NEW.pool_id
  AND first_key <= NEW.last_key ORDER BY first_key DESC LIMIT 1) >= NEW.first_key
BEGIN SELECT RAISE(ABORT, 'overlap: a CIDR of the pool has these addresses'); END;

CREATE TRIGGER top_level_cidrs_never_overlap BEFORE INSERT ON pool_cidrs
WHEN NEW.source_pool_id IS NULL AND (SELECT last_key FROM pool_cidrs
  WHERE account_id = NEW.account_id AND scope_id = NEW.scope_id AND ip_version = NEW.ip_version
  AND source_pool_id IS NULL AND first_key <= NEW.last_key
  ORDER BY first_key DESC LIMIT 1) >= NEW.first_key
BEGIN SELECT RAISE(ABORT, 'overlap: a top-level pool of the scope has these addresses'); END;

CREATE TRIGGER public_cidrs_never_overlap BEFORE INSERT ON pool_cidrs
WHEN NEW.public_supply IS NOT NULL AND (SELECT last_key FROM pool_cidrs
  WHERE public_supply = NEW.public_supply AND first_key <= NEW.last_key
  ORDER BY first_key DESC LIMIT 1) >= NEW.first_key
BEGIN SELECT RAISE(ABORT, 'overlap: another public pool has these addresses'); END;

CREATE TRIGGER sub_pool_cidrs_are_allocated BEFORE INSERT ON pool_cidrs
WHEN NEW.source_pool_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM allocations
  WHERE account_id = NEW.account_id AND pool_id = NEW.source_pool_id
  AND first_key = NEW.first_key AND last_key = NEW.last_key
  AND resource_type = 'IpamPool' AND resource_id = NEW.pool_id)
BEGIN SELECT RAISE(ABORT, 'the source pool has no allocation for this CIDR'); END;

CREATE TRIGGER sub_pool_allocations_stay BEFORE DELETE ON allocations
WHEN OLD.resource_type = 'IpamPool' AND EXISTS (SELECT 1 FROM pool_cidrs
  WHERE account_id = OLD.account_id AND pool_id = OLD.resource_id AND first_key = OLD.first_key)
BEGIN SELECT RAISE(ABORT, 'the sub-pool has the CIDR of this allocation'); END;

CREATE TRIGGER pool_cidrs_never_move
BEFORE UPDATE OF account_id, pool_id, first_key, last_key, prefix_length, scope_id ON pool_cidrs
BEGIN SELECT RAISE(ABORT, 'a provisioned CIDR never moves'); END;

CREATE TRIGGER pool_cidrs_with_allocations_stay BEFORE DELETE ON pool_cidrs
WHEN (SELECT first_key FROM allocations WHERE account_id = OLD.account_id AND pool_id = OLD.pool_id
  AND first_key >= OLD.first_key ORDER BY first_key LIMIT 1) <= OLD.last_key
BEGIN SELECT RAISE(ABORT, 'the CIDR has allocations'); END;
`,
  },
  {
    name: '0003-ram',
    sql: `
ALTER TABLE users ADD COLUMN display_name TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN mobile_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN comments TEXT NOT NULL DEFAULT '';
ALTER TABLE users ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
UPDATE users SET updated_at = created_at;
CREATE INDEX access_keys_by_user ON access_keys (account_id, user_id);

CREATE TABLE roles (
  account_id TEXT NOT NULL REFERENCES accounts,
  role_id TEXT NOT NULL,
  role_name TEXT NOT NULL,
  description TEXT NOT NULL,
  trust_policy TEXT NOT NULL,
  max_session_seconds INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, role_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX roles_by_name ON roles (account_id, role_name);

CREATE TABLE user_groups (
  account_id TEXT NOT NULL REFERENCES accounts,
  group_id TEXT NOT NULL,
  group_name TEXT NOT NULL,
  comments TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, group_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX user_groups_by_name ON user_groups (account_id, group_name);

CREATE TABLE group_members (
  account_id TEXT NOT NULL,
  group_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  joined_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, group_id, user_id),
  FOREIGN KEY (account_id, group_id) REFERENCES user_groups,
  FOREIGN KEY (account_id, user_id) REFERENCES users
) WITHOUT ROWID;
CREATE INDEX group_members_by_user ON group_members (account_id, user_id, group_id);

ALTER TABLE policies ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE policies ADD COLUMN default_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE policies ADD COLUMN latest_version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE policies ADD COLUMN updated_at INTEGER NOT NULL DEFAULT 0;
UPDATE policies SET updated_at = created_at;

CREATE TABLE policy_versions (
  account_id TEXT NOT NULL,
  policy_name TEXT NOT NULL,
  version INTEGER NOT NULL,
  document TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, policy_name, version),
  FOREIGN KEY (account_id, policy_name) REFERENCES policies
) WITHOUT ROWID;
INSERT INTO policy_versions
  SELECT account_id, policy_name, 1, document, created_at FROM policies;
ALTER TABLE policies DROP COLUMN document;

-- The resource group is empty for an attachment that holds in the whole account.
ALTER TABLE policy_attachments RENAME TO former_attachments;
CREATE TABLE policy_attachments (
  account_id TEXT NOT NULL REFERENCES accounts,
  principal_type TEXT NOT NULL CHECK (principal_type IN ('user', 'group', 'role')),
  principal_id TEXT NOT NULL,
  policy_type TEXT NOT NULL CHECK (policy_type IN ('Custom', 'System')),
  policy_name TEXT NOT NULL,
  resource_group_id TEXT NOT NULL,
  attached_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, principal_type, principal_id, policy_type, policy_name,
    resource_group_id)
) WITHOUT ROWID;
CREATE INDEX policy_attachments_by_policy
  ON policy_attachments (account_id, policy_type, policy_name, principal_type, principal_id);
INSERT INTO policy_attachments
  SELECT f.account_id, 'user', f.user_id, 'Custom', f.policy_name, '', p.created_at
  FROM former_attachments f
  JOIN policies p ON p.account_id = f.account_id AND p.policy_name = f.policy_name;
DROP TABLE former_attachments;
`,
  },
  {
    name: '0004-resource-groups-and-audit',
    sql: `
CREATE TABLE resource_groups (
  account_id TEXT NOT NULL REFERENCES accounts,
  resource_group_id TEXT NOT NULL,
  name TEXT NOT NULL,
  display_name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, resource_group_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX resource_groups_by_name ON resource_groups (account_id, name);
INSERT INTO resource_groups
  SELECT account_id, default_resource_group_id, 'default', 'default resource group', created_at
  FROM accounts;
-- Resources name groups that nobody made; they stay in them.
INSERT OR IGNORE INTO resource_groups
  SELECT r.account_id, r.resource_group_id, r.resource_group_id, r.resource_group_id, min(r.created_at)
  FROM (SELECT account_id, resource_group_id, created_at FROM ipams
    UNION ALL SELECT account_id, resource_group_id, created_at FROM scopes
    UNION ALL SELECT account_id, resource_group_id, created_at FROM pools
    UNION ALL SELECT account_id, resource_group_id, created_at FROM resource_discoveries) r
  GROUP BY 1, 2;
CREATE INDEX scopes_by_resource_group ON scopes (account_id, resource_group_id, scope_id);
CREATE INDEX pools_by_resource_group ON pools (account_id, resource_group_id, pool_id);

CREATE INDEX tags_by_key ON tags (account_id, resource_type, tag_key, tag_value, resource_id);

ALTER TABLE events ADD COLUMN code TEXT NOT NULL DEFAULT 'OK';
`,
  },
  {
    name: '0005-resource-sharing',
    sql: `
CREATE TABLE resource_shares (
  account_id TEXT NOT NULL REFERENCES accounts,
  share_id TEXT NOT NULL,
  name TEXT NOT NULL,
  allow_external_targets INTEGER NOT NULL,
  resource_group_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, share_id)
) WITHOUT ROWID;

CREATE TABLE share_resources (
  account_id TEXT NOT NULL,
  share_id TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  resource_type TEXT NOT NULL CHECK (resource_type IN ('IpamPool', 'IpamResourceDiscovery')),
  region_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, share_id, resource_id),
  FOREIGN KEY (account_id, share_id) REFERENCES resource_shares
) WITHOUT ROWID;
CREATE INDEX share_resources_by_resource ON share_resources (account_id, resource_id, share_id);

CREATE TABLE share_targets (
  account_id TEXT NOT NULL,
  share_id TEXT NOT NULL,
  target_id TEXT NOT NULL REFERENCES accounts,
  is_accepted INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, share_id, target_id),
  FOREIGN KEY (account_id, share_id) REFERENCES resource_shares
) WITHOUT ROWID;

CREATE TABLE share_invitations (
  account_id TEXT NOT NULL,
  invitation_id TEXT NOT NULL,
  share_id TEXT NOT NULL,
  receiver_account_id TEXT NOT NULL REFERENCES accounts,
  status TEXT NOT NULL CHECK (status IN ('Pending', 'Accepted', 'Rejected')),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, invitation_id),
  FOREIGN KEY (account_id, share_id) REFERENCES resource_shares
) WITHOUT ROWID;
CREATE INDEX share_invitations_by_share
  ON share_invitations (account_id, share_id, receiver_account_id);

-- What an account finds by its own id: invitations it received and shares it accepted.
CREATE TABLE received_invitations (
  account_id TEXT NOT NULL REFERENCES accounts,
  invitation_id TEXT NOT NULL,
  owner_account_id TEXT NOT NULL,
  PRIMARY KEY (account_id, invitation_id),
  FOREIGN KEY (owner_account_id, invitation_id) REFERENCES share_invitations
) WITHOUT ROWID;

CREATE TABLE received_shares (
  account_id TEXT NOT NULL REFERENCES accounts,
  share_id TEXT NOT NULL,
  owner_account_id TEXT NOT NULL,
  PRIMARY KEY (account_id, share_id),
  FOREIGN KEY (owner_account_id, share_id) REFERENCES resource_shares
) WITHOUT ROWID;

-- What accepted shares come to. The name and the description are the principal's own; those of the
-- owner hold while they are NULL.
ALTER TABLE shared_pools ADD COLUMN own_name TEXT;
ALTER TABLE shared_pools ADD COLUMN own_description TEXT;
CREATE INDEX shared_pools_by_owner ON shared_pools (owner_account_id, pool_id);
CREATE INDEX pools_that_are_shared ON pools (account_id, pool_id) WHERE is_shared = 1;

CREATE TABLE shared_discoveries (
  account_id TEXT NOT NULL REFERENCES accounts,
  discovery_id TEXT NOT NULL,
  owner_account_id TEXT NOT NULL REFERENCES accounts,
  own_name TEXT,
  own_description TEXT,
  own_resource_group_id TEXT,
  PRIMARY KEY (account_id, discovery_id)
) WITHOUT ROWID;
CREATE INDEX shared_discoveries_by_owner ON shared_discoveries (owner_account_id, discovery_id);
`,
  },
  {
    name: '0006-accounts',
    sql: `
CREATE UNIQUE INDEX accounts_by_name ON accounts (account_name);
CREATE INDEX accounts_by_age ON accounts (created_at, account_id);
`,
  },
  {
    name: '0007-inventory',
    sql: `
CREATE TABLE inventory_sources (
  account_id TEXT NOT NULL REFERENCES accounts,
  source_name TEXT NOT NULL,
  version INTEGER NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('Full', 'Delta')),
  is_complete INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, source_name)
) WITHOUT ROWID;

-- The source name is empty for what this server's own VPC operations made.
CREATE TABLE discovered_resources (
  account_id TEXT NOT NULL REFERENCES accounts,
  resource_id TEXT NOT NULL,
  resource_type TEXT NOT NULL CHECK (resource_type IN ('VPC', 'VSwitch')),
  region_id TEXT NOT NULL,
  vpc_id TEXT NOT NULL,
  name TEXT NOT NULL,
  source_name TEXT NOT NULL,
  source_version INTEGER NOT NULL,
  discovered_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, resource_id)
) WITHOUT ROWID;
CREATE INDEX discovered_resources_by_source
  ON discovered_resources (account_id, source_name, resource_id) WHERE source_name <> '';

-- Used addresses are decimal text: those of an IPv6 network are more than an integer holds.
CREATE TABLE discovered_cidrs (
  account_id TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  ip_version TEXT NOT NULL CHECK (ip_version IN ('IPv4', 'IPv6')),
  first_key TEXT NOT NULL,
  last_key TEXT NOT NULL,
  prefix_length INTEGER NOT NULL,
  resource_type TEXT NOT NULL,
  region_id TEXT NOT NULL,
  vpc_id TEXT NOT NULL,
  used_count TEXT NOT NULL,
  PRIMARY KEY (account_id, resource_id, ip_version, first_key)
) WITHOUT ROWID;
CREATE INDEX discovered_cidrs_by_region
  ON discovered_cidrs (account_id, region_id, resource_type, resource_id, ip_version, first_key);
CREATE INDEX discovered_cidrs_by_vpc
  ON discovered_cidrs (account_id, vpc_id, resource_type, ip_version, first_key);

CREATE TABLE discovered_addresses (
  account_id TEXT NOT NULL REFERENCES accounts,
  vpc_id TEXT NOT NULL,
  ip_version TEXT NOT NULL CHECK (ip_version IN ('IPv4', 'IPv6')),
  first_key TEXT NOT NULL,
  vswitch_id TEXT NOT NULL,
  region_id TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  service_type TEXT NOT NULL,
  source_name TEXT NOT NULL,
  source_version INTEGER NOT NULL,
  PRIMARY KEY (account_id, vpc_id, ip_version, first_key)
) WITHOUT ROWID;
CREATE INDEX discovered_addresses_by_vswitch
  ON discovered_addresses (account_id, vswitch_id, ip_version, first_key);
CREATE INDEX discovered_addresses_by_source
  ON discovered_addresses (account_id, source_name, vpc_id, ip_version, first_key);
CREATE INDEX discovered_addresses_by_resource
  ON discovered_addresses (account_id, resource_id);

-- How many rows a list of a region has, so that no list counts its rows. Not kept by triggers: a
-- statement with triggers can be undone alone, which costs more the larger its transaction is.
CREATE TABLE discovered_counts (
  account_id TEXT NOT NULL,
  region_id TEXT NOT NULL,
  resource_type TEXT NOT NULL,
  cidr_count INTEGER NOT NULL CHECK (cidr_count >= 0),
  PRIMARY KEY (account_id, region_id, resource_type)
) WITHOUT ROWID;

-- The CIDRs of resources as each IPAM sees them; the account is the IPAM's. The pool and the
-- allocation are empty where no pool manages the CIDR.
CREATE TABLE resource_cidrs (
  account_id TEXT NOT NULL REFERENCES accounts,
  scope_id TEXT NOT NULL,
  ip_version TEXT NOT NULL CHECK (ip_version IN ('IPv4', 'IPv6')),
  first_key TEXT NOT NULL,
  last_key TEXT NOT NULL,
  prefix_length INTEGER NOT NULL,
  owner_id TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  resource_type TEXT NOT NULL,
  region_id TEXT NOT NULL,
  vpc_id TEXT NOT NULL,
  ipam_id TEXT NOT NULL,
  pool_id TEXT NOT NULL,
  allocation_id TEXT NOT NULL,
  is_ignored INTEGER NOT NULL,
  is_overlapping INTEGER NOT NULL,
  PRIMARY KEY (account_id, scope_id, ip_version, first_key, prefix_length, owner_id, resource_id),
  FOREIGN KEY (account_id, scope_id) REFERENCES scopes
) WITHOUT ROWID;
CREATE INDEX resource_cidrs_by_resource ON resource_cidrs (owner_id, resource_id);
CREATE INDEX resource_cidrs_by_id ON resource_cidrs (account_id, scope_id, resource_id);
CREATE INDEX resource_cidrs_by_vpc ON resource_cidrs (account_id, vpc_id, scope_id);
CREATE INDEX resource_cidrs_by_type ON resource_cidrs
  (account_id, scope_id, resource_type, ip_version, first_key, prefix_length);
CREATE INDEX resource_cidrs_by_pool ON resource_cidrs
  (account_id, scope_id, pool_id, ip_version, first_key, prefix_length) WHERE pool_id <> '';
CREATE INDEX resource_cidrs_without_overlap ON resource_cidrs
  (account_id, scope_id, ip_version, first_key, prefix_length, last_key, vpc_id, resource_type)
  WHERE is_overlapping = 0 AND is_ignored = 0;

CREATE TABLE resource_cidr_counts (
  account_id TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  pool_id TEXT NOT NULL,
  resource_type TEXT NOT NULL,
  cidr_count INTEGER NOT NULL CHECK (cidr_count >= 0),
  PRIMARY KEY (account_id, scope_id, pool_id, resource_type)
) WITHOUT ROWID;

CREATE TABLE ignored_resources (
  account_id TEXT NOT NULL,
  ipam_id TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  PRIMARY KEY (account_id, ipam_id, owner_id, resource_id),
  FOREIGN KEY (account_id, ipam_id) REFERENCES ipams
) WITHOUT ROWID;

CREATE INDEX allocations_of_networks ON allocations (resource_owner_id, resource_id)
  WHERE resource_type = 'VPC';
CREATE INDEX pool_cidrs_by_scope ON pool_cidrs (account_id, scope_id, ip_version, first_key);
CREATE INDEX discovery_associations_by_discovery
  ON discovery_associations (discovery_owner_id, discovery_id);

-- What a filled inventory is like, for the choice of indexes: without it a list with a filter goes
-- through its whole scope in the order asked for. Rows, then rows alike in the first columns.
ANALYZE sqlite_schema;
DELETE FROM sqlite_stat1 WHERE tbl IN
  ('resource_cidrs', 'discovered_resources', 'discovered_cidrs', 'discovered_addresses');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('resource_cidrs', 'resource_cidrs', '200000 200000 100000 80000 2 1 1 1'),
  ('resource_cidrs', 'resource_cidrs_by_resource', '200000 200000 2'),
  ('resource_cidrs', 'resource_cidrs_by_id', '200000 200000 100000 1'),
  ('resource_cidrs', 'resource_cidrs_by_vpc', '200000 200000 100 50'),
  ('resource_cidrs', 'resource_cidrs_by_type', '200000 200000 100000 50000 40000 2 1'),
  ('resource_cidrs', 'resource_cidrs_by_pool', '100000 100000 50000 200 200 2 1'),
  ('resource_cidrs', 'resource_cidrs_without_overlap', '150000 150000 75000 60000 2 1 1 1 1'),
  ('discovered_resources', 'discovered_resources', '200000 200000 1'),
  ('discovered_resources', 'discovered_resources_by_source', '200000 200000 20000 1'),
  ('discovered_cidrs', 'discovered_cidrs', '200000 200000 1 1 1'),
  ('discovered_cidrs', 'discovered_cidrs_by_region', '200000 200000 20000 10000 1 1 1'),
  ('discovered_cidrs', 'discovered_cidrs_by_vpc', '200000 200000 100 100 100 1'),
  ('discovered_addresses', 'discovered_addresses', '1000000 1000000 500 500 1'),
  ('discovered_addresses', 'discovered_addresses_by_vswitch', '1000000 1000000 20 20 1'),
  ('discovered_addresses', 'discovered_addresses_by_source', '1000000 1000000 100000 500 500 1'),
  ('discovered_addresses', 'discovered_addresses_by_resource', '1000000 1000000 2');
ANALYZE sqlite_schema;
`,
  },
  {
    name: '0008-address-history',
    sql: `
CREATE INDEX pool_cidrs_by_address
  ON pool_cidrs (account_id, ip_version, first_key, prefix_length, last_key, scope_id);

-- The history outlives its pools, and so says itself which scope they were in. It is looked up by
-- address over all pools; ids grow with time, so by id it is in order of allocation.
ALTER TABLE allocation_history RENAME TO former_allocation_history;
CREATE TABLE allocation_history (
  account_id TEXT NOT NULL,
  ip_version TEXT NOT NULL,
  first_key TEXT NOT NULL,
  prefix_length INTEGER NOT NULL,
  allocation_id TEXT NOT NULL,
  last_key TEXT NOT NULL,
  pool_id TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  resource_type TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  resource_region_id TEXT NOT NULL,
  resource_owner_id TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  released_by TEXT NOT NULL,
  released_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, ip_version, first_key, prefix_length, allocation_id)
) WITHOUT ROWID;
-- The scope of a pool that is gone stands in the event of its deletion, while that is kept.
INSERT INTO allocation_history
  SELECT h.account_id, CASE length(h.first_key) WHEN 8 THEN 'IPv4' ELSE 'IPv6' END, h.first_key,
    h.prefix_length, h.allocation_id, h.last_key, h.pool_id,
    coalesce(p.scope_id, d.scope_id, ''), h.name, h.description, h.resource_type, h.resource_id, h.resource_region_id,
    h.resource_owner_id, h.created_by, h.created_at, h.released_by, h.released_at
  FROM former_allocation_history h
  LEFT JOIN pools p ON p.account_id = h.account_id AND p.pool_id = h.pool_id
  LEFT JOIN (SELECT account_id, resource_id AS pool_id,
      max(json_extract(before_state, '$.scopeId')) AS scope_id
    FROM events WHERE operation = 'VpcIpam.DeleteIpamPool' AND code = 'OK' GROUP BY 1, 2) d
    ON d.account_id = h.account_id AND d.pool_id = h.pool_id;
DROP TABLE former_allocation_history;
CREATE UNIQUE INDEX allocation_history_by_id ON allocation_history (account_id, allocation_id);
CREATE INDEX allocation_history_by_release ON allocation_history (account_id, released_at);
`,
  },
  {
    name: '0009-directory-and-members',
    sql: `
-- The root folder has no row, and an account without a placement is in it. Ids of folders are
-- unique over all accounts.
CREATE TABLE folders (
  account_id TEXT NOT NULL REFERENCES accounts,
  folder_id TEXT NOT NULL,
  parent_folder_id TEXT NOT NULL,
  name TEXT NOT NULL,
  depth INTEGER NOT NULL CHECK (depth BETWEEN 1 AND 5),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, folder_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX folders_by_name ON folders (account_id, parent_folder_id, name);
CREATE UNIQUE INDEX folders_by_id ON folders (folder_id, parent_folder_id);
CREATE INDEX folders_by_parent ON folders (parent_folder_id, folder_id);

CREATE TABLE account_placements (
  account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts,
  directory_account_id TEXT NOT NULL,
  folder_id TEXT NOT NULL,
  placed_at INTEGER NOT NULL,
  FOREIGN KEY (directory_account_id, folder_id) REFERENCES folders
) WITHOUT ROWID;
CREATE INDEX account_placements_by_folder ON account_placements (folder_id, account_id);

CREATE TABLE delegated_administrators (
  account_id TEXT NOT NULL REFERENCES accounts,
  service_principal TEXT NOT NULL,
  administrator_id TEXT NOT NULL REFERENCES accounts,
  registered_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, service_principal)
) WITHOUT ROWID;

CREATE TABLE ipam_members (
  account_id TEXT NOT NULL,
  ipam_id TEXT NOT NULL,
  member_type TEXT NOT NULL CHECK (member_type IN ('Folder', 'Account')),
  member_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, ipam_id, member_id),
  FOREIGN KEY (account_id, ipam_id) REFERENCES ipams
) WITHOUT ROWID;
CREATE INDEX ipam_members_by_member ON ipam_members (member_id, account_id, ipam_id);

-- What members come to within the quota, by the account that is covered.
CREATE TABLE covered_accounts (
  account_id TEXT NOT NULL REFERENCES accounts,
  ipam_id TEXT NOT NULL,
  owner_account_id TEXT NOT NULL,
  PRIMARY KEY (account_id, ipam_id),
  FOREIGN KEY (owner_account_id, ipam_id) REFERENCES ipams
) WITHOUT ROWID;
CREATE INDEX covered_accounts_by_owner
  ON covered_accounts (owner_account_id, ipam_id, account_id);

CREATE TABLE control_policies (
  account_id TEXT NOT NULL REFERENCES accounts,
  policy_id TEXT NOT NULL,
  policy_name TEXT NOT NULL,
  description TEXT NOT NULL,
  document TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, policy_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX control_policies_by_name ON control_policies (account_id, policy_name);

CREATE TABLE control_policy_attachments (
  account_id TEXT NOT NULL,
  target_id TEXT NOT NULL,
  policy_id TEXT NOT NULL,
  attached_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, target_id, policy_id),
  FOREIGN KEY (account_id, policy_id) REFERENCES control_policies
) WITHOUT ROWID;
CREATE INDEX control_policy_attachments_by_policy
  ON control_policy_attachments (account_id, policy_id, target_id);

CREATE INDEX share_targets_by_target ON share_targets (target_id, account_id, share_id);
`,
  },
  {
    name: '0010-vpcs',
    sql: `
CREATE TABLE vpcs (
  account_id TEXT NOT NULL REFERENCES accounts,
  vpc_id TEXT NOT NULL,
  region_id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  resource_group_id TEXT NOT NULL,
  router_id TEXT NOT NULL,
  route_table_id TEXT NOT NULL,
  -- A JSON array of texts.
  user_cidrs TEXT NOT NULL,
  is_dns_hostname_enabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, vpc_id)
) WITHOUT ROWID;
CREATE INDEX vpcs_by_region ON vpcs (account_id, region_id, vpc_id);
CREATE INDEX vpcs_by_resource_group ON vpcs (account_id, resource_group_id, vpc_id);

-- The primary block comes first. The ISP is empty for IPv4.
CREATE TABLE vpc_cidrs (
  account_id TEXT NOT NULL,
  vpc_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  ip_version TEXT NOT NULL CHECK (ip_version IN ('IPv4', 'IPv6')),
  first_key TEXT NOT NULL,
  last_key TEXT NOT NULL,
  prefix_length INTEGER NOT NULL,
  isp TEXT NOT NULL CHECK ((isp = '') = (ip_version = 'IPv4')),
  PRIMARY KEY (account_id, vpc_id, position),
  FOREIGN KEY (account_id, vpc_id) REFERENCES vpcs
) WITHOUT ROWID;
CREATE INDEX vpc_cidrs_by_address ON vpc_cidrs (ip_version, first_key, prefix_length);

CREATE TABLE vswitches (
  account_id TEXT NOT NULL,
  vswitch_id TEXT NOT NULL,
  vpc_id TEXT NOT NULL,
  region_id TEXT NOT NULL,
  zone_id TEXT NOT NULL,
  first_key TEXT NOT NULL,
  last_key TEXT NOT NULL,
  prefix_length INTEGER NOT NULL,
  ipv6_first_key TEXT,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  resource_group_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, vswitch_id),
  FOREIGN KEY (account_id, vpc_id) REFERENCES vpcs
) WITHOUT ROWID;
CREATE INDEX vswitches_by_region ON vswitches (account_id, region_id, vswitch_id);
CREATE INDEX vswitches_by_resource_group ON vswitches (account_id, resource_group_id, vswitch_id);
CREATE INDEX vswitches_by_address ON vswitches (account_id, vpc_id, first_key, last_key);
CREATE UNIQUE INDEX vswitches_by_ipv6 ON vswitches (account_id, vpc_id, ipv6_first_key);

CREATE TRIGGER vpc_cidrs_never_overlap BEFORE INSERT ON vpc_cidrs
WHEN EXISTS (SELECT 1 FROM vpc_cidrs WHERE account_id = NEW.account_id AND vpc_id = NEW.vpc_id
  AND ip_version = NEW.ip_version AND first_key <= NEW.last_key AND last_key >= NEW.first_key)
BEGIN SELECT RAISE(ABORT, 'overlap: another block of the VPC has these addresses'); END;

-- As with allocations: the row before the end of a new one is the only one that can reach into it.
CREATE TRIGGER vswitches_never_overlap BEFORE INSERT ON vswitches
WHEN (SELECT last_key FROM vswitches WHERE account_id = NEW.account_id AND vpc_id = NEW.vpc_id
  AND first_key <= NEW.last_key ORDER BY first_key DESC LIMIT 1) >= NEW.first_key
BEGIN SELECT RAISE(ABORT, 'overlap: another VSwitch of the VPC has these addresses'); END;
`,
  },
  {
    name: '0011-resource-discoveries',
    sql: `
INSERT INTO resource_counts
  SELECT account_id, region_id, 'resource_discoveries', count(*) FROM resource_discoveries
  GROUP BY 1, 2;
CREATE TRIGGER resource_discoveries_are_counted AFTER INSERT ON resource_discoveries BEGIN
  INSERT INTO resource_counts VALUES (NEW.account_id, NEW.region_id, 'resource_discoveries', 1)
    ON CONFLICT DO UPDATE SET resource_count = resource_count + 1;
END;
CREATE TRIGGER resource_discoveries_are_discounted AFTER DELETE ON resource_discoveries BEGIN
  UPDATE resource_counts SET resource_count = resource_count - 1
  WHERE account_id = OLD.account_id AND region_id = OLD.region_id
    AND resource_type = 'resource_discoveries';
END;
CREATE INDEX shared_discoveries_by_resource_group
  ON shared_discoveries (account_id, own_resource_group_id)
  WHERE own_resource_group_id IS NOT NULL;
`,
  },
];
