import type { OPERATIONS } from '@cadastre/api-contract';
import { discoveredAddressKey } from '../../store/inventory-keys.ts';
import type { ListHandler } from '../handler.ts';
import { describeAddressItem, describeResourceItem } from './describe-item.ts';

/** A page starts after a network or subnet, or after an address; all addresses come last. */
type Start = readonly [kind: 'resource' | 'address', key: string];

export const ListInventoryItems: ListHandler<typeof OPERATIONS.ListInventoryItems> = async (
  { input, accountId, page },
  { discoveredResources, discoveredAddresses },
) => {
  const [kind, key] =
    page.after === undefined ? [undefined, undefined] : (JSON.parse(page.after) as Start);
  const limit = page.limit + 1;
  const resources =
    kind === 'address'
      ? []
      : await discoveredResources.listOfSource(accountId, input.SourceName, { after: key, limit });
  const addresses = await discoveredAddresses.listOfSource(accountId, input.SourceName, {
    after: kind === 'address' ? key : undefined,
    limit: limit - resources.length,
  });
  const entries = [
    ...resources.map((resource) => ({
      item: describeResourceItem(resource),
      start: ['resource', resource.resourceId] as Start,
    })),
    ...addresses.map((address) => ({
      item: describeAddressItem(address),
      start: ['address', discoveredAddressKey(address)] as Start,
    })),
  ];
  const last = entries.length > page.limit ? entries[page.limit - 1] : undefined;
  return {
    kind: 'page',
    items: entries.slice(0, page.limit).map(({ item }) => item),
    nextAfter: last && JSON.stringify(last.start),
  };
};
