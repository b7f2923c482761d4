import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  encode,
  SIGNINGS,
  sign,
  succeed,
  type Target,
  type WireRequest,
} from './support/raw-client.ts';
import { ROOT, TestServer } from './support/start-server.ts';
import { createPool, haveIpam, isExternal } from './support/target.ts';

const BATCH_SIZE = 40;
const BATCH_COUNT = 250;
const WARM_UP_BATCH_COUNT = 20;
const MEMORY_GROWTH_BYTES_MAX = 150 * 1024 * 1024;

/** How long a sender of unfinished HTTP waits before it ends its side, in milliseconds. */
const UNFINISHED_MS = 30;
const ANSWER_TIMEOUT_MS = 10_000;

/** Bytes for one connection; `isWhole` when they are a complete HTTP request. */
interface Message {
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

const OPERATIONS = [
  'CreateIpam',
  'CreateIpamScope',
  'CreateIpamPool',
  'ListIpams',
  'ListIpamScopes',
  'ListIpamPools',
  'GetVpcIpamServiceStatus',
  'OpenVpcIpamService',
];
const PARAMETER_NAMES = [
  'RegionId',
  'IpamScopeId',
  'IpamPoolName',
  'IpamPoolDescription',
  'SourceIpamPoolId',
  'PoolRegionId',
  'AllocationMinCidrMask',
  'AllocationDefaultCidrMask',
  'AutoImport',
  'DryRun',
  'ClientToken',
  'IpVersion',
  'Ipv6Isp',
  'ResourceGroupId',
  'IpamId',
  'OperatingRegionList.1',
  'OperatingRegionList.0',
  'IpamPoolIds.1',
  'IpamPoolIds.999999999',
  'IpamPoolIds.-1',
  'Tag.1.Key',
  'Tag.1.Value',
  'Tag.1',
  'Tag',
  'Tags.1.Key.Key',
  'MaxResults',
  'NextToken',
  'Format',
  'Action',
  'Version',
  'Timestamp',
  'SignatureNonce',
  'AccessKeyId',
  '__proto__',
  'constructor.prototype',
];

const oddText = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('', '0', '-1', '1e309', 'NaN', 'null', 'true', '\u0000', '../../etc/passwd'),
  fc.constantFrom("'; DROP TABLE pools; --", '$(id)', '{{7*7}}', '<Error/>', ']]>', '\ud83d'),
  fc.integer({ min: 1, max: 20_000 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 1, max: 400 }).map((depth) => 'a.'.repeat(depth)),
);
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PARAMETER_NAMES) },
  { weight: 1, arbitrary: oddText },
);
const parameters = fc
  .array(fc.tuple(name, oddText), { maxLength: 8 })
  .map((pairs) => Object.fromEntries(pairs));

/** A call whose signature is right, with parameters that are not. */
function signedCall(target: Target): fc.Arbitrary<WireRequest> {
  return fc
    .record({
      signing: fc.constantFrom(...SIGNINGS),
      action: fc.oneof(fc.constantFrom(...OPERATIONS), fc.constantFrom('', 'x', 'toString')),
      hasRegion: fc.boolean(),
      parameters,
    })
    .map(({ signing, action, hasRegion, parameters: odd }) => {
      const all = hasRegion ? { ...odd, RegionId: 'cn-hangzhou' } : odd;
      return sign(target, action, all, { signing });
    });
}

/** A signed call with one part of the signature replaced. */
function badlySigned(target: Target): fc.Arbitrary<WireRequest> {
  return fc
    .record({
      signing: fc.constantFrom(...SIGNINGS),
      part: fc.constantFrom('timestamp', 'nonce', 'signature', 'accessKeyId', 'host', 'version'),
      value: oddText.map(toHeaderText),
    })
    .map(({ signing, part, value }) =>
      sign(target, 'ListIpams', { RegionId: 'cn-hangzhou' }, { signing, [part]: value }),
    );
}

