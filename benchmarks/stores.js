/**
 * `npm run bench:stores`: what an allocation costs on both stores, beside what the database and the disk
 * can do at all, in one run on one machine.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import pg from 'pg';
import { startPostgres } from '../scripts/start-postgres.js';
import { callCadastre } from './call-cadastre.js';
import { SERVER_CONFIG, STATUS_CALL } from './cases.js';
import { measureFsync } from './fsync.js';
import { startBareFastify, startCadastre, startLoadGenerator } from './processes.js';

const HOST = '127.0.0.1';
const REGION = { RegionId: 'cn-hangzhou' };
const POOL_COUNT = 100;
const CONNECTIONS = [1, 16, 64];
/** What PostgreSQL must not be farther from than by this factor, with 64 connections. */
const PGBENCH_RATIO_MIN = 0.5;
const MILLION_RATIO_MAX = 1.5;

const USAGE = `Usage: npm run bench:stores -- [flags]

  --seconds N     time for each measurement in each round (3)
  --rounds N      alternating rounds; medians are shown (3)
  --fill N        allocations that fill a pool for the comparison with 1,000 (1000000; 0 leaves it out)
  --profile FOLDER write CPU profiles of the servers there
`;

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    fill: { type: 'string', default: '1000000' },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const run = promisify(execFile);

if (flags.help) console.log(USAGE);
else await main();

async function main() {
  const seconds = Number(flags.seconds);
  const rounds = Number(flags.rounds);
  const fill = Number(flags.fill);
  if (!(seconds > 0 && rounds >= 1 && fill >= 0)) throw new Error(USAGE);
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-bench-'));
  const started = [];
  try {
    await measureAll({ seconds, rounds, fill, folder, started });
  } finally {
    for (const process of started.reverse()) await process.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll({ seconds, rounds, fill, folder, started }) {
  const ground = await startGround(folder, started);
  const cases = [
    ...pgbenchCases(ground),
    ...httpCases(ground, 'bare Fastify', [ground.bareFastify], [ground.noop], [64]),
    ...storeCases(ground, 'embedded', [ground.embedded]),
    ...storeCases(ground, 'PostgreSQL', [ground.servers[0]]),
    ...storeCases(ground, 'PostgreSQL, 3 servers', ground.servers),
  ];
  const results = new Map(cases.map(({ name }) => [name, []]));
  for (const { measure } of cases) await measure(Math.min(1, seconds));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, measure } of cases) results.get(name).push(await measure(seconds));
  }
  report(results);
  console.log(`fsync of 8 kB, one after another: ${Math.round(measureFsync(folder))} a second`);
  reportRatios(results);
  if (fill > 0) await compareFill(ground, fill, seconds);
}

