import type { DelegatedAdministrator, DelegatedAdministratorWriter } from '../directory-store.ts';
import type { SqlSession } from './session.ts';

const FIND = `SELECT account_id AS "accountId", service_principal AS "servicePrincipal",
  administrator_id AS "administratorId", registered_at AS "registeredAt"
  FROM delegated_administrators WHERE account_id = $1 AND service_principal = $2`;
const INSERT = `INSERT INTO delegated_administrators (account_id, service_principal,
  administrator_id, registered_at) VALUES ($1, $2, $3, $4)`;
const REMOVE = `DELETE FROM delegated_administrators
  WHERE account_id = $1 AND service_principal = $2`;

export function delegatedAdministratorTable(session: SqlSession): DelegatedAdministratorWriter {
  return {
    find: (directoryId, servicePrincipal) =>
      session.get<DelegatedAdministrator>(FIND, [directoryId, servicePrincipal]),
    async insert({ accountId, servicePrincipal, administratorId, registeredAt }) {
      await session.run(INSERT, [accountId, servicePrincipal, administratorId, registeredAt]);
    },
    async remove(directoryId, servicePrincipal) {
      await session.run(REMOVE, [directoryId, servicePrincipal]);
    },
  };
}
