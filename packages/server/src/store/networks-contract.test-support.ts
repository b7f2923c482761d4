import { formatCidr } from '@cadastre/address-space';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cidrOf, networkFilter, sampleVpc, sampleVSwitch } from './network-samples.test-support.ts';
import { ACCOUNT_ID, OTHER_ACCOUNT_ID, sampleAccount } from './record-samples.test-support.ts';
import { expectRefused } from './refused-write.test-support.ts';
import type { Store, Transactor } from './store.ts';
import type { VpcFilter, VSwitchFilter } from './vpc-store.ts';

const ALL_VPCS: VpcFilter = { ...networkFilter(), routerId: undefined };
const ALL_VSWITCHES: VSwitchFilter = { ...networkFilter(), vpcId: undefined, zoneId: undefined };

const WIDE_VPC = sampleVpc({
  cidr: cidrOf('10.64.0.0/12'),
  // Not in order of addresses: the order is that of adding.
  secondaryCidrs: [cidrOf('10.3.0.0/16'), cidrOf('10.1.0.0/16')],
  ipv6Cidrs: [
    { cidr: cidrOf('fd01::/56'), isp: 'BGP' },
    { cidr: cidrOf('fd00::/60'), isp: 'ChinaMobile' },
  ],
  userCidrs: ['192.168.0.0/16', '30.0.0.0/8'],
  isDnsHostnameEnabled: true,
});

