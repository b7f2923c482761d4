import { hash } from 'node:crypto';
import { type Cidr, createCidr } from '@cadastre/address-space';
import { type Refusal, refuse } from '@cadastre/api-contract';
import type { Reader, Transactor } from '../../store/store.ts';
import type { Vpc } from '../../store/vpc-store.ts';
import { rulesOf, type SpaceOutcome, takeSpace } from '../ipam-pool-allocation/take-space.ts';
import { allocateNetwork } from '../resource-cidr/allocate-network.ts';
import type { Trigger } from '../resource-cidr/trigger.ts';
import { checkBlockRange } from './block-rules.ts';
import type { WantedBlock } from './decide-block.ts';

type PoolBlock = Extract<WantedBlock, { kind: 'from-pool' }>;

/** Takes a block out of a pool, as an allocation of the VPC. */
export async function takePoolBlock(
  transactor: Transactor,
  { pool, request }: PoolBlock,
  { accountId, vpcId, regionId, name }: Pick<Vpc, 'accountId' | 'vpcId' | 'regionId' | 'name'>,
  trigger: Trigger,
): Promise<{ readonly kind: 'taken'; readonly cidr: Cidr } | Refusal> {
  const space = await takeSpace(transactor, pool, rulesOf(pool), request);
  if (space.kind !== 'allocated') return refusePoolBlock(space, request);
  const { cidr } = space;
  const reserved = checkBlockRange(cidr);
  if (reserved !== undefined) return reserved;
  const network = { ownerId: accountId, resourceId: vpcId, regionId, name };
  await allocateNetwork(transactor, pool, space, network, trigger);
  return { kind: 'taken', cidr };
}

function refusePoolBlock(
  outcome: Exclude<SpaceOutcome, { kind: 'allocated' }>,
  request: PoolBlock['request'],
): Refusal {
  if (outcome.kind === 'mask-not-allowed') return refuse('OperationDenied.MaskOfCidrIsNotAllowed');
  return request.kind === 'allocate-cidr'
    ? refuse('OperationDenied.CidrUnavailableInPool')
    : refuse('OperationDenied.AvailableCidrInsufficient');
}

/** The documentation prefix 3fff::/20, and how its addresses are cut into blocks of /56. */
const MADE_UP_PREFIX = 0x3fff0n << 108n;
const MADE_UP_NUMBER_BITS = 36n;
const MADE_UP_MASK = 56;

/** A /56 that no VPC has, for one that is to have IPv6 and names no block. It follows from the id. */
export async function makeUpIpv6Block(reader: Reader, vpcId: string): Promise<Cidr> {
  for (let attempt = 0; ; attempt += 1) {
    const digest = BigInt(`0x${hash('sha256', `${vpcId}/${attempt}`)}`);
    const number = digest & ((1n << MADE_UP_NUMBER_BITS) - 1n);
    const cidr = createCidr('IPv6', MADE_UP_PREFIX | (number << 72n), MADE_UP_MASK);
    if (!(await reader.vpcs.isCidrTaken(cidr))) return cidr;
  }
}