/** A call with a body that is not what its type says. */
function oddBody(target: Target): fc.Arbitrary<WireRequest> {
  return fc
    .record({
      contentType: fc.constantFrom(
        'application/json',
        'application/x-www-form-urlencoded',
        'application/json; charset=utf-16',
        'multipart/form-data; boundary=x',
        'text/plain',
        'nonsense',
        ';',
      ),
      body: fc.oneof(
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        fc.json().map((text) => Buffer.from(text)),
        fc.json().map((text) => Buffer.from(`{"RegionId":"cn-hangzhou","Tag":${text}}`)),
        fc.integer({ min: 1, max: 3_000 }).map((depth) => Buffer.from('{"a":'.repeat(depth))),
        fc.integer({ min: 1, max: 3_000 }).map((count) => Buffer.from('a=b&'.repeat(count))),
        fc.webQueryParameters().map((text) => Buffer.from(text)),
      ),
      action: fc.constantFrom(...OPERATIONS),
      isChunked: fc.boolean(),
    })
    .map(({ contentType, body, action, isChunked }) =>
      sign(target, action, {}, { signing: 'V3 form', body, contentType, isChunked }),
    );
}

/** A header value cannot hold every character: what it cannot is percent-encoded. */
function toHeaderText(text: string): string {
  return encode(text.toWellFormed()).slice(0, 4_000);
}

