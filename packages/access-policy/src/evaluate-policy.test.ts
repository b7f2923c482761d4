import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  authorize,
  type ConditionValue,
  createConditionContext,
  evaluatePolicies,
  type NamedPolicy,
  type PolicyKind,
  type PolicyRequest,
  parsePolicy,
} from './index.ts';
import {
  decideNaively,
  type NaiveCase,
  type RawStatement,
} from './naive-evaluator.test-support.ts';

const POOL_ARN = 'acs:vpc:cn-hangzhou:1234567890123456:ipampool/ipam-pool-1';

function policyOf(
  statements: object | readonly object[],
  kind: PolicyKind = 'control',
  name = 'p',
): NamedPolicy {
  const result = parsePolicy(JSON.stringify({ Version: '1', Statement: statements }), kind);
  if (!result.ok) {
    throw new Error(result.problems.map(({ message }) => message).join(' '));
  }
  return { name, policy: result.policy };
}

function requestOf(
  values: Record<string, ConditionValue | undefined> = {},
  changes: Partial<PolicyRequest> = {},
): PolicyRequest {
  const context = createConditionContext(values);
  return { action: 'vpc:CreateVpc', resource: POOL_ARN, context, ...changes };
}

const ALLOW_ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
const DENY_ALL = { Effect: 'Deny', Action: '*', Resource: '*' };

/** Whether a statement with this condition applies to a request with this value under `a:Key`. */
function holds(operator: string, given: unknown, requested?: ConditionValue): boolean {
  const policy = policyOf({ ...ALLOW_ALL, Condition: { [operator]: { 'a:Key': given } } });
  return evaluatePolicies([policy], requestOf({ 'A:key': requested })).outcome === 'Allow';
}

