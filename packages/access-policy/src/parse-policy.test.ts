import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PolicyKind, parsePolicy, policyLengthMax } from './index.ts';

const STATEMENT = { Effect: 'Allow', Action: 'vpc:*', Resource: '*' };
const ROLE = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: 'acs:ram::1:root' } };

function problemsOf(document: unknown, kind: PolicyKind = 'identity'): readonly string[] {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const result = parsePolicy(text, kind);
  return result.ok ? [] : result.problems.map(({ message }) => message);
}

function problemsOfStatement(statement: unknown, kind?: PolicyKind): readonly string[] {
  return problemsOf({ Version: '1', Statement: [STATEMENT, statement] }, kind);
}

const withCondition = (condition: unknown) => ({ ...STATEMENT, Condition: condition });

describe('a document', () => {
  test('of the smallest form is a policy, with its statement in an array or alone', () => {
    expect(problemsOf({ Version: '1', Statement: [STATEMENT] })).toEqual([]);
    expect(problemsOf({ Version: '1', Statement: STATEMENT })).toEqual([]);
  });

  test.each(['identity', 'trust', 'session', 'control'] as const)(
    'of kind %s is refused for its length from one character beyond the limit',
    (kind) => {
      const statement = kind === 'trust' ? ROLE : STATEMENT;
      const text = JSON.stringify({ Version: '1', Statement: [statement] });
      const lengthMax = policyLengthMax(kind);
      expect(lengthMax).toBe(kind === 'session' ? 1024 : 6144);
      expect(parsePolicy(text.padEnd(lengthMax), kind).ok).toBe(true);
      for (const wrong of ['', text.padEnd(lengthMax + 1)]) {
        expect(parsePolicy(wrong, kind)).toMatchObject({
          ok: false,
          problems: [{ reason: 'Length', path: '' }],
        });
      }
    },
  );

  test.each([
    ['{', 'The policy is not valid JSON.'],
    ['[]', 'The policy must be an object.'],
    [{ Version: '2', Statement: [STATEMENT] }, 'Version must be "1".'],
    [{ Version: 1, Statement: [STATEMENT] }, 'Version must be "1".'],
    [{ Statement: [STATEMENT] }, 'Version must be "1".'],
    [{ Version: '1' }, 'Statement is missing.'],
    [{ Version: '1', Statement: [] }, 'Statement must hold at least one statement.'],
    [{ Version: '1', Statement: 'x' }, 'Statement must be an object.'],
    [
      { Version: '1', Statement: [STATEMENT], Id: 'x' },
      'Id is not an element that may stand here.',
    ],
  ])('%j is refused: %s', (document, message) => {
    expect(problemsOf(document)).toEqual([message]);
  });

  test('that gives a member twice is refused, however the name is written', () => {
    const duplicate = (members: string) =>
      `{"Version":"1","Statement":[{${members},"Resource":"*","Action":"{\\"a\\":[*"}]}`;
    const expected = ['The policy gives the member "Effect" of one object twice.'];
    expect(problemsOf(duplicate('"Effect":"Deny","Effect":"Allow"'))).toEqual(expected);
    expect(problemsOf(duplicate('"Effect":"Deny","\\u0045ffect" : "Allow"'))).toEqual(expected);
  });

  test('may give the same member in different objects, or as a value', () => {
    const condition = { StringEquals: { 'a:b': ['a:b', 'a:b'] }, StringLike: { 'a:b': 'x"y\\' } };
    expect(problemsOfStatement(withCondition(condition))).toEqual([]);
  });

  test('has all its problems named', () => {
    expect(
      problemsOf({
        Version: '0',
        Statement: [
          { Effect: 'Permit', Action: ['vpc', 'vpc:*'], Resource: 'acs:vpc:x', Sid: '1' },
        ],
      }),
    ).toEqual([
      'Version must be "1".',
      'Statement[0].Effect must be "Allow" or "Deny".',
      'Statement[0].Sid is not an element that may stand here.',
      'Statement[0].Action[0] must be "*" or of the form service:action, not "vpc".',
      'Statement[0].Resource must be "*" or of the form acs:service:region:account:relative-id, not "acs:vpc:x".',
    ]);
  });
});

