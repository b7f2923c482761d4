import { createCidr } from '@cadastre/address-space';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleAllocation, samplePool } from '../../store/record-samples.test-support.ts';
import { decideStatuses, type Management } from './decide-statuses.ts';

function managed(
  prefixLength: number,
  rules: { readonly minMask?: number; readonly maxMask?: number } = {},
): Management {
  const cidr = createCidr('IPv4', 0n, prefixLength);
  return {
    pool: samplePool({
      poolRegionId: 'cn-hangzhou',
      ipVersion: 'IPv4',
      minMask: undefined,
      maxMask: undefined,
      defaultMask: undefined,
      ...rules,
    }),
    allocation: sampleAllocation({ cidr, within: createCidr('IPv4', 0n, 0) }),
  };
}

const CHECKED = { isIgnored: false, isOverlapping: false, regionId: 'cn-hangzhou' };

describe('the statuses of a resource CIDR', () => {
  test('without a pool only overlap is checked', () => {
    expect(decideStatuses({ ...CHECKED, isOverlapping: true }, undefined)).toEqual({
      ManagementStatus: 'Unmanaged',
      ComplianceStatus: 'Unmanaged',
      OverlapStatus: 'Overlapping',
    });
  });

  test.each([
    ['no rules', managed(24), 'Compliant'],
    ['the longest mask', managed(24, { maxMask: 24 }), 'Compliant'],
    ['a mask that is too long', managed(25, { maxMask: 24 }), 'Noncompliant'],
    ['the shortest mask', managed(16, { minMask: 16 }), 'Compliant'],
    ['a mask that is too short', managed(15, { minMask: 16 }), 'Noncompliant'],
  ])('%s: %s', (_, management, ComplianceStatus) => {
    expect(decideStatuses(CHECKED, management)).toEqual({
      ManagementStatus: 'Managed',
      ComplianceStatus,
      OverlapStatus: 'Nonoverlapping',
    });
  });

  test.each(['cn-beijing', undefined])(
    'a pool of the region %s does not fit a resource of another',
    (poolRegionId) => {
      const { pool, allocation } = managed(24);
      const management = { pool: { ...pool, poolRegionId }, allocation };
      expect(decideStatuses(CHECKED, management).ComplianceStatus).toBe('Noncompliant');
    },
  );

  test('all three are Ignored or none is', () => {
    const mask = fc.integer({ min: 0, max: 32 });
    const management = fc.option(
      fc
        .tuple(mask, fc.option(mask, { nil: undefined }), fc.option(mask, { nil: undefined }))
        .map(([length, minMask, maxMask]) =>
          managed(length, {
            ...(minMask === undefined ? {} : { minMask }),
            ...(maxMask === undefined ? {} : { maxMask }),
          }),
        ),
      { nil: undefined },
    );
    const resourceCidr = fc.record({
      isIgnored: fc.boolean(),
      isOverlapping: fc.boolean(),
      regionId: fc.constantFrom('cn-hangzhou', 'cn-beijing'),
    });
    fc.assert(
      fc.property(resourceCidr, management, (seen, by) => {
        const statuses = Object.values(decideStatuses(seen, by));
        const ignoredCount = statuses.filter((status) => status === 'Ignored').length;
        expect(ignoredCount).toBe(seen.isIgnored ? 3 : 0);
      }),
    );
  });
});
