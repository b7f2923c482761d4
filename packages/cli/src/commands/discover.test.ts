import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type FakeInventory,
  startFakeInventory,
} from '../inventory/fake-inventory.test-support.ts';
import { makeTemporaryFolder } from '../temporary-folder.test-support.ts';

const COMMAND = fileURLToPath(new URL('../../bin/cadastre.js', import.meta.url));

const HEADER = 'type,resource_id,vpc_id,region_id,name,cidrs,address,service_type,vswitch_id';
const NETWORK = 'VPC,dc-1,,dc,,10.0.0.0/16,,,';
const SUBNET = 'VSwitch,rack-7,dc-1,dc,,10.0.7.0/24,,,';
const ADDRESS = 'Address,server-1,dc-1,dc,,,10.0.7.1,Server,rack-7';

interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs `cadastre discover`; `onOutput` sees what it has written so far, and may stop it. */
function discover(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  onOutput: (output: string, stop: () => void) => void = () => {},
): Promise<Ended> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [COMMAND, 'discover', ...words], {
    env: { PATH, CADASTRE_SOURCE: 'dc', ...environment },
  });
  let output = '';
  let errors = '';
  const stop = () => child.kill('SIGINT');
  child.stdout.on('data', (chunk) => {
    output += chunk;
    onOutput(output, stop);
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, output, errors }));
  });
}

describe('cadastre discover', () => {
  let inventory: FakeInventory;
  let environment: Readonly<Record<string, string>>;
  let file: string;
  const write = (...rows: readonly string[]) => writeFileSync(file, [HEADER, ...rows].join('\n'));
  const run = (...words: readonly string[]) =>
    discover(['file', '--file', file, ...words], environment);

  beforeEach(async () => {
    inventory = await startFakeInventory();
    file = join(makeTemporaryFolder(), 'networks.csv');
    environment = {
      CADASTRE_ENDPOINT: inventory.url,
      CADASTRE_ACCESS_KEY_ID: 'LTAI-own',
      CADASTRE_ACCESS_KEY_SECRET: 'secret',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI-of-the-cloud',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret',
    };
  });

  test('tells the server what there is, and one line of what changed', async () => {
    write(NETWORK, SUBNET, ADDRESS);
    expect(await run()).toEqual({
      exitCode: 0,
      output: 'dc: 2 networks and subnets, 1 addresses: 3 added, 0 changed, 0 removed\n',
      errors: '',
    });
    write(NETWORK, SUBNET.replace('/24', '/25'));
    expect(await run()).toEqual({
      exitCode: 0,
      output: 'dc: 2 networks and subnets, 0 addresses: 0 added, 1 changed, 1 removed\n',
      errors: '',
    });
    expect(inventory.requests[0]?.headers.authorization).toContain('Credential=LTAI-own,');
    const [first, second] = inventory
      .callsOf('PutInventory')
      .map((call) => call.get('SourceVersion'));
    expect(Number(second)).toBeGreaterThan(Number(first));
  });

  test('shows in a dry run what would change, and changes nothing', async () => {
    write(NETWORK, SUBNET);
    await run();
    write(NETWORK, SUBNET.replace('/24', '/25'), ADDRESS);
    expect(await run('--dry-run')).toEqual({
      exitCode: 0,
      output: [
        '+ Address 10.0.7.1 of server-1 in dc-1',
        '~ VSwitch rack-7 10.0.7.0/25: Cidrs 10.0.7.0/24 -> 10.0.7.0/25',
        'dc: 2 networks and subnets, 1 addresses: 1 to add, 1 to change, 0 to remove (dry run)',
        '',
      ].join('\n'),
      errors: '',
    });
    expect(inventory.callsOf('PutInventory')).toHaveLength(1);
  });

  test('sends nothing of a source with a mistake in it', async () => {
    write(NETWORK, 'VPC,dc-2,,dc,,10.1.0.1/16,,,');
    const { exitCode, output, errors } = await run();
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toBe(
      `cadastre: ${file}, line 3: 10.1.0.1/16 has bits set after its prefix; its network is 10.1.0.0/16\n`,
    );
    expect(inventory.requests).toHaveLength(0);
  });

  test('takes nothing at all for a mistake, unless told otherwise', async () => {
    write(NETWORK);
    await run();
    write();
    expect(await run()).toMatchObject({
      exitCode: 1,
      errors: expect.stringMatching(/allow-empty/),
    });
    expect(inventory.sources.get('dc')).toHaveLength(1);
    expect(await run('--allow-empty')).toMatchObject({ exitCode: 0 });
    expect(inventory.sources.get('dc')).toEqual([]);
  });

  test('says so when the server skipped resources', async () => {
    write(NETWORK);
    inventory.refusals.push({ body: { SkippedCount: 1, SkippedResourceIds: ['dc-1'] } });
    expect(await run()).toEqual({
      exitCode: 2,
      output:
        'dc: 1 networks and subnets, 0 addresses: 0 added, 0 changed, 0 removed, 1 skipped (dc-1)\n',
      errors: '',
    });
  });

  test('repeats after an interval, also after a failure, until it is interrupted', async () => {
    write(NETWORK);
    inventory.refusals.push({ status: 403, body: { Code: 'Forbidden.RAM', Message: 'No.' } });
    const words = ['file', '--file', file, '--interval', '1s'];
    const { exitCode, output, errors } = await discover(words, environment, (written, stop) => {
      if (written.split('\n').length > 2) stop();
    });
    expect(errors).toBe('cadastre: PutInventory is refused: Forbidden.RAM: No.\n');
    expect(output.split('\n').slice(0, 2)).toEqual([
      'dc: 1 networks and subnets, 0 addresses: 1 added, 0 changed, 0 removed',
      'dc: 1 networks and subnets, 0 addresses: 0 added, 0 changed, 0 removed',
    ]);
    expect(exitCode).toBe(0);
    const versions = inventory
      .callsOf('PutInventory')
      .map((call) => Number(call.get('SourceVersion')));
    expect(versions).toEqual([...new Set(versions)].sort((left, right) => left - right));
  });

  test('uses the key of the other commands where it has none of its own', async () => {
    write(NETWORK);
    const { CADASTRE_ACCESS_KEY_ID, CADASTRE_ACCESS_KEY_SECRET, ...rest } = environment;
    const words = ['file', '--file', file];
    expect(await discover(words, rest)).toMatchObject({ exitCode: 0 });
    expect(inventory.requests[0]?.headers.authorization).toContain('LTAI-of-the-cloud');
    const { ALIBABA_CLOUD_ACCESS_KEY_ID, ...without } = rest;
    expect(await discover(words, without)).toMatchObject({
      exitCode: 1,
      errors: 'cadastre: set CADASTRE_ACCESS_KEY_ID and CADASTRE_ACCESS_KEY_SECRET\n',
    });
  });

  test.each(['file', 'alicloud', 'aws', 'azure', 'netbox', 'host'])(
    'has help with an example for %s',
    async (connector) => {
      const { exitCode, output } = await discover([connector, '--help'], {});
      expect(exitCode).toBe(0);
      expect(output).toContain(`cadastre discover ${connector} --source`);
    },
  );
});
