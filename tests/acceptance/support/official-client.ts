import { createRequire } from 'node:module';
import { expect } from 'vitest';
import { type Target, VPC_IPAM_VERSION } from './raw-client.ts';

/** The vendor's packages are CommonJS and their types do not fit this project's settings. */
const load = createRequire(import.meta.url);

export type Values = Readonly<Record<string, unknown>>;

/** A target for permanent or temporary credentials. */
export interface OfficialTarget extends Target {
  readonly securityToken?: string;
}

/** One official client, however it is configured: what it sends and what it gives back. */
export interface OfficialClient {
  readonly name: string;
  /** The parsed body of the answer. */
  readonly call: (action: string, parameters: Values) => Promise<Values>;
  /** What the client makes of the server's message. */
  readonly describeError: (code: string, message: string, requestId: string) => Values;
}

interface TeaClient {
  callApi(params: unknown, request: unknown, runtime: unknown): Promise<{ body: Values }>;
}
type Constructor<Made> = new (...words: readonly unknown[]) => Made;
interface TeaModule {
  readonly default: Constructor<TeaClient>;
  readonly Config: Constructor<unknown>;
  readonly Params: Constructor<unknown>;
  readonly OpenApiRequest: Constructor<unknown>;
}

const coreModule = load('@alicloud/openapi-core') as {
  readonly default: Constructor<TeaClient>;
  readonly $OpenApiUtil: Omit<TeaModule, 'default'>;
};
const core: TeaModule = { ...coreModule.$OpenApiUtil, default: coreModule.default };
const openApiClient = load('@alicloud/openapi-client') as TeaModule;
const { RuntimeOptions } = load('@alicloud/tea-util') as {
  readonly RuntimeOptions: Constructor<unknown>;
};
const coreRuntime = (load('@darabonba/typescript') as { RuntimeOptions: Constructor<unknown> })
  .RuntimeOptions;
const PopClient = load('@alicloud/pop-core') as Constructor<{
  request(action: string, parameters: Values, options: Values): Promise<Values>;
}>;

interface TeaSettings {
  readonly name: string;
  readonly version: string;
  readonly module: TeaModule;
  readonly runtime: Constructor<unknown>;
  readonly signatureAlgorithm?: string;
  /** Where the parameters go. */
  readonly place: 'query' | 'form' | 'json';
  readonly describeError: OfficialClient['describeError'];
}

function flatten(values: Values): Values {
  const flat: Record<string, unknown> = {};
  const visit = (name: string, value: unknown) => {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(`${name}.${index + 1}`, item);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) visit(`${name}.${key}`, item);
    } else {
      flat[name] = String(value);
    }
  };
  for (const [name, value] of Object.entries(values)) visit(name, value);
  return flat;
}

function teaClient(target: OfficialTarget, settings: TeaSettings): OfficialClient {
  const { module, place } = settings;
  const { host, protocol } = new URL(target.url);
  const client = new module.default(
    new module.Config({
      accessKeyId: target.accessKeyId,
      accessKeySecret: target.accessKeySecret,
      ...(target.securityToken === undefined ? {} : { securityToken: target.securityToken }),
      endpoint: host,
      protocol: protocol.replace(':', ''),
      ...(settings.signatureAlgorithm === undefined
        ? {}
        : { signatureAlgorithm: settings.signatureAlgorithm }),
    }),
  );
  return {
    name: settings.name,
    describeError: settings.describeError,
    call: async (action, parameters) => {
      const params = new module.Params({
        action,
        version: settings.version,
        protocol: protocol.replace(':', '').toUpperCase(),
        pathname: '/',
        method: 'POST',
        authType: 'AK',
        style: 'RPC',
        reqBodyType: place === 'json' ? 'json' : 'formData',
        bodyType: 'json',
      });
      const content =
        place === 'query'
          ? { query: flatten(parameters) }
          : { body: place === 'json' ? parameters : flatten(parameters) };
      const request = new module.OpenApiRequest(content);
      const { body } = await client.callApi(params, request, new settings.runtime({}));
      return body;
    },
  };
}

export function popClient(
  target: OfficialTarget,
  method: 'GET' | 'POST',
  version = VPC_IPAM_VERSION,
): OfficialClient {
  const client = new PopClient({
    accessKeyId: target.accessKeyId,
    accessKeySecret: target.accessKeySecret,
    ...(target.securityToken === undefined ? {} : { securityToken: target.securityToken }),
    endpoint: target.url,
    apiVersion: version,
  });
  return {
    name: `@alicloud/pop-core with ${method}`,
    call: (action, parameters) => client.request(action, parameters, { method }),
    describeError: (code, message) => ({
      name: `${code}Error`,
      code,
      message: expect.stringContaining(`${message}, URL: ${target.url}`),
      data: expect.objectContaining({ Code: code, Message: message }),
    }),
  };
}

const describeCoreError: OfficialClient['describeError'] = (code, message, requestId) => ({
  name: 'ClientError',
  code,
  statusCode: 400,
  message: `${code}: code: 400, ${message} request id: ${requestId}`,
  requestId,
});
const describeTeaError: OfficialClient['describeError'] = (code, message, requestId) => ({
  code,
  statusCode: 400,
  message: `${code}: code: 400, ${message} request id: ${requestId}`,
});

/** Every client in every configuration, for one product. */
export function makeClients(
  target: OfficialTarget,
  version = VPC_IPAM_VERSION,
): readonly OfficialClient[] {
  const fromCore = {
    module: core,
    runtime: coreRuntime,
    describeError: describeCoreError,
    version,
  };
  const fromClient = {
    version,
    module: openApiClient,
    runtime: RuntimeOptions,
    describeError: describeTeaError,
  };
  const tea: readonly TeaSettings[] = [
    { name: '@alicloud/openapi-core', place: 'query', ...fromCore },
    {
      name: '@alicloud/openapi-core with v2',
      place: 'query',
      signatureAlgorithm: 'v2',
      ...fromCore,
    },
    { name: '@alicloud/openapi-client', place: 'query', ...fromClient },
    { name: '@alicloud/openapi-client with a form', place: 'form', ...fromClient },
    { name: '@alicloud/openapi-client with JSON', place: 'json', ...fromClient },
    {
      name: '@alicloud/openapi-client with v2',
      place: 'query',
      signatureAlgorithm: 'v2',
      ...fromClient,
    },
    {
      name: '@alicloud/openapi-client with v2 and a form',
      place: 'form',
      signatureAlgorithm: 'v2',
      ...fromClient,
    },
  ];
  return [
    ...tea.map((settings) => teaClient(target, settings)),
    popClient(target, 'GET', version),
    popClient(target, 'POST', version),
  ];
}

/** What a call threw. */
export async function failureOf(work: Promise<unknown>): Promise<Values> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) {
      const { name, message } = error;
      return { ...error, name, message };
    }
    throw error;
  }
  throw new Error('The call did not fail.');
}
