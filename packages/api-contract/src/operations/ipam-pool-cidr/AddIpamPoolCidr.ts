import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, DRY_RUN, regionId, resourceId } from '../../parameter-kinds.ts';

export const AddIpamPoolCidr = defineOperation({
  name: 'AddIpamPoolCidr',
  product: 'VpcIpam',
  group: 'ipam-pool-cidr',
  summary: 'Provisions a CIDR block to a pool.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId('The region that hosts the IPAM.'),
    IpamPoolId: resourceId('The pool.', 'ipam-pool-6rcq3tobayc20t****'),
    Cidr: { type: 'string', example: '192.168.1.0/24', description: 'The CIDR block.' },
    NetmaskLength: {
      type: 'number',
      min: 0,
      max: 128,
      invalid: 'IllegalParam.{ParameterName}',
      example: '24',
      description: 'The prefix length of the CIDR block to provision.',
    },
    DryRun: DRY_RUN,
    ClientToken: CLIENT_TOKEN,
  },
  response: {
    Cidr: { type: 'string', example: '192.168.1.0/24', description: 'The CIDR block.' },
  },
  authorization: {
    action: 'vpc:AddIpamPoolCidr',
    accessLevel: 'update',
    resources: ['*'],
    source: 'published',
  },
  errors: [
    'ResourceNotFound.IpamPool',
    'OperationDenied.OperateShareResource',
    'OperationDenied.PoolRegionNotSupportAddPoolCidr',
    'IncorrectStatus.IpamPool',
    'IllegalParam.{ParameterName}',
    'MissingParam.Cidr',
    'MissingParam.NetmaskLength',
    'MissingParam.CidrOrCidrMask',
    'OperationDenied.CidrInExcludeCidrs',
    'QuotaExceeded.IpamCidrQuotaPerIpamPool',
    'QuotaExceeded.IpamCidrQuotaPerPublicIpv6TopPool',
    'OperationDenied.CidrOverlapped',
    'OperationDenied.CidrUnavailableInPool',
    'ResourceNotEnough.IpamPoolCidr',
    'DryRunOperation',
  ],
});
