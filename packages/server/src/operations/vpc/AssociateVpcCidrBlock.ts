import { type Cidr, formatCidr } from '@cadastre/address-space';
import type { OPERATIONS, Refusal } from '@cadastre/api-contract';
import type { Ipv6Isp } from '../../store/records.ts';
import type { Transactor } from '../../store/store.ts';
import type { Vpc } from '../../store/vpc-store.ts';
import { isRefusal } from '../answers.ts';
import type { Call, WriteHandler } from '../handler.ts';
import { findPool } from '../ipam-pool/find-pool.ts';
import { type AddedBlock, decideAddedBlock } from './decide-added-block.ts';
import { addBlock } from './decide-vpc-blocks.ts';
import { findVpc } from './find-network.ts';
import { updateVpc } from './put-network.ts';
import { makeUpIpv6Block, takePoolBlock } from './take-block.ts';

type Definition = typeof OPERATIONS.AssociateVpcCidrBlock;

/** Adds a secondary block. What it takes of a pool is allocated in the same transaction. */
export const AssociateVpcCidrBlock: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId, now } = call;
  const found = await findVpc(transactor, accountId, input.VpcId, input.RegionId);
  if (found.kind === 'refusal') return found;
  const { vpc: before } = found;
  const { IpamPoolId: poolId } = input;
  const visible = poolId === undefined ? undefined : await findPool(transactor, accountId, poolId);
  const decision = decideAddedBlock(before, input, visible?.pool, now);
  if (decision.kind === 'refusal') return decision;
  const taken = await take(call, transactor, before, decision);
  if (taken.kind === 'refusal') return taken;
  const after = addBlock(before, taken.cidr, taken.isp);
  if (isRefusal(after)) return after;
  const change = await updateVpc(transactor, before, after, call);
  return {
    kind: 'answer',
    response: {
      CidrBlock: formatCidr(taken.cidr),
      IpVersion: decision.ipVersion === 'IPv4' ? 'IPV4' : 'IPV6',
    },
    change,
  };
};

interface Taken {
  readonly kind: 'taken';
  readonly cidr: Cidr;
  readonly isp: Ipv6Isp;
}

async function take(
  call: Call<Definition>,
  transactor: Transactor,
  vpc: Vpc,
  { wanted }: AddedBlock,
): Promise<Taken | Refusal> {
  const { Ipv6Isp: isp = 'BGP' } = call.input;
  switch (wanted.kind) {
    case 'from-pool': {
      const taken = await takePoolBlock(transactor, wanted, vpc, call);
      return taken.kind === 'refusal' ? taken : { ...taken, isp: wanted.pool.ipv6Isp ?? isp };
    }
    case 'named':
      return { kind: 'taken', cidr: wanted.cidr, isp };
    case 'unnamed':
      return { kind: 'taken', cidr: await makeUpIpv6Block(transactor, vpc.vpcId), isp };
  }
}
