import { hash } from 'node:crypto';
import {
  CLIENT_TOKEN_LIFETIME_MS,
  OPERATION_NAMES,
  OPERATIONS,
  type OperationDefinition,
  PAGE_SIZE_DEFAULT,
  PRODUCTS,
  type ProductName,
  type Refusal,
  readParameters,
  refuse,
} from '@cadastre/api-contract';
import { type Config, quotasOf } from '../config.ts';
import type { Caller } from '../identity/caller.ts';
import type { IdentityCache } from '../identity/identity-cache.ts';
import type { SecretBox } from '../identity/secret-box.ts';
import type { IdSource } from '../ids.ts';
import { EMPTY_LIST } from '../operations/answers.ts';
import type { Call, ListAnswer, WriteAnswer } from '../operations/handler.ts';
import { HANDLERS } from '../operations/index.ts';
import type { SeenNonces } from '../seen-nonces.ts';
import type { RememberedAnswer, SignatureNonce } from '../store/records.ts';
import type { ClientTokenKey, Reader, Store, Transactor, WriteDecision } from '../store/store.ts';
import { StoreConflictError, StoreUnavailableError } from '../store/store-error.ts';
import { type AuditedCall, changeEvents, isAudited, refusalEvent } from './audit.ts';
import { type Authenticated, authenticate } from './authenticate.ts';
import { authorize } from './authorize.ts';
import { type ErrorAnswer, errorAnswer } from './error-answer.ts';
import type { PageTokens } from './page-token.ts';
import { type ApiRequest, type RawRequest, readRequest } from './read-request.ts';
import { renderError } from './render-error.ts';
import { type Format, parseFormat, type RenderedAnswer, render } from './render-response.ts';
import type { Throttle } from './throttle.ts';
import { writeScope } from './write-scope.ts';

export interface DispatchContext {
  readonly store: Store;
  readonly identities: IdentityCache;
  readonly seenNonces: SeenNonces;
  readonly throttle: Throttle;
  readonly pageTokens: PageTokens;
  readonly secretBox: SecretBox;
  readonly config: Config;
  readonly ids: IdSource;
  readonly now: () => number;
  /** Whether plain HTTP is refused. */
  readonly isHttpsRequired: boolean;
  /** Told of failures that the caller only sees as InternalError or ServiceUnavailable. */
  readonly onFailure: (error: unknown, requestId: string) => void;
}

/** An answer with what the request's log line and metrics need. */
export interface DispatchedAnswer extends RenderedAnswer {
  readonly requestId: string;
  /** `{Product}.{Operation}`, or empty when the call named none. */
  readonly operation: string;
  readonly caller: Caller | undefined;
  /** The error code; empty for a success. */
  readonly code: string;
  readonly retryAfterMs: number | undefined;
}

type Body = Readonly<Record<string, unknown>>;

interface Success {
  readonly kind: 'success';
  readonly body: Body;
}

/** Handlers with their types forgotten: the table and the definition agree by construction. */
type AnyCall = Call<OperationDefinition>;
type AnyReader = (
  call: AnyCall,
  reader: Reader,
) => Promise<{ kind: 'answer'; response: Body } | ListAnswer<unknown> | Refusal>;
type AnyWriter = (call: AnyCall, transactor: Transactor) => Promise<WriteAnswer<Body> | Refusal>;

/** How long a client may wait before it repeats a call that the store could not take. */
const RETRY_AFTER_MS = 1_000;

/** Groups whose writes change accounts, users, keys or policies: the next call, to any server, sees it. */
const IDENTITY_GROUPS: readonly string[] = ['cadastre', 'control-policy', 'directory', 'ram'];

const OPERATIONS_BY_VERSION = new Map<string, Map<string, OperationDefinition>>();
const PRODUCT_BY_VERSION = new Map<string, ProductName>();
for (const [product, { version }] of Object.entries(PRODUCTS)) {
  OPERATIONS_BY_VERSION.set(version, new Map());
  PRODUCT_BY_VERSION.set(version, product as ProductName);
}
for (const definition of Object.values(OPERATIONS)) {
  OPERATIONS_BY_VERSION.get(PRODUCTS[definition.product].version)?.set(definition.name, definition);
}

