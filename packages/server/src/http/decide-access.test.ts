import { parsePolicy } from '@cadastre/access-policy';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Caller } from '../identity/caller.ts';
import { ACCOUNT_ID, sampleAccount, sampleUser } from '../store/record-samples.test-support.ts';
import { type AccessQuestion, decideAccess } from './decide-access.ts';

const SECOND = Date.UTC(2026, 7, 20, 8) / 1000;

function policyOf(name: string, ...statements: readonly object[]) {
  const parsed = parsePolicy(JSON.stringify({ Version: '1', Statement: statements }), 'identity');
  if (!parsed.ok) expect.fail(parsed.problems[0]?.message);
  return { name, policy: parsed.policy };
}

/** Policies that ask for every part of a question, so that each of them can turn the decision. */
function createCaller(): Caller {
  const all = { Action: 'vpc:*', Resource: '*' };
  const statement = (Effect: string, Condition: object) => ({ Effect, ...all, Condition });
  return {
    account: sampleAccount(),
    accessKeyId: 'LTAI-1',
    principal: { kind: 'user', user: sampleUser() },
    arn: `acs:ram::${ACCOUNT_ID}:user/alice`,
    policies: [
      policyOf(
        'account',
        { Effect: 'Allow', Action: 'vpc:ListIpams', Resource: 'acs:vpc:*:*:ipam/a' },
        statement('Allow', { StringEquals: { 'acs:RequestTag/k': 'x' } }),
        statement('Allow', { Bool: { 'acs:SecureTransport': true } }),
        statement('Deny', { IpAddress: { 'acs:SourceIp': '10.0.0.0/8' } }),
        statement('Deny', { DateGreaterThan: { 'acs:CurrentTime': '2026-08-20T08:00:00Z' } }),
      ),
    ],
    resourceGroupPolicies: new Map([
      ['rg-1', [policyOf('group', { Effect: 'Allow', Action: '*', Resource: '*' })]],
    ]),
    readsResourceTags: false,
  };
}

const questions: fc.Arbitrary<readonly [resource: string, question: AccessQuestion]> = fc.tuple(
  fc.constantFrom('acs:vpc:cn:1:ipam/a', 'acs:vpc:cn:1:ipam/b', '*'),
  fc.record({
    action: fc.constantFrom('vpc:ListIpams', 'vpc:CreateIpam', 'ecs:Run'),
    sourceIp: fc.constantFrom('10.0.0.1', '192.0.2.1', ''),
    isSecure: fc.boolean(),
    second: fc.constantFrom(SECOND, SECOND + 1),
    resourceGroupId: fc.constantFrom(undefined, 'rg-1', 'rg-2', ''),
    conditions: fc.option(
      fc.dictionary(
        fc.constantFrom('acs:RequestTag/k', 'acs:RequestTag/l'),
        fc.constantFrom('x', '', 'y","acs:RequestTag/l":"x'),
      ),
      { nil: undefined },
    ),
  }),
);

test('a decision that is remembered is the one that would be made', () => {
  const outcomes = new Map<string, number>();
  // More questions than are remembered, and each of them more than once.
  const rounds = fc.array(questions, { minLength: 100, maxLength: 200, size: 'max' });
  fc.assert(
    fc.property(rounds, (asked) => {
      const caller = createCaller();
      for (const [resource, question] of [...asked, ...asked.slice(-30)]) {
        const decision = decideAccess(caller, resource, question);
        expect(decision).toEqual(decideAccess({ ...caller }, resource, question));
        const name = `${decision.outcome} ${decision.layer}`;
        outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
      }
    }),
    { numRuns: 50 },
  );
  for (const [name, count] of outcomes)
    expect({ name, isFrequent: count > 50 }).toEqual({ name, isFrequent: true });
  expect([...outcomes.keys()].sort()).toEqual([
    'Allow AccountLevelIdentityBasedPolicy',
    'Allow ResourceGroupLevelIdentityBasedPolicy',
    'ExplicitDeny AccountLevelIdentityBasedPolicy',
    'ImplicitDeny ResourceGroupLevelIdentityBasedPolicy',
  ]);
});

test('a caller with other policies has other decisions', () => {
  const caller = createCaller();
  const question = {
    action: 'vpc:ListIpams',
    sourceIp: '192.0.2.1',
    isSecure: false,
    second: SECOND,
    resourceGroupId: undefined,
    conditions: undefined,
  };
  const resource = 'acs:vpc:cn:1:ipam/a';
  expect(decideAccess(caller, resource, question).outcome).toBe('Allow');
  expect(decideAccess({ ...caller, policies: [] }, resource, question).outcome).toBe(
    'ImplicitDeny',
  );
  expect(decideAccess(caller, resource, question).outcome).toBe('Allow');
});
