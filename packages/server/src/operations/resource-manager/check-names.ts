import { RESOURCE_GROUP_NAME_CHARACTERS_MAX, type Refusal, refuse } from '@cadastre/api-contract';

const NAME = /^[A-Za-z][A-Za-z0-9-]*$/;
const NAME_CHARACTERS_MIN = 2;
const CONTROL_CHARACTER = /\p{Cc}/u;

/** Published: 2 to 50 letters, digits and hyphens, the first a letter. */
export function checkName(name: string): Refusal | undefined {
  if (name.length < NAME_CHARACTERS_MIN || name.length > RESOURCE_GROUP_NAME_CHARACTERS_MAX) {
    return refuse('InvalidParameter.Name.Length');
  }
  return NAME.test(name) ? undefined : refuse('InvalidParameter.Name.InvalidChars');
}

/** Published: 1 to 50 characters. */
export function checkDisplayName(displayName: string): Refusal | undefined {
  if ([...displayName].length > RESOURCE_GROUP_NAME_CHARACTERS_MAX) {
    return refuse('InvalidParameter.DisplayName.Length');
  }
  return displayName.isWellFormed() && !CONTROL_CHARACTER.test(displayName)
    ? undefined
    : refuse('InvalidParameter.DisplayName');
}
