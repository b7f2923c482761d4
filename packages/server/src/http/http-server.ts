import { readFileSync } from 'node:fs';
import {
  openApiDocument,
  REQUEST_BODY_BYTES_MAX,
  REQUEST_HEADER_BYTES_MAX,
  refuse,
} from '@cadastre/api-contract';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics.ts';
import { type DispatchContext, type DispatchedAnswer, dispatch } from './dispatch.ts';
import { createEndOfTurn } from './end-of-turn.ts';
import { errorAnswer } from './error-answer.ts';
import { type Origin, readOrigin } from './read-origin.ts';
import { joinHeader } from './read-request.ts';
import { renderError } from './render-error.ts';

export interface HttpServerOptions {
  readonly context: DispatchContext;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  /** Whether calls can be carried out: the store answers and is of this version. */
  readonly isReady: () => Promise<boolean>;
}

/** Time a client has for sending its headers and body, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000;

const NO_BODY = new Uint8Array(0);

/**
 * The HTTP side: one path for all operations, and the paths for operators. Everything that a client
 * of the API can cause is answered in the API's own form, also what the framework refuses.
 */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const server = createFastify(options);
  closeConnectionsOnceClosing(server);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  // The process lives; ending it would not help a store that does not answer.
  server.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const isReady = await options.isReady();
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable' });
  });
  server.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await options.metrics.render();
    return reply.type(contentType).send(text);
  });
  const openApi = JSON.stringify(openApiDocument());
  server.get('/openapi.json', (_request, reply) => reply.type('application/json').send(openApi));
  const endOfTurn = createEndOfTurn();
  server.all('/', (request, reply) => answer(request, reply, endOfTurn, options));
  server.setNotFoundHandler((request, reply) => answer(request, reply, endOfTurn, options));
  server.setErrorHandler((error: { code?: string; statusCode?: number }, request, reply) =>
    refuseRaw(error, request, reply, options),
  );
  return server;
}

/** How often a closing server looks for connections that have gone idle, in milliseconds. */
const IDLE_CHECK_INTERVAL_MS = 20;

/** How long a closing server waits for calls under way, in milliseconds. */
const DRAIN_TIMEOUT_MS = 10_000;

/**
 * Ends every connection as soon as its answer is out. Without it a connection whose answer leaves
 * just after closing began would hold the process until its keep-alive time is over.
 */
function closeConnectionsOnceClosing(server: FastifyInstance): void {
  server.addHook('preClose', async () => {
    const http = server.server;
    // Listening only now, so that calls pay nothing for it while the server runs.
    http.prependListener('request', (_request, response) => {
      response.setHeader('connection', 'close');
    });
    const idleTimer = setInterval(() => http.closeIdleConnections(), IDLE_CHECK_INTERVAL_MS);
    const drainTimer = setTimeout(() => http.closeAllConnections(), DRAIN_TIMEOUT_MS);
    http.once('close', () => {
      clearInterval(idleTimer);
      clearTimeout(drainTimer);
    });
  });
}

function createFastify(options: HttpServerOptions): FastifyInstance {
  const serverOptions: FastifyServerOptions = {
    logger: false,
    bodyLimit: REQUEST_BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    // A call that comes in while the server drains is still answered, in the API's own form.
    return503OnClosing: false,
    routerOptions: { querystringParser: () => ({}) },
    frameworkErrors: (error, request, reply) => refuseRaw(error, request, reply, options),
    clientErrorHandler: (error, socket) => {
      // The socket may be half closed already.
      if (socket.writable) socket.end(refuseMalformed(options));
      options.logger.debug({ code: error.code }, 'malformed HTTP');
    },
  };
  const http = { maxHeaderSize: REQUEST_HEADER_BYTES_MAX };
  if (options.tls === undefined) {
    return Fastify({ ...serverOptions, http } as FastifyServerOptions) as FastifyInstance;
  }
  // Fastify types servers by their transport; routes and hooks are the same for both.
  const secureOptions = { ...serverOptions, https: { ...http, ...readTls(options.tls) } };
  return Fastify(secureOptions as FastifyServerOptions);
}

