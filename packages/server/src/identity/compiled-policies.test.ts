import { expect, test } from 'vitest';
import { CompiledPolicies } from './compiled-policies.ts';

const CUSTOM = { policyType: 'Custom', policyName: 'p', resourceGroupId: '' } as const;

function documentOf(Condition?: object): string {
  const statement = { Effect: 'Allow', Action: 'vpc:*', Resource: '*' };
  return JSON.stringify({
    Version: '1',
    Statement: [Condition === undefined ? statement : { ...statement, Condition }],
  });
}

test('a document is compiled once, whoever has it', () => {
  const compiled = new CompiledPolicies();
  const document = documentOf();
  const [first] = compiled.compile([{ ...CUSTOM, document }]).policies;
  const [second] = compiled.compile([{ ...CUSTOM, policyName: 'q', document }]).policies;
  expect(first?.name).toBe('p');
  expect(second?.name).toBe('q');
  expect(second?.policy).toBe(first?.policy);
});

test('policies are told apart by where they hold', () => {
  const system = { policyType: 'System', policyName: 'ReadOnlyAccess' } as const;
  const { policies, resourceGroupPolicies } = new CompiledPolicies().compile([
    { ...CUSTOM, document: documentOf() },
    { ...CUSTOM, resourceGroupId: 'rg-2', document: documentOf() },
    { ...system, resourceGroupId: 'rg-2', document: undefined },
    { ...system, policyName: 'Withdrawn', resourceGroupId: '', document: undefined },
  ]);
  expect(policies.map(({ name }) => name)).toEqual(['p']);
  expect([...resourceGroupPolicies.keys()]).toEqual(['rg-2']);
  expect(resourceGroupPolicies.get('rg-2')?.map(({ name }) => name)).toEqual([
    'p',
    'ReadOnlyAccess',
  ]);
});

test('a condition on a tag of the resource is noticed, however it is spelled', () => {
  const reads = (document: string) =>
    new CompiledPolicies().compile([{ ...CUSTOM, document }]).readsResourceTags;
  const tagged = documentOf({ StringEquals: { 'acs:resourcetag/team': 'net' } });
  expect(reads(documentOf())).toBe(false);
  expect(reads(documentOf({ StringEquals: { 'acs:RequestTag/team': 'net' } }))).toBe(false);
  expect(reads(tagged)).toBe(true);
  expect(reads(tagged.replace('acs:r', 'acs:\\u0072'))).toBe(true);
});

test('a stored document that is no policy stops the caller', () => {
  expect(() => new CompiledPolicies().compile([{ ...CUSTOM, document: '{}' }])).toThrow(
    /not valid/,
  );
});
