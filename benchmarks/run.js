/** `npm run bench`: measures all cases in alternating rounds and prints rates and ratios. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { callCadastre } from './call-cadastre.js';
import { CASES, RATIOS, SERVER_CONFIG, STATUS_CALL } from './cases.js';
import { startBareFastify, startCadastre, startLoadGenerator } from './processes.js';

const HOST = '127.0.0.1';
const TMPFS_TYPE = 0x01021994;

const USAGE = `Usage: npm run bench -- [flags]

  --seconds N      time for each case in each round (3)
  --rounds N       alternating rounds; medians are shown (5)
  --connections N  keep-alive connections (64)
  --case NAME      measure only this case; may be repeated
  --json FILE      write the results, with the machine they come from
  --profile FOLDER write a CPU profile of the server there
  --server FILE    start this cadastre.js instead of the one of this tree
`;

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '64' },
    case: { type: 'string', multiple: true },
    json: { type: 'string' },
    profile: { type: 'string' },
    server: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (flags.help) console.log(USAGE);
else await main();

async function main() {
  const settings = {
    seconds: positive('seconds'),
    rounds: Math.ceil(positive('rounds')),
    connections: Math.ceil(positive('connections')),
  };
  const cases = CASES.filter(({ name }) => flags.case?.includes(name) ?? true);
  if (cases.length === 0) throw new Error(`--case: there are ${CASES.map(({ name }) => name)}`);
  const folder = mkdtempSync(join(tmpdir(), 'cadastre-bench-'));
  if (statfsSync(folder).type === TMPFS_TYPE) {
    console.warn(`${folder} is in memory: writes cost less than on a disk. Set TMPDIR to a disk.`);
  }
  const started = [];
  try {
    const results = await measureAll({ cases, settings, folder, started });
    report(results, settings);
  } finally {
    for (const process of started.reverse()) await process.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function positive(name) {
  const value = Number(flags[name]);
  if (!(value > 0)) throw new Error(`--${name}: it must be a number above 0`);
  return value;
}

/** Rounds of all cases, one after another, so that a slow moment of the machine hits them alike. */
async function measureAll({ cases, settings, folder, started }) {
  const { credentials, targets, generator, callOnce } = await startAll(folder, started);
  const calls = new Map();
  for (const benchmark of cases) calls.set(benchmark.name, await benchmark.prepare(callOnce));
  const results = cases.map(({ name }) => ({ name, rounds: [] }));
  const measure = async ({ name, target, writes }, seconds) => {
    const job = { host: HOST, ports: [targets[target]], connections: settings.connections };
    const before = await readServerMetrics(targets.cadastre);
    const call = { credentials, ...calls.get(name) };
    const measured = await generator.run({ ...job, seconds, calls: [call] });
    const after = await readServerMetrics(targets.cadastre);
    if (measured.failureCount > 0) {
      throw new Error(`${name}: ${measured.failureCount} requests were refused`);
    }
    if (target !== 'cadastre') return measured;
    const cpuSeconds = after.cpuSeconds - before.cpuSeconds;
    const serverCpuMicroseconds = (cpuSeconds * 1e6) / measured.answerCount;
    if (!writes) return { ...measured, serverCpuMicroseconds };
    const meanBatchSize = (after.writes - before.writes) / (after.commits - before.commits);
    return { ...measured, serverCpuMicroseconds, meanBatchSize };
  };
  // Unmeasured: the compilers of all processes get to see every path.
  for (const benchmark of cases) await measure(benchmark, Math.min(2, settings.seconds));
  for (let round = 0; round < settings.rounds; round += 1) {
    for (const [index, benchmark] of cases.entries()) {
      results[index].rounds.push(await measure(benchmark, settings.seconds));
    }
  }
  return results;
}

async function startAll(folder, started) {
  const credentials = {
    accessKeyId: 'LTAIbenchmark',
    accessKeySecret: randomBytes(15).toString('hex'),
  };
  const configFile = join(folder, 'config.json');
  writeFileSync(configFile, JSON.stringify(SERVER_CONFIG));
  const nodeFlags =
    flags.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(flags.profile)}`];
  const program = flags.server;
  const cadastre = await startCadastre({ folder, configFile, program, nodeFlags, credentials });
  started.push(cadastre);
  const callOnce = (call) => callCadastre(cadastre.port, { credentials, ...call });
  const bareFastify = await startBareFastify(JSON.stringify(await callOnce(STATUS_CALL)));
  started.push(bareFastify);
  const generator = startLoadGenerator();
  started.push(generator);
  const targets = { cadastre: cadastre.port, 'bare-fastify': bareFastify.port };
  return { credentials, targets, generator, callOnce };
}

/** Running totals of the server; the difference of two readings belongs to what ran in between. */
async function readServerMetrics(port) {
  const text = await (await fetch(`http://${HOST}:${port}/metrics`)).text();
  const read = (name) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
  return {
    cpuSeconds: read('process_cpu_seconds_total'),
    commits: read('cadastre_store_commit_batch_size_count'),
    writes: read('cadastre_store_commit_batch_size_sum'),
  };
}

function report(results, settings) {
  const cases = results.map(({ name, rounds }) => {
    const medianOf = (field) => median(rounds.map((round) => round[field]));
    return {
      name,
      ratePerSecond: medianOf('ratePerSecond'),
      p50Ms: medianOf('p50Ms'),
      p99Ms: medianOf('p99Ms'),
      generatorCpuShare: medianOf('generatorCpuShare'),
      serverCpuMicroseconds: medianOf('serverCpuMicroseconds'),
      meanBatchSize: medianOf('meanBatchSize'),
      rounds,
    };
  });
  const ratios = RATIOS.flatMap((ratio) => compare(ratio, cases));
  console.table(
    Object.fromEntries(
      cases.map((measured) => [
        measured.name,
        {
          'per second': Math.round(measured.ratePerSecond),
          'p50 ms': round(measured.p50Ms),
          'p99 ms': round(measured.p99Ms),
          'generator CPU': `${Math.round(measured.generatorCpuShare * 100)} %`,
          'server CPU µs': Math.round(measured.serverCpuMicroseconds) || '',
          'commit batch': round(measured.meanBatchSize) || '',
        },
      ]),
    ),
  );
  for (const { of, to, min, ratio } of ratios) {
    const verdict = ratio >= min ? 'reached' : 'MISSED';
    console.log(`${of} / ${to} = ${round(ratio)}, at least ${min}: ${verdict}`);
    if (ratio < min) process.exitCode = 1;
  }
  if (flags.json === undefined) return;
  const content = { ...describeMachine(), settings, ratios, cases };
  writeFileSync(flags.json, `${JSON.stringify(content, roundNumber, 2)}\n`);
}

/** The median of the rounds' ratios; each round's two rates are measured next to each other. */
function compare({ of, to, min }, cases) {
  const upper = cases.find(({ name }) => name === of);
  const lower = cases.find(({ name }) => name === to);
  if (upper === undefined || lower === undefined) return [];
  const rounds = upper.rounds.map(
    ({ ratePerSecond }, index) => ratePerSecond / lower.rounds[index].ratePerSecond,
  );
  return [{ of, to, min, ratio: median(rounds), rounds }];
}

function describeMachine() {
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    machine: {
      cpu: processors[0]?.model ?? 'unknown',
      cores: processors.length,
      memoryGb: totalmem() / 1e9,
      platform: `${process.platform} ${process.arch}`,
      node: process.version,
    },
  };
}

function median(values) {
  const sorted = values.filter((value) => value !== undefined).sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

function round(value) {
  return Math.round(value * 100) / 100;
}

function roundNumber(_key, value) {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}
