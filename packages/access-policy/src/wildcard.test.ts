import { performance } from 'node:perf_hooks';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { globMatches } from './naive-evaluator.test-support.ts';
import {
  compilePatternSet,
  compileWildcard,
  matchesPatternSet,
  matchesWildcard,
} from './wildcard.ts';

const matches = (pattern: string, text: string) => matchesWildcard(compileWildcard(pattern), text);

describe('a wildcard pattern', () => {
  test.each([
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['**', 'abc', true],
    ['a*', 'a', true],
    ['a*', 'ba', false],
    ['*a', 'aaa', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['ab*bc', 'abc', false],
    ['a*b*c', 'aXbYbZc', true],
    ['a*bb*b', 'abb', false],
    ['?', '', false],
    ['?', 'x', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*?', '', false],
    ['*?', 'xy', true],
    ['?*?', 'x', false],
    ['*a?c*', 'zzabczz', true],
    ['*a?c*', 'zzabbzz', false],
    ['A*', 'abc', false],
  ])('"%s" against "%s" is %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
    expect(matchesPatternSet(compilePatternSet(['zzz', pattern]), text)).toBe(expected);
  });

  test('matches as plain recursion does', () => {
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    const matchAlike = (pattern: string, text: string) => {
      expect(matches(pattern, text)).toBe(globMatches(pattern, text));
      expect(matchesPatternSet(compilePatternSet([pattern]), text)).toBe(matches(pattern, text));
    };
    const runCount = Number(process.env['CADASTRE_PROPERTY_RUNS'] ?? 5000);
    fc.assert(fc.property(patterns, texts, matchAlike), { numRuns: runCount });
  });

  test('takes a time that grows with the text and not with the number of ways to match', () => {
    const pattern = compileWildcard(`${'*a'.repeat(2000)}*b`);
    const questionPattern = compileWildcard(`${'*a?'.repeat(2000)}*b`);
    const text = 'a'.repeat(20_000);
    const startMs = performance.now();
    expect(matchesWildcard(pattern, text)).toBe(false);
    expect(matchesWildcard(questionPattern, text)).toBe(false);
    expect(performance.now() - startMs).toBeLessThan(500);
  });
});

test('a pattern set matches what any of its members matches', () => {
  const set = compilePatternSet(['vpc:Get*', 'vpc:CreateIpam', '*:List?', 'vpc:*Pool']);
  for (const text of ['vpc:Get', 'vpc:GetIpam', 'vpc:CreateIpam', 'ecs:List1', 'vpc:AddPool']) {
    expect(matchesPatternSet(set, text)).toBe(true);
  }
  for (const text of ['vpc:Ge', 'vpc:CreateIpams', 'ecs:List', 'vpc:Pools', '']) {
    expect(matchesPatternSet(set, text)).toBe(false);
  }
});