/** Everything that is measured, each started once: what is not under load does nothing. */
async function startGround(folder, started) {
  const keep = (process) => {
    started.push(process);
    return process;
  };
  const credentials = {
    accessKeyId: 'LTAIbenchmark',
    accessKeySecret: randomBytes(15).toString('hex'),
  };
  const configFile = join(folder, 'config.json');
  writeFileSync(configFile, JSON.stringify(SERVER_CONFIG));
  const postgres = keep(await startPostgres());
  const encryptionKey = randomBytes(32).toString('hex');
  const nodeFlags =
    flags.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(flags.profile)}`];
  const start = async (options) => {
    const server = keep(
      await startCadastre({ folder, configFile, nodeFlags, credentials, ...options }),
    );
    return { ...server, callOnce: (call) => callCadastre(server.port, { credentials, ...call }) };
  };
  const database = { url: postgres.url, encryptionKey };
  const embedded = await start({});
  const servers = [];
  for (let index = 0; index < 3; index += 1) servers.push(await start({ database }));
  const noop = { ...STATUS_CALL, credentials };
  const status = await embedded.callOnce(STATUS_CALL);
  const bareFastify = keep(await startBareFastify(JSON.stringify(status)));
  const ground = { credentials, postgres, embedded, servers, bareFastify, noop, folder };
  ground.generator = keep(startLoadGenerator());
  ground.pools = new Map();
  for (const server of [embedded, servers[0]])
    ground.pools.set(server, await makePools(ground, server));
  for (const server of servers) ground.pools.set(server, ground.pools.get(servers[0]));
  return ground;
}

/** A pool for the hot case, a hundred, and two that are filled to different degrees. */
async function makePools({ credentials }, { callOnce }) {
  const ask = (action, parameters) =>
    callOnce({ action, version: '2023-02-28', parameters: { ...REGION, ...parameters } });
  const { PrivateDefaultScopeId: IpamScopeId } = await ask('CreateIpam', {
    'OperatingRegionList.1': REGION.RegionId,
  });
  const makePool = async (Cidr, CidrMask) => {
    const { IpamPoolId } = await ask('CreateIpamPool', { IpamScopeId });
    await ask('AddIpamPoolCidr', { IpamPoolId, Cidr });
    const parameters = { ...REGION, IpamPoolId, CidrMask };
    return { ...STATUS_CALL, action: 'CreateIpamPoolAllocation', parameters, credentials };
  };
  const many = [];
  for (let index = 0; index < POOL_COUNT; index += 1) {
    many.push(await makePool(`10.${128 + index}.0.0/16`, '31'));
  }
  return {
    hot: [await makePool('10.0.0.0/9', '31')],
    many,
    small: await makePool('192.168.0.0/16', '32'),
    large: await makePool('172.16.0.0/12', '32'),
  };
}

function storeCases(ground, name, servers) {
  const { hot, many } = ground.pools.get(servers[0]);
  return [
    ...httpCases(ground, `${name}: signed no-op`, servers, [ground.noop], [64]),
    ...httpCases(ground, `${name}: one pool`, servers, hot, CONNECTIONS),
    ...httpCases(ground, `${name}: ${POOL_COUNT} pools`, servers, many, CONNECTIONS),
  ];
}

function httpCases({ generator }, name, servers, calls, connectionCounts) {
  return connectionCounts.map((connections) => ({
    name: `${name}, ${connections}`,
    measure: async (seconds) => {
      const measured = await generator.run({
        host: HOST,
        ports: servers.map(({ port }) => port),
        connections,
        seconds,
        calls,
      });
      if (measured.failureCount > 0)
        throw new Error(`${name}: ${measured.failureCount} were refused`);
      return measured;
    },
  }));
}

/** One-row inserts by the database's own load generator. */
function pgbenchCases({ postgres: { url, binaries }, folder }) {
  const script = join(folder, 'insert.sql');
  const row = "'ipam-pool-alloc-00mrcmwqo2x1ab2cd3', '10.0.0.0/31'";
  writeFileSync(script, `INSERT INTO one_row (name, block) VALUES (${row});\n`);
  let isPrepared = false;
  const prepare = async () => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('CREATE TABLE one_row (id BIGSERIAL PRIMARY KEY, name TEXT, block TEXT)');
    await client.end();
    isPrepared = true;
  };
  return CONNECTIONS.map((connections) => ({
    name: `pgbench, one-row inserts, ${connections}`,
    measure: async (seconds) => {
      if (!isPrepared) await prepare();
      const words = [
        '-n',
        '-f',
        script,
        '-c',
        `${connections}`,
        '-T',
        `${Math.max(2, Math.ceil(seconds))}`,
      ];
      const { stdout } = await run(join(binaries, 'pgbench'), [...words, url]);
      const [, rate] = /tps = ([\d.]+)/.exec(stdout) ?? [];
      const [, latency] = /latency average = ([\d.]+) ms/.exec(stdout) ?? [];
      if (rate === undefined) throw new Error(`pgbench measured nothing: ${stdout}`);
      return { ratePerSecond: Number(rate), p50Ms: Number(latency), p99Ms: Number.NaN };
    },
  }));
}

function report(results) {
  const rows = [...results].map(([name, rounds]) => {
    const medianOf = (field) => median(rounds.map((round) => round[field]));
    return [
      name,
      {
        'per second': Math.round(medianOf('ratePerSecond')),
        'p50 ms': round(medianOf('p50Ms')),
        'p99 ms': round(medianOf('p99Ms')) || '',
      },
    ];
  });
  console.table(Object.fromEntries(rows));
  console.log('The number at the end is that of connections; the p50 of pgbench is its mean.');
}

/** Medians of the rounds' ratios; both rates of a round are measured near each other. */
function reportRatios(results) {
  const compare = (of, to, min) => {
    const rounds = results.get(of).map(({ ratePerSecond }, index) => {
      return ratePerSecond / results.get(to)[index].ratePerSecond;
    });
    judge(`${of} / ${to}`, median(rounds), (ratio) => ratio >= min, `at least ${min}`);
  };
  const pgbench = 'pgbench, one-row inserts, 64';
  compare('PostgreSQL: one pool, 64', pgbench, PGBENCH_RATIO_MIN);
  compare(`PostgreSQL: ${POOL_COUNT} pools, 64`, pgbench, PGBENCH_RATIO_MIN);
  compare('embedded: one pool, 64', 'embedded: signed no-op, 64', 0.5);
  compare('embedded: signed no-op, 64', 'bare Fastify, 64', 0.4);
}

function judge(name, ratio, isReached, demand) {
  const verdict = isReached(ratio) ? 'reached' : 'MISSED';
  console.log(`${name} = ${round(ratio)}, ${demand}: ${verdict}`);
  if (verdict === 'MISSED') process.exitCode = 1;
}

/** A pool with a thousand allocations, and one with many more, by one connection. */
async function compareFill({ generator, credentials, embedded, servers, pools }, fill, seconds) {
  for (const [name, server] of [
    ['embedded', embedded],
    ['PostgreSQL', servers[0]],
  ]) {
    const { small, large } = pools.get(server);
    const job = { host: HOST, ports: [server.port] };
    const allocate = (call) => generator.run({ ...job, calls: [call], connections: 1, seconds });
    const fillTo = async (call, count) => {
      let done = await countOf(server, call, credentials);
      while (done < count) {
        const secondsLeft = Math.min(10, Math.max(0.2, (count - done) / 10_000));
        await generator.run({ ...job, calls: [call], connections: 64, seconds: secondsLeft });
        done = await countOf(server, call, credentials);
      }
      return done;
    };
    const smallCount = await fillTo(small, 1_000);
    const largeCount = await fillTo(large, fill);
    const ratios = [];
    for (let round = 0; round < 5; round += 1) {
      const few = await allocate(small);
      ratios.push((await allocate(large)).p50Ms / few.p50Ms);
    }
    const of = `${name}: p50 with ${largeCount} allocations / with ${smallCount}`;
    judge(
      of,
      median(ratios),
      (ratio) => ratio <= MILLION_RATIO_MAX,
      `at most ${MILLION_RATIO_MAX}`,
    );
  }
}

async function countOf({ callOnce }, { parameters }, credentials) {
  const { IpamPoolId, RegionId } = parameters;
  const call = { action: 'ListIpamPoolAllocations', version: '2023-02-28', credentials };
  const page = await callOnce({ ...call, parameters: { IpamPoolId, RegionId, MaxResults: '1' } });
  return Number(page.TotalCount);
}

function median(values) {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

function round(value) {
  return Math.round(value * 100) / 100;
}