describe('a set of policies', () => {
  test('denies implicitly what no statement mentions', () => {
    expect(evaluatePolicies([], requestOf())).toEqual({ outcome: 'ImplicitDeny' });
    const other = policyOf({ Effect: 'Allow', Action: 'ecs:*', Resource: '*' });
    expect(evaluatePolicies([other], requestOf())).toEqual({ outcome: 'ImplicitDeny' });
  });

  test('names the first policy and statement that allow', () => {
    const policies = [
      policyOf({ Effect: 'Allow', Action: 'ecs:*', Resource: '*' }, 'identity', 'first'),
      policyOf(
        [
          { Effect: 'Allow', Action: 'vpc:CreateIpam', Resource: '*' },
          { Effect: 'Allow', Action: 'vpc:Create*', Resource: '*' },
          { Effect: 'Allow', Action: 'vpc:CreateVpc', Resource: '*' },
          { Effect: 'Allow', Action: '*:CreateVpc', Resource: '*' },
        ],
        'identity',
        'second',
      ),
    ];
    expect(evaluatePolicies(policies, requestOf())).toEqual({
      outcome: 'Allow',
      policyName: 'second',
      statementIndex: 1,
    });
  });

  test('denies explicitly when one statement denies, whatever the others allow', () => {
    const deny = { Effect: 'Deny', Action: ['vpc:Create?pc', 'x:y'], Resource: POOL_ARN };
    const policies = [policyOf(ALLOW_ALL), policyOf([ALLOW_ALL, deny], 'identity', 'strict')];
    expect(evaluatePolicies(policies, requestOf())).toEqual({
      outcome: 'ExplicitDeny',
      policyName: 'strict',
      statementIndex: 1,
    });
  });

  test.each([
    ['VPC:createvpc', true],
    ['vpc:CREATE*', true],
    ['vpc:CreateVp', false],
    ['vpc:CreateVpc?', false],
    ['*:*Vpc', true],
  ])('compares the action pattern %s without regard to case: %s', (Action, expected) => {
    const decision = evaluatePolicies([policyOf({ ...ALLOW_ALL, Action })], requestOf());
    expect(decision.outcome === 'Allow').toBe(expected);
  });

  test.each([
    [POOL_ARN, true],
    ['acs:vpc:*:*:ipampool/*', true],
    ['acs:vpc:*:*:IpamPool/*', false],
    ['acs:vpc:cn-hangzhou:1234567890123456:ipampool/ipam-pool-?', true],
    ['acs:vpc:cn-beijing:*:ipampool/*', false],
  ])('compares the resource pattern %s case-sensitively: %s', (Resource, expected) => {
    const decision = evaluatePolicies([policyOf({ ...ALLOW_ALL, Resource })], requestOf());
    expect(decision.outcome === 'Allow').toBe(expected);
  });

  test('applies NotAction and NotResource to everything but what they name', () => {
    const outcomeOf = (scope: object) =>
      evaluatePolicies([policyOf({ Effect: 'Allow', ...scope })], requestOf()).outcome;
    expect(outcomeOf({ NotAction: ['ram:*', 'sts:*'], Resource: '*' })).toBe('Allow');
    expect(outcomeOf({ NotAction: ['ram:*', 'vpc:createvpc'], Resource: '*' })).toBe(
      'ImplicitDeny',
    );
    expect(outcomeOf({ Action: '*', NotResource: 'acs:ram:*:*:*' })).toBe('Allow');
    expect(outcomeOf({ Action: '*', NotResource: 'acs:vpc:*:*:*' })).toBe('ImplicitDeny');
  });

  test('wants every operator and every key of a condition to hold', () => {
    const policy = policyOf({
      ...ALLOW_ALL,
      Condition: {
        StringEquals: { 'acs:RequestTag/team': ['net', 'ops'], 'acs:RequestTag/env': 'prod' },
        Bool: { 'acs:SecureTransport': 'true' },
      },
    });
    const outcomeOf = (team: string, env: string, secure: string) =>
      evaluatePolicies(
        [policy],
        requestOf({
          'acs:requesttag/team': team,
          'acs:RequestTag/env': env,
          'ACS:SECURETRANSPORT': secure,
        }),
      ).outcome;
    expect(outcomeOf('ops', 'prod', 'true')).toBe('Allow');
    expect(outcomeOf('dev', 'prod', 'true')).toBe('ImplicitDeny');
    expect(outcomeOf('net', 'test', 'true')).toBe('ImplicitDeny');
    expect(outcomeOf('net', 'prod', 'false')).toBe('ImplicitDeny');
  });
});

