import { defineOperation } from '../../operation.ts';
import { resourceId } from '../../parameter-kinds.ts';
import { SERVICE_PRINCIPAL } from './directory-parameters.ts';

export const DeregisterDelegatedAdministrator = defineOperation({
  name: 'DeregisterDelegatedAdministrator',
  product: 'Cadastre',
  group: 'directory',
  summary: 'Takes the management of members from an account that has none left.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    AccountId: resourceId('The account.', '1210123456123456'),
    ServicePrincipal: SERVICE_PRINCIPAL,
  },
  response: {},
  reservedFor: 'first-root',
  errors: [
    'InvalidParameter.{ParameterName}',
    'EntityNotExist.DelegatedAdministrator',
    'DeleteConflict.DelegatedAdministrator.IpamMember',
  ],
});
