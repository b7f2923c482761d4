import type { Auditor } from './auditor.ts';
import { bitsOf } from './model/blocks.ts';
import { type Account, allocationRegion, type Pool } from './model/entities.ts';
import type { Body } from './model/expected.ts';
import type { Model } from './model/model.ts';
import type { OperationName } from './model/parameter-rules.ts';

/**
 * Releases and deletes all there is, the deepest pools first, and checks that nothing stays taken.
 * The accounts go side by side: giving space back to a supply that they share needs no order.
 */
export async function releaseEverything(auditor: Auditor, model: Model): Promise<void> {
  await Promise.all(model.accounts.map((account) => releaseAccount(auditor, model, account)));
}

async function releaseAccount(auditor: Auditor, model: Model, account: Account): Promise<void> {
  await deleteNetworks(auditor, account);
  const deepestFirst = [...account.pools].sort((left, right) => right.depth - left.depth);
  for (const pool of deepestFirst) await emptyPool(auditor, account, pool);
  for (const scope of account.scopes.filter(({ isDefault }) => !isDefault)) {
    const parameters = { RegionId: scope.regionId, IpamScopeId: scope.id.value ?? '' };
    await auditor.succeed({ account, operation: 'DeleteIpamScope', parameters });
  }
  for (const ipam of [...account.ipams]) {
    const parameters = { RegionId: ipam.regionId, IpamId: ipam.id.value ?? '' };
    await auditor.succeed({ account, operation: 'DeleteIpam', parameters });
  }
  for (const { id } of model.settings.regions) await expectNothingLeft(auditor, account, id);
}

/** What VPCs have of pools goes back with them, and no IPAM sees them any more. */
async function deleteNetworks(auditor: Auditor, account: Account): Promise<void> {
  for (const { id: vpcId, vSwitches } of [...account.vpcs]) {
    for (const { id } of [...vSwitches]) {
      const parameters = { VSwitchId: id.value ?? '' };
      await auditor.succeed({ account, operation: 'DeleteVSwitch', parameters });
    }
    const parameters = { VpcId: vpcId.value ?? '' };
    await auditor.succeed({ account, operation: 'DeleteVpc', parameters });
  }
  for (const { regionId } of account.ipams) {
    const parameters = { RegionId: regionId };
    expectEmpty(await auditor.succeed({ account, operation: 'ListIpamResourceCidrs', parameters }));
  }
}

async function emptyPool(auditor: Auditor, account: Account, pool: Pool): Promise<void> {
  const succeed = (operation: OperationName, parameters: Record<string, string>) =>
    auditor.succeed({ account, operation, parameters });
  const hosted = { RegionId: pool.ipam.regionId, IpamPoolId: pool.id.value ?? '' };
  const regional = { ...hosted, RegionId: allocationRegion(pool) };
  for (const { id } of [...pool.allocations]) {
    await succeed('DeleteIpamPoolAllocation', {
      RegionId: regional.RegionId,
      IpamPoolAllocationId: id.value ?? '',
    });
  }
  await succeed('UpdateIpamPool', {
    ...hosted,
    AllocationMinCidrMask: '0',
    AllocationMaxCidrMask: String(bitsOf(pool.version)),
  });
  expectEmpty(await succeed('ListIpamPoolAllocations', regional));
  for (const { text } of [...pool.cidrs]) {
    // The whole block can be had only when every part of it has merged again.
    await succeed('GetIpamPoolNextAvailableCidr', { ...regional, CidrBlock: text });
    await succeed('DeleteIpamPoolCidr', { ...hosted, Cidr: text });
  }
  expectEmpty(await succeed('ListIpamPoolCidrs', hosted));
  await succeed('DeleteIpamPool', hosted);
}

async function expectNothingLeft(
  auditor: Auditor,
  account: Account,
  regionId: string,
): Promise<void> {
  for (const operation of ['ListIpamPools', 'ListIpamScopes', 'ListIpams'] as const) {
    const parameters = { RegionId: regionId };
    expectEmpty(await auditor.succeed({ account, operation, parameters }));
  }
}

function expectEmpty(body: Body): void {
  if (body['TotalCount'] !== 0) throw new Error(`Something is left: ${JSON.stringify(body)}`);
}
