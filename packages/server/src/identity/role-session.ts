import type { SecretBox } from './secret-box.ts';

/** What temporary credentials stand for. It is kept by the client alone, in its security token. */
export interface RoleSession {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** The account of the role. */
  readonly accountId: string;
  readonly roleId: string;
  readonly sessionName: string;
  /** The document of the policy that narrows the session; undefined where there is none. */
  readonly policy: string | undefined;
  readonly sourceIdentity: string | undefined;
  /** Milliseconds since the epoch; from then on the session is over. */
  readonly expiresAt: number;
}

/** What is sealed for one form of session: a form that differs gets a purpose of its own. */
const PURPOSE = 'security-token:1';

/** The security token of a session: all of it, the secret included, for this server's key alone. */
export function sealSession(secretBox: SecretBox, session: RoleSession): string {
  return secretBox.sealToken(JSON.stringify(session), PURPOSE);
}

/** Undefined for anything that `sealSession` did not make. */
export function openSession(secretBox: SecretBox, securityToken: string): RoleSession | undefined {
  const text = secretBox.openToken(securityToken, PURPOSE);
  return text === undefined ? undefined : (JSON.parse(text) as RoleSession);
}