function handlerOf(definition: OperationDefinition): unknown {
  return HANDLERS[OPERATION_NAMES.get(definition) as keyof typeof HANDLERS];
}

/** Names of operations repeat between products. */
function fullName({ product, name }: OperationDefinition): string {
  return `${product}.${name}`;
}

/** What has been found out about a request so far; the log line of a refusal shows it. */
interface Progress {
  format: Format;
  product: ProductName | undefined;
  operation: string;
  host: string;
  caller: Caller | undefined;
}

/**
 * The way of every request: read, find the operation, authenticate, validate, throttle, authorize,
 * run, render. Never throws.
 */
export async function dispatch(
  raw: RawRequest,
  context: DispatchContext,
): Promise<DispatchedAnswer> {
  const requestId = context.ids.requestId();
  const progress: Progress = {
    format: 'JSON',
    product: undefined,
    operation: '',
    host: String(raw.headers['host'] ?? ''),
    caller: undefined,
  };
  let outcome: Success | ErrorAnswer;
  try {
    outcome = await run(raw, context, requestId, progress);
  } catch (error) {
    context.onFailure(error, requestId);
    outcome = failureAnswer(error);
  }
  return renderOutcome(outcome, requestId, progress);
}

function failureAnswer(error: unknown): ErrorAnswer {
  const later = { retryAfterMs: RETRY_AFTER_MS };
  if (error instanceof StoreUnavailableError)
    return errorAnswer(refuse('ServiceUnavailable'), later);
  if (error instanceof StoreConflictError) return errorAnswer(refuse('OperationConflict'), later);
  return errorAnswer(refuse('InternalError'));
}

function renderOutcome(
  outcome: Success | ErrorAnswer,
  requestId: string,
  progress: Progress,
): DispatchedAnswer {
  const { format, operation, caller } = progress;
  if (outcome.kind === 'error') {
    const rendered = renderError(outcome, { ...progress, requestId });
    return { ...rendered, requestId, operation, caller, retryAfterMs: outcome.retryAfterMs };
  }
  const root = `${operation.slice(operation.indexOf('.') + 1)}Response`;
  const answerBody = { RequestId: requestId, ...outcome.body };
  const { status, contentType, body } = render(format, 200, root, answerBody);
  const retryAfterMs = undefined;
  return { status, contentType, body, requestId, operation, caller, code: '', retryAfterMs };
}

async function run(
  raw: RawRequest,
  context: DispatchContext,
  requestId: string,
  progress: Progress,
): Promise<Success | ErrorAnswer> {
  const request = readRequest(raw);
  if (request.kind === 'refusal') return errorAnswer(request);
  const refusedFormat = readFormat(request, progress);
  if (refusedFormat !== undefined) return errorAnswer(refusedFormat);
  const definition = findOperation(request, progress, context.isHttpsRequired);
  if (definition.kind === 'refusal') return errorAnswer(definition);
  const now = context.now();
  const authenticated = await authenticate(request, {
    findIdentity: (accessKeyId) => context.identities.find(accessKeyId),
    findSession: (accessKeyId, token) => context.identities.findSession(accessKeyId, token),
    seenNonces: context.seenNonces,
    now,
  });
  if (authenticated.kind === 'refusal') return errorAnswer(authenticated);
  progress.caller = authenticated.caller;
  return runAuthenticated(definition.operation, request, authenticated, context, requestId, now);
}

function readFormat(request: ApiRequest, progress: Progress): Refusal | undefined {
  const format = parseFormat(request.parameters.get('Format'));
  if (format === undefined) return refuse('InvalidParameter.Format');
  progress.format = format;
  return undefined;
}

