import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../temporary-folder.test-support.ts';
import { fileConnector } from './file.ts';

async function read(name: string, text: string): Promise<readonly unknown[]> {
  const file = join(makeTemporaryFolder(), name);
  writeFileSync(file, text);
  const batches = [];
  for await (const batch of fileConnector.discover({ file }, { note: () => {} })) {
    batches.push(...batch);
  }
  return batches;
}

const ITEMS = [
  {
    Type: 'VPC',
    ResourceId: 'dc-1',
    RegionId: 'dc',
    Name: 'Frank, furt',
    Cidrs: ['10.64.0.0/16', 'fd00:64::/56'],
  },
  { Type: 'VSwitch', ResourceId: 'rack-7', VpcId: 'dc-1', RegionId: 'dc', Cidrs: ['10.64.7.0/24'] },
  {
    Type: 'Address',
    Address: '10.64.7.12',
    ResourceId: 'server-12',
    ServiceType: 'Server',
    VpcId: 'dc-1',
    VSwitchId: 'rack-7',
    RegionId: 'dc',
  },
];

const HEADER = 'type,resource_id,vpc_id,region_id,name,cidrs,address,service_type,vswitch_id';
const CSV = `${HEADER}
VPC,dc-1,,dc,"Frank, furt",10.64.0.0/16; FD00:64::/56 ,,,

VSwitch,rack-7,dc-1,dc,,10.64.7.0/24,,,
Address,server-12,dc-1,dc,,,10.64.7.12,Server,rack-7
`;

describe('a file', () => {
  test('may be CSV, with a byte order mark and empty lines', async () => {
    expect(await read('a.csv', `\ufeff${CSV}`)).toEqual(ITEMS);
  });

  test('may have CSV columns in another order, and only those it needs', async () => {
    const text = 'cidrs,region_id,resource_id,type\n10.0.0.0/8,dc,net,VPC\n';
    expect(await read('a.csv', text)).toEqual([
      { Type: 'VPC', ResourceId: 'net', RegionId: 'dc', Cidrs: ['10.0.0.0/8'] },
    ]);
  });

  test('may be JSON', async () => {
    expect(await read('a.json', JSON.stringify(ITEMS, null, 2))).toEqual(ITEMS);
  });

  test('may be YAML', async () => {
    const text = `- &network
  Type: VPC
  ResourceId: dc-1
  RegionId: dc
  Name: 'Frank, furt'
  Cidrs: [10.64.0.0/16, 'fd00:64::/56']
- { Type: VSwitch, ResourceId: rack-7, VpcId: dc-1, RegionId: dc, Cidrs: [10.64.7.0/24] }
- Type: Address
  Address: 10.64.7.12
  ResourceId: server-12
  ServiceType: Server
  VpcId: dc-1
  VSwitchId: rack-7
  RegionId: dc
`;
    expect(await read('a.yaml', text)).toEqual(ITEMS);
  });

  test('may be empty, which is nothing', async () => {
    expect(await read('a.csv', `${HEADER}\n`)).toEqual([]);
    expect(await read('a.json', '[]')).toEqual([]);
  });

  test('of another kind is refused', async () => {
    await expect(read('a.txt', CSV)).rejects.toThrow('a.txt does not end in .csv');
  });
});

describe('what is wrong is told with its line', () => {
  const csv = (row: string) =>
    read('a.csv', `${HEADER}\nVPC,dc-1,,dc,"two\nlines",10.0.0.0/8,,,\n${row}\n`);
  test.each([
    [
      'VPC,b,,dc,,10.0.0.1/8,,,',
      '10.0.0.1/8 has bits set after its prefix; its network is 10.0.0.0/8',
    ],
    ['VPC,b,,dc,,10.0.0/8,,,', '"10.0.0/8" is not a CIDR such as 10.0.0.0/16'],
    ['VPC,b,,dc,,10.0.0.0/33,,,', '"10.0.0.0/33" is not a CIDR'],
    ['VPC,b,,dc,,,,,', 'Cidrs is empty'],
    ['VPC,,,dc,,10.0.0.0/8,,,', 'ResourceId is empty'],
    ['VPC,b,other,dc,,10.0.0.0/8,,,', 'VpcId of a VPC must be its ResourceId'],
    ['VSwitch,b,,dc,,10.0.0.0/24,,,', 'VpcId is empty'],
    ['VSwitch,b,dc-1,dc,,10.0.0.0/24,10.0.0.1,,', 'a VSwitch has no Address'],
    ['Address,b,dc-1,dc,,,10.0.0.256,Server,', '"10.0.0.256" is not an IP address'],
    ['Address,b,dc-1,dc,,,10.0.0.1,,', 'ServiceType is empty'],
    ['vpc,b,,dc,,10.0.0.0/8,,,', 'Type is "vpc", not VPC, VSwitch or Address'],
    ['VPC,dc-1,,dc,,10.0.0.0/8,,,', 'dc-1 is in line 2 already'],
  ])('the row %s', async (row, message) => {
    await expect(csv(row)).rejects.toThrow(`a.csv, line 4: ${message}`);
  });

  test('a row with too many values', async () => {
    await expect(csv('VPC,b,,dc,,10.0.0.0/8,,,,')).rejects.toThrow(/a\.csv: .*line 4/);
  });

  test('a column that is missing, or that there is not', async () => {
    await expect(read('a.csv', 'type,resource_id\nVPC,a\n')).rejects.toThrow(
      'a.csv: line 1: the column region_id is missing',
    );
    await expect(read('a.csv', 'type,colour\nVPC,a\n')).rejects.toThrow(
      'a.csv: line 1: there is no column "colour"',
    );
  });

  test('YAML and JSON that cannot be parsed, or are no list of items', async () => {
    await expect(read('a.json', '[\n{"Type": "VPC",\n"Name": }}\n]')).rejects.toThrow(
      /a\.json: .*at line 3/,
    );
    await expect(read('a.yaml', 'Type: VPC\n')).rejects.toThrow('it is not a list of items');
    await expect(read('a.yaml', '- Type: VPC\n  Cidrs: 5\n')).rejects.toThrow('a.yaml, line 1');
    await expect(read('a.json', '[\n\n 5]')).rejects.toThrow(
      'a.json, item 1: this is not an item with fields',
    );
    await expect(read('a.json', '[{"Type": "VPC", "Colour": "red"}]')).rejects.toThrow(
      'a.json, item 1: there is no field Colour',
    );
  });

  test('a file that is not there', async () => {
    const discover = fileConnector.discover({ file: '/nowhere/a.csv' }, { note: () => {} });
    await expect(discover[Symbol.asyncIterator]().next()).rejects.toThrow(
      /^\/nowhere\/a\.csv: cannot be read: ENOENT/,
    );
  });
});