describe('a statement', () => {
  test.each([
    { Action: '*', Resource: '*' },
    { Action: ['*:*', 'vpc:Get*', 'v?c:*Ipam?', 'yundun-sas:Do_it'], Resource: ['*'] },
    { NotAction: 'ram:*', Resource: 'acs:ram::123:role/x' },
    { Action: 'oss:GetObject', Resource: ['acs:oss:*:*:bucket/a b:c', 'acs:oss:::x'] },
    { Action: 'vpc:*', NotResource: 'acs:vpc:*:*:ipam/*' },
  ])('may have %j', (elements) => {
    expect(problemsOfStatement({ Effect: 'Deny', ...elements })).toEqual([]);
  });

  test.each([
    [null, ' must be an object.'],
    [{ ...STATEMENT, Effect: 'allow' }, '.Effect must be "Allow" or "Deny".'],
    [{ ...STATEMENT, NotAction: 'a:b' }, ' must have exactly one of Action and NotAction.'],
    [{ Effect: 'Allow', Resource: '*' }, ' must have exactly one of Action and NotAction.'],
    [{ Effect: 'Allow', Action: '*' }, ' must have exactly one of Resource and NotResource.'],
    [{ ...STATEMENT, NotResource: '*' }, ' must have exactly one of Resource and NotResource.'],
    [{ ...STATEMENT, Action: [] }, '.Action must hold at least one value.'],
    [
      { ...STATEMENT, Action: ['a:b', 7] },
      '.Action[1] must be "*" or of the form service:action, not 7.',
    ],
    [{ ...STATEMENT, action: 'a:b' }, '.action is not an element that may stand here.'],
    [
      { ...STATEMENT, Principal: { RAM: 'x' } },
      '.Principal is not an element that may stand here.',
    ],
  ])('such as %j is refused with "%s"', (statement, end) => {
    expect(problemsOfStatement(statement)).toEqual([`Statement[1]${end}`]);
  });

  test('may not have a member named __proto__', () => {
    const text = `{"Version":"1","Statement":{"__proto__":{},${JSON.stringify(STATEMENT).slice(1)}}`;
    expect(problemsOf(text)).toEqual([
      'Statement.__proto__ is not an element that may stand here.',
    ]);
  });
});

describe('a trust policy', () => {
  const problemsOfRole = (changes: object) =>
    problemsOf({ Version: '1', Statement: [{ ...ROLE, ...changes }] }, 'trust');

  test('names its principals, one or several, of each type', () => {
    expect(problemsOfRole({})).toEqual([]);
    const Principal = { Service: ['ecs.aliyuncs.com'], Federated: 'acs:ram::1:saml-provider/a' };
    expect(problemsOfRole({ Principal })).toEqual([]);
  });

  test.each([
    [{ Resource: '*' }, '.Resource is not an element that may stand here.'],
    [{ Principal: undefined }, '.Principal is missing.'],
    [{ Principal: {} }, '.Principal must name at least one of RAM, Service, Federated.'],
    [
      { Principal: { RAM: '*' } },
      '.Principal.RAM must be the name of a principal, without wildcards, not "*".',
    ],
    [
      { Principal: { RAM: 'x', AWS: 'x' } },
      '.Principal.AWS is not an element that may stand here.',
    ],
  ])('with %j is refused with "%s"', (changes, end) => {
    expect(problemsOfRole(changes)).toEqual([`Statement[0]${end}`]);
  });
});

