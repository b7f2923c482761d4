import { type ErrorKey, type Refusal, refuse } from './error-catalogue.ts';
import {
  CLIENT_TOKEN_CHARACTERS_MAX,
  DESCRIPTION_CHARACTERS_MAX,
  EXTERNAL_ID_CHARACTERS_MAX,
  INVENTORY_SOURCE_NAME_CHARACTERS_MAX,
  NAME_CHARACTERS_MAX,
  ROLE_SESSION_NAME_CHARACTERS_MAX,
  ROLE_SESSION_NAME_CHARACTERS_MIN,
  SOURCE_IDENTITY_CHARACTERS_MAX,
  TAG_KEY_CHARACTERS_MAX,
  TAG_VALUE_CHARACTERS_MAX,
} from './limits.ts';
import type { ValueFormat } from './operation.ts';
import { parseRoleArn } from './role-arn.ts';

interface FormatRule {
  readonly error: ErrorKey;
  /** What the value must be, as a sentence of the error message. */
  readonly detail: string;
  readonly isValid: (value: string) => boolean;
}

const URL_PREFIX = /^https?:\/\//i;
const URL_ANYWHERE = /https?:\/\//i;
const STARTS_WITH_LETTER_OR_HAN = /^[A-Za-z\p{Script=Han}]/u;
const STARTS_WITH_LETTER = /^[A-Za-z]/;
const CONTROL_CHARACTER = /\p{Cc}/u;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
const TAG_KEY = /^[A-Za-z\p{Script=Han}][\p{L}\p{N}._-]*$/u;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;
const ACCOUNT_ID = /^[1-9]\d{15}$/;
const SOURCE_NAME = /^[A-Za-z0-9._-]+$/;
const RESERVED_TAG_KEY_PREFIX = /^(aliyun|acs:)/i;

