import { createRequire } from 'node:module';
import { loadPackages } from './load-packages.ts';

/** A product by its name in host names and its version. */
export interface AlicloudProduct {
  readonly name: 'vpc' | 'ecs';
  readonly version: string;
}

type Values = Readonly<Record<string, unknown>>;
type Constructor<Made> = new (...words: readonly unknown[]) => Made;

interface ApiClient {
  callApi(params: unknown, request: unknown, runtime: unknown): Promise<{ readonly body: Values }>;
}

/** What is used of the vendor's packages; their own types do not fit strict settings. */
interface Sdk {
  readonly Client: Constructor<ApiClient>;
  readonly Config: Constructor<unknown>;
  readonly Params: Constructor<unknown>;
  readonly OpenApiRequest: Constructor<unknown>;
  readonly Credential: Constructor<unknown>;
  readonly RuntimeOptions: Constructor<unknown>;
  readonly RetryOptions: Constructor<unknown>;
}

const PACKAGES = ['@alicloud/openapi-core', '@alicloud/credentials', '@darabonba/typescript'];

const RETRIES = {
  retryable: true,
  retryCondition: [
    {
      maxAttempts: 5,
      backoff: { policy: 'Exponential', period: 500, cap: 10_000 },
      exception: ['ThrottlingError', 'ServerError'],
      // Without a list the runtime fails on any other error.
      errorCode: [],
    },
  ],
};

/** One region of Alibaba Cloud, called by the official client runtime. */
export class AlicloudRegion {
  readonly regionId: string;
  readonly #sdk: Sdk;
  readonly #endpoint: URL | undefined;
  readonly #credential: unknown;

  private constructor(sdk: Sdk, regionId: string, endpoint: URL | undefined) {
    this.#sdk = sdk;
    this.#credential = new sdk.Credential();
    this.#endpoint = endpoint;
    this.regionId = regionId;
  }

  /** `endpoint` is a URL that serves all products; without it, each has one in the region. */
  static async open(regionId: string, endpoint: string | undefined): Promise<AlicloudRegion> {
    const sdk = await loadPackages(PACKAGES, loadSdk);
    return new AlicloudRegion(
      sdk,
      regionId,
      endpoint === undefined ? undefined : new URL(endpoint),
    );
  }

  /** The answers of an operation with page numbers and a total. */
  async *numberedPages(
    product: AlicloudProduct,
    action: string,
    pageSize: number,
  ): AsyncGenerator<Values> {
    for (let page = 1; ; page += 1) {
      const answer = await this.#call(product, action, {
        PageNumber: String(page),
        PageSize: String(pageSize),
      });
      yield answer;
      if (page * pageSize >= Number(answer['TotalCount'] ?? 0)) return;
    }
  }

  /** The answers of an operation whose pages name the next one. */
  async *tokenPages(
    product: AlicloudProduct,
    action: string,
    pageSize: number,
  ): AsyncGenerator<Values> {
    let nextToken: unknown = '';
    do {
      const answer = await this.#call(product, action, {
        MaxResults: String(pageSize),
        ...(nextToken === '' ? {} : { NextToken: nextToken }),
      });
      yield answer;
      nextToken = answer['NextToken'] ?? '';
    } while (nextToken !== '');
  }

  async #call(product: AlicloudProduct, action: string, query: Values): Promise<Values> {
    const sdk = this.#sdk;
    const protocol = this.#endpoint?.protocol.replace(':', '') ?? 'https';
    const client = new sdk.Client(
      new sdk.Config({
        credential: this.#credential,
        endpoint: this.#endpoint?.host ?? `${product.name}.${this.regionId}.aliyuncs.com`,
        protocol,
        retryOptions: new sdk.RetryOptions(RETRIES),
      }),
    );
    const params = new sdk.Params({
      action,
      version: product.version,
      protocol: protocol.toUpperCase(),
      pathname: '/',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    });
    const request = new sdk.OpenApiRequest({ query: { RegionId: this.regionId, ...query } });
    const { body } = await client.callApi(params, request, new sdk.RuntimeOptions({}));
    return body;
  }
}

/** The packages are CommonJS; what they export is read without guesses of a module loader. */
async function loadSdk(): Promise<Sdk> {
  const load = createRequire(import.meta.url);
  const core = load('@alicloud/openapi-core') as {
    readonly default: Sdk['Client'];
    readonly $OpenApiUtil: Pick<Sdk, 'Config' | 'Params' | 'OpenApiRequest'>;
  };
  const credentials = load('@alicloud/credentials') as { readonly default: Sdk['Credential'] };
  const runtime = load('@darabonba/typescript') as Pick<Sdk, 'RuntimeOptions' | 'RetryOptions'>;
  const { Config, Params, OpenApiRequest } = core.$OpenApiUtil;
  const { RuntimeOptions, RetryOptions } = runtime;
  return {
    Client: core.default,
    Credential: credentials.default,
    Config,
    Params,
    OpenApiRequest,
    RuntimeOptions,
    RetryOptions,
  };
}
