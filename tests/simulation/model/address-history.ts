import { type Block, overlap, parseBlock } from './blocks.ts';
import { type Allocation, allocationRegion } from './entities.ts';
import { TimeText } from './expected.ts';
import { type Failure, fail, type ListItem, type ModelCall } from './outcome.ts';

/** A CIDR block, or the block of a single address. */
function readBlock(text: string): Block | undefined {
  return parseBlock(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);
}

/** Whether it was held at the instant, and whether it was held in the time, of those that are given. */
function isHeld({ input }: ModelCall, { createdAt, releasedAt = Infinity }: Allocation): boolean {
  const time = (name: string) => {
    const text = input.text(name);
    return text === undefined ? undefined : Date.parse(text);
  };
  const asOf = time('AsOf');
  const start = time('StartTime') ?? -Infinity;
  const end = time('EndTime') ?? Infinity;
  const isHeldThen = asOf === undefined || (createdAt <= asOf && asOf < releasedAt);
  return isHeldThen && createdAt < end && (start < releasedAt || start <= createdAt);
}

export function getAddressHistory(call: ModelCall): readonly ListItem[] | Failure {
  const { account, input } = call;
  const block = readBlock(input.required('Cidr'));
  if (block === undefined) return fail('IllegalParam.Cidr');
  const wanted = (name: string, value: string | undefined) =>
    [undefined, value].includes(input.text(name));
  return account.allocationHistory
    .filter(
      (allocation) =>
        overlap(allocation.block, block) &&
        isHeld(call, allocation) &&
        wanted('IpamPoolId', allocation.pool.id.value) &&
        wanted('IpamScopeId', allocation.pool.scope.id.value),
    )
    .map((allocation) => ({
      key: BigInt(allocation.sequence),
      body: () => describe(call, allocation),
    }));
}

function describe({ account }: ModelCall, allocation: Allocation) {
  const { pool, subPool, releasedAt } = allocation;
  const root = `acs:ram::${account.accountId}:root`;
  return {
    IpamPoolAllocationId: allocation.id,
    IpamPoolAllocationName: allocation.name,
    IpamPoolAllocationDescription: allocation.description,
    IpamPoolId: pool.id,
    IpamScopeId: pool.scope.id,
    Cidr: allocation.block.text,
    ResourceType: subPool === undefined ? 'Custom' : 'IpamPool',
    ResourceId: subPool?.id ?? '',
    ResourceRegionId: allocationRegion(subPool ?? pool),
    ResourceOwnerId: Number(account.accountId),
    AllocatedBy: root,
    AllocateTime: exactTime(allocation.createdAt),
    ...(releasedAt === undefined ? {} : { ReleasedBy: root, ReleaseTime: exactTime(releasedAt) }),
  };
}

function exactTime(milliseconds: number): TimeText {
  return new TimeText(new Date(milliseconds).toISOString());
}
