import { expect, test } from 'vitest';
import { parseConfig } from '../../config.ts';
import { startTestServer } from '../../test-server.test-support.ts';

const REGION = { RegionId: 'cn-hangzhou' };
const OPERATING = { 'OperatingRegionList.1': 'cn-hangzhou' };

test('where an account may have two IPAMs in a region, each has a default discovery of its own', async () => {
  const config = parseConfig({ quotas: { ipam_quota_per_region: 2 } });
  const server = await startTestServer({ config });
  const [first, second] = [
    (await server.call('CreateIpam', { ...REGION, ...OPERATING })).body,
    (await server.call('CreateIpam', { ...REGION, ...OPERATING })).body,
  ];
  expect(second['DefaultResourceDiscoveryId']).not.toBe(first['DefaultResourceDiscoveryId']);
  await server.call('CreateVpc', { ...REGION, CidrBlock: '10.0.0.0/16' });
  const listOf = async (scope: unknown) => {
    const { body } = await server.call('ListIpamResourceCidrs', {
      ...REGION,
      IpamScopeId: String(scope),
    });
    return body['TotalCount'];
  };
  expect(await listOf(first['PrivateDefaultScopeId'])).toBe(1);
  expect(await listOf(second['PrivateDefaultScopeId'])).toBe(1);
  const deleted = await server.call('DeleteIpam', { ...REGION, IpamId: String(first['IpamId']) });
  expect(deleted.status).toBe(200);
  expect(await listOf(second['PrivateDefaultScopeId'])).toBe(1);
});
