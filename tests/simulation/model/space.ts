import {
  type Block,
  bitsOf,
  contains,
  findFree,
  firstFit,
  insertSorted,
  overlap,
  parseBlock,
  touchesRefusedRange,
} from './blocks.ts';
import { type Allocation, allocationRegion, type Pool, takenBlocks } from './entities.ts';
import { TimeText } from './expected.ts';
import {
  type Change,
  change,
  type Failure,
  fail,
  formatTime,
  type ListItem,
  type ModelCall,
} from './outcome.ts';
import { isCreating } from './pools.ts';

/** CIDRs of pools, and allocations of what they hold. */

const EIGHT_HOURS_MS = 8 * 60 * 60 * 1000;

/** The CIDR that a call wants, or the length of one. */
type Wanted =
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'length'; readonly length: number };

/** Where the wanted space is. */
interface Place {
  readonly kind: 'place';
  readonly block: Block;
  readonly within: Block;
}

/** The block of a parameter, undefined where there is none, or the failure to read it. */
function readBlock(call: ModelCall, name: string, pool: Pool): Block | undefined | Failure {
  const text = call.input.text(name);
  if (text === undefined) return undefined;
  const block = parseBlock(text);
  return block?.version === pool.version ? block : fail(`IllegalParam.${name}`);
}

function isFailure(value: object | undefined): value is Failure {
  return value !== undefined && 'kind' in value && value.kind === 'failure';
}

function findPlace(pool: Pool, wanted: Wanted): Place | Failure {
  const taken = takenBlocks(pool);
  if (wanted.kind === 'block') {
    const within = findFree(pool.cidrs, taken, wanted.block);
    return within === undefined
      ? fail('OperationDenied.CidrUnavailableInPool')
      : { kind: 'place', block: wanted.block, within };
  }
  const found = firstFit(pool.cidrs, taken, wanted.length);
  return found === undefined ? fail('ResourceNotEnough.IpamPoolCidr') : { kind: 'place', ...found };
}

export function addIpamPoolCidr(call: ModelCall): Change | Failure {
  const { account, input, settings } = call;
  const pool = account.poolsById.get(input.required('IpamPoolId'));
  if (pool === undefined) return fail('ResourceNotFound.IpamPool');
  if (pool.ipam.regionId !== input.text('RegionId')) {
    return fail('OperationDenied.PoolRegionNotSupportAddPoolCidr');
  }
  if (isCreating(call, pool)) return fail('IncorrectStatus.IpamPool');
  const block = readBlock(call, 'Cidr', pool);
  if (isFailure(block)) return block;
  const length = input.number('NetmaskLength');
  if (length !== undefined && length > bitsOf(pool.version)) {
    return fail('IllegalParam.NetmaskLength');
  }
  const wanted = wantedCidr(pool, block, length);
  if (wanted.kind === 'failure') return wanted;
  const isPublicTop = pool.scope.type === 'public' && pool.source === undefined;
  const { cidrsPerPublicTopPool, cidrsPerPool } = settings.quotas;
  if (isPublicTop && pool.cidrs.length >= cidrsPerPublicTopPool) {
    return fail('QuotaExceeded.IpamCidrQuotaPerPublicIpv6TopPool');
  }
  if (!isPublicTop && pool.cidrs.length >= cidrsPerPool) {
    return fail('QuotaExceeded.IpamCidrQuotaPerIpamPool');
  }
  const place = provision(call, pool, wanted);
  if (place.kind === 'failure') return place;
  return change(() => {
    insertSorted(pool.cidrs, place.block, (cidr) => cidr.first);
    if (pool.source !== undefined) addAllocation(call, pool.source, place, pool);
    return { Cidr: place.block.text };
  });
}

function wantedCidr(
  pool: Pool,
  block: Block | undefined,
  length: number | undefined,
): Wanted | Failure {
  if (pool.source === undefined && pool.scope.type === 'public') {
    if (block !== undefined) return fail('IllegalParam.Cidr');
    return length === undefined ? fail('MissingParam.NetmaskLength') : { kind: 'length', length };
  }
  if (pool.source === undefined) {
    if (length !== undefined) return fail('IllegalParam.NetmaskLength');
    if (block === undefined) return fail('MissingParam.Cidr');
    if (touchesRefusedRange(block)) return fail('OperationDenied.CidrInExcludeCidrs');
    return { kind: 'block', block };
  }
  if (block !== undefined && length !== undefined && block.length !== length) {
    return fail('IllegalParam.NetmaskLength');
  }
  if (block !== undefined) return { kind: 'block', block };
  return length === undefined ? fail('MissingParam.CidrOrCidrMask') : { kind: 'length', length };
}

