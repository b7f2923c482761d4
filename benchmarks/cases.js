import { createUserWithPolicies } from './policies.js';

/**
 * What is measured, and what it must reach. A further case is a further entry: `prepare` makes what
 * the case needs and answers the call that is repeated.
 *
 * @typedef {{ accessKeyId: string, accessKeySecret: string }} Credentials
 * @typedef {{ action: string, version: string, parameters: Record<string, string>,
 *   credentials?: Credentials }} Call Made by root where it has no credentials of its own.
 * @typedef {(call: Call) => Promise<Record<string, unknown>>} CallOnce
 * @typedef {{ name: string, target: 'cadastre' | 'bare-fastify', writes: boolean,
 *   prepare: (callOnce: CallOnce) => Promise<Call> }} Case
 */

const REGION_ID = 'cn-hangzhou';

function vpcIpam(action, parameters = {}) {
  return { action, version: '2023-02-28', parameters: { RegionId: REGION_ID, ...parameters } };
}

/** The read that the bare route answers the bytes of, and that writes are compared with. */
export const STATUS_CALL = vpcIpam('GetVpcIpamServiceStatus');

/** The same read by a RAM user, which is evaluated against as many and as long policies as can be. */
const USER_STATUS = 'GetVpcIpamServiceStatus, 20 policies';

async function expectForbidden(callOnce, call) {
  const refusal = await callOnce(call).then(
    () => 'it was answered',
    (error) => error.message,
  );
  if (!refusal.includes('Forbidden.RAM')) throw new Error(`${call.action}: ${refusal}`);
}

/** The private scope of the region's one IPAM, which the first case that needs it makes. */
async function findPrivateScope(callOnce) {
  const { Ipams: ipams } = await callOnce(vpcIpam('ListIpams'));
  const [ipam = await callOnce(vpcIpam('CreateIpam', { 'OperatingRegionList.1': REGION_ID }))] =
    ipams;
  return String(ipam.PrivateDefaultScopeId);
}

/** @type {readonly Case[]} */
export const CASES = [
  {
    name: 'bare Fastify route',
    target: 'bare-fastify',
    writes: false,
    prepare: async () => STATUS_CALL,
  },
  {
    name: 'GetVpcIpamServiceStatus',
    target: 'cadastre',
    writes: false,
    prepare: async () => STATUS_CALL,
  },
  {
    name: USER_STATUS,
    target: 'cadastre',
    writes: false,
    prepare: async (callOnce) => {
      const credentials = await createUserWithPolicies(callOnce);
      // It would be no measure of the policies if they did not decide.
      await expectForbidden(callOnce, { ...vpcIpam('ListIpams'), credentials });
      return { ...STATUS_CALL, credentials };
    },
  },
  {
    name: 'CreateIpamPool',
    target: 'cadastre',
    writes: true,
    prepare: async (callOnce) => {
      return vpcIpam('CreateIpamPool', {
        IpamScopeId: await findPrivateScope(callOnce),
        IpamPoolName: 'benchmark',
        IpVersion: 'IPv4',
      });
    },
  },
  {
    name: 'CreateIpamPoolAllocation',
    target: 'cadastre',
    writes: true,
    // One hot pool of a /8: eight million /31.
    prepare: async (callOnce) => {
      const scope = await findPrivateScope(callOnce);
      const pool = await callOnce(vpcIpam('CreateIpamPool', { IpamScopeId: scope }));
      const IpamPoolId = String(pool.IpamPoolId);
      await callOnce(vpcIpam('AddIpamPoolCidr', { IpamPoolId, Cidr: '10.0.0.0/8' }));
      return vpcIpam('CreateIpamPoolAllocation', { IpamPoolId, CidrMask: '31' });
    },
  },
];

/** Rates that are compared, and the least that each may be. */
export const RATIOS = [
  { of: USER_STATUS, to: 'GetVpcIpamServiceStatus', min: 0.9 },
  { of: 'CreateIpamPool', to: 'GetVpcIpamServiceStatus', min: 0.4 },
  { of: 'CreateIpamPoolAllocation', to: 'GetVpcIpamServiceStatus', min: 0.5 },
  { of: 'GetVpcIpamServiceStatus', to: 'bare Fastify route', min: 0.3 },
];

/** Settings of the server: nothing that a case repeats may run into a quota. */
export const SERVER_CONFIG = { quotas: { ipam_pool_quota_per_scope: 1_000_000_000 } };