function toBytes(wire: WireRequest): Buffer {
  const framing = wire.isChunked
    ? 'transfer-encoding: chunked'
    : `content-length: ${wire.body.length}`;
  const headers = Object.entries(wire.headers).map(([key, value]) => `${key}: ${value}`);
  const head = [`${wire.method} ${wire.path} HTTP/1.1`, ...headers, framing, 'connection: close'];
  const body = wire.isChunked
    ? Buffer.concat([
        ...(wire.body.length === 0
          ? []
          : [Buffer.from(`${wire.body.length.toString(16)}\r\n`), wire.body, Buffer.from('\r\n')]),
        Buffer.from('0\r\n\r\n'),
      ])
    : wire.body;
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

/** One change to the bytes of a request: a byte replaced, a part cut out, doubled or put in. */
function mutate(bytes: Buffer, at: number, kind: string, junk: Uint8Array): Buffer {
  const place = Math.floor(at * bytes.length);
  const end = place + junk.length;
  const before = bytes.subarray(0, place);
  if (kind === 'truncate') return before;
  if (kind === 'cut') return Buffer.concat([before, bytes.subarray(end)]);
  if (kind === 'double') return Buffer.concat([bytes.subarray(0, end), bytes.subarray(place)]);
  if (kind === 'insert') return Buffer.concat([before, junk, bytes.subarray(place)]);
  return Buffer.concat([before, junk, bytes.subarray(end)]);
}

function messages(target: Target): fc.Arbitrary<Message> {
  const whole = fc.oneof(
    { weight: 3, arbitrary: signedCall(target) },
    { weight: 2, arbitrary: badlySigned(target) },
    { weight: 2, arbitrary: oddBody(target) },
  );
  const mutated = fc
    .record({
      wire: whole,
      at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      kind: fc.constantFrom('truncate', 'cut', 'double', 'insert', 'replace'),
      junk: fc.uint8Array({ minLength: 1, maxLength: 12 }),
    })
    .map(({ wire, at, kind, junk }) => mutate(toBytes(wire), at, kind, junk));
  const raw = fc.oneof(
    fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
    fc.string({ maxLength: 60 }).map((text) => Buffer.from(`GET /?${text} HTTP/1.1\r\n\r\n`)),
    fc
      .integer({ min: 1, max: 40_000 })
      .map((size) =>
        Buffer.from(`GET / HTTP/1.1\r\nhost: x\r\nx-odd: ${'y'.repeat(size)}\r\n\r\n`),
      ),
    fc
      .tuple(fc.constantFrom('BREW', 'TRACE', 'CONNECT', 'PRI', 'get'), fc.webPath())
      .map(([method, path]) => Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: x\r\n\r\n`)),
  );
  return fc.oneof(
    { weight: 5, arbitrary: whole.map((wire) => ({ bytes: toBytes(wire), isWhole: true })) },
    { weight: 3, arbitrary: mutated.map((bytes) => ({ bytes, isWhole: false })) },
    { weight: 2, arbitrary: raw.map((bytes) => ({ bytes, isWhole: false })) },
  );
}

/** Sends bytes over a connection of their own; the HTTP status, or 0 when none came back. */
function exchange(target: Target, message: Message): Promise<number> {
  const { hostname, port } = new URL(target.url);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const finish = () => {
      clearTimeout(endTimer);
      clearTimeout(timer);
      socket.destroy();
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 0));
    };
    const timer = setTimeout(finish, ANSWER_TIMEOUT_MS);
    const endTimer = message.isWhole ? undefined : setTimeout(() => socket.end(), UNFINISHED_MS);
    socket.on('data', (part) => {
      received += part.toString('latin1');
      if (received.length >= 'HTTP/1.1 200'.length) finish();
    });
    socket.once('end', finish);
    // A server may close the connection on what is no HTTP.
    socket.once('error', finish);
    socket.once('close', finish);
    socket.write(message.bytes);
  });
}

async function readMetrics(target: Target): Promise<string> {
  const response = await fetch(new URL('/metrics', target.url));
  return response.text();
}

async function residentBytes(target: Target): Promise<number> {
  const line = /^process_resident_memory_bytes (\S+)$/m.exec(await readMetrics(target));
  return Number(line?.[1]);
}

describe.skipIf(isExternal)('Malformed requests', () => {
  let server: TestServer;
  let target: Target;

  beforeAll(async () => {
    server = await TestServer.start();
    target = { url: server.url, ...ROOT };
  });

  afterAll(() => server.dispose());

  test('ten thousand of them get no 5xx, and the server goes on in steady memory', async () => {
    const { privateScopeId } = await haveIpam(target, 'cn-hangzhou');
    const batch = fc.array(messages(target), { minLength: BATCH_SIZE, maxLength: BATCH_SIZE });
    const failed: number[] = [];
    const seen = new Map<number, number>();
    const exchangeAll = async (batchOfMessages: readonly Message[]) => {
      const statuses = await Promise.all(batchOfMessages.map((each) => exchange(target, each)));
      for (const [index, status] of statuses.entries()) {
        seen.set(status, (seen.get(status) ?? 0) + 1);
        if (status >= 500) failed.push(status);
        // A complete request always has an answer.
        if (batchOfMessages[index]?.isWhole === true) expect(status).toBeGreaterThan(0);
        expect(status).toBeLessThan(500);
      }
      expect(server.isRunning).toBe(true);
    };
    // What a first few hundred requests make the process load and compile is no growth.
    await fc.assert(fc.asyncProperty(batch, exchangeAll), {
      numRuns: WARM_UP_BATCH_COUNT,
      endOnFailure: true,
    });
    const bytesBefore = await residentBytes(target);
    await fc.assert(fc.asyncProperty(batch, exchangeAll), {
      numRuns: BATCH_COUNT,
      endOnFailure: true,
    });
    expect(failed).toEqual([]);
    // All kinds of answers came up, so the requests were not all turned away at the door.
    for (const status of [200, 400, 404]) expect(seen.get(status) ?? 0).toBeGreaterThan(20);
    expect((await residentBytes(target)) - bytesBefore).toBeLessThan(MEMORY_GROWTH_BYTES_MAX);
    const metrics = await readMetrics(target);
    expect(metrics).not.toMatch(/code="(InternalError|ServiceUnavailable)"/);
    // No client can make metric labels without end.
    expect(metrics.split('\n').length).toBeLessThan(2_000);
    const poolId = await createPool(target, {
      RegionId: 'cn-hangzhou',
      IpamScopeId: privateScopeId,
      IpamPoolName: 'afterwards',
    });
    const listed = await succeed(target, 'ListIpamPools', {
      RegionId: 'cn-hangzhou',
      'IpamPoolIds.1': poolId,
    });
    expect(listed['TotalCount']).toBe(1);
    expect(server.allOutput).not.toContain('failed request');
  });
});
