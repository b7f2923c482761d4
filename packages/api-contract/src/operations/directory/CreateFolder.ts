import { defineOperation } from '../../operation.ts';
import { FOLDER_FIELD, FOLDER_NAME } from './directory-parameters.ts';

export const CreateFolder = defineOperation({
  name: 'CreateFolder',
  product: 'Cadastre',
  group: 'directory',
  summary: 'Makes a folder of the resource directory.',
  effect: 'write',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    ParentFolderId: {
      type: 'string',
      example: 'fd-m5x2k9q1c7f03hzt8a',
      description: 'The folder that it is made in; the root folder where not given.',
    },
    FolderName: FOLDER_NAME,
  },
  response: { Folder: FOLDER_FIELD },
  reservedFor: 'first-root',
  errors: [
    'InvalidParameter.{ParameterName}.Length',
    'InvalidParameter.{ParameterName}.InvalidChars',
    'EntityNotExist.Folder',
    'EntityAlreadyExists.Folder',
    'LimitExceeded.Folder.Depth',
    'LimitExceeded.Folder',
  ],
});
