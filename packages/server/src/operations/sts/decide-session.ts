import { parsePolicy, SESSION_POLICY_LENGTH_MAX } from '@cadastre/access-policy';
import {
  type Refusal,
  refuse,
  SESSION_SECONDS_DEFAULT,
  SESSION_SECONDS_MIN,
} from '@cadastre/api-contract';
import type { Principal } from '../../identity/caller.ts';
import { tellProblems } from '../ram/check-policy-document.ts';

/** The refusal of a text that is no session policy. */
export function checkSessionPolicy(document: string): Refusal | undefined {
  const parsed = parsePolicy(document, 'session');
  if (parsed.ok) return undefined;
  if (parsed.problems.some(({ reason }) => reason === 'Length')) {
    return refuse('InvalidParameter.PolicySize', { Limit: String(SESSION_POLICY_LENGTH_MAX) });
  }
  return refuse('InvalidParameter.PolicyGrammar', { Detail: tellProblems(parsed.problems) });
}

/** Who is behind a session. A chain of sessions has one source identity, set once. */
export function decideSourceIdentity(
  principal: Principal,
  given: string | undefined,
): { readonly kind: 'source-identity'; readonly name: string | undefined } | Refusal {
  const carried = principal.kind === 'role' ? principal.sourceIdentity : undefined;
  if (carried !== undefined && given !== undefined && given !== carried) {
    return refuse('InvalidParameter.{ParameterName}#Sts', { ParameterName: 'SourceIdentity' });
  }
  return { kind: 'source-identity', name: carried ?? given };
}

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;

/** When a session of a role ends, in milliseconds: on a full second, since answers tell no less. */
export function decideExpiry(
  given: number | undefined,
  secondsMax: number,
  now: number,
): { readonly kind: 'expiry'; readonly expiresAt: number } | Refusal {
  const seconds = given ?? SESSION_SECONDS_DEFAULT;
  if (seconds < SESSION_SECONDS_MIN || seconds > secondsMax) {
    return refuse('InvalidParameter.DurationSeconds', { Max: formatDuration(secondsMax) });
  }
  return { kind: 'expiry', expiresAt: (Math.floor(now / 1_000) + seconds) * 1_000 };
}

/** As the published message has it: `1hr`. */
function formatDuration(seconds: number): string {
  if (seconds % HOUR_SECONDS === 0) return `${seconds / HOUR_SECONDS}hr`;
  return seconds % MINUTE_SECONDS === 0 ? `${seconds / MINUTE_SECONDS}min` : `${seconds}s`;
}
