/** What the ARN of a RAM role names. */
export interface RoleName {
  readonly accountId: string;
  readonly roleName: string;
}

const ROLE_ARN = /^acs:ram::(\d{16}):role\/([A-Za-z0-9._-]{1,64})$/;

/** The ARN of a role (published form). */
export function formatRoleArn({ accountId, roleName }: RoleName): string {
  return `acs:ram::${accountId}:role/${roleName}`;
}

/** Reads the ARN of a role. Undefined for anything else, such as an ARN with wildcards. */
export function parseRoleArn(text: string): RoleName | undefined {
  const [, accountId, roleName] = ROLE_ARN.exec(text) ?? [];
  return accountId === undefined || roleName === undefined ? undefined : { accountId, roleName };
}
