import { defineOperation } from '../../operation.ts';
import { resourceId } from '../../parameter-kinds.ts';
import { SERVICE_PRINCIPAL } from './directory-parameters.ts';

export const RegisterDelegatedAdministrator = defineOperation({
  name: 'RegisterDelegatedAdministrator',
  product: 'Cadastre',
  group: 'directory',
  summary: 'Lets an account manage the members of IPAM; there is one at a time.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    AccountId: resourceId('The account: any but the first.', '1210123456123456'),
    ServicePrincipal: SERVICE_PRINCIPAL,
  },
  response: {},
  reservedFor: 'first-root',
  errors: [
    'InvalidParameter.{ParameterName}',
    'EntityNotExist.Account',
    'OperationDenied.ManagementAccount',
    'EntityAlreadyExists.DelegatedAdministrator',
  ],
});
