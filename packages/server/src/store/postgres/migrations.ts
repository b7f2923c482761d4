import type { Migration } from '../sqlite/migrations.ts';

/** The tables compare and order text by its bytes, whatever the locale of the database is. */
const TEXT = 'TEXT COLLATE "C"';

/**
 * Numbered migrations, applied in order, each in a transaction of its own. A migration that has been
 * released never changes; a new one follows it. Servers of the version before may be running while
 * one is applied: it adds what they do not mind (a table, a column with a default, an index), and what
 * they still use goes with a later version only.
 */
export const POSTGRES_MIGRATIONS: readonly Migration[] = [
  {
    name: '0001-all-tables',
    sql: `
-- The addresses of a row as a network, for exclusion constraints. Those of IPv4 are networks of IPv6
-- that begin with 96 bits of the hash of what they belong to: the same addresses of another place are
-- far away from them.
CREATE FUNCTION block_in(place_hash TEXT, first_key TEXT, prefix_length INTEGER) RETURNS INET
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE length(first_key) WHEN 8 THEN (
    substr(place_hash, 1, 4) || ':' || substr(place_hash, 5, 4) || ':' || substr(place_hash, 9, 4)
    || ':' || substr(place_hash, 13, 4) || ':' || substr(place_hash, 17, 4)
    || ':' || substr(place_hash, 21, 4) || ':' || substr(first_key, 1, 4)
    || ':' || substr(first_key, 5, 4) || '/' || (96 + prefix_length))::inet
  ELSE (regexp_replace(first_key, '(....)(?=.)', '\\1:', 'g') || '/' || prefix_length)::inet END
$$;

-- The same for an IPv4 allocation, with 64 bits of a hash and as few steps as can be: most of what the
-- constraint costs is this, for every row that is added.
CREATE FUNCTION ipv4_allocation_in(account_id TEXT, pool_id TEXT, first_key TEXT, prefix_length INTEGER)
RETURNS INET LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT set_masklen((
    to_hex((hashtextextended(pool_id, hashtextextended(account_id, 0)) >> 48) & 65535) || ':' ||
    to_hex((hashtextextended(pool_id, hashtextextended(account_id, 0)) >> 32) & 65535) || ':' ||
    to_hex((hashtextextended(pool_id, hashtextextended(account_id, 0)) >> 16) & 65535) || ':' ||
    to_hex(hashtextextended(pool_id, hashtextextended(account_id, 0)) & 65535) || '::')::inet
    + ('x' || first_key)::bit(32)::bigint, 96 + prefix_length)
$$;

-- What a statement must have changed, judged in the transaction: its commit can be sent along.
CREATE FUNCTION require_rows(changed_rows BIGINT, wanted_rows BIGINT) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
BEGIN
  IF changed_rows <> wanted_rows THEN
    RAISE EXCEPTION '% rows in place of %', changed_rows, wanted_rows USING ERRCODE = 'CDROW';
  END IF;
  RETURN TRUE;
END $$;

CREATE TABLE store_properties (
  name ${TEXT} PRIMARY KEY,
  value ${TEXT} NOT NULL
);

CREATE TABLE accounts (
  account_id ${TEXT} PRIMARY KEY,
  account_name ${TEXT} NOT NULL,
  status ${TEXT} NOT NULL,
  service_opened_at BIGINT,
  default_resource_group_id ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX accounts_by_name ON accounts (account_name);
CREATE INDEX accounts_by_age ON accounts (created_at, account_id);

CREATE TABLE access_keys (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  access_key_id ${TEXT} NOT NULL,
  user_id ${TEXT},
  encrypted_secret BYTEA NOT NULL,
  status ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, access_key_id)
);
CREATE UNIQUE INDEX access_keys_by_id ON access_keys (access_key_id);
CREATE INDEX access_keys_by_user ON access_keys (account_id, user_id);

CREATE TABLE users (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  user_id ${TEXT} NOT NULL,
  user_name ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  display_name ${TEXT} NOT NULL DEFAULT '',
  mobile_phone ${TEXT} NOT NULL DEFAULT '',
  email ${TEXT} NOT NULL DEFAULT '',
  comments ${TEXT} NOT NULL DEFAULT '',
  updated_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, user_id)
);
CREATE UNIQUE INDEX users_by_name ON users (account_id, user_name);

CREATE TABLE policies (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  policy_name ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  description ${TEXT} NOT NULL DEFAULT '',
  default_version BIGINT NOT NULL DEFAULT 1,
  latest_version BIGINT NOT NULL DEFAULT 1,
  updated_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, policy_name)
);

CREATE TABLE ipams (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  ipam_id ${TEXT} NOT NULL,
  region_id ${TEXT} NOT NULL,
  name ${TEXT} NOT NULL,
  description ${TEXT} NOT NULL,
  resource_group_id ${TEXT} NOT NULL,
  operating_regions ${TEXT} NOT NULL,
  public_default_scope_id ${TEXT} NOT NULL,
  private_default_scope_id ${TEXT} NOT NULL,
  default_discovery_id ${TEXT} NOT NULL,
  default_association_id ${TEXT} NOT NULL,
  scope_count BIGINT NOT NULL CHECK (scope_count >= 0),
  association_count BIGINT NOT NULL CHECK (association_count >= 0),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, ipam_id)
);
CREATE INDEX ipams_by_region ON ipams (account_id, region_id, ipam_id);

CREATE TABLE scopes (
  account_id ${TEXT} NOT NULL,
  scope_id ${TEXT} NOT NULL,
  ipam_id ${TEXT} NOT NULL,
  region_id ${TEXT} NOT NULL,
  scope_type ${TEXT} NOT NULL CHECK (scope_type IN ('public', 'private')),
  is_default INTEGER NOT NULL,
  name ${TEXT} NOT NULL,
  description ${TEXT} NOT NULL,
  resource_group_id ${TEXT} NOT NULL,
  pool_count BIGINT NOT NULL CHECK (pool_count >= 0),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, scope_id),
  FOREIGN KEY (account_id, ipam_id) REFERENCES ipams
);
CREATE INDEX scopes_by_ipam ON scopes (account_id, ipam_id, scope_id);
CREATE INDEX scopes_by_resource_group ON scopes (account_id, resource_group_id, scope_id);

CREATE TABLE pools (
  account_id ${TEXT} NOT NULL,
  pool_id ${TEXT} NOT NULL,
  ipam_id ${TEXT} NOT NULL,
  scope_id ${TEXT} NOT NULL,
  scope_type ${TEXT} NOT NULL,
  region_id ${TEXT} NOT NULL,
  pool_region_id ${TEXT},
  source_pool_id ${TEXT},
  depth INTEGER NOT NULL CHECK (depth >= 0),
  ip_version ${TEXT} NOT NULL CHECK (ip_version IN ('IPv4', 'IPv6')),
  ipv6_isp ${TEXT},
  name ${TEXT} NOT NULL,
  description ${TEXT} NOT NULL,
  resource_group_id ${TEXT} NOT NULL,
  min_mask INTEGER,
  max_mask INTEGER,
  default_mask INTEGER,
  auto_import INTEGER NOT NULL,
  is_shared INTEGER NOT NULL,
  sub_pool_count BIGINT NOT NULL CHECK (sub_pool_count >= 0),
  available_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  cidr_count BIGINT NOT NULL DEFAULT 0 CHECK (cidr_count >= 0),
  allocation_count BIGINT NOT NULL DEFAULT 0
    CHECK (allocation_count >= 0),
  PRIMARY KEY (account_id, pool_id),
  FOREIGN KEY (account_id, scope_id) REFERENCES scopes,
  FOREIGN KEY (account_id, source_pool_id) REFERENCES pools
);
CREATE INDEX pools_by_scope ON pools (account_id, scope_id, pool_id);
CREATE INDEX pools_by_source_pool ON pools (account_id, source_pool_id, pool_id)
  WHERE source_pool_id IS NOT NULL;
CREATE INDEX public_top_pools ON pools (account_id, pool_region_id, ipv6_isp)
  WHERE ipv6_isp IS NOT NULL AND source_pool_id IS NULL;
CREATE INDEX pools_by_ipam_and_region ON pools (account_id, ipam_id, pool_region_id);
CREATE INDEX pools_by_resource_group ON pools (account_id, resource_group_id, pool_id);
CREATE INDEX pools_that_are_shared ON pools (account_id, pool_id) WHERE is_shared = 1;

CREATE TABLE shared_pools (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  pool_id ${TEXT} NOT NULL,
  owner_account_id ${TEXT} NOT NULL REFERENCES accounts,
  own_name ${TEXT},
  own_description ${TEXT},
  PRIMARY KEY (account_id, pool_id)
);
CREATE INDEX shared_pools_by_owner ON shared_pools (owner_account_id, pool_id);

CREATE TABLE resource_discoveries (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  discovery_id ${TEXT} NOT NULL,
  region_id ${TEXT} NOT NULL,
  discovery_type ${TEXT} NOT NULL CHECK (discovery_type IN ('system', 'custom')),
  name ${TEXT} NOT NULL,
  description ${TEXT} NOT NULL,
  resource_group_id ${TEXT} NOT NULL,
  operating_regions ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, discovery_id)
);
CREATE INDEX resource_discoveries_by_region
  ON resource_discoveries (account_id, region_id, discovery_id);

CREATE TABLE discovery_associations (
  account_id ${TEXT} NOT NULL,
  association_id ${TEXT} NOT NULL,
  ipam_id ${TEXT} NOT NULL,
  discovery_id ${TEXT} NOT NULL,
  discovery_owner_id ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, association_id),
  FOREIGN KEY (account_id, ipam_id) REFERENCES ipams
);
CREATE UNIQUE INDEX discovery_associations_by_ipam
  ON discovery_associations (account_id, ipam_id, discovery_id);
CREATE INDEX discovery_associations_by_discovery
  ON discovery_associations (discovery_owner_id, discovery_id);

CREATE TABLE tags (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  resource_id ${TEXT} NOT NULL,
  tag_key ${TEXT} NOT NULL,
  tag_value ${TEXT} NOT NULL,
  resource_type ${TEXT} NOT NULL,
  PRIMARY KEY (account_id, resource_id, tag_key)
);
CREATE INDEX tags_by_key ON tags (account_id, resource_type, tag_key, tag_value, resource_id);

CREATE TABLE client_tokens (
  account_id ${TEXT} NOT NULL,
  operation ${TEXT} NOT NULL,
  token ${TEXT} NOT NULL,
  request_hash ${TEXT} NOT NULL,
  response ${TEXT} NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, operation, token)
);
CREATE INDEX client_tokens_by_expiry ON client_tokens (expires_at);

-- Several servers write: the key refuses a nonce that any of them has recorded. The transaction is the
-- mark by which a server whose connection broke finds out whether its commit was carried out.
CREATE TABLE signature_nonces (
  account_id ${TEXT} NOT NULL,
  access_key_id ${TEXT} NOT NULL,
  nonce ${TEXT} NOT NULL,
  expires_at BIGINT NOT NULL,
  transaction_id ${TEXT} NOT NULL,
  PRIMARY KEY (account_id, access_key_id, nonce)
);
CREATE INDEX signature_nonces_by_expiry ON signature_nonces (expires_at);

CREATE TABLE events (
  account_id ${TEXT} NOT NULL,
  event_id ${TEXT} NOT NULL,
  occurred_at BIGINT NOT NULL,
  operation ${TEXT} NOT NULL,
  principal_arn ${TEXT} NOT NULL,
  access_key_id ${TEXT} NOT NULL,
  resource_type ${TEXT} NOT NULL,
  resource_id ${TEXT} NOT NULL,
  before_state ${TEXT},
  after_state ${TEXT},
  request_hash ${TEXT},
  response ${TEXT},
  code ${TEXT} NOT NULL DEFAULT 'OK',
  PRIMARY KEY (account_id, event_id)
);

CREATE TABLE pool_cidrs (
  account_id ${TEXT} NOT NULL,
  pool_id ${TEXT} NOT NULL,
  first_key ${TEXT} NOT NULL,
  last_key ${TEXT} NOT NULL,
  prefix_length INTEGER NOT NULL,
  scope_id ${TEXT} NOT NULL,
  ip_version ${TEXT} NOT NULL,
  source_pool_id ${TEXT},
  public_supply ${TEXT},
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, pool_id, first_key),
  FOREIGN KEY (account_id, pool_id) REFERENCES pools,
  CONSTRAINT pool_cidrs_never_overlap EXCLUDE USING gist
    (block_in(md5(pool_id), first_key, prefix_length) inet_ops WITH &&, pool_id WITH =,
      account_id WITH =),
  CONSTRAINT top_level_cidrs_never_overlap EXCLUDE USING gist
    (block_in(md5(scope_id), first_key, prefix_length) inet_ops WITH &&, scope_id WITH =,
      account_id WITH =) WHERE (source_pool_id IS NULL),
  CONSTRAINT public_cidrs_never_overlap EXCLUDE USING gist
    (block_in(md5(public_supply), first_key, prefix_length) inet_ops WITH &&,
      public_supply WITH =) WHERE (public_supply IS NOT NULL)
);
CREATE INDEX top_level_cidrs ON pool_cidrs (account_id, scope_id, ip_version, first_key)
  WHERE source_pool_id IS NULL;
CREATE INDEX public_cidrs ON pool_cidrs (public_supply, first_key)
  WHERE public_supply IS NOT NULL;
CREATE INDEX pool_cidrs_by_scope ON pool_cidrs (account_id, scope_id, ip_version, first_key);
CREATE INDEX pool_cidrs_by_address
  ON pool_cidrs (account_id, ip_version, first_key, prefix_length, last_key, scope_id);

CREATE TABLE free_blocks (
  account_id ${TEXT} NOT NULL,
  pool_id ${TEXT} NOT NULL,
  prefix_length INTEGER NOT NULL,
  first_key ${TEXT} NOT NULL,
  source_prefix_length INTEGER NOT NULL,
  PRIMARY KEY (account_id, pool_id, first_key)
);
CREATE UNIQUE INDEX free_blocks_by_length
  ON free_blocks (account_id, pool_id, prefix_length, first_key);

CREATE TABLE allocations (
  account_id ${TEXT} NOT NULL,
  pool_id ${TEXT} NOT NULL,
  first_key ${TEXT} NOT NULL,
  last_key ${TEXT} NOT NULL,
  prefix_length INTEGER NOT NULL,
  source_prefix_length INTEGER NOT NULL,
  allocation_id ${TEXT} NOT NULL,
  name ${TEXT} NOT NULL,
  description ${TEXT} NOT NULL,
  resource_type ${TEXT} NOT NULL CHECK (resource_type IN ('Custom', 'VPC', 'IpamPool')),
  resource_id ${TEXT} NOT NULL,
  resource_region_id ${TEXT} NOT NULL,
  resource_owner_id ${TEXT} NOT NULL,
  created_by ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, pool_id, first_key),
  -- Not an index of several columns, which is many times slower to add to.
  CONSTRAINT ipv4_allocations_never_overlap EXCLUDE USING spgist
    (ipv4_allocation_in(account_id, pool_id, first_key, prefix_length) inet_ops WITH &&)
    WHERE (length(first_key) = 8),
  CONSTRAINT ipv6_allocations_never_overlap EXCLUDE USING gist
    (block_in('', first_key, prefix_length) inet_ops WITH &&, pool_id WITH =, account_id WITH =)
    WHERE (length(first_key) > 8)
);
CREATE UNIQUE INDEX allocations_by_id ON allocations (account_id, allocation_id);
CREATE INDEX allocations_by_name ON allocations (account_id, pool_id, name) WHERE name <> '';
CREATE INDEX allocations_of_networks ON allocations (resource_owner_id, resource_id)
  WHERE resource_type = 'VPC';

-- The history outlives its pools, and so says itself which scope they were in.
CREATE TABLE allocation_history (
  account_id ${TEXT} NOT NULL,
  ip_version ${TEXT} NOT NULL,
  first_key ${TEXT} NOT NULL,
  prefix_length INTEGER NOT NULL,
  allocation_id ${TEXT} NOT NULL,
  last_key ${TEXT} NOT NULL,
  pool_id ${TEXT} NOT NULL,
  scope_id ${TEXT} NOT NULL,
  name ${TEXT} NOT NULL,
  description ${TEXT} NOT NULL,
  resource_type ${TEXT} NOT NULL,
  resource_id ${TEXT} NOT NULL,
  resource_region_id ${TEXT} NOT NULL,
  resource_owner_id ${TEXT} NOT NULL,
  created_by ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  released_by ${TEXT} NOT NULL,
  released_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, ip_version, first_key, prefix_length, allocation_id)
);
CREATE UNIQUE INDEX allocation_history_by_id ON allocation_history (account_id, allocation_id);
CREATE INDEX allocation_history_by_release ON allocation_history (account_id, released_at);

CREATE TABLE resource_counts (
  account_id ${TEXT} NOT NULL,
  region_id ${TEXT} NOT NULL,
  resource_type ${TEXT} NOT NULL,
  resource_count BIGINT NOT NULL CHECK (resource_count >= 0),
  PRIMARY KEY (account_id, region_id, resource_type)
);

CREATE TABLE roles (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  role_id ${TEXT} NOT NULL,
  role_name ${TEXT} NOT NULL,
  description ${TEXT} NOT NULL,
  trust_policy ${TEXT} NOT NULL,
  max_session_seconds INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, role_id)
);
CREATE UNIQUE INDEX roles_by_name ON roles (account_id, role_name);

CREATE TABLE user_groups (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  group_id ${TEXT} NOT NULL,
  group_name ${TEXT} NOT NULL,
  comments ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, group_id)
);
CREATE UNIQUE INDEX user_groups_by_name ON user_groups (account_id, group_name);

CREATE TABLE group_members (
  account_id ${TEXT} NOT NULL,
  group_id ${TEXT} NOT NULL,
  user_id ${TEXT} NOT NULL,
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, group_id, user_id),
  FOREIGN KEY (account_id, group_id) REFERENCES user_groups,
  FOREIGN KEY (account_id, user_id) REFERENCES users
);
CREATE INDEX group_members_by_user ON group_members (account_id, user_id, group_id);

CREATE TABLE policy_versions (
  account_id ${TEXT} NOT NULL,
  policy_name ${TEXT} NOT NULL,
  version BIGINT NOT NULL,
  document ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, policy_name, version),
  FOREIGN KEY (account_id, policy_name) REFERENCES policies
);

CREATE TABLE policy_attachments (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  principal_type ${TEXT} NOT NULL CHECK (principal_type IN ('user', 'group', 'role')),
  principal_id ${TEXT} NOT NULL,
  policy_type ${TEXT} NOT NULL CHECK (policy_type IN ('Custom', 'System')),
  policy_name ${TEXT} NOT NULL,
  resource_group_id ${TEXT} NOT NULL,
  attached_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, principal_type, principal_id, policy_type, policy_name,
    resource_group_id)
);
CREATE INDEX policy_attachments_by_policy
  ON policy_attachments (account_id, policy_type, policy_name, principal_type, principal_id);

CREATE TABLE resource_groups (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  resource_group_id ${TEXT} NOT NULL,
  name ${TEXT} NOT NULL,
  display_name ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, resource_group_id)
);
CREATE UNIQUE INDEX resource_groups_by_name ON resource_groups (account_id, name);

CREATE TABLE resource_shares (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  share_id ${TEXT} NOT NULL,
  name ${TEXT} NOT NULL,
  allow_external_targets INTEGER NOT NULL,
  resource_group_id ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, share_id)
);

CREATE TABLE share_resources (
  account_id ${TEXT} NOT NULL,
  share_id ${TEXT} NOT NULL,
  resource_id ${TEXT} NOT NULL,
  resource_type ${TEXT} NOT NULL CHECK
    (resource_type IN ('IpamPool', 'IpamResourceDiscovery')),
  region_id ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, share_id, resource_id),
  FOREIGN KEY (account_id, share_id) REFERENCES resource_shares
);
CREATE INDEX share_resources_by_resource ON share_resources (account_id, resource_id, share_id);

CREATE TABLE share_targets (
  account_id ${TEXT} NOT NULL,
  share_id ${TEXT} NOT NULL,
  target_id ${TEXT} NOT NULL REFERENCES accounts,
  is_accepted INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, share_id, target_id),
  FOREIGN KEY (account_id, share_id) REFERENCES resource_shares
);
CREATE INDEX share_targets_by_target ON share_targets (target_id, account_id, share_id);

CREATE TABLE share_invitations (
  account_id ${TEXT} NOT NULL,
  invitation_id ${TEXT} NOT NULL,
  share_id ${TEXT} NOT NULL,
  receiver_account_id ${TEXT} NOT NULL REFERENCES accounts,
  status ${TEXT} NOT NULL CHECK (status IN ('Pending', 'Accepted', 'Rejected')),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, invitation_id),
  FOREIGN KEY (account_id, share_id) REFERENCES resource_shares
);
CREATE INDEX share_invitations_by_share
  ON share_invitations (account_id, share_id, receiver_account_id);

CREATE TABLE received_invitations (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  invitation_id ${TEXT} NOT NULL,
  owner_account_id ${TEXT} NOT NULL,
  PRIMARY KEY (account_id, invitation_id),
  FOREIGN KEY (owner_account_id, invitation_id) REFERENCES share_invitations
);

CREATE TABLE received_shares (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  share_id ${TEXT} NOT NULL,
  owner_account_id ${TEXT} NOT NULL,
  PRIMARY KEY (account_id, share_id),
  FOREIGN KEY (owner_account_id, share_id) REFERENCES resource_shares
);

CREATE TABLE shared_discoveries (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  discovery_id ${TEXT} NOT NULL,
  owner_account_id ${TEXT} NOT NULL REFERENCES accounts,
  own_name ${TEXT},
  own_description ${TEXT},
  own_resource_group_id ${TEXT},
  PRIMARY KEY (account_id, discovery_id)
);
CREATE INDEX shared_discoveries_by_owner ON shared_discoveries (owner_account_id, discovery_id);
CREATE INDEX shared_discoveries_by_resource_group
  ON shared_discoveries (account_id, own_resource_group_id)
  WHERE own_resource_group_id IS NOT NULL;

CREATE TABLE inventory_sources (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  source_name ${TEXT} NOT NULL,
  version BIGINT NOT NULL,
  mode ${TEXT} NOT NULL CHECK (mode IN ('Full', 'Delta')),
  is_complete INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, source_name)
);

CREATE TABLE discovered_resources (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  resource_id ${TEXT} NOT NULL,
  resource_type ${TEXT} NOT NULL CHECK (resource_type IN ('VPC', 'VSwitch')),
  region_id ${TEXT} NOT NULL,
  vpc_id ${TEXT} NOT NULL,
  name ${TEXT} NOT NULL,
  source_name ${TEXT} NOT NULL,
  source_version BIGINT NOT NULL,
  discovered_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, resource_id)
);
CREATE INDEX discovered_resources_by_source
  ON discovered_resources (account_id, source_name, resource_id) WHERE source_name <> '';

CREATE TABLE discovered_cidrs (
  account_id ${TEXT} NOT NULL,
  resource_id ${TEXT} NOT NULL,
  position INTEGER NOT NULL,
  ip_version ${TEXT} NOT NULL CHECK (ip_version IN ('IPv4', 'IPv6')),
  first_key ${TEXT} NOT NULL,
  last_key ${TEXT} NOT NULL,
  prefix_length INTEGER NOT NULL,
  resource_type ${TEXT} NOT NULL,
  region_id ${TEXT} NOT NULL,
  vpc_id ${TEXT} NOT NULL,
  used_count ${TEXT} NOT NULL,
  PRIMARY KEY (account_id, resource_id, ip_version, first_key)
);
CREATE INDEX discovered_cidrs_by_region
  ON discovered_cidrs (account_id, region_id, resource_type, resource_id, ip_version, first_key);
CREATE INDEX discovered_cidrs_by_vpc
  ON discovered_cidrs (account_id, vpc_id, resource_type, ip_version, first_key);

CREATE TABLE discovered_addresses (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  vpc_id ${TEXT} NOT NULL,
  ip_version ${TEXT} NOT NULL CHECK (ip_version IN ('IPv4', 'IPv6')),
  first_key ${TEXT} NOT NULL,
  vswitch_id ${TEXT} NOT NULL,
  region_id ${TEXT} NOT NULL,
  resource_id ${TEXT} NOT NULL,
  service_type ${TEXT} NOT NULL,
  source_name ${TEXT} NOT NULL,
  source_version BIGINT NOT NULL,
  PRIMARY KEY (account_id, vpc_id, ip_version, first_key)
);
CREATE INDEX discovered_addresses_by_vswitch
  ON discovered_addresses (account_id, vswitch_id, ip_version, first_key);
CREATE INDEX discovered_addresses_by_source
  ON discovered_addresses (account_id, source_name, vpc_id, ip_version, first_key);
CREATE INDEX discovered_addresses_by_resource
  ON discovered_addresses (account_id, resource_id);

CREATE TABLE discovered_counts (
  account_id ${TEXT} NOT NULL,
  region_id ${TEXT} NOT NULL,
  resource_type ${TEXT} NOT NULL,
  cidr_count BIGINT NOT NULL CHECK (cidr_count >= 0),
  PRIMARY KEY (account_id, region_id, resource_type)
);

CREATE TABLE resource_cidrs (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  scope_id ${TEXT} NOT NULL,
  ip_version ${TEXT} NOT NULL CHECK (ip_version IN ('IPv4', 'IPv6')),
  first_key ${TEXT} NOT NULL,
  last_key ${TEXT} NOT NULL,
  prefix_length INTEGER NOT NULL,
  owner_id ${TEXT} NOT NULL,
  resource_id ${TEXT} NOT NULL,
  resource_type ${TEXT} NOT NULL,
  region_id ${TEXT} NOT NULL,
  vpc_id ${TEXT} NOT NULL,
  ipam_id ${TEXT} NOT NULL,
  pool_id ${TEXT} NOT NULL,
  allocation_id ${TEXT} NOT NULL,
  is_ignored INTEGER NOT NULL,
  is_overlapping INTEGER NOT NULL,
  PRIMARY KEY (account_id, scope_id, ip_version, first_key, prefix_length, owner_id, resource_id),
  FOREIGN KEY (account_id, scope_id) REFERENCES scopes
);
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
  account_id ${TEXT} NOT NULL,
  scope_id ${TEXT} NOT NULL,
  pool_id ${TEXT} NOT NULL,
  resource_type ${TEXT} NOT NULL,
  cidr_count BIGINT NOT NULL CHECK (cidr_count >= 0),
  PRIMARY KEY (account_id, scope_id, pool_id, resource_type)
);

CREATE TABLE ignored_resources (
  account_id ${TEXT} NOT NULL,
  ipam_id ${TEXT} NOT NULL,
  owner_id ${TEXT} NOT NULL,
  resource_id ${TEXT} NOT NULL,
  PRIMARY KEY (account_id, ipam_id, owner_id, resource_id),
  FOREIGN KEY (account_id, ipam_id) REFERENCES ipams
);

-- The root folder has no row, and an account without a placement is in it. Ids of folders are
-- unique over all accounts.
CREATE TABLE folders (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  folder_id ${TEXT} NOT NULL,
  parent_folder_id ${TEXT} NOT NULL,
  name ${TEXT} NOT NULL,
  depth INTEGER NOT NULL CHECK (depth BETWEEN 1 AND 5),
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, folder_id)
);
CREATE UNIQUE INDEX folders_by_name ON folders (account_id, parent_folder_id, name);
CREATE UNIQUE INDEX folders_by_id ON folders (folder_id, parent_folder_id);
CREATE INDEX folders_by_parent ON folders (parent_folder_id, folder_id);

CREATE TABLE account_placements (
  account_id ${TEXT} NOT NULL PRIMARY KEY REFERENCES accounts,
  directory_account_id ${TEXT} NOT NULL,
  folder_id ${TEXT} NOT NULL,
  placed_at BIGINT NOT NULL,
  FOREIGN KEY (directory_account_id, folder_id) REFERENCES folders
);
CREATE INDEX account_placements_by_folder ON account_placements (folder_id, account_id);

CREATE TABLE delegated_administrators (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  service_principal ${TEXT} NOT NULL,
  administrator_id ${TEXT} NOT NULL REFERENCES accounts,
  registered_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, service_principal)
);

CREATE TABLE ipam_members (
  account_id ${TEXT} NOT NULL,
  ipam_id ${TEXT} NOT NULL,
  member_type ${TEXT} NOT NULL CHECK (member_type IN ('Folder', 'Account')),
  member_id ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, ipam_id, member_id),
  FOREIGN KEY (account_id, ipam_id) REFERENCES ipams
);
CREATE INDEX ipam_members_by_member ON ipam_members (member_id, account_id, ipam_id);

-- What members come to within the quota, by the account that is covered.
CREATE TABLE covered_accounts (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  ipam_id ${TEXT} NOT NULL,
  owner_account_id ${TEXT} NOT NULL,
  PRIMARY KEY (account_id, ipam_id),
  FOREIGN KEY (owner_account_id, ipam_id) REFERENCES ipams
);
CREATE INDEX covered_accounts_by_owner
  ON covered_accounts (owner_account_id, ipam_id, account_id);

CREATE TABLE control_policies (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  policy_id ${TEXT} NOT NULL,
  policy_name ${TEXT} NOT NULL,
  description ${TEXT} NOT NULL,
  document ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, policy_id)
);
CREATE UNIQUE INDEX control_policies_by_name ON control_policies (account_id, policy_name);

CREATE TABLE control_policy_attachments (
  account_id ${TEXT} NOT NULL,
  target_id ${TEXT} NOT NULL,
  policy_id ${TEXT} NOT NULL,
  attached_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, target_id, policy_id),
  FOREIGN KEY (account_id, policy_id) REFERENCES control_policies
);
CREATE INDEX control_policy_attachments_by_policy
  ON control_policy_attachments (account_id, policy_id, target_id);

CREATE TABLE vpcs (
  account_id ${TEXT} NOT NULL REFERENCES accounts,
  vpc_id ${TEXT} NOT NULL,
  region_id ${TEXT} NOT NULL,
  name ${TEXT} NOT NULL,
  description ${TEXT} NOT NULL,
  resource_group_id ${TEXT} NOT NULL,
  router_id ${TEXT} NOT NULL,
  route_table_id ${TEXT} NOT NULL,
  -- A JSON array of texts.
  user_cidrs ${TEXT} NOT NULL,
  is_dns_hostname_enabled INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, vpc_id)
);
CREATE INDEX vpcs_by_region ON vpcs (account_id, region_id, vpc_id);
CREATE INDEX vpcs_by_resource_group ON vpcs (account_id, resource_group_id, vpc_id);

-- The primary block comes first. The ISP is empty for IPv4.
CREATE TABLE vpc_cidrs (
  account_id ${TEXT} NOT NULL,
  vpc_id ${TEXT} NOT NULL,
  position INTEGER NOT NULL,
  ip_version ${TEXT} NOT NULL CHECK (ip_version IN ('IPv4', 'IPv6')),
  first_key ${TEXT} NOT NULL,
  last_key ${TEXT} NOT NULL,
  prefix_length INTEGER NOT NULL,
  isp ${TEXT} NOT NULL CHECK ((isp = '') = (ip_version = 'IPv4')),
  PRIMARY KEY (account_id, vpc_id, position),
  FOREIGN KEY (account_id, vpc_id) REFERENCES vpcs,
  CONSTRAINT vpc_cidrs_never_overlap EXCLUDE USING gist
    (block_in(md5(vpc_id), first_key, prefix_length) inet_ops WITH &&, vpc_id WITH =,
      account_id WITH =)
);
CREATE INDEX vpc_cidrs_by_address ON vpc_cidrs (ip_version, first_key, prefix_length);

CREATE TABLE vswitches (
  account_id ${TEXT} NOT NULL,
  vswitch_id ${TEXT} NOT NULL,
  vpc_id ${TEXT} NOT NULL,
  region_id ${TEXT} NOT NULL,
  zone_id ${TEXT} NOT NULL,
  first_key ${TEXT} NOT NULL,
  last_key ${TEXT} NOT NULL,
  prefix_length INTEGER NOT NULL,
  ipv6_first_key ${TEXT},
  name ${TEXT} NOT NULL,
  description ${TEXT} NOT NULL,
  resource_group_id ${TEXT} NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, vswitch_id),
  FOREIGN KEY (account_id, vpc_id) REFERENCES vpcs,
  CONSTRAINT vswitches_never_overlap EXCLUDE USING gist
    (block_in(md5(vpc_id), first_key, prefix_length) inet_ops WITH &&, vpc_id WITH =,
      account_id WITH =)
);
CREATE INDEX vswitches_by_region ON vswitches (account_id, region_id, vswitch_id);
CREATE INDEX vswitches_by_resource_group ON vswitches (account_id, resource_group_id, vswitch_id);
CREATE INDEX vswitches_by_address ON vswitches (account_id, vpc_id, first_key, last_key);
CREATE UNIQUE INDEX vswitches_by_ipv6 ON vswitches (account_id, vpc_id, ipv6_first_key);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER allocations_never_move
  BEFORE UPDATE OF account_id, pool_id, first_key, last_key, prefix_length ON allocations
  FOR EACH ROW EXECUTE FUNCTION refuse_change('an allocation never moves');
CREATE TRIGGER pool_cidrs_never_move
  BEFORE UPDATE OF account_id, pool_id, first_key, last_key, prefix_length, scope_id ON pool_cidrs
  FOR EACH ROW EXECUTE FUNCTION refuse_change('a provisioned CIDR never moves');

CREATE FUNCTION check_allocation_cidrs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM added WHERE coalesce((SELECT c.last_key FROM pool_cidrs c
    WHERE c.account_id = added.account_id AND c.pool_id = added.pool_id
    AND c.first_key <= added.first_key ORDER BY c.first_key DESC LIMIT 1), '') < added.last_key)
  THEN
    RAISE EXCEPTION 'outside: no CIDR of the pool has these addresses'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
-- Once for a statement, however many rows it adds.
CREATE TRIGGER allocations_lie_in_a_cidr AFTER INSERT ON allocations
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION check_allocation_cidrs();

CREATE FUNCTION check_sub_pool_cidr() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM allocations
    WHERE account_id = NEW.account_id AND pool_id = NEW.source_pool_id
    AND first_key = NEW.first_key AND last_key = NEW.last_key
    AND resource_type = 'IpamPool' AND resource_id = NEW.pool_id)
  THEN
    RAISE EXCEPTION 'the source pool has no allocation for this CIDR'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sub_pool_cidrs_are_allocated BEFORE INSERT ON pool_cidrs
  FOR EACH ROW WHEN (NEW.source_pool_id IS NOT NULL) EXECUTE FUNCTION check_sub_pool_cidr();

CREATE FUNCTION check_sub_pool_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM pool_cidrs WHERE account_id = OLD.account_id
    AND pool_id = OLD.resource_id AND first_key = OLD.first_key)
  THEN
    RAISE EXCEPTION 'the sub-pool has the CIDR of this allocation'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER sub_pool_allocations_stay BEFORE DELETE ON allocations
  FOR EACH ROW WHEN (OLD.resource_type = 'IpamPool') EXECUTE FUNCTION check_sub_pool_allocation();

CREATE FUNCTION check_pool_cidr_is_unused() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT first_key FROM allocations WHERE account_id = OLD.account_id
    AND pool_id = OLD.pool_id AND first_key >= OLD.first_key ORDER BY first_key LIMIT 1)
    <= OLD.last_key
  THEN
    RAISE EXCEPTION 'the CIDR has allocations' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER pool_cidrs_with_allocations_stay BEFORE DELETE ON pool_cidrs
  FOR EACH ROW EXECUTE FUNCTION check_pool_cidr_is_unused();

CREATE FUNCTION count_resource() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO resource_counts VALUES (NEW.account_id, NEW.region_id, TG_TABLE_NAME, 1)
      ON CONFLICT (account_id, region_id, resource_type)
      DO UPDATE SET resource_count = resource_counts.resource_count + 1;
  ELSE
    UPDATE resource_counts SET resource_count = resource_count - 1
    WHERE account_id = OLD.account_id AND region_id = OLD.region_id
      AND resource_type = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ipams_are_counted AFTER INSERT OR DELETE ON ipams
  FOR EACH ROW EXECUTE FUNCTION count_resource();
CREATE TRIGGER scopes_are_counted AFTER INSERT OR DELETE ON scopes
  FOR EACH ROW EXECUTE FUNCTION count_resource();
CREATE TRIGGER pools_are_counted AFTER INSERT OR DELETE ON pools
  FOR EACH ROW EXECUTE FUNCTION count_resource();
CREATE TRIGGER resource_discoveries_are_counted AFTER INSERT OR DELETE ON resource_discoveries
  FOR EACH ROW EXECUTE FUNCTION count_resource();
`,
  },
];