describe('a condition', () => {
  test.each([
    { StringEquals: { 'acs:ResourceTag/team name': ['a', ''] } },
    { NumericLessThan: { 'oss:MaxKeys': ['10', '-1.5', '1e3'] }, NumericEquals: { 'a:b': 7 } },
    { DateLessThan: { 'acs:CurrentTime': '2012-11-11T23:59:59Z' } },
    { DateEquals: { 'acs:CurrentTime': ['2024-02-29T00:00+08:00', '2024-01-01T00:00:00.123Z'] } },
    { Bool: { 'acs:MFAPresent': ['true', 'False', true] } },
    { IpAddress: { 'acs:SourceIp': ['42.120.88.10', '42.120.66.0/24', '2001:db8::/32'] } },
  ])('may be %j', (condition) => {
    expect(problemsOfStatement(withCondition(condition))).toEqual([]);
  });

  test.each([
    [[], ' must be an object.'],
    [{}, ' must hold at least one operator.'],
    [{ StringEquals: {} }, '.StringEquals must hold at least one key.'],
    [{ StringEquals: { 'a:b': [] } }, '.StringEquals.a:b must hold at least one value.'],
    [{ StringEquals: { ab: 'x' } }, '.StringEquals.ab must be of the form service:key.'],
    [{ StringEquals: { 'a:b': 1 } }, '.StringEquals.a:b must be a value of type string, not 1.'],
    [{ stringEquals: { 'a:b': 'x' } }, '.stringEquals is not a condition operator.'],
    [{ ArnLike: { 'a:b': 'x' } }, '.ArnLike is not a condition operator.'],
    [{ NotBool: { 'a:b': 'true' } }, '.NotBool is not a condition operator.'],
    [
      { NumericEquals: { 'a:b': '0x10' } },
      '.NumericEquals.a:b must be a value of type number, not "0x10".',
    ],
    [
      { NumericEquals: { 'a:b': ['1', '1e999'] } },
      '.NumericEquals.a:b[1] must be a value of type number, not "1e999".',
    ],
    [{ Bool: { 'a:b': 'yes' } }, '.Bool.a:b must be a value of type boolean, not "yes".'],
    [
      { IpAddress: { 'a:b': '10.0.0.0/33' } },
      '.IpAddress.a:b must be a value of type IP address, not "10.0.0.0/33".',
    ],
  ])('such as %j is refused with "%s"', (condition, end) => {
    expect(problemsOfStatement(withCondition(condition))).toEqual([`Statement[1].Condition${end}`]);
  });

  test.each([
    '2012-11-11',
    '2012-11-11T23:59:59',
    '2012-11-11 23:59:59Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2023-04-31T00:00:00Z',
    '2023-13-01T00:00:00Z',
    '2023-01-01T24:00:00Z',
    '2023-01-01T00:60:00Z',
    '2023-01-01T23:59:60Z',
    '2023-01-01T00:00:00+24:00',
    '',
  ])('refuses "%s" as a date', (text) => {
    const problems = problemsOfStatement(withCondition({ DateEquals: { 'a:b': text } }));
    expect(problems).toEqual([
      `Statement[1].Condition.DateEquals.a:b must be a value of type date, not "${text}".`,
    ]);
  });

  test.each([
    'Null',
    'BoolIfExists',
    'ForAllValues:Bool',
    'ForAnyValue:Bool',
    'ForAllValues:BoolIfExists',
  ])('may use %s in control policies alone', (operator) => {
    const statement = withCondition({ [operator]: { 'a:b': 'true' } });
    expect(problemsOfStatement(statement, 'control')).toEqual([]);
    for (const kind of ['identity', 'session'] as const) {
      expect(problemsOfStatement(statement, kind)).toEqual([
        `Statement[1].Condition.${operator} is a form of operator that only control policies may use.`,
      ]);
    }
  });

  test.each([
    'NullIfExists',
    'ForAllValues:Null',
    'IfExists',
    'ForSome:Bool',
    'BoolIfExistsIfExists',
  ])('never knows %s', (operator) => {
    const statement = withCondition({ [operator]: { 'a:b': 'true' } });
    expect(problemsOfStatement(statement, 'control')).toEqual([
      `Statement[1].Condition.${operator} is not a condition operator.`,
    ]);
  });
});

describe('parsing never throws', () => {
  const runCount = Number(process.env['CADASTRE_PROPERTY_RUNS'] ?? 5000);
  const kinds = fc.constantFrom<PolicyKind>('identity', 'trust', 'session', 'control');
  const expectResult = (text: string, kind: PolicyKind) => {
    const result = parsePolicy(text, kind);
    expect(result.ok || result.problems.length > 0).toBe(true);
  };

  test('on any text or JSON', () => {
    const texts = fc.oneof(fc.string(), fc.json());
    fc.assert(fc.property(texts, kinds, expectResult), { numRuns: runCount });
  });

  test('on JSON made of the elements of the language', () => {
    const names = fc.constantFrom(
      ...['Version', 'Statement', 'Effect', 'Action', 'NotAction', 'Resource', 'Principal'],
      ...['Condition', 'RAM', 'StringEquals', 'Null', 'DateEquals', 'acs:SourceIp', '__proto__'],
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'medium', maxDepth: 6 },
        fc.constantFrom('1', 'Allow', 'vpc:*', '*', '', 7, true, null),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(names, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    const check = (value: unknown, kind: PolicyKind) => expectResult(JSON.stringify(value), kind);
    fc.assert(fc.property(tree, kinds, check), { numRuns: runCount });
  });

  test('on the deepest nesting that fits', () => {
    expectResult('['.repeat(3072) + ']'.repeat(3072), 'identity');
    expectResult(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`, 'identity');
  });
});