/** A parameter wins over the header of the same meaning (as real clients send both). */
function findOperation(
  request: ApiRequest,
  progress: Progress,
  isHttpsRequired: boolean,
): { kind: 'operation'; operation: OperationDefinition } | Refusal {
  if (isHttpsRequired && !request.isSecure) return refuse('InvalidProtocol.NeedSsl');
  if (request.method !== 'GET' && request.method !== 'POST') return refuse('UnsupportedHTTPMethod');
  const action = request.parameters.get('Action') || request.header('x-acs-action') || '';
  const version = request.parameters.get('Version') || request.header('x-acs-version') || '';
  if (action === '') return refuse('Missing{ParameterName}', { ParameterName: 'Action' });
  if (version === '') return refuse('Missing{ParameterName}', { ParameterName: 'Version' });
  const operations = OPERATIONS_BY_VERSION.get(version);
  if (operations === undefined) return refuse('InvalidVersion');
  progress.product = PRODUCT_BY_VERSION.get(version);
  const operation = operations.get(action);
  if (operation === undefined) return refuse('InvalidAction.NotFound');
  progress.operation = fullName(operation);
  if (!operation.methods.includes(request.method)) return refuse('UnsupportedHTTPMethod');
  return { kind: 'operation', operation };
}

async function runAuthenticated(
  definition: OperationDefinition,
  request: ApiRequest,
  authenticated: Authenticated,
  context: DispatchContext,
  requestId: string,
  now: number,
): Promise<Success | ErrorAnswer> {
  const { caller } = authenticated;
  const { accountId } = caller.account;
  const prepared = await prepare(definition, request, caller, context, now);
  if (prepared.kind === 'error') {
    const audited = { accountId, caller, requestId, now, ids: context.ids };
    await recordRefusal(definition, audited, prepared.refusal, authenticated, context);
    return prepared;
  }
  const { input, matchesNothing, after } = prepared;
  const call: AnyCall = {
    input,
    caller,
    accountId,
    requestId,
    host: request.host,
    now,
    ids: context.ids,
    secretBox: context.secretBox,
    config: context.config,
    quotas: quotasOf(context.config, accountId),
    page: { after, limit: pageSize(definition, input) },
  };
  if (definition.effect === 'write') return runWrite(definition, call, authenticated, context);
  if (matchesNothing) return listBody(definition, call, EMPTY_LIST, context);
  return runRead(definition, call, context);
}

/** What a call needs to be carried out, once it is allowed. */
interface Prepared {
  readonly kind: 'prepared';
  readonly input: AnyCall['input'];
  readonly matchesNothing: boolean;
  readonly after: string | undefined;
}

async function prepare(
  definition: OperationDefinition,
  request: ApiRequest,
  caller: Caller,
  context: DispatchContext,
  now: number,
): Promise<Prepared | ErrorAnswer> {
  const { accountId } = caller.account;
  const read = readParameters(definition, request.parameters);
  if (read.kind === 'refusal') return errorAnswer(read);
  const { input, matchesNothing } = read;
  if (context.config.throttling === 'published') {
    const { callsPerMinute } = definition;
    const retryAfterMs = context.throttle.count(
      accountId,
      fullName(definition),
      callsPerMinute,
      now,
    );
    if (retryAfterMs !== undefined) return errorAnswer(refuse('Throttling.User'), { retryAfterMs });
  }
  const denied = await authorize(definition, input, request, caller, context.store, now);
  if (denied !== undefined) return denied;
  const after = readPageStart(definition, input, accountId, context);
  if (after.kind === 'refusal') return errorAnswer(after);
  return { kind: 'prepared', input, matchesNothing, after: after.key };
}

