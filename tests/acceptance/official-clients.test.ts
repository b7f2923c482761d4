import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AcceptanceTarget, haveIpam, type MadeIpam, openTarget } from './support/target.ts';

/** The vendor's packages are CommonJS and their types do not fit this project's settings. */
const load = createRequire(import.meta.url);

const VERSION = '2023-02-28';
const REGION = 'cn-shanghai';

type Values = Readonly<Record<string, unknown>>;

/** One official client, however it is configured: what it sends and what it gives back. */
interface OfficialClient {
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

function teaClient(target: AcceptanceTarget, settings: TeaSettings): OfficialClient {
  const { module, place } = settings;
  const { host, protocol } = new URL(target.url);
  const client = new module.default(
    new module.Config({
      accessKeyId: target.accessKeyId,
      accessKeySecret: target.accessKeySecret,
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
        version: VERSION,
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

function popClient(target: AcceptanceTarget, method: 'GET' | 'POST'): OfficialClient {
  const client = new PopClient({
    accessKeyId: target.accessKeyId,
    accessKeySecret: target.accessKeySecret,
    endpoint: target.url,
    apiVersion: VERSION,
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

function makeClients(target: AcceptanceTarget): readonly OfficialClient[] {
  const fromCore = { module: core, runtime: coreRuntime, describeError: describeCoreError };
  const fromClient = {
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
    popClient(target, 'GET'),
    popClient(target, 'POST'),
  ];
}

const CLIENT_COUNT = 9;

describe('The official clients, unmodified', () => {
  let target: AcceptanceTarget;
  let clients: readonly OfficialClient[];
  let ipam: MadeIpam;

  beforeAll(async () => {
    target = await openTarget();
    clients = makeClients(target);
    ipam = await haveIpam(target, REGION);
  });

  afterAll(() => target.dispose());

  const clientAt = (index: number): OfficialClient => {
    const client = clients[index];
    if (client === undefined) throw new Error(`There is no client ${index}.`);
    return client;
  };
  const indices = Array.from({ length: CLIENT_COUNT }, (_, index) => index);

  test('all of them are tried', () => {
    expect(clients).toHaveLength(CLIENT_COUNT);
  });

  test.each(indices)('client %i makes a pool with every kind of value and lists it', async (at) => {
    const client = clientAt(at);
    const name = `made by ${client.name} *~!'() b/中`;
    const made = await client.call('CreateIpamPool', {
      RegionId: REGION,
      IpamScopeId: ipam.privateScopeId,
      IpamPoolName: name,
      IpamPoolDescription: '',
      AllocationDefaultCidrMask: 24,
      AllocationMinCidrMask: 0,
      AutoImport: false,
      OwnerId: 12,
      Tag: [
        { Key: 'k1', Value: 'v1' },
        { Key: 'k2', Value: '' },
      ],
    });
    expect(made['IpamPoolId']).toMatch(/^ipam-pool-/);
    const listed = await client.call('ListIpamPools', {
      RegionId: REGION,
      IpamPoolIds: [made['IpamPoolId']],
      MaxResults: 10,
    });
    expect(listed).toMatchObject({ TotalCount: 1, Count: 1 });
    expect(listed['IpamPools']).toEqual([
      expect.objectContaining({
        IpamPoolId: made['IpamPoolId'],
        IpamPoolName: name,
        AllocationDefaultCidrMask: 24,
        AutoImport: false,
        Tags: [
          { Key: 'k1', Value: 'v1' },
          { Key: 'k2', Value: '' },
        ],
      }),
    ]);
  });

  test.each(indices)('client %i sees an error in its own shape', async (at) => {
    const client = clientAt(at);
    const error = await failureOf(
      client.call('CreateIpamPool', { RegionId: REGION, IpamScopeId: 'ipam-scope-unknown' }),
    );
    const data = error['data'] as Values;
    expect(data).toMatchObject({
      Code: 'ResourceNotFound.IpamScope',
      HostId: new URL(target.url).host,
      Recommend: expect.stringContaining('ResourceNotFound.IpamScope'),
    });
    expect(error).toMatchObject(
      client.describeError(
        'ResourceNotFound.IpamScope',
        'The specified resource of IPAM scope is not found.',
        String(data['RequestId']),
      ),
    );
  });

  test.each(indices)('client %i makes an IPAM in a region of its own', async (at) => {
    const regions = [
      'cn-qingdao',
      'cn-beijing',
      'cn-zhangjiakou',
      'cn-huhehaote',
      'cn-wulanchabu',
      'cn-shenzhen',
      'cn-heyuan',
      'cn-guangzhou',
      'cn-chengdu',
    ];
    const client = clientAt(at);
    const RegionId = regions[at];
    const listed = await client.call('ListIpams', { RegionId });
    if (target.server === undefined && listed['TotalCount'] !== 0) return;
    const made = await client.call('CreateIpam', {
      RegionId,
      OperatingRegionList: [RegionId, REGION],
      IpamName: client.name,
    });
    const again = await client.call('ListIpams', { RegionId, IpamIds: [made['IpamId']] });
    expect(again['Ipams']).toEqual([
      expect.objectContaining({ IpamId: made['IpamId'], IpamName: client.name }),
    ]);
  });

  test('a client with a wrong secret is told that its signature does not match', async () => {
    const wrong: AcceptanceTarget = { ...target, url: target.url, accessKeySecret: 'wrong' };
    for (const client of makeClients(wrong)) {
      const error = await failureOf(client.call('ListIpamPools', { RegionId: REGION }));
      expect(error['code']).toBe('SignatureDoesNotMatch');
    }
  });

  test('pop-core may write the action with a small first letter', async () => {
    const listed = await popClient(target, 'GET').call('listIpamPools', { regionId: REGION });
    expect(listed['IpamPools']).toEqual(expect.any(Array));
  });
});

/** What a call threw. */
async function failureOf(work: Promise<unknown>): Promise<Values> {
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
