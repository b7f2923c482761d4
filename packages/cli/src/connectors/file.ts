import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { Option } from 'commander';
import { DiscoveryError, describeFailure } from '../inventory/discovery-error.ts';
import { type InventoryItem, itemKey } from '../inventory/inventory-item.ts';
import { type PlacedItem, readItem } from '../inventory/read-item.ts';
import type { Connector } from './connector.ts';
import { parseCsv } from './parse-csv.ts';
import { parseJson } from './parse-json.ts';
import { parseYaml } from './parse-yaml.ts';

interface FileFlags {
  readonly file: string;
}

const PARSERS: Readonly<Record<string, (text: string) => Iterable<PlacedItem>>> = {
  '.csv': parseCsv,
  '.json': parseJson,
  '.yaml': parseYaml,
  '.yml': parseYaml,
};

/** Networks, subnets and addresses that somebody wrote into a file. */
export const fileConnector: Connector<FileFlags> = {
  name: 'file',
  description: 'Reads networks, subnets and addresses from a CSV, JSON or YAML file.',
  help: `
CSV needs a line of column names: type, resource_id, vpc_id, region_id, name, cidrs (separated by ;),
address, service_type, vswitch_id. JSON and YAML are a list of items with the fields of PutInventory.
The file must name everything the source has: what it does not name is gone.

Example, networks.csv:
  type,resource_id,vpc_id,region_id,name,cidrs,address,service_type,vswitch_id
  VPC,dc-1,,dc-frankfurt,Frankfurt,10.64.0.0/16;fd00:64::/56,,,
  VSwitch,dc-1-rack-7,dc-1,dc-frankfurt,Rack 7,10.64.7.0/24,,,
  Address,server-12,dc-1,dc-frankfurt,,,10.64.7.12,Server,dc-1-rack-7

  cadastre discover file --source datacentre --file networks.csv`,
  options: () => [
    new Option('--file <file>', 'what to read: .csv, .json, .yaml or .yml').makeOptionMandatory(),
  ],
  discover: async function* ({ file }) {
    yield readInventoryFile(file);
  },
};

/** All items of a file. The DiscoveryError names the first item that cannot be used. */
export function readInventoryFile(file: string): readonly InventoryItem[] {
  const parse = PARSERS[extname(file).toLowerCase()];
  if (parse === undefined) {
    throw new DiscoveryError(`${file} does not end in .csv, .json, .yaml or .yml`);
  }
  const places = new Map<string, string>();
  const items: InventoryItem[] = [];
  let place = '';
  try {
    for (const placed of parse(readText(file))) {
      place = `, ${placed.place}`;
      const item = readItem(placed.written);
      const key = itemKey(item);
      const earlier = places.get(key);
      if (earlier !== undefined) throw new DiscoveryError(`${key} is in ${earlier} already`);
      places.set(key, placed.place);
      items.push(item);
    }
  } catch (error) {
    if (!(error instanceof DiscoveryError)) throw error;
    throw new DiscoveryError(`${file}${place}: ${error.message}`, { cause: error.cause });
  }
  return items;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new DiscoveryError(`cannot be read: ${describeFailure(error)}`, { cause: error });
  }
}