describe('an operator', () => {
  test.each<[string, unknown, ConditionValue, boolean]>([
    ['StringEquals', 'Net', 'Net', true],
    ['StringEquals', 'Net', 'net', false],
    ['StringEquals', ['a', ''], '', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringNotEquals', 'Net', 'net', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringEqualsIgnoreCase', 'Net', 'nET', true],
    ['StringNotEqualsIgnoreCase', 'Net', 'nET', false],
    ['StringNotEqualsIgnoreCase', 'Net', 'ops', true],
    ['StringLike', 'acs:ram:*:*:role/r?', 'acs:ram::1:role/r1', true],
    ['StringLike', 'Net*', 'network', false],
    ['StringNotLike', ['a*', 'b*'], 'bc', false],
    ['StringNotLike', ['a*', 'b*'], 'cc', true],
    ['NumericEquals', '10', '10.0', true],
    ['NumericEquals', 10, 'ten', false],
    ['NumericEquals', '0', '', false],
    ['NumericNotEquals', ['10', '11'], '11', false],
    ['NumericNotEquals', '10', 'ten', true],
    ['NumericLessThan', '10', '9.5', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericLessThanEquals', '10', '10.1', false],
    ['NumericGreaterThan', '-2', '-1', true],
    ['NumericGreaterThan', '10', '10', false],
    ['NumericGreaterThan', '10', 'Infinity', false],
    ['NumericGreaterThanEquals', '10', '10', true],
    ['NumericGreaterThanEquals', '10', '9', false],
    ['DateEquals', '2024-01-01T08:00:00+08:00', '2024-01-01T00:00:00Z', true],
    ['DateEquals', '2024-01-01T00:00:00Z', '2024-01-01T00:00:01Z', false],
    ['DateNotEquals', '2024-01-01T00:00:00Z', '2024-01-01T00:00Z', false],
    ['DateNotEquals', '2024-01-01T00:00:00Z', 'never', true],
    ['DateLessThan', '2024-01-01T00:00:00Z', '2023-12-31T23:59:59Z', true],
    ['DateLessThan', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', false],
    ['DateLessThanEquals', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', true],
    ['DateGreaterThan', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00.001Z', true],
    ['DateGreaterThan', '2024-01-01T00:00:00Z', '2024-02-30T00:00:00Z', false],
    ['DateGreaterThanEquals', '2024-01-01T00:00:00Z', '2023-12-31T23:59:59Z', false],
    ['Bool', 'true', 'true', true],
    ['Bool', true, 'True', true],
    ['Bool', 'true', 'false', false],
    ['Bool', ['true', 'false'], 'maybe', false],
    ['IpAddress', ['42.120.88.10', '42.120.66.0/24'], '42.120.66.9', true],
    ['IpAddress', '0.0.0.0/0', 'localhost', false],
    ['NotIpAddress', ['42.120.88.10', '42.120.66.0/24'], '42.120.66.9', false],
    ['NotIpAddress', '42.120.66.0/24', '42.120.67.9', true],
    ['NotIpAddress', '10.0.0.0/8', '::ffff:10.0.0.1', false],
    ['Null', 'true', 'x', false],
    ['Null', false, '', true],
  ])('%s %j on "%s" is %s', (operator, given, requested, expected) => {
    expect(holds(operator, given, requested)).toBe(expected);
  });

  test.each([
    ['StringEquals', false],
    ['StringNotEquals', true],
    ['StringEqualsIfExists', true],
    ['StringNotEqualsIfExists', true],
    ['ForAllValues:StringEquals', true],
    ['ForAllValues:StringNotLike', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
    ['ForAnyValue:StringEqualsIfExists', true],
    ['Null', true],
  ])('%s on a missing key, or one without values, is %s', (operator, expected) => {
    const given = operator === 'Null' ? 'true' : 'a';
    expect(holds(operator, given)).toBe(expected);
    expect(holds(operator, given, [])).toBe(expected);
  });

  test.each<[string, string[], boolean]>([
    ['StringEquals', ['a', 'x'], true],
    ['StringEquals', ['x', 'y'], false],
    ['StringNotEquals', ['a', 'x'], false],
    ['StringNotEquals', ['x', 'y'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'x'], false],
    ['ForAllValues:StringNotEquals', ['a', 'x'], false],
    ['ForAllValues:StringNotEquals', ['x', 'y'], true],
    ['ForAnyValue:StringEquals', ['x', 'b'], true],
    ['ForAnyValue:StringEquals', ['x', 'y'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'x'], true],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], false],
  ])('%s of a and b on the request values %j is %s', (operator, requested, expected) => {
    expect(holds(operator, ['a', 'b'], requested)).toBe(expected);
  });

  test('sees the values of keys that differ by case alone as one list', () => {
    const request = requestOf({ 'acs:ResourceTag/Team': 'a', 'acs:ResourceTag/team': 'b' });
    const condition = { 'ForAllValues:StringEquals': { 'acs:ResourceTag/TEAM': ['a', 'b'] } };
    const policy = policyOf({ ...ALLOW_ALL, Condition: condition });
    expect(evaluatePolicies([policy], request).outcome).toBe('Allow');
    const narrow = { 'ForAllValues:StringEquals': { 'acs:ResourceTag/team': 'b' } };
    const narrowPolicy = policyOf({ ...ALLOW_ALL, Condition: narrow });
    expect(evaluatePolicies([narrowPolicy], request).outcome).toBe('ImplicitDeny');
  });
});

describe('the published control policies', () => {
  const both = ['vpc:CreateVpc', 'vpc:AssociateVpcCidrBlock'];
  const key = 'vpc:Ipv4IpamPoolId';
  const deny = (Action: string | string[], Condition: object) => ({
    Effect: 'Deny',
    Action,
    Resource: '*',
    Condition,
  });
  const outcomes = (statements: object[], action: string) =>
    [undefined, 'ipam-pool-1', 'ipam-pool-2'].map(
      (poolId) =>
        evaluatePolicies(
          [policyOf(ALLOW_ALL, 'control', 'FullAccess'), policyOf(statements)],
          requestOf({ [key]: poolId }, { action }),
        ).outcome,
    );

  test('want a pool, any pool, to be named', () => {
    const statements = [deny(both, { Null: { [key]: 'true' } })];
    for (const action of both) {
      expect(outcomes(statements, action)).toEqual(['ExplicitDeny', 'Allow', 'Allow']);
    }
    expect(outcomes(statements, 'vpc:DeleteVpc')).toEqual(['Allow', 'Allow', 'Allow']);
  });

  test('want one pool to be named for CreateVpc', () => {
    const statements = [
      deny('vpc:CreateVpc', { StringNotEquals: { [key]: 'ipam-pool-1' } }),
      deny('vpc:CreateVpc', { Null: { [key]: 'true' } }),
    ];
    const expected = ['ExplicitDeny', 'Allow', 'ExplicitDeny'];
    expect(outcomes(statements, 'vpc:CreateVpc')).toEqual(expected);
    expect(outcomes(statements, 'vpc:AssociateVpcCidrBlock')).toEqual(['Allow', 'Allow', 'Allow']);
  });

  test('want one pool to be named for both actions', () => {
    const condition = { 'ForAllValues:StringNotLikeIfExists': { [key]: 'ipam-pool-1' } };
    for (const action of both) {
      const expected = ['ExplicitDeny', 'Allow', 'ExplicitDeny'];
      expect(outcomes([deny(both, condition)], action)).toEqual(expected);
    }
  });
});

describe('the pipeline', () => {
  const allow = [policyOf(ALLOW_ALL, 'identity', 'allow')];
  const deny = [policyOf(DENY_ALL, 'identity', 'deny')];
  const silent: NamedPolicy[] = [];
  const identity = { accountLevel: allow, resourceGroupLevel: silent };

  test('stops at a control policy that does not allow', () => {
    expect(authorize({ ...identity, control: deny, session: deny }, requestOf())).toEqual({
      outcome: 'ExplicitDeny',
      layer: 'ControlPolicy',
      policyName: 'deny',
      statementIndex: 0,
    });
    expect(authorize({ ...identity, control: silent }, requestOf())).toEqual({
      outcome: 'ImplicitDeny',
      layer: 'ControlPolicy',
    });
  });

  test('stops at a session policy that does not allow', () => {
    for (const [session, outcome] of [
      [deny, 'ExplicitDeny'],
      [silent, 'ImplicitDeny'],
    ] as const) {
      const decision = authorize({ ...identity, control: allow, session }, requestOf());
      expect(decision).toMatchObject({ outcome, layer: 'SessionPolicy' });
    }
  });

  test('takes no allow from the control and session policies alone', () => {
    const layers = { control: allow, session: allow, accountLevel: [], resourceGroupLevel: [] };
    expect(authorize(layers, requestOf()).outcome).toBe('ImplicitDeny');
  });

  test.each([
    ['allow', allow, deny, 'Allow', 'AccountLevelIdentityBasedPolicy'],
    ['denial', deny, allow, 'ExplicitDeny', 'AccountLevelIdentityBasedPolicy'],
    ['silence, then allow', silent, allow, 'Allow', 'ResourceGroupLevelIdentityBasedPolicy'],
    ['silence, then denial', silent, deny, 'ExplicitDeny', 'ResourceGroupLevelIdentityBasedPolicy'],
    ['silence twice', silent, silent, 'ImplicitDeny', 'ResourceGroupLevelIdentityBasedPolicy'],
  ])('on account level %s decides so', (_, accountLevel, resourceGroupLevel, outcome, layer) => {
    const decision = authorize({ accountLevel, resourceGroupLevel }, requestOf());
    expect(decision).toMatchObject({ outcome, layer });
  });

  test('lets a role be assumed when the identity and the trust policy both allow', () => {
    const trust = (principal: object) => [
      policyOf(
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal },
        'trust',
        'role/r',
      ),
    ];
    const request = requestOf(
      {},
      {
        action: 'sts:AssumeRole',
        resource: 'acs:ram::1:role/r',
        principal: { type: 'RAM', names: ['acs:ram::1:user/u', 'acs:ram::1:root'] },
      },
    );
    const trusting = trust({ RAM: ['acs:ram::1:root'] });
    expect(authorize({ ...identity, assumeRole: trusting }, request)).toEqual({
      outcome: 'Allow',
      layer: 'AssumeRolePolicy',
      policyName: 'role/r',
      statementIndex: 0,
    });
    for (const stranger of [{ RAM: 'acs:ram::2:root' }, { Service: 'acs:ram::1:root' }]) {
      const decision = authorize({ ...identity, assumeRole: trust(stranger) }, request);
      expect(decision).toEqual({ outcome: 'ImplicitDeny', layer: 'AssumeRolePolicy' });
    }
    const denied = { accountLevel: deny, resourceGroupLevel: [], assumeRole: trusting };
    expect(authorize(denied, request).layer).toBe('AccountLevelIdentityBasedPolicy');
    const { principal: _, ...anonymous } = request;
    const unknown = authorize({ ...identity, assumeRole: trusting }, anonymous);
    expect(unknown.outcome).toBe('ImplicitDeny');
  });
});

describe('the engine and the naive evaluator', () => {
  const oneOrMany = <T>(items: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 2, arbitrary: items }, fc.array(items, { minLength: 1, maxLength: 3 }));

  const actions = fc.constantFrom('vpc:CreateVpc', 'vpc:CREATEipam', 'vpc:GetIpam', 'ecs:Get');
  const actionPatterns = fc.oneof(
    actions,
    fc.constantFrom('*', 'vpc:*', 'VPC:Create*', 'vpc:?etIpam', '*:Get*', 'v*:*e*p?m', 'ram:*'),
  );
  const resources = fc.constantFrom(POOL_ARN, 'acs:vpc:cn:1:ipam/a', 'acs:vpc:cn:1:ipam/aab');
  const resourcePatterns = fc.oneof(
    resources,
    fc.constantFrom('*', 'acs:vpc:*:*:*', 'acs:vpc:cn:?:ipam/*', 'acs:vpc:*:1:*a?b', 'acs:a:::b*'),
    fc.constantFrom('acs:vpc:*', 'acs:vpc:c?:').map((start) => `${start}:1:ipam/a*`),
  );

  const keys = fc.constantFrom('acs:SourceIp', 'ACS:sourceip', 'acs:RequestTag/k', 'a:b');
  const words = fc.constantFrom('a', 'A', 'ab', 'aab', '');
  const globs = fc.oneof(words, fc.constantFrom('*', 'a*', '?b', '*a*b', 'a?*', '**b'));
  const numbers = fc.constantFrom('1', '1.0', '-1', '2', '1e1', '10');
  const dates = fc.constantFrom(
    '2024-01-01T00:00:00Z',
    '2024-01-01T08:00:00+08:00',
    '2024-01-01T00:00:00.5Z',
    '2023-12-31T23:00-01:00',
    '2025-06-01T00:00:00Z',
  );
  const booleans = fc.constantFrom('true', 'false', 'True');
  const addresses = fc.constantFrom(
    ...['10.0.0.1', '10.0.0.2', '10.1.0.1', '::ffff:10.0.0.1', '2001:db8::1', '2001:db8:0:0:1::'],
  );
  const ranges = fc.oneof(
    addresses,
    fc.constantFrom(
      '10.0.0.0/8',
      '10.0.0.0/31',
      '0.0.0.0/0',
      '::/0',
      '2001:db8::/79',
      '10.1.9.9/16',
    ),
  );

  const orders = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan'];
  const orderOperators = (prefix: string) =>
    fc.constantFrom(...[...orders, 'GreaterThanEquals'].map((order) => prefix + order));
  const plainConditions = fc.oneof(
    fc.tuple(
      fc.constantFrom(
        ...['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase'],
        'StringNotEqualsIgnoreCase',
      ),
      oneOrMany(words),
    ),
    fc.tuple(fc.constantFrom('StringLike', 'StringNotLike'), oneOrMany(globs)),
    fc.tuple(orderOperators('Numeric'), oneOrMany(fc.oneof(numbers, fc.constantFrom(1, -1, 2.5)))),
    fc.tuple(orderOperators('Date'), oneOrMany(dates)),
    fc.tuple(fc.constant('Bool'), oneOrMany(fc.oneof(booleans, fc.boolean()))),
    fc.tuple(fc.constantFrom('IpAddress', 'NotIpAddress'), oneOrMany(ranges)),
  );
  const often = <T>(value: T, ...others: T[]) => fc.constantFrom(value, value, ...others);
  const conditions = fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(plainConditions, often('', 'ForAllValues:', 'ForAnyValue:'), often('', 'IfExists'))
        .map(([[name, values], prefix, suffix]) => ({ name: prefix + name + suffix, values })),
    },
    fc.record({
      name: fc.constant('Null'),
      values: oneOrMany(fc.constantFrom<string | boolean>('true', 'false', true)),
    }),
  );
  const conditionBlocks = fc
    .array(fc.tuple(conditions, keys), { minLength: 1, maxLength: 2 })
    .map((parts) => Object.fromEntries(parts.map(([c, key]) => [c.name, { [key]: c.values }])));

  const statements: fc.Arbitrary<RawStatement> = fc
    .tuple(
      fc.constantFrom('Allow', 'Deny'),
      fc.tuple(often('Action', 'Action', 'NotAction'), oneOrMany(actionPatterns)),
      fc.tuple(often('Resource', 'Resource', 'NotResource'), oneOrMany(resourcePatterns)),
      fc.option(conditionBlocks, { nil: undefined }),
    )
    .map(([Effect, [actionName, action], [resourceName, resource], Condition]) => ({
      Effect,
      [actionName]: action,
      [resourceName]: resource,
      ...(Condition && { Condition }),
    }));

  const values = fc.oneof(
    { weight: 4, arbitrary: addresses },
    { weight: 3, arbitrary: words },
    { weight: 2, arbitrary: numbers },
    { weight: 2, arbitrary: dates },
    booleans,
  );
  const cases: fc.Arbitrary<NaiveCase> = fc.record({
    policies: fc
      .array(fc.array(statements, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 })
      .map((lists) =>
        lists.map((Statement, index) => ({
          name: `policy-${index}`,
          document: { Version: '1', Statement },
        })),
      ),
    action: actions,
    resource: resources,
    values: fc.dictionary(
      keys,
      fc.oneof({ weight: 3, arbitrary: values }, fc.array(values, { maxLength: 3 })),
      { maxKeys: 4 },
    ),
  });

  /**
   * Fails where the two decide differently, where one of the outcomes is rare, or where conditions
   * seldom matter.
   */
  function expectAlike(kind: PolicyKind, given: fc.Arbitrary<NaiveCase>, runCount: number): void {
    const outcomeCounts = { Allow: 0, ExplicitDeny: 0, ImplicitDeny: 0 };
    let caseCount = 0;
    let conditionalCount = 0;
    const decideAlike = (one: NaiveCase) => {
      const policies = one.policies.map(({ name, document }) => {
        const result = parsePolicy(JSON.stringify(document), kind);
        if (!result.ok) {
          throw new Error(result.problems[0]?.message);
        }
        return { name, policy: result.policy };
      });
      const { action, resource, principal, values } = one;
      const context = createConditionContext(values);
      const decision = evaluatePolicies(policies, {
        action,
        resource,
        context,
        ...(principal && { principal }),
      });
      const expected = decideNaively(one);
      outcomeCounts[decision.outcome] += 1;
      caseCount += 1;
      if (textOf(decideNaively(withoutConditions(one))) !== textOf(expected)) {
        conditionalCount += 1;
      }
      // The matcher takes longer than all of the above.
      if (textOf(decision) !== textOf(expected)) {
        expect(decision).toEqual(expected);
      }
    };
    fc.assert(fc.property(given, decideAlike), { numRuns: runCount });
    expect(caseCount).toBe(runCount);
    for (const count of Object.values(outcomeCounts)) {
      expect(count / caseCount).toBeGreaterThan(0.1);
    }
    expect(conditionalCount / caseCount).toBeGreaterThan(0.1);
  }

  const runCount = Number(process.env['CADASTRE_PROPERTY_RUNS'] ?? 100_000);
  // A run takes a fifth of a millisecond; a busy machine may take longer.
  const timeoutMs = 10_000 + runCount;

  test('decide alike, on policies that reach every outcome', { timeout: timeoutMs }, () => {
    expectAlike('control', cases, runCount);
  });

  const principalNames = fc.constantFrom('acs:ram::1:root', 'acs:ram::2:root', 'acs:ram::1:role/r');
  const trustStatements: fc.Arbitrary<RawStatement> = fc
    .tuple(
      often('Allow', 'Allow', 'Deny'),
      oneOrMany(fc.constantFrom('sts:AssumeRole', 'STS:assume*', '*', 'sts:Get*')),
      fc.dictionary(often('RAM', 'Service', 'Federated'), oneOrMany(principalNames), {
        minKeys: 1,
      }),
      fc.option(fc.tuple(plainConditions, keys), { nil: undefined }),
    )
    .map(([Effect, Action, Principal, condition]) => {
      const statement = { Effect, Action, Principal };
      if (condition === undefined) return statement;
      const [[operator, wanted], key] = condition;
      return { ...statement, Condition: { [operator]: { [key]: wanted } } };
    });
  const trustCases: fc.Arbitrary<NaiveCase> = fc
    .tuple(
      fc.array(trustStatements, { minLength: 2, maxLength: 4 }),
      fc.option(
        fc.record({
          type: often(...(['RAM', 'RAM', 'RAM', 'Service'] as const)),
          names: fc.array(principalNames, { minLength: 1, maxLength: 3 }),
        }),
        { nil: undefined, freq: 9 },
      ),
      fc.dictionary(keys, values, { minKeys: 1, maxKeys: 4 }),
    )
    .map(([Statement, principal, given]) => ({
      policies: [{ name: 'trust', document: { Version: '1', Statement } }],
      action: 'sts:AssumeRole',
      resource: 'acs:ram::1:role/r',
      values: given,
      ...(principal && { principal }),
    }));

  test('decide alike on trust policies, by the principal who asks', { timeout: timeoutMs }, () => {
    expectAlike('trust', trustCases, runCount / 5);
  });
});

function textOf(decision: ReturnType<typeof decideNaively>): string {
  return `${decision.outcome} ${decision.policyName} ${decision.statementIndex}`;
}

function withoutConditions({ policies, ...request }: NaiveCase): NaiveCase {
  return {
    ...request,
    policies: policies.map(({ name, document }) => ({
      name,
      document: {
        ...document,
        Statement: document.Statement.map(({ Condition: _, ...statement }) => statement),
      },
    })),
  };
}