/** What every engine must do with VPCs and VSwitches. `open` gives an empty store. */
export function networksContract(open: () => Promise<Store>): void {
  async function inStore(run: (transactor: Transactor) => Promise<void>): Promise<Store> {
    const store = await open();
    onTestFinished(() => store.close());
    await store.write({
      run: async (transactor) => {
        await transactor.accounts.insert(sampleAccount());
        await transactor.accounts.insert(sampleAccount({ accountId: OTHER_ACCOUNT_ID }));
        await run(transactor);
        return { kind: 'commit', value: undefined };
      },
    });
    return store;
  }

  describe('VPCs', () => {
    test('read back as they were written, their blocks in order', async () => {
      await inStore(async ({ vpcs }) => {
        await vpcs.insert(WIDE_VPC);
        expect(await vpcs.find(ACCOUNT_ID, 'vpc-1')).toStrictEqual(WIDE_VPC);
        expect(await vpcs.find(OTHER_ACCOUNT_ID, 'vpc-1')).toBeUndefined();
        expect(await vpcs.find(ACCOUNT_ID, 'vpc-2')).toBeUndefined();
      });
    });

    test('an update writes name, description, blocks and host names, and nothing else', async () => {
      await inStore(async ({ vpcs }) => {
        await vpcs.insert(WIDE_VPC);
        const changed = {
          ...WIDE_VPC,
          name: '',
          description: 'new',
          cidr: cidrOf('10.64.0.0/13'),
          secondaryCidrs: [cidrOf('10.1.0.0/16')],
          ipv6Cidrs: [],
          isDnsHostnameEnabled: false,
        };
        await vpcs.update({ ...changed, regionId: 'other', routerId: 'other', createdAt: 1 });
        expect(await vpcs.find(ACCOUNT_ID, 'vpc-1')).toStrictEqual(changed);
      });
    });

    test('a removed one is gone with its blocks', async () => {
      await inStore(async ({ vpcs }) => {
        await vpcs.insert(WIDE_VPC);
        expect(await vpcs.isCidrTaken(cidrOf('fd00::/60'))).toBe(true);
        expect(await vpcs.isCidrTaken(cidrOf('fd00::/61'))).toBe(false);
        await vpcs.remove(WIDE_VPC);
        expect(await vpcs.find(ACCOUNT_ID, 'vpc-1')).toBeUndefined();
        expect(await vpcs.isCidrTaken(cidrOf('fd00::/60'))).toBe(false);
        await vpcs.insert(WIDE_VPC);
      });
    });

    test('two blocks of one never overlap; blocks of two may', async () => {
      const store = await inStore(async ({ vpcs }) => {
        await vpcs.insert(sampleVpc({ vpcId: 'vpc-2' }));
        await vpcs.insert(sampleVpc({ vpcId: 'vpc-3' }));
      });
      const overlapping = sampleVpc({ secondaryCidrs: [cidrOf('10.0.1.0/24')] });
      await expectRefused(store, ({ vpcs }) => vpcs.insert(overlapping), 'overlap');
    });

    test.each<readonly [string, Partial<VpcFilter>, readonly string[]]>([
      ['all', {}, ['vpc-1', 'vpc-2', 'vpc-3']],
      ['by id', { ids: ['vpc-3', 'vpc-1', 'vpc-9'] }, ['vpc-1', 'vpc-3']],
      ['by name', { name: 'lab' }, ['vpc-2']],
      ['by resource group', { resourceGroupId: 'rg-2' }, ['vpc-2']],
      ['with IPv6', { isIpv6Enabled: true }, ['vpc-1']],
      ['without IPv6', { isIpv6Enabled: false }, ['vpc-2', 'vpc-3']],
      ['by tag', { tags: [{ key: 'team', value: undefined }] }, ['vpc-3']],
      ['by route table', { routeTableId: 'vtb-2' }, ['vpc-2']],
      ['by router', { routerId: 'vrt-2' }, ['vpc-2']],
      ['of another region', { regionId: 'cn-beijing' }, ['vpc-4']],
      ['of another account', { accountId: OTHER_ACCOUNT_ID }, ['vpc-1']],
    ])('are listed: %s', async (_, filter, expected) => {
      await inStore(async ({ vpcs, tags }) => {
        await vpcs.insert(WIDE_VPC);
        await vpcs.insert(
          sampleVpc({
            vpcId: 'vpc-2',
            name: 'lab',
            resourceGroupId: 'rg-2',
            routeTableId: 'vtb-2',
            routerId: 'vrt-2',
          }),
        );
        await vpcs.insert(sampleVpc({ vpcId: 'vpc-3' }));
        await vpcs.insert(sampleVpc({ vpcId: 'vpc-4', regionId: 'cn-beijing' }));
        await vpcs.insert(sampleVpc({ accountId: OTHER_ACCOUNT_ID, name: 'foreign' }));
        await tags.insert(ACCOUNT_ID, 'VPC', 'vpc-3', [{ key: 'team', value: 'net' }]);
        const { items, totalCount } = await vpcs.list({ ...ALL_VPCS, ...filter }, 0, 10);
        expect(items.map(({ vpcId }) => vpcId)).toEqual(expected);
        expect(totalCount).toBe(expected.length);
      });
    });

    test('a part of a list has the whole count', async () => {
      await inStore(async ({ vpcs }) => {
        for (const index of [1, 2, 3, 4, 5])
          await vpcs.insert(sampleVpc({ vpcId: `vpc-${index}` }));
        const { items, totalCount } = await vpcs.list(ALL_VPCS, 3, 1);
        expect(items.map(({ vpcId }) => vpcId)).toEqual(['vpc-4']);
        expect(totalCount).toBe(5);
        expect(await vpcs.list(ALL_VPCS, 9, 1)).toEqual({ items: [], totalCount: 5 });
      });
    });
  });

  describe('VSwitches', () => {
    const dual = sampleVSwitch({ ipv6Cidr: cidrOf('fd00:0:0:7::/64') });

    test('read back as they were written', async () => {
      await inStore(async ({ vpcs, vSwitches }) => {
        await vpcs.insert(sampleVpc());
        await vSwitches.insert(dual);
        expect(await vSwitches.find(ACCOUNT_ID, 'vsw-1')).toStrictEqual(dual);
        expect(await vSwitches.find(OTHER_ACCOUNT_ID, 'vsw-1')).toBeUndefined();
        const changed = { ...dual, name: 'new', description: '', ipv6Cidr: undefined };
        await vSwitches.update({ ...changed, zoneId: 'other' });
        expect(await vSwitches.find(ACCOUNT_ID, 'vsw-1')).toStrictEqual(changed);
        await vSwitches.remove(changed);
        expect(await vSwitches.find(ACCOUNT_ID, 'vsw-1')).toBeUndefined();
      });
    });

    test.each([
      ['10.0.0.0/24', 'vsw-1'],
      ['10.0.0.128/29', 'vsw-1'],
      ['10.0.0.0/16', 'vsw-2'],
      ['10.0.1.0/24', undefined],
      ['10.0.3.0/24', undefined],
      ['10.0.2.255/32', 'vsw-2'],
      ['fd00:0:0:7::/64', 'vsw-1'],
      ['fd00::/56', 'vsw-1'],
      ['fd00:0:0:8::/64', undefined],
    ])('that overlap %s: %s', async (text, expected) => {
      await inStore(async ({ vpcs, vSwitches }) => {
        await vpcs.insert(sampleVpc());
        await vpcs.insert(sampleVpc({ vpcId: 'vpc-2' }));
        await vSwitches.insert(dual);
        await vSwitches.insert(sampleVSwitch({ vSwitchId: 'vsw-2', cidr: cidrOf('10.0.2.0/24') }));
        const found = await vSwitches.findOverlapping(ACCOUNT_ID, 'vpc-1', cidrOf(text));
        expect(found).toBe(expected);
        expect(await vSwitches.findOverlapping(ACCOUNT_ID, 'vpc-2', cidrOf(text))).toBeUndefined();
      });
    });

    test('of one VPC never overlap, whatever the code asks for', async () => {
      const store = await inStore(async ({ vpcs, vSwitches }) => {
        await vpcs.insert(sampleVpc());
        await vpcs.insert(sampleVpc({ vpcId: 'vpc-2' }));
        await vSwitches.insert(dual);
        await vSwitches.insert({ ...dual, vSwitchId: 'vsw-4', vpcId: 'vpc-2' });
      });
      for (const text of ['10.0.0.0/24', '10.0.0.8/29', '10.0.0.0/16']) {
        const other = sampleVSwitch({ vSwitchId: 'vsw-2', cidr: cidrOf(text) });
        await expectRefused(store, ({ vSwitches }) => vSwitches.insert(other), 'overlap');
      }
      const same = { ...dual, vSwitchId: 'vsw-3', cidr: cidrOf('10.0.1.0/24') };
      await expectRefused(store, ({ vSwitches }) => vSwitches.insert(same));
    });

    test('the /64 blocks inside a block are listed in order', async () => {
      await inStore(async ({ vpcs, vSwitches }) => {
        await vpcs.insert(sampleVpc());
        const blocks = ['fd00:0:0:9::/64', 'fd00::/64', 'fd00:0:0:100::/64'];
        for (const [index, block] of blocks.entries()) {
          const cidr = cidrOf(`10.0.${index}.0/24`);
          const ipv6Cidr = cidrOf(block);
          await vSwitches.insert(sampleVSwitch({ vSwitchId: `vsw-${index}`, cidr, ipv6Cidr }));
        }
        const inside = await vSwitches.listIpv6Inside(ACCOUNT_ID, 'vpc-1', cidrOf('fd00::/56'));
        expect(inside.map(formatCidr)).toEqual(['fd00::/64', 'fd00:0:0:9::/64']);
      });
    });

    test.each<readonly [string, Partial<VSwitchFilter>, readonly string[]]>([
      ['all', {}, ['vsw-1', 'vsw-2']],
      ['by id', { ids: ['vsw-2'] }, ['vsw-2']],
      ['by name', { name: 'lab' }, ['vsw-2']],
      ['by VPC', { vpcId: 'vpc-2' }, ['vsw-2']],
      ['by zone', { zoneId: 'cn-hangzhou-b' }, ['vsw-2']],
      ['by route table', { routeTableId: 'vtb-2' }, ['vsw-2']],
      ['by resource group', { resourceGroupId: 'rg-2' }, ['vsw-2']],
      ['with IPv6', { isIpv6Enabled: true }, ['vsw-1']],
      ['without IPv6', { isIpv6Enabled: false }, ['vsw-2']],
      ['by tag', { tags: [{ key: 'team', value: 'net' }] }, ['vsw-2']],
      ['of another region', { regionId: 'cn-beijing' }, []],
      ['of another account', { accountId: OTHER_ACCOUNT_ID }, []],
    ])('are listed: %s', async (_, filter, expected) => {
      await inStore(async ({ vpcs, vSwitches, tags }) => {
        await vpcs.insert(sampleVpc());
        await vpcs.insert(sampleVpc({ vpcId: 'vpc-2', routeTableId: 'vtb-2' }));
        await vSwitches.insert(dual);
        await vSwitches.insert(
          sampleVSwitch({
            vSwitchId: 'vsw-2',
            vpcId: 'vpc-2',
            name: 'lab',
            zoneId: 'cn-hangzhou-b',
            resourceGroupId: 'rg-2',
          }),
        );
        await tags.insert(ACCOUNT_ID, 'VSWITCH', 'vsw-2', [{ key: 'team', value: 'net' }]);
        const { items, totalCount } = await vSwitches.list({ ...ALL_VSWITCHES, ...filter }, 0, 10);
        expect(items.map(({ vSwitchId }) => vSwitchId)).toEqual(expected);
        expect(totalCount).toBe(expected.length);
      });
    });

    test('their ids are listed by VPC', async () => {
      await inStore(async ({ vpcs, vSwitches }) => {
        await vpcs.insert(sampleVpc());
        await vpcs.insert(sampleVpc({ vpcId: 'vpc-2' }));
        await vSwitches.insert(sampleVSwitch({ vSwitchId: 'vsw-2' }));
        await vSwitches.insert(sampleVSwitch({ cidr: cidrOf('10.0.1.0/24') }));
        const ids = await vSwitches.listIdsOf(ACCOUNT_ID, ['vpc-1', 'vpc-2']);
        expect([...ids]).toEqual([
          ['vpc-1', ['vsw-1', 'vsw-2']],
          ['vpc-2', []],
        ]);
        expect((await vSwitches.listIdsOf(ACCOUNT_ID, [])).size).toBe(0);
      });
    });
  });
}
