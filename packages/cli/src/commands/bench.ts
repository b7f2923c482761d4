import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAllocations } from '@cadastre/server';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Endpoint } from '../api-client.ts';
import { ApiConnection } from '../bench/api-connection.ts';
import { type Measured, measure } from '../bench/measure.ts';
import { ServerProcess } from '../bench/server-process.ts';
import {
  ALLOCATION_PREFIX_LENGTH,
  allocateStep,
  collectPageTokens,
  listStep,
  makePools,
  nextAvailableStep,
  type Pools,
  releaseStep,
  statusStep,
} from '../bench/workload.ts';
import { ProgressBar } from '../progress-bar.ts';

interface BenchFlags {
  readonly endpoint?: string;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  readonly sizes: readonly number[];
  readonly connections: readonly number[];
  readonly seconds: number;
}

interface Row extends Measured {
  readonly size: number;
  readonly connections: number;
  readonly operation: string;
}

/** `cadastre bench`: the canonical workload, against a server of its own or a given one. */
export function benchCommand(): Command {
  return new Command('bench')
    .description('Measures allocate, release, next available and list at growing pool sizes.')
    .addOption(
      new Option(
        '--endpoint <url>',
        'server to measure, loaded by calls; without it, a server of its own in a temporary folder',
      ).env('CADASTRE_ENDPOINT'),
    )
    .addOption(new Option('--access-key-id <id>', 'access key').env('ALIBABA_CLOUD_ACCESS_KEY_ID'))
    .addOption(
      new Option('--access-key-secret <secret>', 'its secret').env(
        'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
      ),
    )
    .addOption(
      new Option('--sizes <list>', 'live allocations in the hot pool')
        .argParser(parseNumbers)
        .default([0, 1_000, 10_000, 100_000, 1_000_000], '0,1000,10000,100000,1000000'),
    )
    .addOption(
      new Option('--connections <list>', 'connections at once')
        .argParser(parseNumbers)
        .default([1, 16, 64], '1,16,64'),
    )
    .addOption(
      new Option('--seconds <number>', 'time of each measurement')
        .argParser((text) => parseNumbers(text)[0])
        .default(2),
    )
    .action(bench);
}

function parseNumbers(text: string): readonly number[] {
  const numbers = text.split(',').map(Number);
  if (numbers.some((number) => !Number.isInteger(number) || number < 0)) {
    throw new InvalidArgumentError('It must be whole numbers, separated by commas.');
  }
  return [...numbers].sort((left, right) => left - right);
}

async function bench(flags: BenchFlags): Promise<void> {
  const rows = flags.endpoint === undefined ? await benchOwn(flags) : await benchGiven(flags);
  if (rows !== undefined) print(rows);
}

/** Loads straight into the store between runs of a server of its own. */
async function benchOwn(flags: BenchFlags): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-bench-'));
  const server = new ServerProcess(folder);
  try {
    const pools = await makePools((await server.start()).endpoint);
    const rows: Row[] = [];
    let live = 0;
    for (const size of flags.sizes) {
      await server.stop();
      await load(server, pools, size - live);
      live = size;
      const { endpoint, seconds } = await server.start();
      say(`${size} allocations: ready after ${seconds.toFixed(2)} s`);
      rows.push(...(await measureAll(endpoint, pools, size, flags)));
      await describeServer(endpoint, server.dataFolder);
    }
    return rows;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function load(server: ServerProcess, pools: Pools, count: number): Promise<void> {
  const bar = new ProgressBar(`loading ${count}`, count);
  await loadAllocations({
    dataFolder: server.dataFolder,
    accountId: server.accountId,
    poolId: pools.hotPoolId,
    count,
    prefixLength: ALLOCATION_PREFIX_LENGTH,
    onProgress: (loaded) => bar.update(loaded),
  });
}

async function benchGiven(flags: BenchFlags): Promise<readonly Row[] | undefined> {
  const { endpoint: url, accessKeyId, accessKeySecret } = flags;
  if (url === undefined || accessKeyId === undefined || accessKeySecret === undefined) {
    say('cadastre: set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.');
    process.exitCode = 1;
    return undefined;
  }
  const endpoint = { url, accessKeyId, accessKeySecret };
  const pools = await makePools(endpoint);
  const rows: Row[] = [];
  const kept: string[] = [];
  for (const size of flags.sizes) {
    const bar = new ProgressBar(`loading ${size - kept.length}`, size);
    const allocateOne = allocateStep([pools.hotPoolId], kept);
    await measure(endpoint, 64, Number.POSITIVE_INFINITY, async (connection) => {
      bar.update(kept.length);
      return kept.length < size && (await allocateOne(connection));
    });
    rows.push(...(await measureAll(endpoint, pools, kept.length, flags)));
  }
  return rows;
}

async function measureAll(
  endpoint: Endpoint,
  pools: Pools,
  size: number,
  flags: BenchFlags,
): Promise<readonly Row[]> {
  const { hotPoolId, manyPoolIds } = pools;
  const walker = new ApiConnection(endpoint);
  const bar = new ProgressBar('reading all pages', size / 100);
  const tokens = await collectPageTokens(walker, hotPoolId, (page) => bar.update(page));
  walker.close();
  const rows: Row[] = [];
  for (const connections of flags.connections) {
    const taken: string[] = [];
    const steps = [
      ['signed no-op', statusStep()],
      ['allocate, hot pool', allocateStep([hotPoolId], taken)],
      ['release, hot pool', releaseStep(taken)],
      ['allocate, 100 pools', allocateStep(manyPoolIds, taken)],
      ['release, 100 pools', releaseStep(taken)],
      ['next available', nextAvailableStep(hotPoolId)],
      ['list a page of 100', listStep(hotPoolId, tokens)],
    ] as const;
    for (const [operation, step] of steps) {
      const isRelease = operation.startsWith('release');
      const seconds = isRelease ? Number.POSITIVE_INFINITY : flags.seconds;
      rows.push({
        size,
        connections,
        operation,
        ...(await measure(endpoint, connections, seconds, step)),
      });
    }
  }
  return rows;
}

async function describeServer(endpoint: Endpoint, dataFolder: string): Promise<void> {
  const metrics = await (await fetch(new URL('/metrics', endpoint.url))).text();
  const memory = Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1] ?? 0);
  const database = statSync(join(dataFolder, 'cadastre.db')).size;
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  say(`  memory ${megabytes(memory)}, database ${megabytes(database)}`);
}

function print(rows: readonly Row[]): void {
  const [cpu] = cpus();
  const machine = `${cpus().length} x ${cpu?.model ?? 'unknown'}, Node.js ${process.version}`;
  const lines = [
    machine,
    '',
    ' live  conn  operation              rate/s   p50 ms   p99 ms  p50 ratio',
  ];
  for (const row of rows) {
    const first = rows.find(
      ({ connections, operation, size }) =>
        connections === row.connections && operation === row.operation && size > 0,
    );
    const ratio = first === undefined ? '' : (row.p50Ms / first.p50Ms).toFixed(2);
    const cells = [
      String(row.size).padStart(7),
      String(row.connections).padStart(4),
      row.operation.padEnd(20),
      row.ratePerSecond.toFixed(0).padStart(8),
      row.p50Ms.toFixed(3).padStart(8),
      row.p99Ms.toFixed(3).padStart(8),
      ratio.padStart(9),
    ];
    lines.push(cells.join(' '));
  }
  lines.push('', 'p50 ratio: to the smallest size above 0, of the same operation and connections.');
  process.stdout.write(`${lines.join('\n')}\n`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
