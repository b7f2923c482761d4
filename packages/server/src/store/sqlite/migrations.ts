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
CREATE INDEX access_keys_by_id ON access_keys (access_key_id);

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
  account_id TEXT NOT NULL,
  access_key_id TEXT NOT NULL,
  nonce TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, access_key_id, nonce)
) WITHOUT ROWID;
CREATE INDEX signature_nonces_by_expiry ON signature_nonces (expires_at);

CREATE TABLE events (
  account_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  principal_arn TEXT NOT NULL,
  access_key_id TEXT NOT NULL,
  resource_type TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  before_state TEXT,
  after_state TEXT,
  PRIMARY KEY (account_id, event_id)
) WITHOUT ROWID;
`,
  },
];
