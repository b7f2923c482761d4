import { defineOperation } from '../../operation.ts';
import { MAX_RESULTS, NEXT_TOKEN, PAGE_FIELDS } from '../../parameter-kinds.ts';
import { FOLDERS_FIELD } from './directory-parameters.ts';

export const ListFoldersForParent = defineOperation({
  name: 'ListFoldersForParent',
  product: 'Cadastre',
  group: 'directory',
  summary: 'Lists the folders in a folder, in order of their making.',
  effect: 'read',
  methods: ['GET', 'POST'],
  callsPerMinute: 300,
  parameters: {
    ParentFolderId: {
      type: 'string',
      example: 'fd-m5x2k9q1c7f03hzt8a',
      description: 'The folder to look in; the root folder where not given.',
    },
    MaxResults: MAX_RESULTS,
    NextToken: NEXT_TOKEN,
  },
  response: { ...PAGE_FIELDS, Folders: FOLDERS_FIELD },
  reservedFor: 'first-root',
  paging: { items: 'Folders' },
  errors: ['EntityNotExist.Folder'],
});
