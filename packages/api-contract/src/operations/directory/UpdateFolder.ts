import { defineOperation } from '../../operation.ts';
import { resourceId } from '../../parameter-kinds.ts';
import { FOLDER_FIELD, FOLDER_NAME } from './directory-parameters.ts';

export const UpdateFolder = defineOperation({
  name: 'UpdateFolder',
  product: 'Cadastre',
  group: 'directory',
  summary: 'Renames a folder.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    FolderId: resourceId('The folder.', 'fd-m5x2k9q1c7f03hzt8a'),
    NewFolderName: FOLDER_NAME,
  },
  response: { Folder: FOLDER_FIELD },
  reservedFor: 'first-root',
  errors: [
    'InvalidParameter.{ParameterName}.Length',
    'InvalidParameter.{ParameterName}.InvalidChars',
    'EntityNotExist.Folder',
    'EntityAlreadyExists.Folder',
  ],
});
