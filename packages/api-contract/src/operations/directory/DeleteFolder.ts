import { defineOperation } from '../../operation.ts';
import { resourceId } from '../../parameter-kinds.ts';

export const DeleteFolder = defineOperation({
  name: 'DeleteFolder',
  product: 'Cadastre',
  group: 'directory',
  summary: 'Deletes an empty folder; control policies are detached from it.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: { FolderId: resourceId('The folder.', 'fd-m5x2k9q1c7f03hzt8a') },
  response: {},
  reservedFor: 'first-root',
  errors: [
    'EntityNotExist.Folder',
    'DeleteConflict.Folder.Folder',
    'DeleteConflict.Folder.Account',
    'DeleteConflict.Folder.IpamMember',
  ],
});