/** A transaction of its own: there is no other one to go with. */
async function recordRefusal(
  definition: OperationDefinition,
  call: AuditedCall,
  refusal: Refusal,
  authenticated: Authenticated,
  context: DispatchContext,
): Promise<void> {
  if (!isAudited(definition, refusal)) return;
  const event = refusalEvent(definition, call, refusal);
  await context.store.write({
    // The nonce of a read is held in memory; without that of a write, replays would fill the disk.
    nonce: definition.effect === 'write' ? nonceOf(call, authenticated) : undefined,
    calledAt: call.now,
    scope: { kind: 'nothing' },
    run: async (transactor) => {
      await transactor.events.append(event);
      return { kind: 'commit', value: undefined };
    },
  });
}

function nonceOf({ accountId, caller }: AuditedCall, authenticated: Authenticated): SignatureNonce {
  const { nonce, nonceExpiresAt: expiresAt } = authenticated;
  return { accountId, accessKeyId: caller.accessKeyId, nonce, expiresAt };
}

function pageSize({ paging }: OperationDefinition, input: Body): number {
  const size = input['MaxResults'];
  return typeof size === 'number' ? size : (paging?.sizeDefault ?? PAGE_SIZE_DEFAULT);
}

function readPageStart(
  definition: OperationDefinition,
  input: Body,
  accountId: string,
  context: DispatchContext,
): { kind: 'start'; key: string | undefined } | Refusal {
  const token = input['NextToken'];
  if (definition.paging === undefined || typeof token !== 'string') {
    return { kind: 'start', key: undefined };
  }
  const key = context.pageTokens.open(token, {
    accountId,
    operation: fullName(definition),
    input,
  });
  if (key !== undefined) return { kind: 'start', key };
  return refuse('Invalid{ParameterName}', {
    ParameterName: 'NextToken',
    Detail: 'It must be the NextToken of a page of the same list.',
  });
}

async function runRead(
  definition: OperationDefinition,
  call: AnyCall,
  context: DispatchContext,
): Promise<Success | ErrorAnswer> {
  const handler = handlerOf(definition) as AnyReader;
  const answer = await context.store.read((reader) => handler(call, reader));
  if (answer.kind === 'refusal') return errorAnswer(answer);
  if (answer.kind === 'page') return listBody(definition, call, answer, context);
  return { kind: 'success', body: answer.response };
}

function listBody(
  definition: OperationDefinition,
  call: AnyCall,
  page: ListAnswer<unknown>,
  context: DispatchContext,
): Success {
  const { accountId, input } = call;
  const { items: field = 'Items', element } = definition.paging ?? {};
  const body: Record<string, unknown> = {
    [field]: element === undefined ? page.items : { [element]: page.items },
  };
  if (definition.paging?.hasCounts !== false) {
    body['Count'] = page.items.length;
    body['TotalCount'] = page.totalCount;
    body['MaxResults'] = call.page.limit;
  }
  if (page.nextAfter !== undefined) {
    const list = { accountId, operation: fullName(definition), input };
    body['NextToken'] = context.pageTokens.seal(page.nextAfter, list);
  }
  return { kind: 'success', body };
}

async function runWrite(
  definition: OperationDefinition,
  call: AnyCall,
  authenticated: Authenticated,
  context: DispatchContext,
): Promise<Success | ErrorAnswer> {
  const result = await context.store.write<Body | Refusal>({
    nonce: nonceOf(call, authenticated),
    calledAt: call.now,
    scope: writeScope(definition, call.accountId, call.input as Body),
    clientToken: clientTokenKey(definition, call),
    run: (transactor) => runInTransaction(definition, call, transactor),
  });
  if (result.kind === 'nonce-used') return errorAnswer(refuse('SignatureNonceUsed'));
  if (isRefusal(result.value)) return errorAnswer(result.value);
  if (IDENTITY_GROUPS.includes(definition.group)) {
    context.identities.clear();
    await context.identities.outlive();
  }
  return { kind: 'success', body: result.value };
}

function clientTokenKey(
  definition: OperationDefinition,
  call: AnyCall,
): ClientTokenKey | undefined {
  const { ClientToken: token, DryRun: isDryRun } = call.input as Body;
  if (typeof token !== 'string' || isDryRun === true) return undefined;
  return { accountId: call.accountId, operation: fullName(definition), token };
}

