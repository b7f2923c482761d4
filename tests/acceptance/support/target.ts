import { randomUUID } from 'node:crypto';
import type { Answer, Parameters, Target } from './raw-client.ts';
import { call, succeed } from './raw-client.ts';
import { ROOT, type StartOptions, TestServer } from './start-server.ts';

/** A server somebody else started, to run against in place of our own. */
const EXTERNAL_URL = process.env['CADASTRE_ACCEPTANCE_URL'];

/** Whether the tests that need a server, a configuration or a process of their own are left out. */
export const isExternal = EXTERNAL_URL !== undefined && EXTERNAL_URL !== '';

export interface AcceptanceTarget extends Target {
  readonly url: string;
  /** The process; undefined when it is somebody else's. */
  readonly server: TestServer | undefined;
  dispose(): Promise<void>;
}

/** A target for the calls of a test file: a server of its own, or the one the environment names. */
export async function openTarget(options: StartOptions = {}): Promise<AcceptanceTarget> {
  if (isExternal && EXTERNAL_URL !== undefined) {
    return {
      url: EXTERNAL_URL,
      accessKeyId: process.env['CADASTRE_ACCEPTANCE_ACCESS_KEY_ID'] ?? '',
      accessKeySecret: process.env['CADASTRE_ACCEPTANCE_ACCESS_KEY_SECRET'] ?? '',
      server: undefined,
      dispose: async () => undefined,
    };
  }
  const server = await TestServer.start(options);
  return {
    // A restarted server listens on another port.
    get url() {
      return server.url;
    },
    accessKeyId: ROOT.accessKeyId,
    accessKeySecret: ROOT.accessKeySecret,
    server,
    dispose: () => server.dispose(),
  };
}

export interface MadeIpam {
  readonly ipamId: string;
  readonly privateScopeId: string;
  readonly publicScopeId: string;
}

/** The IPAM of a region: a new one, or the one that is there. */
export async function haveIpam(
  target: Target,
  regionId: string,
  operatingRegions: readonly string[] = [regionId],
): Promise<MadeIpam> {
  const listed = await succeed(target, 'ListIpams', { RegionId: regionId });
  const [existing] = itemsOf(listed, 'Ipams');
  if (existing !== undefined) return toIpam(existing);
  const regions = Object.fromEntries(
    operatingRegions.map((id, index) => [`OperatingRegionList.${index + 1}`, id]),
  );
  return toIpam(await succeed(target, 'CreateIpam', { RegionId: regionId, ...regions }));
}

function toIpam(ipam: Readonly<Record<string, unknown>>): MadeIpam {
  return {
    ipamId: String(ipam['IpamId']),
    privateScopeId: String(ipam['PrivateDefaultScopeId']),
    publicScopeId: String(ipam['PublicDefaultScopeId']),
  };
}

/** The items of a list answer. Throws when the array is not there, as real clients do. */
export function itemsOf(
  body: Readonly<Record<string, unknown>>,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  const items = body[name];
  if (!Array.isArray(items)) throw new Error(`There is no array ${name}: ${JSON.stringify(body)}`);
  return items;
}

/** Creates a resource group of a new name; its id. */
export async function createResourceGroup(target: Target): Promise<string> {
  const name = `g-${randomUUID()}`;
  const parameters = { Name: name, DisplayName: name };
  const options = { version: '2020-03-31' };
  const body = await succeed(target, 'CreateResourceGroup', parameters, options);
  return String((body['ResourceGroup'] as Readonly<Record<string, unknown>>)['Id']);
}

/** Creates a pool; its id. */
export async function createPool(target: Target, parameters: Parameters): Promise<string> {
  const body = await succeed(target, 'CreateIpamPool', parameters);
  return String(body['IpamPoolId']);
}

/** One pool as ListIpamPools shows it. */
export async function readPool(
  target: Target,
  regionId: string,
  poolId: string,
): Promise<Readonly<Record<string, unknown>>> {
  const body = await succeed(target, 'ListIpamPools', {
    RegionId: regionId,
    'IpamPoolIds.1': poolId,
  });
  const [pool] = itemsOf(body, 'IpamPools');
  if (pool === undefined) throw new Error(`${poolId} is not listed.`);
  return pool;
}

/** The total count of a list. */
export async function countPools(target: Target, parameters: Parameters): Promise<number> {
  const body = await succeed(target, 'ListIpamPools', parameters);
  return Number(body['TotalCount']);
}

/** Status and code of an answer, for comparing. */
export function outcomeOf(answer: Answer): { readonly status: number; readonly code: unknown } {
  return { status: answer.status, code: answer.body['Code'] };
}

/** Status and code of a call. */
export async function outcome(
  ...parameters: ArgumentsOf<typeof call>
): Promise<{ readonly status: number; readonly code: unknown }> {
  return outcomeOf(await call(...parameters));
}

type ArgumentsOf<Work extends (...words: never[]) => unknown> = Work extends (
  ...words: infer Words
) => unknown
  ? Words
  : never;
