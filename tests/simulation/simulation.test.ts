import { expect, test } from 'vitest';
import { OPERATION_NAMES } from './model/parameter-rules.ts';
import { describeResult, runSimulation } from './run-simulation.ts';

const SEED = Number(process.env['CADASTRE_SIMULATION_SEED'] ?? Date.now() % 2 ** 31);
const OPERATION_COUNT = Number(process.env['CADASTRE_SIMULATION_OPERATIONS'] ?? 200_000);

/** Whether to tell on standard error how far a long run is. */
const IS_PROGRESS_TOLD = process.env['CADASTRE_SIMULATION_PROGRESS'] === 'true';
const PROGRESS_INTERVAL_MS = 2_000;

/** Runs shorter than this are too short to meet every rule. */
const EVERY_CODE_COUNT = 100_000;

/** Each of these is met in every run that is long enough, whatever its seed. */
const CODES = [
  'success',
  'DryRunOperation',
  'IdempotentParameterMismatch',
  'InvalidClientToken',
  'InvalidDryRun',
  'InvalidMaxResults',
  'InvalidNextToken',
  'InvalidRegionId.NotFound',
  'MissingRegionId',
  'NumberExceed.Tags',
  'DuplicatedParam.TagKey',
  'IllegalParam.TagKey',
  'IllegalParam.TagValue',
  'IllegalParam.ResourceGroupId',
  'IllegalParam.IpamPoolAllocationName',
  'IllegalParam.IpamScopeType',
  'IllegalParam.IpamPoolAllocationDescription',
  'IllegalParam.OperatingRegionList',
  'IllegalParam.AddOperatingRegion',
  'IllegalParam.RemoveOperatingRegion',
  'IllegalParam.AllocationMinNetmask',
  'IllegalParam.AllocationMaxNetmask',
  'IllegalParam.AllocationDefaultNetmask',
  'IllegalParam.IpVersion',
  'IllegalParam.PoolRegionId',
  'IllegalParam.Ipv6Isp',
  'IllegalParam.Cidr',
  'IllegalParam.CidrBlock',
  'IllegalParam.CidrMask',
  'IllegalParam.NetmaskLength',
  'IncorrectStatus.IpamPool',
  'Mismatch.IpamScopeAndSourceIpamPool',
  'Mismatch.Ipv6IspAndSourceIpamPool',
  'MissingParam.Cidr',
  'MissingParam.NetmaskLength',
  'MissingParam.CidrOrCidrMask',
  'DependencyViolation.IpamPool',
  'DependencyViolation.IpamScope',
  'DependencyViolation.CustomPoolAllocation',
  'DependencyViolation.PoolCidr',
  'OperationDenied.ServiceNotOpened',
  'OperationDenied.RemoveHostedRegion',
  'OperationDenied.DeleteDefaultScope',
  'OperationDenied.AutoImportNeedPoolRegion',
  'OperationDenied.IpamPublicIpv6PoolNeedPoolRegion',
  'OperationDenied.PoolRegionNotSupportUpdatePool',
  'OperationDenied.PoolRegionNotSupportDeletePool',
  'OperationDenied.PoolRegionNotSupportAddPoolCidr',
  'OperationDenied.PoolRegionNotSupportDeletePoolCidr',
  'OperationDenied.CidrInExcludeCidrs',
  'OperationDenied.CidrOverlapped',
  'OperationDenied.CidrUnavailableInPool',
  'OperationDenied.IpamPoolAllocationExist',
  'OperationDenied.MaskOfCidrIsNotAllowed',
  'OperationDenied.RequestRegionInvalid',
  'OperationDenied.UnexpectedResourceType',
  'QuotaExceeded.IpamQuotaPerRegion',
  'QuotaExceeded.IpamScopeQuotaPerIpam',
  'QuotaExceeded.IpamPoolQuotaDepth',
  'QuotaExceeded.IpamSubPoolQuotaPerIpamPool',
  'QuotaExceeded.IpamPublicIpv6TopPoolQuotaPerRegionIsp',
  'QuotaExceeded.IpamPoolQuotaPerScope',
  'QuotaExceeded.IpamCidrQuotaPerIpamPool',
  'QuotaExceeded.IpamCidrQuotaPerPublicIpv6TopPool',
  'ResourceNotEnough.IpamPoolCidr',
  'ResourceNotFound.Ipam',
  'ResourceNotFound.IpamScope',
  'ResourceNotFound.IpamPool',
  'ResourceNotFound.SourceIpamPool',
  'ResourceNotFound.IpamPoolCidr',
  'ResourceNotFound.IpamPoolAllocation',
  'UnsupportedFeature.PublicIpamScopeType',
  'UnsupportedFeature.IpamPublicIpv4Pool',
  'UnsupportedFeature.IpamIpv6',
  'UnsupportedFeature.Ipv6Isp',
  'UnsupportedRegion.Ipv6Isp',
  'DependencyViolation.VSwitch',
  'IllegalParam.CidrBlockMask',
  'IllegalParam.Ipv4CidrMask',
  'IllegalParam.SecondaryCidrMask',
  'IllegalParam.IpamPool',
  'InvalidCidrBlock.Malformed',
  'InvalidCidrBlock.Overlapped',
  'InvalidParameter',
  'InvalidVpcId.NotFound',
  'InvalidVSwitchId.NotFound',
  'InvalidZoneId.NotFound',
  'Mismatch.IpVersionAndIpamPoolIpVersion',
  'MissingParam.IpamIdOrIpamScopeId',
  'OperationDenied.AvailableCidrInsufficient',
  'OperationDenied.IpamPoolNotInRegion',
  'OperationFailed.CidrInUse',
  'QuotaExceeded.SecondaryCidrBlock',
  'ResourceNotFound.Resource',
  'ResourceNotFound.VpcCidrBlock',
];

test(`every answer is what the model foretells (seed ${SEED}, ${OPERATION_COUNT} operations)`, async () => {
  const result = await runSimulation({
    seed: SEED,
    operationCount: OPERATION_COUNT,
    ...(IS_PROGRESS_TOLD && { onProgress: createProgress(OPERATION_COUNT) }),
  });
  process.stdout.write(`${describeResult(result)}\n`);
  if (OPERATION_COUNT < EVERY_CODE_COUNT) return;
  expect([...result.outcomes.keys()].sort()).toEqual([...OPERATION_NAMES].sort());
  const successful = OPERATION_NAMES.filter((name) => result.outcomes.get(name)?.has('success'));
  expect(successful).toEqual(OPERATION_NAMES);
  expect(CODES.filter((code) => !result.codes.has(code))).toEqual([]);
}, 3_600_000);

function createProgress(total: number): (operationCount: number) => void {
  const startedAt = Date.now();
  let toldAt = startedAt;
  return (operationCount) => {
    const now = Date.now();
    if (now - toldAt < PROGRESS_INTERVAL_MS) return;
    toldAt = now;
    const percent = ((100 * operationCount) / total).toFixed(1);
    const rate = Math.round((1000 * operationCount) / (now - startedAt));
    process.stderr.write(
      `${operationCount} of ${total} operations (${percent} %), ${rate} a second\n`,
    );
  };
}
