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

/** Entries of one page of a list of Vpc (published: 1 to 50, 10 where not given). */
export const VPC_PAGE_SIZE_MAX = 50;

/** The page of a list that goes by page numbers. Our choice: it bounds what is passed over. */
export const PAGE_NUMBER_MAX = 1_000_000;

/** Ids in the VpcId filter of DescribeVpcs, with commas between them (published). */
export const VPC_FILTER_ID_COUNT_MAX = 20;

/** Masks of a VPC's IPv4 blocks (published; some pages recommend 16 to 28). */
export const VPC_MASK_MIN = 8;
export const VPC_MASK_MAX = 28;

/** Masks of a VPC's IPv6 blocks. Our choice: /56 and /60 are known to be taken. */
export const VPC_IPV6_MASK_MIN = 48;
export const VPC_IPV6_MASK_MAX = 64;

/** Secondary IPv4 blocks, and likewise secondary IPv6 blocks, of a VPC (published). */
export const VPC_SECONDARY_CIDR_COUNT_MAX = 5;

/** User CIDR blocks of a VPC (published). */
export const VPC_USER_CIDR_COUNT_MAX = 3;

/** Masks of a VSwitch (published). */
export const VSWITCH_MASK_MIN = 16;
export const VSWITCH_MASK_MAX = 29;

/** The mask of a VSwitch's IPv6 block, and the largest number of one (published). */
export const VSWITCH_IPV6_MASK = 64;
export const VSWITCH_IPV6_NUMBER_MAX = 255;

/** Entries of one page of ListIpamDiscoveredIpAddresses (published: 1 to 200, 100 where not given). */
export const DISCOVERED_ADDRESS_PAGE_SIZE_MAX = 200;
export const DISCOVERED_ADDRESS_PAGE_SIZE_DEFAULT = 100;

/** Entries of one OverlapDetail. Our choice. */
export const OVERLAP_DETAIL_COUNT_MAX = 10;

/** Resources of one TagResources or UntagResources call (published). */
export const TAGGED_RESOURCE_COUNT_MAX = 20;

/** Resources of one ListTagResources call, and entries of its page (published). */
export const TAG_PAGE_SIZE_MAX = 50;

/** Resource groups of one account beside the default one (published). */
export const RESOURCE_GROUP_COUNT_MAX = 30;

/** Characters of a resource group's name and display name (published). */
export const RESOURCE_GROUP_NAME_CHARACTERS_MAX = 50;

/** Audit events that one ListEvents call with filters looks at. Our choice: it bounds its cost. */
export const EVENT_SCAN_COUNT_MAX = 10_000;

/**
 * Allocations that one GetAddressHistory call puts in order, or looks at where more have addresses in
 * common with its block. Our choice: it bounds its cost.
 */
export const ADDRESS_HISTORY_SCAN_COUNT_MAX = 5_000;

/** Resources, and likewise targets, of one call of resource sharing (published). */
export const SHARED_ITEM_COUNT_MAX = 5;

/** How long an invitation to a resource share can be accepted, in milliseconds (published). */
export const INVITATION_LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

/** Inventory sources of one account. Our choice. */
export const INVENTORY_SOURCE_COUNT_MAX = 100;

/** Characters of the name of an inventory source. Our choice. */
export const INVENTORY_SOURCE_NAME_CHARACTERS_MAX = 64;

/** Items, and likewise removals, of one PutInventory call. Our choice: it bounds a transaction. */
export const INVENTORY_ITEM_COUNT_MAX = 5_000;

/** CIDRs of one network or subnet that an inventory source tells of. Our choice. */
export const INVENTORY_CIDR_COUNT_MAX = 100;

/** Characters of the ids and of the names that an inventory source tells of. Our choice. */
export const INVENTORY_ID_CHARACTERS_MAX = 512;
export const INVENTORY_NAME_CHARACTERS_MAX = 256;

/** Ids of skipped resources that one answer names. Our choice. */
export const INVENTORY_SKIPPED_ID_COUNT_MAX = 100;

/** Entries of one page of ListInventoryItems. Our choice. */
export const INVENTORY_PAGE_SIZE_MAX = 1_000;

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

/** Accounts of one server. Our choice. */
export const ACCOUNT_COUNT_MAX = 10_000;

/** Characters of a folder's name, and levels of folders below the root folder (published). */
export const FOLDER_NAME_CHARACTERS_MAX = 24;
export const FOLDER_DEPTH_MAX = 5;

/** Folders of the resource directory. Our choice. */
export const FOLDER_COUNT_MAX = 1_000;

/** Control policies of the resource directory, and those attached to one target. Our choice. */
export const CONTROL_POLICY_COUNT_MAX = 1_500;
export const CONTROL_POLICY_ATTACHMENT_COUNT_MAX = 10;

/** Accounts and folders of one AddIpamMembers or RemoveIpamMembers call. Our choice. */
export const MEMBERS_PER_CALL_MAX = 100;

/** RAM users, roles, groups and custom policies of one account (published). */
export const RAM_USER_COUNT_MAX = 1_000;
export const RAM_ROLE_COUNT_MAX = 1_000;
export const RAM_GROUP_COUNT_MAX = 50;
export const RAM_POLICY_COUNT_MAX = 1_500;

/** Groups of one user, and access keys of one user or root (published). */
export const RAM_GROUPS_PER_USER_MAX = 5;
export const RAM_KEYS_PER_USER_MAX = 2;

/** Versions of one custom policy (published). */
export const RAM_POLICY_VERSION_COUNT_MAX = 5;

/** System policies attached to one user, role or group (published). */
export const RAM_SYSTEM_ATTACHMENT_COUNT_MAX = 20;

/** Custom policies attached to one principal (published). */
export const RAM_CUSTOM_ATTACHMENT_COUNT_MAX = { user: 10, role: 5, group: 5 } as const;

/** Characters of the names of users, roles and groups, and of policies (published). */
export const RAM_NAME_CHARACTERS_MAX = 64;
export const RAM_POLICY_NAME_CHARACTERS_MAX = 128;

/** Characters of comments, descriptions, display names and other free text in RAM. Our choice. */
export const RAM_TEXT_CHARACTERS_MAX = 1_024;

/** Entries of one page of a RAM list. Our choice: no bounds are published. */
export const RAM_PAGE_SIZE_MAX = 1_000;
export const RAM_PAGE_SIZE_DEFAULT = 100;

/** Seconds that one session of a role may last at most, as a role can set it (published by STS). */
export const ROLE_SESSION_SECONDS_MIN = 3_600;
export const ROLE_SESSION_SECONDS_MAX = 43_200;

/** Seconds that a session lasts at least, and where the call does not say (published). */
export const SESSION_SECONDS_MIN = 900;
export const SESSION_SECONDS_DEFAULT = 3_600;

/** Characters of the name of a session (published). */
export const ROLE_SESSION_NAME_CHARACTERS_MIN = 2;
export const ROLE_SESSION_NAME_CHARACTERS_MAX = 32;

/** Characters of the other texts that a session is asked for with. Our choice. */
export const EXTERNAL_ID_CHARACTERS_MAX = 1_224;
export const SOURCE_IDENTITY_CHARACTERS_MAX = 64;