function provision(call: ModelCall, pool: Pool, wanted: Wanted): Place | Failure {
  if (pool.source !== undefined) return findPlace(pool.source, wanted);
  if (wanted.kind === 'length') return drawOnSupply(call, pool, wanted.length);
  const { block } = wanted;
  const isTaken = call.account.pools.some(
    (other) =>
      other.scope === pool.scope &&
      other.source === undefined &&
      other.cidrs.some((cidr) => overlap(cidr, block)),
  );
  return isTaken ? fail('OperationDenied.CidrOverlapped') : { kind: 'place', block, within: block };
}

/** The lowest space of the supply that no pool of any account has. */
function drawOnSupply(call: ModelCall, pool: Pool, length: number): Place | Failure {
  const ascending = (left: Block, right: Block) => (left.first < right.first ? -1 : 1);
  const supplies = call.settings.supplies
    .filter(({ region, isp }) => region === pool.poolRegionId && isp === pool.isp)
    .map((supply) => supply.block);
  const taken = call.accounts
    .flatMap((account) => account.pools)
    .filter(
      ({ source, scope, poolRegionId, isp }) =>
        source === undefined &&
        scope.type === 'public' &&
        poolRegionId === pool.poolRegionId &&
        isp === pool.isp,
    )
    .flatMap(({ cidrs }) => cidrs);
  const found = firstFit(supplies.sort(ascending), taken.sort(ascending), length);
  return found === undefined
    ? fail('ResourceNotEnough.IpamPoolCidr')
    : { kind: 'place', block: found.block, within: found.block };
}

function addAllocation(
  call: ModelCall,
  pool: Pool,
  { block, within }: Place,
  subPool: Pool | undefined,
): Allocation {
  const { account, input } = call;
  const allocation: Allocation = {
    id: call.newId('ipam-pool-alloc', (id) => account.allocationsById.set(id, allocation)),
    pool,
    block,
    within,
    sequence: call.nextSequence(),
    createdAt: call.now,
    releasedAt: undefined,
    subPool,
    name: subPool === undefined ? (input.text('IpamPoolAllocationName') ?? '') : '',
    description: subPool === undefined ? (input.text('IpamPoolAllocationDescription') ?? '') : '',
  };
  insertSorted(pool.allocations, allocation, (other) => other.block.first);
  account.allocationHistory.push(allocation);
  return allocation;
}

function removeAllocation({ account, now }: ModelCall, allocation: Allocation): void {
  allocation.releasedAt = now;
  const { allocations } = allocation.pool;
  allocations.splice(allocations.indexOf(allocation), 1);
  account.allocationsById.delete(allocation.id.value ?? '');
}

export function deleteIpamPoolCidr(call: ModelCall): Change | Failure {
  const { account, input } = call;
  const pool = account.poolsById.get(input.required('IpamPoolId'));
  if (pool === undefined) return fail('ResourceNotFound.IpamPool');
  if (pool.ipam.regionId !== input.text('RegionId')) {
    return fail('OperationDenied.PoolRegionNotSupportDeletePoolCidr');
  }
  const cidr = pool.cidrs.find(({ text }) => text === input.text('Cidr'));
  if (cidr === undefined) return fail('ResourceNotFound.IpamPoolCidr');
  if (takenBlocks(pool).some((block) => contains(cidr, block))) {
    return fail('OperationDenied.IpamPoolAllocationExist');
  }
  return change(() => {
    pool.cidrs.splice(pool.cidrs.indexOf(cidr), 1);
    const given = pool.source?.allocations.find(({ block }) => block.text === cidr.text);
    if (given !== undefined) removeAllocation(call, given);
    return {};
  });
}

export function listIpamPoolCidrs({ account, input }: ModelCall): readonly ListItem[] {
  const pool = account.poolsById.get(input.required('IpamPoolId'));
  if (pool === undefined || pool.ipam.regionId !== input.text('RegionId')) return [];
  const wanted = input.text('Cidr');
  return pool.cidrs
    .filter(({ text }) => wanted === undefined || text === wanted)
    .map(({ first, text }) => ({
      key: first,
      body: () => ({ IpamPoolId: pool.id, Cidr: text, Status: 'Created' }),
    }));
}

