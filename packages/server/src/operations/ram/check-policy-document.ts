import { type PolicyKind, type PolicyProblem, parsePolicy } from '@cadastre/access-policy';
import { type Refusal, refuse } from '@cadastre/api-contract';

/** Problems that one refusal tells: a long document can have thousands. */
const TOLD_PROBLEM_COUNT_MAX = 5;

/** The refusal of a document that is no policy of the kind. */
export function checkPolicyDocument(
  parameterName: string,
  document: string,
  kind: PolicyKind,
): Refusal | undefined {
  const parsed = parsePolicy(document, kind);
  if (parsed.ok) return undefined;
  if (parsed.problems.some(({ reason }) => reason === 'Length')) {
    return refuse('InvalidParameter.{ParameterName}.Length', { ParameterName: parameterName });
  }
  return refuse('MalformedPolicyDocument', { Problem: tellProblems(parsed.problems) });
}

/** The problems of a document as one text. */
export function tellProblems(problems: readonly PolicyProblem[]): string {
  const told = problems.slice(0, TOLD_PROBLEM_COUNT_MAX);
  return told.map(({ message }) => message).join(' ');
}
