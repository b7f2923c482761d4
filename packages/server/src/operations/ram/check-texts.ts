import {
  RAM_NAME_CHARACTERS_MAX,
  RAM_POLICY_NAME_CHARACTERS_MAX,
  RAM_TEXT_CHARACTERS_MAX,
  type Refusal,
  refuse,
} from '@cadastre/api-contract';

const ENTITY_NAME = /^[A-Za-z0-9._-]+$/;
const POLICY_NAME = /^[A-Za-z0-9-]+$/;
const CONTROL_CHARACTER = /[^\P{Cc}\t\n\r]/u;

function tooLong(parameterName: string): Refusal {
  return refuse('InvalidParameter.{ParameterName}.Length', { ParameterName: parameterName });
}

function invalidCharacters(parameterName: string): Refusal {
  return refuse('InvalidParameter.{ParameterName}.InvalidChars', { ParameterName: parameterName });
}

/** The refusal of a name that no user, role or group can have. */
export function checkEntityName(parameterName: string, name: string): Refusal | undefined {
  if (name.length < 1 || name.length > RAM_NAME_CHARACTERS_MAX) return tooLong(parameterName);
  return ENTITY_NAME.test(name) ? undefined : invalidCharacters(parameterName);
}

/** The refusal of a name that no policy can have. */
export function checkPolicyName(parameterName: string, name: string): Refusal | undefined {
  if (name.length > RAM_POLICY_NAME_CHARACTERS_MAX) return tooLong(parameterName);
  return POLICY_NAME.test(name) ? undefined : invalidCharacters(parameterName);
}

/** The refusal of the first text that is too long or cannot be shown; parameters by their names. */
export function checkTexts(
  texts: Readonly<Record<string, string | undefined>>,
): Refusal | undefined {
  for (const [parameterName, text = ''] of Object.entries(texts)) {
    if (text.length > RAM_TEXT_CHARACTERS_MAX) return tooLong(parameterName);
    if (CONTROL_CHARACTER.test(text) || !text.isWellFormed()) {
      return invalidCharacters(parameterName);
    }
  }
  return undefined;
}
