/** Bytes of one request body. Our choice. */
export const REQUEST_BODY_BYTES_MAX = 1024 * 1024;

/**
 * Bytes of a request's line and headers. The SDKs send all parameters in the query string: twenty
 * tags of Chinese characters, percent-encoded, take 35 KB. Our choice.
 */
export const REQUEST_HEADER_BYTES_MAX = 128 * 1024;

/** Name and value pairs of one request, query string and body together. Our choice. */
export const REQUEST_PARAMETER_COUNT_MAX = 2_000;

/** Characters of a flattened parameter name such as `Tag.1.Key`. Our choice. */
export const PARAMETER_NAME_CHARACTERS_MAX = 256;

/** Dots in a flattened parameter name, so that nesting stays cheap to read. Our choice. */
export const PARAMETER_NAME_DEPTH_MAX = 8;

/** Largest index in a repeated parameter; gaps below it are tolerated. Our choice. */
export const PARAMETER_INDEX_MAX = 1_000_000;

/** Characters of a client token (published). */
export const CLIENT_TOKEN_CHARACTERS_MAX = 64;

/** How long a client token and its answer are remembered, in milliseconds. Our choice. */
export const CLIENT_TOKEN_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** How far a request's timestamp may be from the server's clock, in milliseconds (published). */
export const TIMESTAMP_TOLERANCE_MS = 15 * 60 * 1000;

/** Characters of a signature nonce. The vendor has no limit; ours bounds memory and storage. */
export const SIGNATURE_NONCE_CHARACTERS_MAX = 256;

/** Characters of a resource name (published: 1 to 128). */
export const NAME_CHARACTERS_MAX = 128;

/** Characters of a description (published: 1 to 256). */
export const DESCRIPTION_CHARACTERS_MAX = 256;

/** Tags of one resource (published). */
export const TAG_COUNT_MAX = 20;

/** Characters of a tag key (published). */
export const TAG_KEY_CHARACTERS_MAX = 64;

/** Characters of a tag value (published). */
export const TAG_VALUE_CHARACTERS_MAX = 128;

/** Operating regions of one IPAM or resource discovery (published for the vendor's templates). */
export const OPERATING_REGION_COUNT_MAX = 100;

/** Ids in one filter of a list operation (published). */
export const FILTER_ID_COUNT_MAX = 100;

/** Entries of one page (published: 1 to 100, 10 where not given). */
export const PAGE_SIZE_MAX = 100;
export const PAGE_SIZE_DEFAULT = 10;

/** Default quotas by the vendor's quota ids (published). Each can be set per server and account. */
export const QUOTA_DEFAULTS = {
  ipam_quota_per_region: 1,
  ipam_scope_quota_per_ipam: 5,
  ipam_pool_quota_depth: 10,
  ipam_cidr_quota_per_ipam_pool: 50,
  ipam_sub_pool_quota_per_ipam_pool: 50,
  ipam_pool_quota_per_scope: 500,
  custom_ipam_resource_discovery_quota_per_region: 1,
  resource_share_quota_per_ipam_resource_discovery: 100,
  shared_ipam_resource_discovery_quota_per_user: 100,
  resource_share_quota_per_ipam_pool: 100,
  shared_ipam_pool_quota_per_user: 100,
  ipam_public_ipv6_top_pool_quota_per_region_isp: 1,
  ipam_cidr_quota_per_public_ipv6_top_pool: 1,
  ipam_resource_directory_member_detail_quota: 1000,
} as const;

export type QuotaId = keyof typeof QUOTA_DEFAULTS;
export type Quotas = { readonly [Id in QuotaId]: number };
