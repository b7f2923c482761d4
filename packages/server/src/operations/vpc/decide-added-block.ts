import type { IpVersion } from '@cadastre/address-space';
import { type InputOf, type OPERATIONS, type Refusal, refuse } from '@cadastre/api-contract';
import type { Pool } from '../../store/records.ts';
import type { Vpc } from '../../store/vpc-store.ts';
import { isRefusal } from '../answers.ts';
import { decideBlock, type WantedBlock } from './decide-block.ts';
import { checkBlockQuota } from './decide-vpc-blocks.ts';

type Input = InputOf<typeof OPERATIONS.AssociateVpcCidrBlock>;

/** A secondary block: its family, and where it comes from. */
export interface AddedBlock {
  readonly kind: 'added';
  readonly ipVersion: IpVersion;
  /** Unnamed for IPv6 only. */
  readonly wanted: WantedBlock;
}

/** Decides what AssociateVpcCidrBlock wants. Parameters of the other family are not looked at. */
export function decideAddedBlock(
  vpc: Vpc,
  input: Input,
  pool: Pool | undefined,
  now: number,
): AddedBlock | Refusal {
  const ipVersion = readIpVersion(input);
  if (isRefusal(ipVersion)) return ipVersion;
  const exceeded = checkBlockQuota(vpc, ipVersion);
  if (exceeded !== undefined) return exceeded;
  const own =
    ipVersion === 'IPv4'
      ? {
          cidrText: input.SecondaryCidrBlock,
          mask: input.SecondaryCidrMask,
          error: 'IllegalParam.SecondaryCidrMask' as const,
        }
      : {
          cidrText: input.IPv6CidrBlock,
          mask: input.Ipv6CidrMask,
          error: 'IllegalParam.CidrMask' as const,
        };
  const { cidrText, mask, error } = own;
  const { regionId } = vpc;
  const maskErrors = { cidr: error, mask: error };
  const given = { ipVersion, regionId, poolId: input.IpamPoolId, cidrText, mask, maskErrors };
  const wanted = decideBlock(given, pool, now);
  if (wanted.kind === 'refusal') return wanted;
  if (wanted.kind === 'unnamed' && ipVersion === 'IPv4') {
    return refuse('Missing{ParameterName}', { ParameterName: 'SecondaryCidrBlock' });
  }
  return { kind: 'added', ipVersion, wanted };
}

/** Real clients spell the version in both cases. IPv6 parameters need it to be given. */
function readIpVersion({
  IpVersion: text,
  IPv6CidrBlock: ipv6Block,
  Ipv6CidrMask: ipv6Mask,
}: Input): IpVersion | Refusal {
  if (text === undefined) {
    return ipv6Block === undefined && ipv6Mask === undefined
      ? 'IPv4'
      : refuse('MissingParam.IpVersion');
  }
  switch (text.toUpperCase()) {
    case 'IPV4':
      return 'IPv4';
    case 'IPV6':
      return 'IPv6';
    default:
      return refuse('IllegalParam.IpVersion');
  }
}
