/** `npm run bench:inventory`: a large inventory taken in, checked, changed and listed. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findOverlapping, makeResources, REGIONS, toItem } from './inventory-ground.js';
import { startCadastre } from './processes.js';
import { signFormRequest } from './sign-request.js';

const HOST = '127.0.0.1';
const CREDENTIALS = { accessKeyId: 'LTAI-bench', accessKeySecret: 'the-secret-of-the-bench' };
const VERSIONS = { VpcIpam: '2023-02-28', Cadastre: '2026-11-01' };

/** The limits of one call; of 1 MiB something is left for the other parameters. */
const BATCH_ITEM_COUNT = 5_000;
const BATCH_BYTES = 1_000_000;

/** What must hold on a machine like that of the results: seconds, and the ratio of two page costs. */
const INGEST_SECONDS_MAX = 60;
const PAGE_RATIO_MAX = 1.5;

const PAGE_SIZE = 50;
const SMALL_REGION = 'cn-chengdu';
const HOSTING = { large: 'cn-hangzhou', small: SMALL_REGION, late: 'cn-shanghai' };

const { values: flags } = parseArgs({
  options: {
    networks: { type: 'string', default: '2000' },
    copies: { type: 'string', default: '10' },
    strays: { type: 'string', default: '1000' },
    equal: { type: 'string', default: '5000' },
    pages: { type: 'string', default: '400' },
    profile: { type: 'string' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'cadastre-inventory-'));
const configFile = join(folder, 'config.yaml');
writeFileSync(configFile, 'serviceOpen: true\n');
const nodeFlags = flags.profile
  ? ['--cpu-prof', '--cpu-prof-dir', resolve(flags.profile), '--cpu-prof-interval', '500']
  : [];
const server = await startCadastre({ folder, configFile, nodeFlags, credentials: CREDENTIALS });
const agent = new Agent({ keepAlive: true });
try {
  await main();
} finally {
  agent.destroy();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function main() {
  const large = await createIpam(HOSTING.large, REGIONS);
  const small = await createIpam(HOSTING.small, [SMALL_REGION]);
  const resources = [
    ...makeResources({
      networkCount: Number(flags.networks),
      copyCount: Number(flags.copies),
      strayCount: Number(flags.strays),
      regionOf: (index) => REGIONS[index % REGIONS.length],
      prefix: 'large',
    }),
  ];
  await ingest(resources);
  const tokens = await checkOverlap(large, resources);
  await checkNextChange(large, resources);
  await ingestSmall();
  await comparePages(large, small, tokens);
  await measureEqualCidrs(large);
  await measureLateIpam();
  console.log(`memory of the server: at most ${peakMegabytes()} MB`);
}

async function createIpam(hosting, regions) {
  const list = Object.fromEntries(
    regions.map((region, index) => [`OperatingRegionList.${index + 1}`, region]),
  );
  const { IpamId } = await call('VpcIpam', 'CreateIpam', { RegionId: hosting, ...list });
  const { Ipams } = await call('VpcIpam', 'ListIpams', {
    RegionId: hosting,
    'IpamIds.1': IpamId,
  });
  return { hosting, scopeId: Ipams[0].PrivateDefaultScopeId };
}

async function ingest(resources) {
  const batches = batch(resources.map(toItem));
  const start = performance.now();
  const times = [];
  for (const [index, items] of batches.entries()) {
    const sentAt = performance.now();
    await put({ version: 1, mode: 'Full', items, isComplete: index === batches.length - 1 });
    times.push(performance.now() - sentAt);
  }
  const seconds = (performance.now() - start) / 1000;
  const slowest = Math.round(Math.max(...times));
  const rate = Math.round(resources.length / seconds);
  console.log(
    `${resources.length} networks and subnets in ${batches.length} batches: ${seconds.toFixed(1)} s, ${rate} a second, slowest batch ${slowest} ms`,
  );
  require(seconds <= INGEST_SECONDS_MAX, `the inventory took more than ${INGEST_SECONDS_MAX} s`);
  const againAt = performance.now();
  for (const [index, items] of batches.entries()) {
    await put({ version: 2, mode: 'Full', items, isComplete: index === batches.length - 1 });
  }
  const again = (performance.now() - againAt) / 1000;
  console.log(`the same inventory again, as a newer version: ${again.toFixed(1)} s`);
}

function batch(items) {
  const batches = [];
  let current = [];
  let bytes = 0;
  for (const item of items) {
    const added = encodeURIComponent(`${JSON.stringify(item)},`).length;
    if (current.length === BATCH_ITEM_COUNT || bytes + added > BATCH_BYTES) {
      batches.push(current);
      current = [];
      bytes = 0;
    }
    current.push(item);
    bytes += added;
  }
  batches.push(current);
  return batches;
}

function put({ version, mode, items = [], removed = [], isComplete = false, source = 'bench' }) {
  return call('Cadastre', 'PutInventory', {
    SourceName: source,
    SourceVersion: String(version),
    Mode: mode,
    Items: JSON.stringify(items),
    ...(removed.length > 0 ? { Removed: JSON.stringify(removed) } : {}),
    IsComplete: String(isComplete),
  });
}

/** Walks the whole list, compares every status with the sweep, and answers where its pages start. */
async function checkOverlap(ipam, resources) {
  const expected = findOverlapping(resources);
  const seen = new Map();
  const tokens = [];
  let token;
  do {
    const page = await listPage(ipam, token);
    for (const { ResourceId, OverlapStatus } of page.IpamResourceCidrs) {
      seen.set(ResourceId, OverlapStatus === 'Overlapping');
    }
    token = page.NextToken;
    if (token) tokens.push(token);
  } while (token);
  const wrong = resources.filter(({ id }) => seen.get(id) !== expected.has(id));
  require(seen.size === resources.length, `${seen.size} resources are listed`);
  require(wrong.length === 0, `${wrong.length} overlap statuses are wrong, as of ${wrong[0]?.id}`);
  console.log(`overlap: ${expected.size} of ${seen.size} overlap, all as the sweep says`);
  return tokens;
}

function listPage({ hosting, scopeId }, token) {
  return call('VpcIpam', 'ListIpamResourceCidrs', {
    RegionId: hosting,
    IpamScopeId: scopeId,
    MaxResults: String(PAGE_SIZE),
    ...(token ? { NextToken: token } : {}),
  });
}

/** A subnet that overlaps is seen by the next call, as is what it overlaps with; and no more later. */
async function checkNextChange(ipam, resources) {
  const overlapping = findOverlapping(resources);
  const clean = resources.find(({ id, type }) => type === 'VSwitch' && !overlapping.has(id));
  const added = { ...clean, id: 'vsw-added', network: 'vpc-elsewhere' };
  const start = performance.now();
  await put({ version: 3, mode: 'Delta', items: [toItem(added)] });
  require(await isOverlapping(ipam, added.id), 'a new subnet does not overlap');
  require(await isOverlapping(ipam, clean.id), 'what a new subnet overlaps with does not');
  await put({ version: 4, mode: 'Delta', removed: [added.id] });
  require(!(await isOverlapping(ipam, clean.id)), 'a subnet overlaps with one that is gone');
  const milliseconds = Math.round(performance.now() - start);
  console.log(`one subnet added, seen, removed and seen again: ${milliseconds} ms`);
}

async function isOverlapping({ hosting, scopeId }, resourceId) {
  const { IpamResourceCidrs } = await call('VpcIpam', 'ListIpamResourceCidrs', {
    RegionId: hosting,
    IpamScopeId: scopeId,
    ResourceId: resourceId,
  });
  return IpamResourceCidrs[0].OverlapStatus === 'Overlapping';
}

async function ingestSmall() {
  const options = { networkCount: 1, copyCount: 0, strayCount: 0, prefix: 'small' };
  const resources = [...makeResources({ ...options, regionOf: () => SMALL_REGION })];
  const items = resources.map(toItem);
  await put({ version: 1, mode: 'Full', items, isComplete: true, source: 'small' });
}

/** Pages at random places of the large scope and pages of the small one, in turns. */
async function comparePages(large, small, tokens) {
  const { NextToken: smallToken } = await listPage(small);
  const times = { large: [], small: [] };
  const measure = async (name, ipam, token) => {
    const start = performance.now();
    await listPage(ipam, token);
    times[name].push(performance.now() - start);
  };
  for (let index = 0; index < Number(flags.pages); index += 1) {
    const place = Math.floor(Math.random() * (tokens.length - 1));
    await measure('large', large, tokens[place]);
    await measure('small', small, index % 2 === 0 ? undefined : smallToken);
  }
  const [ofLarge, ofSmall] = [median(times.large), median(times.small)];
  const ratio = ofLarge / ofSmall;
  console.log(
    `a page of ${PAGE_SIZE}: ${ofLarge.toFixed(2)} ms of the large scope, ${ofSmall.toFixed(2)} ms of one with 100: ratio ${ratio.toFixed(2)}`,
  );
  require(ratio <=
    PAGE_RATIO_MAX, `a page of the large scope costs more than ${PAGE_RATIO_MAX} times`);
}

function median(values) {
  return values.sort((left, right) => left - right)[Math.floor(values.length / 2)];
}

/** Many networks with one CIDR: each overlaps with all the others. */
async function measureEqualCidrs(ipam) {
  const count = Number(flags.equal);
  const networks = Array.from({ length: count }, (_, index) => {
    const id = `equal-${index}`;
    return { type: 'VPC', id, network: id, region: REGIONS[0], first: 0xac100000, length: 16 };
  });
  const source = 'equal';
  const batches = batch(networks.map(toItem));
  const start = performance.now();
  for (const [index, items] of batches.entries()) {
    const isComplete = index === batches.length - 1;
    await put({ version: 1, mode: 'Full', items, isComplete, source });
  }
  const addedAt = performance.now();
  require(await isOverlapping(ipam, 'equal-0'), 'equal networks do not overlap');
  const removed = networks.slice(1).map(({ id }) => id);
  await put({ version: 2, mode: 'Delta', removed, source });
  require(!(await isOverlapping(ipam, 'equal-0')), 'the last of equal networks overlaps');
  const [added, gone] = [addedAt - start, performance.now() - addedAt];
  console.log(
    `${count} networks with one CIDR: added in ${Math.round(added)} ms, all but one removed in ${Math.round(gone)} ms`,
  );
}

/** An IPAM that comes when the inventory is there already. */
async function measureLateIpam() {
  const start = performance.now();
  await createIpam(HOSTING.late, REGIONS);
  const seconds = (performance.now() - start) / 1000;
  console.log(`an IPAM created over all of it: ${seconds.toFixed(1)} s`);
}

function peakMegabytes() {
  const status = readFileSync(`/proc/${server.pid}/status`, 'utf8');
  return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024);
}

function require(holds, otherwise) {
  if (holds) return;
  console.error(`MISSED: ${otherwise}`);
  process.exitCode = 1;
}

async function call(product, action, parameters) {
  const { body, headers } = signFormRequest({
    host: `${HOST}:${server.port}`,
    credentials: CREDENTIALS,
    call: { action, version: VERSIONS[product], parameters },
  });
  const { status, text } = await post(headers, body);
  if (status !== 200) throw new Error(`${action} is refused: ${text}`);
  return JSON.parse(text);
}

function post(headers, body) {
  return new Promise((fulfil, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const options = { host: HOST, port: server.port, method: 'POST', agent };
    const sent = request({ ...options, headers: { ...headers, ...length } }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () =>
        fulfil({ status: response.statusCode, text: Buffer.concat(parts).toString() }),
      );
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
