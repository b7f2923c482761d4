import { expect, test } from 'vitest';
import { makeProvingDatabase } from '../../packages/server/src/store/postgres/test-database.test-support.ts';
import {
  type Key,
  ROOT,
  type TestServer,
} from '../../packages/server/src/test-server.test-support.ts';
import { Random } from '../simulation/random.ts';
import { expectNoProblems, REGION, startServers } from './several-servers.test-support.ts';

const SERVICE = { ServicePrincipal: 'vpcipam.vpc.aliyuncs.com' };
const CIDRS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
const NETWORKS = ['10.0.0.0/16', '10.1.0.0/16', '172.16.0.0/16', '192.168.0.0/20'];

const SEED = Number(process.env['CADASTRE_SIMULATION_SEED'] ?? Date.now() % 2 ** 31);
const SERVER_COUNT = 3;
const CALLS_PER_CLIENT = Number(process.env['CADASTRE_MIXED_CALLS'] ?? 60);

type Operation = Parameters<TestServer['call']>[0];
type Given = Readonly<Record<string, string>>;

/** An account, and the ids of what its calls have made, whether it is still there or not. */
interface Actor {
  readonly key: Key;
  readonly accountId: string;
  readonly ipamId: string;
  readonly scopeId: string;
  readonly pools: string[];
  readonly scopes: string[];
  readonly networks: string[];
  readonly allocations: string[];
  readonly groups: string[];
}

interface World {
  readonly random: Random;
  readonly actors: readonly Actor[];
  /** Whose calls to add and remove members are allowed. */
  readonly administrator: Actor;
}

interface Draft {
  readonly operation: Operation;
  readonly parameters: Given;
  /** Where the id goes that the answer has in this field. */
  readonly made?: readonly [field: string, ids: string[]];
}

/** What one account may try: most of it is refused, for others change the same things. */
function draft(actor: Actor, { random, actors, administrator }: World): Draft {
  const pick = (ids: readonly string[]) => random.pick(ids) ?? 'none';
  const other = random.pick(actors) ?? actor;
  const pool = { ...REGION, IpamPoolId: pick(random.chance(70) ? actor.pools : other.pools) };
  const cidr = pick(CIDRS);
  const changeMembers = (): Draft => ({
    operation: random.chance(50) ? 'AddIpamMembers' : 'RemoveIpamMembers',
    parameters: {
      ...REGION,
      'Members.1.MemberId': other.accountId,
      'Members.1.MemberType': 'Account',
    },
  });
  const drafts: (() => Draft)[] = [
    () => ({
      operation: 'CreateVpc',
      parameters: { ...REGION, CidrBlock: pick(NETWORKS) },
      made: ['VpcId', actor.networks],
    }),
    () => ({ operation: 'DeleteVpc', parameters: { ...REGION, VpcId: pick(actor.networks) } }),
    () => ({
      operation: 'CreateIpamPoolAllocation',
      parameters: { ...pool, CidrMask: '24' },
      made: ['IpamPoolAllocationId', actor.allocations],
    }),
    () => ({
      operation: 'DeleteIpamPoolAllocation',
      parameters: { ...REGION, IpamPoolAllocationId: pick(actor.allocations) },
    }),
    () => ({
      operation: 'UpdateIpamPool',
      parameters: { ...pool, AutoImport: String(random.chance(60)) },
    }),
    () => ({ operation: 'AddIpamPoolCidr', parameters: { ...pool, Cidr: cidr } }),
    () => ({ operation: 'DeleteIpamPoolCidr', parameters: { ...pool, Cidr: cidr } }),
    () => ({
      operation: 'CreateIpamPool',
      parameters: { ...REGION, IpamScopeId: actor.scopeId, PoolRegionId: 'cn-hangzhou' },
      made: ['IpamPoolId', actor.pools],
    }),
    () => ({ operation: 'DeleteIpamPool', parameters: pool }),
    () => ({
      operation: 'UpdateIpam',
      parameters: {
        ...REGION,
        IpamId: actor.ipamId,
        [random.chance(50) ? 'AddOperatingRegion.1' : 'RemoveOperatingRegion.1']: 'cn-beijing',
      },
    }),
    () => ({
      operation: 'CreateIpamScope',
      parameters: { ...REGION, IpamId: actor.ipamId },
      made: ['IpamScopeId', actor.scopes],
    }),
    () => ({
      operation: 'DeleteIpamScope',
      parameters: { ...REGION, IpamScopeId: pick(actor.scopes) },
    }),
    () => ({
      operation: 'TagResources',
      parameters: {
        ...REGION,
        ResourceType: 'IPAMPOOL',
        'ResourceId.1': pick(actor.pools),
        'Tag.1.Key': 'team',
        'Tag.1.Value': 'net',
      },
    }),
    () => ({
      operation: 'ChangeResourceGroup',
      parameters: {
        ...REGION,
        ResourceType: 'IPAMPOOL',
        ResourceId: pick(actor.pools),
        NewResourceGroupId: pick(actor.groups),
      },
    }),
    () => ({
      operation: 'DeleteResourceGroup',
      parameters: { ResourceGroupId: pick(actor.groups) },
    }),
  ];
  // For all others it is refused.
  if (actor === administrator && random.chance(25)) return changeMembers();
  return (random.pick(drafts) ?? changeMembers)();
}

