/**
 * The one process that makes load. It takes jobs from its parent, one after another, and answers
 * each with what it measured. It speaks HTTP/1.1 over plain sockets, because a full HTTP client costs
 * more for a request than the server under test and would hide what the server costs.
 */
import { connect } from 'node:net';
import { createRequestSigner } from './sign-request.js';

/** An answer later than this ends the job. */
const ANSWER_TIMEOUT_MS = 10_000;

const HEADERS_END = Buffer.from('\r\n\r\n');
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;

/**
 * One keep-alive connection that has one request under way at a time.
 *
 * @param {{ host: string, port: number,
 *   onAnswer: (status: number, seconds: number) => void,
 *   nextRequest: () => { path: string, headers: Record<string, string> } | undefined }} options
 *   `nextRequest` answers undefined when there is nothing more to send.
 * @returns {Promise<void>} Ends with the last answer.
 */
function runConnection({ host, port, nextRequest, onAnswer }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    let received = Buffer.alloc(0);
    let sentAt = 0;
    let isDone = false;
    const sendNext = () => {
      const request = nextRequest();
      if (request === undefined) {
        isDone = true;
        socket.destroy();
        resolve();
        return;
      }
      sentAt = performance.now();
      socket.write(toWire(request), 'latin1');
    };
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy(new Error('no answer in time')));
    socket.on('connect', sendNext);
    socket.on('error', reject);
    socket.on('close', () => {
      if (!isDone) reject(new Error('the server closed the connection'));
    });
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const status = readWholeAnswer(received);
      if (status === undefined) return;
      received = received.subarray(received.length);
      onAnswer(status, (performance.now() - sentAt) / 1000);
      sendNext();
    });
  });
}

function toWire({ path, headers }) {
  let text = `POST ${path} HTTP/1.1\r\ncontent-length: 0\r\n`;
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`;
  return `${text}\r\n`;
}

/** The status of an answer that has come in whole; undefined while bytes are missing. */
function readWholeAnswer(bytes) {
  const headersEnd = bytes.indexOf(HEADERS_END);
  if (headersEnd === -1) return undefined;
  const head = bytes.latin1Slice(0, headersEnd);
  const contentLength = Number(CONTENT_LENGTH.exec(head)?.[1]);
  if (Number.isNaN(contentLength)) throw new Error(`an answer without content-length: ${head}`);
  const isWhole = bytes.length >= headersEnd + HEADERS_END.length + contentLength;
  return isWhole ? Number(head.slice(9, 12)) : undefined;
}

/**
 * Keeps all connections busy for a time; answers that come after it are not counted. Connections take
 * turns with the servers, and their requests with the calls.
 */
async function runLoad({ host, ports, connections, seconds, calls }) {
  const signers = ports.map((port) =>
    calls.map((call) => createRequestSigner({ host: `${host}:${port}`, call })),
  );
  let turn = 0;
  const latencies = [];
  let failureCount = 0;
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const nextRequest = (server) => {
    if (performance.now() >= endsAt) return undefined;
    turn += 1;
    return signers[server][turn % calls.length]();
  };
  const connection = (server) =>
    runConnection({
      host,
      port: ports[server],
      nextRequest: () => nextRequest(server),
      onAnswer: (status, latency) => {
        if (status !== 200) failureCount += 1;
        else if (performance.now() < endsAt) latencies.push(latency);
      },
    });
  await Promise.all(
    Array.from({ length: connections }, (_, index) => connection(index % ports.length)),
  );
  const elapsed = (performance.now() - startedAt) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  latencies.sort((left, right) => left - right);
  return {
    answerCount: latencies.length,
    failureCount,
    ratePerSecond: latencies.length / seconds,
    p50Ms: quantile(latencies, 0.5) * 1000,
    p99Ms: quantile(latencies, 0.99) * 1000,
    generatorCpuShare: (cpu.user + cpu.system) / 1e6 / elapsed,
  };
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

process.on('message', async (job) => {
  try {
    process.send({ kind: 'measured', measured: await runLoad(job) });
  } catch (error) {
    process.send({ kind: 'failed', message: error instanceof Error ? error.message : `${error}` });
  }
});