function isRefusal(value: Body | Refusal): value is Refusal {
  return value['kind' as keyof typeof value] === 'refusal';
}

/**
 * The change, its client token and its audit event, in one transaction. A dry run goes all the way
 * and is taken back. Only successes are remembered under a token: clients repeat a failed call with
 * the same token and expect it to be tried. A refusal has its audit event too; a dry run, which does
 * nothing, and an answer given again have none.
 */
async function runInTransaction(
  definition: OperationDefinition,
  call: AnyCall,
  transactor: Transactor,
): Promise<WriteDecision<Body | Refusal>> {
  const { accountId, now } = call;
  const { ClientToken: token, DryRun: isDryRun } = call.input as Body;
  const operation = fullName(definition);
  const requestHash = fingerprint(call.input as Body);
  const tokenKey = clientTokenKey(definition, call);
  if (tokenKey !== undefined) {
    const known = await findAnswer(transactor, tokenKey, now);
    if (known !== undefined) {
      return known.requestHash === requestHash
        ? { kind: 'rollback', value: JSON.parse(known.response) as Body }
        : refused(definition, call, refuse('IdempotentParameterMismatch'));
    }
  }
  const handler = handlerOf(definition) as AnyWriter;
  const answer = await handler(call, transactor);
  if (answer.kind === 'refusal') {
    return isDryRun === true
      ? { kind: 'rollback', value: answer }
      : refused(definition, call, answer);
  }
  if (isDryRun === true) return { kind: 'rollback', value: refuse('DryRunOperation') };
  // Without the parameter nobody can ask for the answer again, and an answer may hold a secret.
  const isRemembered = Object.hasOwn(definition.parameters, 'ClientToken');
  const remembered = { requestHash, response: isRemembered ? JSON.stringify(answer.response) : '' };
  if (typeof token === 'string' && isRemembered) {
    const expiresAt = now + CLIENT_TOKEN_LIFETIME_MS;
    const answered = { accountId, operation, token, expiresAt, ...remembered };
    await transactor.clientTokens.remember(answered, now);
  }
  const implicit = isRemembered && token === undefined ? remembered : undefined;
  for (const event of changeEvents(definition, call, answer.change, implicit)) {
    await transactor.events.append(event);
  }
  return { kind: 'commit', value: answer.response };
}

/** Text up to this length stands for itself: hashing it would take longer than keeping it. */
const UNHASHED_CHARACTERS_MAX = 128;

/** Equal for equal parameters only, whatever the client token is and whether it was tried before. */
function fingerprint(input: Body): string {
  const { ClientToken: token, DryRun: isDryRun } = input;
  const isPlain = token === undefined && isDryRun === undefined;
  const parameters = isPlain ? input : { ...input, ClientToken: undefined, DryRun: undefined };
  const text = JSON.stringify(parameters);
  return text.length <= UNHASHED_CHARACTERS_MAX ? text : hash('sha256', text, 'base64url');
}

/**
 * What was answered to a client token. A call without one has its RequestId for a token (published),
 * and keeps its answer with its audit event.
 */
async function findAnswer(
  { clientTokens, events }: Transactor,
  { accountId, operation, token }: ClientTokenKey,
  now: number,
): Promise<RememberedAnswer | undefined> {
  const given = await clientTokens.find(accountId, operation, token, now);
  if (given !== undefined || !REQUEST_ID.test(token)) return given;
  const event = await events.findAnswer(accountId, operation, token);
  const isRecent = event !== undefined && now - event.occurredAt < CLIENT_TOKEN_LIFETIME_MS;
  return isRecent ? event : undefined;
}

const REQUEST_ID = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/;

function refused(
  definition: OperationDefinition,
  call: AnyCall,
  refusal: Refusal,
): WriteDecision<Refusal> {
  return { kind: 'rollback', value: refusal, event: refusalEvent(definition, call, refusal) };
}
