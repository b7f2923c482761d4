/** What the operations of inventory sources share. */

const SOURCE_NAME_BASE = {
  type: 'string',
  format: 'source-name',
  example: 'netbox',
  required: true,
} as const;

/** The inventory source that a call is about. */
export function sourceName(description: string) {
  return { ...SOURCE_NAME_BASE, description } as const;
}

/** The resource that the RAM policies of these operations name. */
export const SOURCE_ARN = 'acs:cadastre:*:{AccountId}:inventorysource/{SourceName}';

export const MODE_VALUES = ['Full', 'Delta'] as const;

export const SOURCE_NAME_FIELD = {
  type: 'string',
  example: 'netbox',
  description: 'The name of the source.',
} as const;

export const SOURCE_VERSION_FIELD = {
  type: 'number',
  example: 42,
  description: 'The version of the source.',
} as const;
