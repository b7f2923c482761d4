/** Made-up networks and subnets, and an independent answer to which of them overlap. */

export const REGIONS = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing', 'cn-shenzhen'];
export const SUBNETS_PER_NETWORK = 99;

/** Networks of 4,096 addresses from 10.0.0.0 on; their subnets have 32 addresses each. */
const FIRST_ADDRESS = 10 * 2 ** 24;
const NETWORK_LENGTH = 20;
const SUBNET_LENGTH = 27;
const NETWORK_SIZE = 2 ** (32 - NETWORK_LENGTH);
const SUBNET_SIZE = 2 ** (32 - SUBNET_LENGTH);

/**
 * Networks with their subnets. The last `copyCount` networks have the addresses of the first ones, and
 * the last subnet of each of the first `strayCount` networks lies in the next network.
 */
export function* makeResources({ networkCount, copyCount, strayCount, regionOf, prefix }) {
  for (let index = 0; index < networkCount; index += 1) {
    const place = index < networkCount - copyCount ? index : index - networkCount + copyCount;
    const first = FIRST_ADDRESS + place * NETWORK_SIZE;
    const id = `${prefix}-vpc-${index}`;
    const region = regionOf(index);
    yield { type: 'VPC', id, network: id, region, first, length: NETWORK_LENGTH };
    for (let subnet = 0; subnet < SUBNETS_PER_NETWORK; subnet += 1) {
      const isStray = index < strayCount && subnet === SUBNETS_PER_NETWORK - 1;
      yield {
        type: 'VSwitch',
        id: `${prefix}-vsw-${index}-${subnet}`,
        network: id,
        region,
        first: first + subnet * SUBNET_SIZE + (isStray ? NETWORK_SIZE : 0),
        length: SUBNET_LENGTH,
      };
    }
  }
}

/** As PutInventory takes it. */
export function toItem({ type, id, network, region, first, length }) {
  const cidr = `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${length}`;
  const vpc = type === 'VSwitch' ? { VpcId: network } : {};
  return { Type: type, ResourceId: id, ...vpc, RegionId: region, Name: id, Cidrs: [cidr] };
}

/**
 * The ids of the resources that overlap: in order of addresses, larger blocks first, with those that
 * have not ended on a stack, every block is compared with the blocks around it. It shares no code and
 * no idea with the server, which looks around each block by an index.
 */
export function findOverlapping(resources) {
  const ordered = [...resources].sort(
    (left, right) => left.first - right.first || left.length - right.length,
  );
  const overlapping = new Set();
  const open = [];
  for (const block of ordered) {
    while (open.length > 0 && endOf(open[open.length - 1]) <= block.first) open.pop();
    for (const around of open) {
      const areSubnets = around.type === 'VSwitch' && block.type === 'VSwitch';
      if (around.network === block.network && !areSubnets) continue;
      overlapping.add(around.id);
      overlapping.add(block.id);
    }
    open.push(block);
  }
  return overlapping;
}

function endOf({ first, length }) {
  return first + 2 ** (32 - length);
}
