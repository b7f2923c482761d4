import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import type { Endpoint } from '../api-client.ts';
import { alicloudConnector } from '../connectors/alicloud.ts';
import { awsConnector } from '../connectors/aws.ts';
import { azureConnector } from '../connectors/azure.ts';
import type { Connector } from '../connectors/connector.ts';
import { fileConnector } from '../connectors/file.ts';
import { hostConnector } from '../connectors/host.ts';
import { netboxConnector } from '../connectors/netbox.ts';
import { collectItems } from '../inventory/collect-items.ts';
import { compareItems } from '../inventory/compare-items.ts';
import { describeDifferences } from '../inventory/describe-differences.ts';
import { describePreview, describePut } from '../inventory/describe-round.ts';
import { DiscoveryError } from '../inventory/discovery-error.ts';
import {
  listInventoryItems,
  type PutTotals,
  putSnapshot,
  type Snapshot,
} from '../inventory/inventory-client.ts';
import type { InventoryItem } from '../inventory/inventory-item.ts';
import { parseInterval } from '../inventory/parse-interval.ts';
import { ProgressBar } from '../progress-bar.ts';
import { ProgressCount } from '../progress-count.ts';

interface DiscoverFlags {
  readonly source: string;
  readonly endpoint: string;
  readonly dryRun: boolean;
  readonly allowEmpty: boolean;
  readonly interval?: number;
}

const EXIT_FAILED = 1;
const EXIT_SKIPPED = 2;

/** `cadastre discover`: tells the server what networks there are, by one connector. */
export function discoverCommand(): Command {
  return new Command('discover')
    .description('Reads networks, subnets and addresses that exist, and tells the server of them.')
    .addCommand(connectorCommand(fileConnector))
    .addCommand(connectorCommand(alicloudConnector))
    .addCommand(connectorCommand(awsConnector))
    .addCommand(connectorCommand(azureConnector))
    .addCommand(connectorCommand(netboxConnector))
    .addCommand(connectorCommand(hostConnector))
    .addHelpText('after', '\ncadastre discover <connector> --help shows its flags and an example.');
}

function connectorCommand<Flags>(connector: Connector<Flags>): Command {
  const command = new Command(connector.name)
    .description(connector.description)
    .addOption(
      new Option('--source <name>', 'name of this source; what it told before and not now is gone')
        .env('CADASTRE_SOURCE')
        .makeOptionMandatory(),
    );
  for (const option of connector.options()) command.addOption(option);
  return command
    .addOption(
      new Option('--endpoint <url>', 'Cadastre server')
        .env('CADASTRE_ENDPOINT')
        .default('http://127.0.0.1:8080'),
    )
    .option('--dry-run', 'only show what would change', false)
    .option('--allow-empty', 'take it for true when nothing at all is found', false)
    .addOption(
      new Option('--interval <time>', 'repeat, such as 30s, 5m or 1h, until interrupted').argParser(
        parseInterval,
      ),
    )
    .addHelpText(
      'after',
      `${connector.help}

The server's access key is CADASTRE_ACCESS_KEY_ID with CADASTRE_ACCESS_KEY_SECRET or, where those are
not set, ALIBABA_CLOUD_ACCESS_KEY_ID with ALIBABA_CLOUD_ACCESS_KEY_SECRET.

Exit status: 0 when the server has all that was found; 1 when not; 2 when it skipped some, such as
resources of another source.`,
    )
    .action((flags: DiscoverFlags & Flags) => discover(connector, flags));
}

async function discover<Flags>(
  connector: Connector<Flags>,
  flags: DiscoverFlags & Flags,
): Promise<void> {
  const interruption = new AbortController();
  const stop = () => interruption.abort();
  if (flags.interval !== undefined) {
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  }
  let version = 0;
  do {
    version = Math.max(version + 1, Date.now());
    process.exitCode = await tryRound(connector, flags, version);
  } while (await waitForNextRound(flags.interval, interruption.signal));
}

/** False without an interval, and when interrupted: a round that is under way is finished first. */
async function waitForNextRound(
  intervalMs: number | undefined,
  signal: AbortSignal,
): Promise<boolean> {
  if (intervalMs === undefined) return false;
  try {
    await sleep(intervalMs, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

/** The exit status of one round. */
async function tryRound<Flags>(
  connector: Connector<Flags>,
  flags: DiscoverFlags & Flags,
  version: number,
): Promise<number> {
  try {
    return await runRound(connector, flags, version);
  } catch (error) {
    if (!(error instanceof DiscoveryError)) throw error;
    say(`cadastre: ${error.message}`);
    return EXIT_FAILED;
  }
}

async function runRound<Flags>(
  connector: Connector<Flags>,
  flags: DiscoverFlags & Flags,
  version: number,
): Promise<number> {
  const endpoint = readEndpoint(flags.endpoint);
  const items = await read(connector, flags);
  if (items.length === 0 && !flags.allowEmpty) {
    throw new DiscoveryError('nothing was found, so nothing was sent; if right, --allow-empty');
  }
  if (flags.dryRun) {
    const differences = compareItems(await listInventoryItems(endpoint, flags.source), items);
    for (const line of describeDifferences(differences)) print(line);
    print(describePreview(flags.source, items, differences));
    return 0;
  }
  const totals = await send(endpoint, { sourceName: flags.source, version, items });
  print(describePut(flags.source, items, totals));
  return totals.skippedCount > 0 ? EXIT_SKIPPED : 0;
}

async function send(endpoint: Endpoint, snapshot: Snapshot): Promise<PutTotals> {
  const bar = new ProgressBar(`${snapshot.sourceName}: sending`, snapshot.items.length);
  try {
    return await putSnapshot(endpoint, snapshot, (sentCount) => bar.update(sentCount));
  } finally {
    bar.clear();
  }
}

async function read<Flags>(
  connector: Connector<Flags>,
  flags: DiscoverFlags & Flags,
): Promise<readonly InventoryItem[]> {
  const progress = new ProgressCount(`${flags.source}: found`);
  const notes: string[] = [];
  try {
    const found = connector.discover(flags, { note: (text) => notes.push(text) });
    const collected = await collectItems(found, (count) => progress.update(count));
    const { items, repeatedCount, emptyCount } = collected;
    if (repeatedCount > 0) notes.push(`left out, for they were named before: ${repeatedCount}`);
    if (emptyCount > 0) notes.push(`left out, for they have no CIDR: ${emptyCount}`);
    return items;
  } finally {
    progress.clear();
    for (const note of notes) say(`${flags.source}: ${note}.`);
  }
}

function readEndpoint(url: string): Endpoint {
  if (!URL.canParse(url)) {
    throw new DiscoveryError(`${url} is not a URL such as http://127.0.0.1:8080`);
  }
  const own = readAccessKey('CADASTRE') ?? readAccessKey('ALIBABA_CLOUD');
  if (own === undefined) {
    throw new DiscoveryError('set CADASTRE_ACCESS_KEY_ID and CADASTRE_ACCESS_KEY_SECRET');
  }
  return { url, ...own };
}

function readAccessKey(prefix: string): Omit<Endpoint, 'url'> | undefined {
  const accessKeyId = process.env[`${prefix}_ACCESS_KEY_ID`];
  const accessKeySecret = process.env[`${prefix}_ACCESS_KEY_SECRET`];
  if (accessKeyId === undefined || accessKeyId === '') return undefined;
  return { accessKeyId, accessKeySecret: accessKeySecret ?? '' };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
