import { defineOperation } from '../../operation.ts';
import { CLIENT_TOKEN, regionId, resourceId } from '../../parameter-kinds.ts';

export const GetIpamPoolNextAvailableCidr = defineOperation({
  name: 'GetIpamPoolNextAvailableCidr',
  product: 'VpcIpam',
  group: 'ipam-pool-allocation',
  summary: 'Tells which CIDR block of a pool the next allocation would get.',
  effect: 'read',
  methods: ['GET'],
  callsPerMinute: 300,
  parameters: {
    RegionId: regionId("The pool's region where it has one, else the region that hosts the IPAM."),
    IpamPoolId: resourceId('The pool.', 'ipam-pool-6rcq3tobayc20t****'),
    CidrBlock: { type: 'string', example: '172.68.0.0/26', description: 'The CIDR block.' },
    CidrMask: {
      type: 'number',
      min: 0,
      max: 128,
      invalid: 'IllegalParam.CidrMask',
      example: '26',
      description: 'The prefix length of the CIDR block.',
    },
    ClientToken: CLIENT_TOKEN,
  },
  response: {
    CidrBlock: { type: 'string', example: '172.68.0.0/26', description: 'The CIDR block.' },
  },
  authorization: {
    action: 'vpc:GetIpamPoolNextAvailableCidr',
    accessLevel: 'get',
    resources: ['acs:vpc:{RegionId}:{AccountId}:ipampool/{IpamPoolId}'],
    source: 'published',
  },
  errors: [
    'IllegalParam.CidrMask',
    'ResourceNotFound.IpamPool',
    'OperationDenied.RequestRegionInvalid',
    'IncorrectStatus.IpamPool',
    'IllegalParam.{ParameterName}',
    'MissingParam.CidrOrCidrMask',
    'OperationDenied.MaskOfCidrIsNotAllowed',
    'OperationDenied.CidrUnavailableInPool',
    'ResourceNotEnough.IpamPoolCidr',
  ],
});