/** What an allocation would get now, for creating it and for telling. */
function nextPlace(call: ModelCall, cidrName: string): (Place & { pool: Pool }) | Failure {
  const { account, input } = call;
  const pool = account.poolsById.get(input.required('IpamPoolId'));
  if (pool === undefined) return fail('ResourceNotFound.IpamPool');
  if (allocationRegion(pool) !== input.text('RegionId')) {
    return fail('OperationDenied.RequestRegionInvalid');
  }
  if (isCreating(call, pool)) return fail('IncorrectStatus.IpamPool');
  const block = readBlock(call, cidrName, pool);
  if (isFailure(block)) return block;
  const given = input.number('CidrMask');
  if (block !== undefined && given !== undefined && block.length !== given) {
    return fail('IllegalParam.CidrMask');
  }
  const length = block?.length ?? given ?? pool.default;
  if (length === undefined) return fail('MissingParam.CidrOrCidrMask');
  if (length < (pool.min ?? 0) || length > (pool.max ?? bitsOf(pool.version))) {
    return fail('OperationDenied.MaskOfCidrIsNotAllowed');
  }
  const wanted: Wanted =
    block === undefined ? { kind: 'length', length } : { kind: 'block', block };
  const place = findPlace(pool, wanted);
  return place.kind === 'failure' ? place : { ...place, pool };
}

export function createIpamPoolAllocation(call: ModelCall): Change | Failure {
  const place = nextPlace(call, 'Cidr');
  if (place.kind === 'failure') return place;
  return change(() => ({
    IpamPoolAllocationId: addAllocation(call, place.pool, place, undefined).id,
    Cidr: place.block.text,
    SourceCidr: place.within.text,
  }));
}

export function getIpamPoolNextAvailableCidr(call: ModelCall): Change | Failure {
  const place = nextPlace(call, 'CidrBlock');
  return place.kind === 'failure' ? place : change(() => ({ CidrBlock: place.block.text }));
}

function findAllocation(call: ModelCall): Allocation | Failure {
  const { account, input } = call;
  const allocation = account.allocationsById.get(input.required('IpamPoolAllocationId'));
  if (allocation === undefined) return fail('ResourceNotFound.IpamPoolAllocation');
  return allocationRegion(allocation.pool) === input.text('RegionId')
    ? allocation
    : fail('OperationDenied.RequestRegionInvalid');
}

export function updateIpamPoolAllocation(call: ModelCall): Change | Failure {
  const allocation = findAllocation(call);
  if (isFailure(allocation)) return allocation;
  return change(() => {
    allocation.name = call.input.text('IpamPoolAllocationName') ?? allocation.name;
    allocation.description =
      call.input.text('IpamPoolAllocationDescription') ?? allocation.description;
    return {};
  });
}

export function deleteIpamPoolAllocation(call: ModelCall): Change | Failure {
  const allocation = findAllocation(call);
  if (isFailure(allocation)) return allocation;
  if (allocation.subPool !== undefined) return fail('OperationDenied.UnexpectedResourceType');
  return change(() => {
    removeAllocation(call, allocation);
    return {};
  });
}

export function getIpamPoolAllocation(call: ModelCall): Change | Failure {
  const allocation = findAllocation(call);
  if (isFailure(allocation)) return allocation;
  const time = formatTime(allocation.createdAt + EIGHT_HOURS_MS).replace('Z', '+08:00');
  return change(() => ({
    ...describeAllocation(call, allocation),
    CreationTime: new TimeText(time),
  }));
}

function describeAllocation({ account }: ModelCall, allocation: Allocation) {
  const { pool, subPool } = allocation;
  return {
    IpamPoolAllocationId: allocation.id,
    IpamPoolAllocationName: allocation.name,
    IpamPoolAllocationDescription: allocation.description,
    IpamPoolId: pool.id,
    Cidr: allocation.block.text,
    SourceCidr: allocation.within.text,
    ResourceId: subPool?.id ?? '',
    ResourceType: subPool === undefined ? 'Custom' : 'IpamPool',
    ResourceRegionId: allocationRegion(subPool ?? pool),
    ResourceOwnerId: Number(account.accountId),
    RegionId: allocationRegion(pool),
    Status: 'Created',
  };
}

export function listIpamPoolAllocations(call: ModelCall): readonly ListItem[] {
  const { account, input } = call;
  const pool = account.poolsById.get(input.required('IpamPoolId'));
  if (pool === undefined || allocationRegion(pool) !== input.text('RegionId')) return [];
  const ids = input.texts('IpamPoolAllocationIds');
  const wanted = (name: string, value: string) => [undefined, value].includes(input.text(name));
  return pool.allocations
    .filter(
      ({ id, block, name }) =>
        (ids === undefined || ids.includes(id.value ?? '')) &&
        wanted('IpamPoolAllocationId', id.value ?? '') &&
        wanted('IpamPoolAllocationName', name) &&
        wanted('Cidr', block.text),
    )
    .map((allocation) => ({
      key: allocation.block.first,
      body: () => ({
        ...describeAllocation(call, allocation),
        CreationTime: new TimeText(formatTime(allocation.createdAt)),
      }),
    }));
}