/** Characters as a person counts them: code points, not UTF-16 units. */
function characterCount(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function isPlainText(value: string, charactersMax: number): boolean {
  return (
    value.length <= charactersMax * 2 &&
    characterCount(value) <= charactersMax &&
    value.isWellFormed() &&
    !CONTROL_CHARACTER.test(value) &&
    !URL_PREFIX.test(value)
  );
}

/** What an account id must be, as the end of a sentence. */
export const ACCOUNT_ID_RULE = `16 digits, the first not 0, up to ${Number.MAX_SAFE_INTEGER}`;

/** Account ids are JSON numbers on the wire, so they must be exact as such. */
export function isAccountId(text: string): boolean {
  return ACCOUNT_ID.test(text) && Number.isSafeInteger(Number(text));
}

const FORMAT_RULES: Readonly<Record<ValueFormat, FormatRule>> = {
  // Published: 1 to 128 characters, not starting with http:// or https://.
  name: {
    error: 'IllegalParam.{ParameterName}',
    detail: `It must be 1 to ${NAME_CHARACTERS_MAX} characters long and cannot start with http:// or https://.`,
    isValid: (value) => isPlainText(value, NAME_CHARACTERS_MAX),
  },
  // Published: 1 to 256 characters, starting with a letter or a Chinese character.
  description: {
    error: 'IllegalParam.{ParameterName}',
    detail: `It must be 1 to ${DESCRIPTION_CHARACTERS_MAX} characters long, start with a letter or a Chinese character, and cannot start with http:// or https://.`,
    isValid: (value) =>
      isPlainText(value, DESCRIPTION_CHARACTERS_MAX) && STARTS_WITH_LETTER_OR_HAN.test(value),
  },
  // Published for scopes: as above, but the first character is an English letter.
  'letter-description': {
    error: 'IllegalParam.{ParameterName}',
    detail: `It must be 1 to ${DESCRIPTION_CHARACTERS_MAX} characters long, start with a letter, and cannot start with http:// or https://.`,
    isValid: (value) =>
      isPlainText(value, DESCRIPTION_CHARACTERS_MAX) && STARTS_WITH_LETTER.test(value),
  },
  // Published for VPCs: as above, whatever the first character is.
  'free-description': {
    error: 'IllegalParam.{ParameterName}',
    detail: `It must be 1 to ${DESCRIPTION_CHARACTERS_MAX} characters long and cannot start with http:// or https://.`,
    isValid: (value) => isPlainText(value, DESCRIPTION_CHARACTERS_MAX),
  },
  // Published: ASCII only, at most 64 characters.
  'client-token': {
    error: 'Invalid{ParameterName}',
    detail: `It must be 1 to ${CLIENT_TOKEN_CHARACTERS_MAX} ASCII characters.`,
    isValid: (value) => value.length <= CLIENT_TOKEN_CHARACTERS_MAX && PRINTABLE_ASCII.test(value),
  },
  'resource-group-id': {
    error: 'IllegalParam.ResourceGroupId',
    detail: '',
    isValid: (value) => /^rg-[A-Za-z0-9]{1,61}$/.test(value),
  },
  'account-id': {
    error: 'Invalid{ParameterName}',
    detail: `It must be ${ACCOUNT_ID_RULE}.`,
    isValid: isAccountId,
  },
  'role-arn': {
    error: 'InvalidParameter.{ParameterName}#Sts',
    detail: '',
    isValid: (value) => parseRoleArn(value) !== undefined,
  },
  // Published: 2 to 32 letters, digits, and `.`, `@`, `-`, `_`.
  'role-session-name': {
    error: 'InvalidParameter.{ParameterName}#Sts',
    detail: '',
    isValid: (value) =>
      value.length >= ROLE_SESSION_NAME_CHARACTERS_MIN &&
      value.length <= ROLE_SESSION_NAME_CHARACTERS_MAX &&
      /^[\w.@-]+$/.test(value),
  },
  'external-id': {
    error: 'InvalidParameter.{ParameterName}#Sts',
    detail: '',
    isValid: (value) =>
      value.length <= EXTERNAL_ID_CHARACTERS_MAX && /^[\w=,.@:/-]{2,}$/.test(value),
  },
  'source-identity': {
    error: 'InvalidParameter.{ParameterName}#Sts',
    detail: '',
    isValid: (value) =>
      value.length <= SOURCE_IDENTITY_CHARACTERS_MAX && /^[\w=,.@-]{2,}$/.test(value),
  },
  'source-name': {
    error: 'IllegalParam.{ParameterName}',
    detail: `It must be 1 to ${INVENTORY_SOURCE_NAME_CHARACTERS_MAX} letters, digits, periods, underscores and hyphens.`,
    isValid: (value) =>
      value.length <= INVENTORY_SOURCE_NAME_CHARACTERS_MAX && SOURCE_NAME.test(value),
  },
  time: {
    error: 'Invalid{ParameterName}',
    detail: 'It must be a time in UTC such as 2026-08-20T08:00:00Z.',
    isValid: (value) => TIME.test(value) && !Number.isNaN(Date.parse(value)),
  },
};

/** Undefined when the value has the format, else the refusal that says what it must be. */
export function checkFormat(
  format: ValueFormat,
  parameterName: string,
  value: string,
): Refusal | undefined {
  const rule = FORMAT_RULES[format];
  if (rule.isValid(value)) return undefined;
  return refuse(rule.error, { ParameterName: parameterName, Detail: rule.detail });
}

/** A tag of a resource. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/**
 * Reads the `Tag` parameter of a create operation: keys unique, 1 to 64 characters
 * from letters, Chinese characters, digits, `.`, `_` and `-`, first a letter or a Chinese character,
 * not starting with `aliyun` or `acs:`; values up to 128 characters, possibly empty, neither of
 * them containing http:// or https:// (published).
 */
export function readTags(
  items: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[],
): readonly Tag[] | Refusal {
  const tags: Tag[] = [];
  const keys = new Set<string>();
  for (const { Key: key = '', Value: value = '' } of items) {
    if (!isTagKey(key)) {
      return refuse('IllegalParam.{ParameterName}', {
        ParameterName: 'TagKey',
        Detail: `It must be 1 to ${TAG_KEY_CHARACTERS_MAX} characters long, start with a letter or a Chinese character, contain only letters, Chinese characters, digits, periods, underscores and hyphens, and cannot start with aliyun or acs:.`,
      });
    }
    if (!isTagValue(value)) {
      return refuse('IllegalParam.{ParameterName}', {
        ParameterName: 'TagValue',
        Detail: `It must be at most ${TAG_VALUE_CHARACTERS_MAX} characters long and cannot contain http:// or https://.`,
      });
    }
    if (keys.has(key)) return refuse('DuplicatedParam.TagKey');
    keys.add(key);
    tags.push({ key, value });
  }
  return tags;
}

function isTagKey(key: string): boolean {
  return (
    key.length <= TAG_KEY_CHARACTERS_MAX * 2 &&
    characterCount(key) <= TAG_KEY_CHARACTERS_MAX &&
    TAG_KEY.test(key) &&
    !RESERVED_TAG_KEY_PREFIX.test(key)
  );
}

function isTagValue(value: string): boolean {
  return (
    value.length <= TAG_VALUE_CHARACTERS_MAX * 2 &&
    characterCount(value) <= TAG_VALUE_CHARACTERS_MAX &&
    value.isWellFormed() &&
    !CONTROL_CHARACTER.test(value) &&
    !URL_ANYWHERE.test(value)
  );
}
