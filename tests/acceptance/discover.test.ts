import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { succeed, type Target } from './support/raw-client.ts';
import { type Ended, ROOT, runCommand, TestServer } from './support/start-server.ts';
import { haveIpam, isExternal, itemsOf } from './support/target.ts';

const REGION = { RegionId: 'cn-hangzhou' };
const CADASTRE = { version: '2026-11-01' };
const VPC = { version: '2016-04-28' };

const ROWS = `type,resource_id,vpc_id,region_id,name,cidrs,address,service_type,vswitch_id
VPC,dc-1,,cn-hangzhou,Frankfurt,10.64.0.0/16;fd00:64::/56,,,
VPC,dc-2,,cn-hangzhou,Paris,10.64.128.0/17,,,
VSwitch,dc-1-rack-7,dc-1,cn-hangzhou,Rack 7,10.64.7.0/24,,,
Address,server-12,dc-1,cn-hangzhou,,,10.64.7.12,Server,dc-1-rack-7
`;

describe.skipIf(isExternal)('cadastre discover', () => {
  let register: TestServer;
  let cloud: TestServer;
  let target: Target;

  beforeAll(async () => {
    [register, cloud] = await Promise.all([TestServer.start(), TestServer.start()]);
    target = { url: register.url, ...ROOT };
    await haveIpam(target, REGION.RegionId);
  });

  afterAll(async () => {
    await Promise.all([register.dispose(), cloud.dispose()]);
  });

  function discover(words: readonly string[]): Promise<Ended> {
    return runCommand(['discover', ...words], {
      CADASTRE_ENDPOINT: register.url,
      ALIBABA_CLOUD_ACCESS_KEY_ID: ROOT.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: ROOT.accessKeySecret,
    });
  }

  async function resourceCidrs(): Promise<ReadonlyMap<unknown, Readonly<Record<string, unknown>>>> {
    const parameters = { ...REGION, MaxResults: 100 };
    const body = await succeed(target, 'ListIpamResourceCidrs', parameters);
    return new Map(
      itemsOf(body, 'IpamResourceCidrs').map((item) => [
        `${item['ResourceId']} ${item['Cidr']}`,
        item,
      ]),
    );
  }

  test('a file is taken in, changed and emptied', async () => {
    const file = join(register.folder, 'networks.csv');
    const words = ['file', '--source', 'datacentre', '--file', file];
    writeFileSync(file, ROWS);
    const preview = await discover([...words, '--dry-run']);
    expect(preview.exitCode).toBe(0);
    expect(preview.standardOutput).toContain('dc-1-rack-7');
    expect((await resourceCidrs()).size).toBe(0);

    const first = await discover(words);
    expect(first.standardOutput).toBe(
      'datacentre: 3 networks and subnets, 1 addresses: 4 added, 0 changed, 0 removed\n',
    );
    const seen = await resourceCidrs();
    expect([...seen.keys()].sort()).toEqual([
      'dc-1 10.64.0.0/16',
      'dc-1 fd00:64::/56',
      'dc-1-rack-7 10.64.7.0/24',
      'dc-2 10.64.128.0/17',
    ]);
    expect(seen.get('dc-1 10.64.0.0/16')).toMatchObject({
      ManagementStatus: 'Unmanaged',
      OverlapStatus: 'Overlapping',
      OverlapDetail: [{ OverlapResourceId: 'dc-2', OverlapResourceCidr: '10.64.128.0/17' }],
    });
    expect(seen.get('dc-1-rack-7 10.64.7.0/24')).toMatchObject({
      OverlapStatus: 'Nonoverlapping',
      IpCountDetail: { TotalIpCount: '256', UsedIpCount: '5', FreeIpCount: '251' },
    });

    writeFileSync(
      file,
      ROWS.replace('10.64.128.0/17', '10.65.0.0/17').replace(/^Address.*\n/m, ''),
    );
    const second = await discover(words);
    expect(second.standardOutput).toContain('0 added, 1 changed, 1 removed');
    expect((await resourceCidrs()).get('dc-1 10.64.0.0/16')).toMatchObject({
      OverlapStatus: 'Nonoverlapping',
    });
    const refused = await discover([...words.slice(0, -1), join(register.folder, 'none.csv')]);
    expect(refused.exitCode).toBe(1);
    expect((await resourceCidrs()).size).toBe(4);
    await succeed(target, 'DeleteInventorySource', { SourceName: 'datacentre' }, CADASTRE);
    expect((await resourceCidrs()).size).toBe(0);
  });

  test('the VPCs of another server come in by the official client, page after page', async () => {
    const there: Target = { url: cloud.url, ...ROOT };
    const vpcIds: string[] = [];
    for (let index = 0; index < 60; index += 1) {
      const parameters = { ...REGION, CidrBlock: `10.${index}.0.0/16`, VpcName: `vpc ${index}` };
      const made = await succeed(there, 'CreateVpc', parameters, VPC);
      vpcIds.push(String(made['VpcId']));
    }
    const [vpcId = ''] = vpcIds;
    const vSwitch = await succeed(
      there,
      'CreateVSwitch',
      { ...REGION, VpcId: vpcId, ZoneId: 'cn-hangzhou-a', CidrBlock: '10.0.3.0/24' },
      VPC,
    );
    const words = ['alicloud', '--source', 'cloud', '--regions', 'cn-hangzhou'];
    const ended = await discover([...words, '--cloud-endpoint', cloud.url]);
    expect(ended.standardOutput).toContain(
      'cloud: 61 networks and subnets, 0 addresses: 61 added, 0 changed, 0 removed\n',
    );
    const seen = await resourceCidrs();
    expect(seen.size).toBe(61);
    expect(seen.get(`${vpcIds[7]} 10.7.0.0/16`)).toMatchObject({ ResourceName: 'vpc 7' });
    expect(seen.get(`${vSwitch['VSwitchId']} 10.0.3.0/24`)).toMatchObject({
      VpcId: vpcId,
      SourceCidr: '10.0.0.0/16',
    });
  });
});
