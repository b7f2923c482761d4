import { Option } from 'commander';
import { DiscoveryError } from '../inventory/discovery-error.ts';
import type { InventoryItem } from '../inventory/inventory-item.ts';
import type { Connector, DiscoveryContext } from './connector.ts';
import { nameFailures } from './name-failures.ts';
import { type NetboxAddress, type NetboxPrefix, NetboxTree } from './netbox-tree.ts';

interface NetboxFlags {
  readonly url: string;
  readonly region: string;
}

const PAGE_SIZE = 500;
const TIMEOUT_MS = 60_000;

/** The prefixes and IP addresses of a NetBox, by its REST API. */
export const netboxConnector: Connector<NetboxFlags> = {
  name: 'netbox',
  description: 'Reads the prefixes and IP addresses of a NetBox.',
  help: `
Needs a token with the permissions ipam.view_prefix and ipam.view_ipaddress, in NETBOX_TOKEN.
In one VRF, a container, a top-level prefix and one that others lie in are networks; a prefix in one
of them is its subnet. A prefix that has only networks in it groups them and is left out.

Example:
  NETBOX_TOKEN=... cadastre discover netbox --source netbox --url https://netbox.example.com \\
    --region dc-frankfurt`,
  options: () => [
    new Option('--url <url>', 'where NetBox is').env('NETBOX_URL').makeOptionMandatory(),
    new Option('--region <id>', 'region of all that is found').makeOptionMandatory(),
  ],
  discover: (flags, context) => nameFailures('NetBox', discoverNetbox(flags, context)),
};

async function* discoverNetbox(
  { url, region }: NetboxFlags,
  context: DiscoveryContext,
): AsyncGenerator<readonly InventoryItem[]> {
  const token = process.env['NETBOX_TOKEN'];
  if (token === undefined || token === '') {
    throw new DiscoveryError('set NETBOX_TOKEN to a token of NetBox');
  }
  if (!URL.canParse(url)) throw new DiscoveryError(`${url} is not a URL`);
  const prefixes: NetboxPrefix[] = [];
  for await (const page of readPages<NetboxPrefix>(url, 'prefixes', token)) prefixes.push(...page);
  const tree = new NetboxTree(new URL(url).host, region, prefixes);
  yield tree.items;
  let homelessCount = 0;
  for await (const page of readPages<NetboxAddress>(url, 'ip-addresses', token)) {
    const items = page.flatMap((address) => tree.placeAddress(address) ?? []);
    homelessCount += page.length - items.length;
    yield items;
  }
  if (homelessCount > 0)
    context.note(`addresses left out, for they are in no prefix: ${homelessCount}`);
}

async function* readPages<Entry>(
  baseUrl: string,
  list: string,
  token: string,
): AsyncGenerator<readonly Entry[]> {
  const url = new URL(`${baseUrl.replace(/\/$/, '')}/api/ipam/${list}/`);
  url.search = `?limit=${PAGE_SIZE}`;
  // Tokens of the second version are bearer tokens.
  const authorization = token.startsWith('nbt_') ? `Bearer ${token}` : `Token ${token}`;
  for (;;) {
    const response = await fetch(url, {
      headers: { accept: 'application/json', authorization },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new DiscoveryError(await describeRefusal(url, response));
    const { results, next } = (await response.json()) as {
      readonly results: readonly Entry[];
      readonly next: string | null;
    };
    yield results;
    if (next === null) return;
    // Behind a proxy NetBox names a host that may be another: the token goes to the given one only.
    url.search = new URL(next, url).search;
  }
}

async function describeRefusal(url: URL, response: Response): Promise<string> {
  const [line = ''] = (await response.text()).split('\n');
  return `NetBox answers ${url.pathname} with ${response.status}: ${line.slice(0, 200)}`;
}