function readTls(tls: { readonly certFile: string; readonly keyFile: string }) {
  return { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) };
}

/** What is no HTTP has no request to answer to; clients need a JSON object all the same. */
function refuseMalformed({ context }: HttpServerOptions): string {
  const requestId = context.ids.requestId();
  const { status, contentType, body } = renderError(errorAnswer(malformedHttp()), {
    format: 'JSON',
    requestId,
    host: '',
    product: undefined,
  });
  const headers = [
    `HTTP/1.1 ${status} Bad Request`,
    `content-type: ${contentType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-acs-request-id: ${requestId}`,
    'connection: close',
  ];
  return `${headers.join('\r\n')}\r\n\r\n${body}`;
}

function malformedHttp() {
  return refuse('InvalidParameter', { Detail: 'The HTTP request is not well-formed.' });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  endOfTurn: () => Promise<void>,
  options: HttpServerOptions,
): Promise<FastifyReply> {
  const startedAt = performance.now();
  const { raw } = request;
  // Of a connection that has been closed there would be no address any more.
  const origin = originOf(request, options);
  await endOfTurn();
  const dispatched = await dispatch(
    {
      method: raw.method ?? '',
      url: raw.url ?? '',
      headers: raw.headers,
      body: request.body instanceof Uint8Array ? request.body : NO_BODY,
      ...origin,
    },
    options.context,
  );
  record(dispatched, origin, performance.now() - startedAt, options);
  return send(reply, dispatched);
}

function originOf({ raw }: FastifyRequest, { context, tls }: HttpServerOptions): Origin {
  const peer = { sourceIp: raw.socket.remoteAddress ?? '', isSecure: tls !== undefined };
  const header = (name: string) => joinHeader(raw.headers[name]);
  return readOrigin(peer, header, context.config.trustedProxies);
}

function send(reply: FastifyReply, answered: DispatchedAnswer): FastifyReply {
  reply.code(answered.status);
  reply.header('content-type', answered.contentType);
  reply.header('x-acs-request-id', answered.requestId);
  if (answered.retryAfterMs !== undefined) {
    reply.header('x-acs-retry-after', String(Math.ceil(answered.retryAfterMs)));
  }
  return reply.send(answered.body);
}

function record(
  answered: DispatchedAnswer,
  { sourceIp }: Origin,
  durationMs: number,
  options: HttpServerOptions,
): void {
  const { operation, code, caller, requestId } = answered;
  options.metrics.countRequest(operation, metricCode(answered), durationMs / 1000);
  options.logger.info({
    requestId,
    operation,
    account: caller?.account.accountId,
    principal: caller?.arn,
    sourceIp,
    code: code === '' ? 'OK' : code,
    ms: Math.round(durationMs * 1000) / 1000,
  });
}

/** Codes named after a parameter are gathered, so that no client can make labels without end. */
function metricCode({ code, operation }: DispatchedAnswer): string {
  return operation === '' && /^(Missing|Invalid)[A-Za-z]+$/.test(code) ? 'InvalidRequest' : code;
}

/** Answers what the framework refuses before a request reaches its route. */
function refuseRaw(
  error: { code?: string; statusCode?: number },
  request: FastifyRequest,
  reply: FastifyReply,
  options: HttpServerOptions,
): FastifyReply {
  const { ids, onFailure } = options.context;
  const requestId = ids.requestId();
  const isOurs = error.statusCode === undefined || error.statusCode >= 500;
  if (isOurs) onFailure(error, requestId);
  const refusal = isOurs
    ? refuse('InternalError')
    : error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
      ? refuse('RequestBodyTooLarge', { Limit: String(REQUEST_BODY_BYTES_MAX) })
      : malformedHttp();
  const host = request.headers.host ?? '';
  const answered: DispatchedAnswer = {
    ...renderError(errorAnswer(refusal), { format: 'JSON', requestId, host, product: undefined }),
    requestId,
    operation: '',
    caller: undefined,
    retryAfterMs: undefined,
  };
  record(answered, originOf(request, options), 0, options);
  return send(reply, answered);
}
