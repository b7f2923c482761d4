import { isSameCidr } from '@cadastre/address-space';
import type { InputOf, OPERATIONS, Refusal } from '@cadastre/api-contract';
import type { Reader } from '../../store/store.ts';
import type { Vpc } from '../../store/vpc-store.ts';
import { isRefusal } from '../answers.ts';
import type { WriteHandler } from '../handler.ts';
import { checkBlockMask, checkBlockRange, readBlock } from './block-rules.ts';
import { checkBlocksUnallocated, checkBlocksUnused } from './blocks-in-use.ts';
import { addBlock, decidePrimaryChange } from './decide-vpc-blocks.ts';
import { findVpc } from './find-network.ts';
import { updateVpc } from './put-network.ts';
import { makeUpIpv6Block } from './take-block.ts';

type Definition = typeof OPERATIONS.ModifyVpcAttribute;
type Input = InputOf<Definition>;

export const ModifyVpcAttribute: WriteHandler<Definition> = async (call, transactor) => {
  const { input, accountId } = call;
  const found = await findVpc(transactor, accountId, input.VpcId, input.RegionId);
  if (found.kind === 'refusal') return found;
  const { vpc: before } = found;
  const described: Vpc = {
    ...before,
    name: input.VpcName ?? before.name,
    description: input.Description ?? before.description,
    isDnsHostnameEnabled: input.EnableDnsHostname ?? before.isDnsHostnameEnabled,
  };
  const resized = await resize(transactor, described, input.CidrBlock);
  if (isRefusal(resized)) return resized;
  const after = await switchIpv6(transactor, resized, input);
  if (isRefusal(after)) return after;
  const change = await updateVpc(transactor, before, after, call);
  return { kind: 'answer', response: {}, change };
};

/** A new primary block; an empty one is none. */
async function resize(reader: Reader, vpc: Vpc, text: string | undefined): Promise<Vpc | Refusal> {
  if (text === undefined || text === '') return vpc;
  const change = decidePrimaryChange(vpc, text);
  if (change.kind === 'refusal') return change;
  const { cidr, leftOut } = change;
  if (isSameCidr(cidr, vpc.cidr)) return vpc;
  const refusal =
    (await checkBlocksUnallocated(reader, vpc, [vpc.cidr])) ??
    (await checkBlocksUnused(reader, vpc, leftOut));
  return refusal ?? { ...vpc, cidr };
}

async function switchIpv6(reader: Reader, vpc: Vpc, input: Input): Promise<Vpc | Refusal> {
  const blocks = vpc.ipv6Cidrs.map(({ cidr }) => cidr);
  if (input.EnableIPv6 === false) {
    const refusal =
      (await checkBlocksUnallocated(reader, vpc, blocks)) ??
      (await checkBlocksUnused(reader, vpc, blocks));
    return refusal ?? { ...vpc, ipv6Cidrs: [] };
  }
  if (input.EnableIPv6 !== true || blocks.length > 0) return vpc;
  const isp = input.Ipv6Isp || 'BGP';
  const text = input.Ipv6CidrBlock;
  if (text === undefined || text === '') {
    return addBlock(vpc, await makeUpIpv6Block(reader, vpc.vpcId), isp);
  }
  const cidr = readBlock(text, 'IPv6');
  if (isRefusal(cidr)) return cidr;
  const illegal =
    checkBlockMask('IPv6', cidr.prefixLength, 'IllegalParam.CidrMask') ?? checkBlockRange(cidr);
  return illegal ?? addBlock(vpc, cidr, isp);
}
