/**
 * What is measured, and what it must reach. A further case is a further entry: `prepare` makes what
 * the case needs and answers the call that is repeated.
 *
 * @typedef {{ action: string, version: string, parameters: Record<string, string> }} Call
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
    name: 'CreateIpamPool',
    target: 'cadastre',
    writes: true,
    prepare: async (callOnce) => {
      const ipam = await callOnce(vpcIpam('CreateIpam', { 'OperatingRegionList.1': REGION_ID }));
      return vpcIpam('CreateIpamPool', {
        IpamScopeId: String(ipam.PrivateDefaultScopeId),
        IpamPoolName: 'benchmark',
        IpVersion: 'IPv4',
      });
    },
  },
];

/** Rates that are compared, and the least that each may be. */
export const RATIOS = [
  { of: 'CreateIpamPool', to: 'GetVpcIpamServiceStatus', min: 0.4 },
  { of: 'GetVpcIpamServiceStatus', to: 'bare Fastify route', min: 0.3 },
];

/** Settings of the server: nothing that a case repeats may run into a quota. */
export const SERVER_CONFIG = { quotas: { ipam_pool_quota_per_scope: 1_000_000_000 } };
