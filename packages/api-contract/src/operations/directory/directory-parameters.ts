import { FOLDER_NAME_CHARACTERS_MAX } from '../../limits.ts';
import { CREATE_TIME_FIELD } from '../../parameter-kinds.ts';
import { ACCOUNT_ID_FIELD, ACCOUNT_NAME } from '../cadastre/account-parameters.ts';

/** The root folder of the resource directory: it is always there and has no row anywhere. */
export const ROOT_FOLDER_ID = 'r-root';

/** The one service that has a delegated administrator, by the vendor's name. */
export const IPAM_SERVICE_PRINCIPAL = 'vpcipam.vpc.aliyuncs.com';

export const FOLDER_NAME = {
  type: 'string',
  required: true,
  example: 'production',
  description: `The name of the folder: 1 to ${FOLDER_NAME_CHARACTERS_MAX} characters that no other folder of the same parent has.`,
} as const;

export const SERVICE_PRINCIPAL = {
  type: 'string',
  required: true,
  values: [IPAM_SERVICE_PRINCIPAL],
  invalid: 'InvalidParameter.{ParameterName}',
  example: IPAM_SERVICE_PRINCIPAL,
  description: 'The service.',
} as const;

export const FOLDER_ID_FIELD = {
  type: 'string',
  example: 'fd-m5x2k9q1c7f03hzt8a',
  description: `Its id; ${ROOT_FOLDER_ID} is the root folder.`,
} as const;

const FOLDER_FIELDS = {
  FolderId: FOLDER_ID_FIELD,
  FolderName: { type: 'string', example: 'production', description: 'Its name.' },
  ParentFolderId: {
    type: 'string',
    example: ROOT_FOLDER_ID,
    description: `The folder that it is in; ${ROOT_FOLDER_ID} is the root folder.`,
  },
  CreateTime: CREATE_TIME_FIELD,
} as const;

export const FOLDER_FIELD = {
  type: 'object',
  description: 'The folder.',
  fields: FOLDER_FIELDS,
} as const;

export const FOLDERS_FIELD = {
  type: 'object-list',
  description: 'The folders.',
  fields: FOLDER_FIELDS,
} as const;

export const DIRECTORY_ACCOUNTS_FIELD = {
  type: 'object-list',
  description: 'The accounts.',
  fields: {
    AccountId: ACCOUNT_ID_FIELD,
    AccountName: { ...ACCOUNT_NAME, description: 'Its name.' },
    FolderId: {
      type: 'string',
      example: 'fd-m5x2k9q1c7f03hzt8a',
      description: `The folder that it is in; ${ROOT_FOLDER_ID} is the root folder.`,
    },
    IsManagementAccount: {
      type: 'boolean',
      example: false,
      description: 'Whether it is the first account, which manages the directory.',
    },
    JoinTime: {
      type: 'string',
      example: '2026-08-20T08:00:00Z',
      description: 'When it came into its folder, in UTC.',
    },
  },
} as const;

export const DELEGATED_ADMINISTRATORS_FIELD = {
  type: 'object-list',
  description: 'The delegated administrators.',
  fields: {
    AccountId: ACCOUNT_ID_FIELD,
    AccountName: { ...ACCOUNT_NAME, description: 'Its name.' },
    ServicePrincipal: {
      type: 'string',
      example: IPAM_SERVICE_PRINCIPAL,
      description: 'The service.',
    },
    IsTrustedServiceEnabled: {
      type: 'boolean',
      example: true,
      description: 'Whether the service manages members, and so is trusted in the directory.',
    },
    DelegationEnabledTime: {
      type: 'string',
      example: '2026-08-20T08:00:00Z',
      description: 'When it was registered, in UTC.',
    },
  },
} as const;