async function succeed(
  server: TestServer,
  operation: Operation,
  parameters: Given,
  key: Key = ROOT,
): Promise<Readonly<Record<string, unknown>>> {
  const { status, body } = await server.call(operation, parameters, { key });
  expect(status, `${operation}: ${JSON.stringify(body)}`).toBe(200);
  return body;
}

async function makeActor(server: TestServer, accountId: string, key: Key): Promise<Actor> {
  const ipam = await succeed(
    server,
    'CreateIpam',
    { ...REGION, 'OperatingRegionList.1': 'cn-hangzhou' },
    key,
  );
  const scopeId = String(ipam['PrivateDefaultScopeId']);
  const pools: string[] = [];
  for (const Cidr of CIDRS.slice(0, 2)) {
    const parameters = { ...REGION, IpamScopeId: scopeId, PoolRegionId: 'cn-hangzhou' };
    const made = await succeed(server, 'CreateIpamPool', parameters, key);
    const IpamPoolId = String(made['IpamPoolId']);
    await succeed(server, 'AddIpamPoolCidr', { ...REGION, IpamPoolId, Cidr }, key);
    pools.push(IpamPoolId);
  }
  const groups: string[] = [];
  for (const name of ['one', 'two']) {
    const parameters = { Name: name, DisplayName: name };
    const { ResourceGroup } = await succeed(server, 'CreateResourceGroup', parameters, key);
    groups.push(String((ResourceGroup as Record<string, unknown>)['Id']));
  }
  const empty = { scopes: [], networks: [], allocations: [] };
  return { key, accountId, ipamId: String(ipam['IpamId']), scopeId, pools, groups, ...empty };
}

/** The account of the root, a delegated administrator, and two more; the first shares its pools. */
async function makeActors(server: TestServer): Promise<readonly Actor[]> {
  const actors = [await makeActor(server, ROOT.accountId, ROOT)];
  for (const AccountName of ['administrator', 'second', 'third']) {
    const made = await succeed(server, 'CreateAccount', { AccountName });
    const accountId = String(made['AccountId']);
    const key = {
      accessKeyId: String(made['AccessKeyId']),
      accessKeySecret: String(made['AccessKeySecret']),
    };
    if (AccountName === 'administrator') {
      const delegation = { ...SERVICE, AccountId: accountId };
      await succeed(server, 'RegisterDelegatedAdministrator', delegation);
    }
    actors.push(await makeActor(server, accountId, key));
  }
  return actors;
}

async function perform(
  server: TestServer,
  { key }: Actor,
  { operation, parameters, made }: Draft,
): Promise<string> {
  const { body } = await server.call(operation, parameters, { key });
  if (body['Code'] !== undefined) return `${operation} ${body['Code']}`;
  if (made !== undefined) made[1].push(String(body[made[0]]));
  return `${operation} OK`;
}

test(`whatever several servers change at once, all invariants hold (seed ${SEED})`, async () => {
  const url = await makeProvingDatabase();
  const servers = await startServers(url, SERVER_COUNT);
  const actors = await makeActors(servers[0]);
  const [, administrator] = actors;
  if (administrator === undefined) throw new Error('no administrator');
  const world = { random: new Random(SEED), actors, administrator };
  const outcomes = new Map<string, number>();
  const client = async (server: TestServer, actor: Actor) => {
    for (let count = 0; count < CALLS_PER_CLIENT; count += 1) {
      const outcome = await perform(server, actor, draft(actor, world));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(servers.flatMap((server) => actors.map((actor) => client(server, actor))));

  const broken = /InternalError|ServiceUnavailable|OperationConflict/;
  expect([...outcomes.keys()].filter((outcome) => broken.test(outcome)).sort()).toEqual([]);
  const operations = new Set([...outcomes.keys()].map((outcome) => outcome.split(' ')[0]));
  const done = new Set(
    [...outcomes.keys()].filter((outcome) => outcome.endsWith(' OK')).map((o) => o.split(' ')[0]),
  );
  expect([...operations].filter((operation) => !done.has(operation))).toEqual([]);
  await expectNoProblems(url);
}, 600_000);
