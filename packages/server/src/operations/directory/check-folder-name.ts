import { FOLDER_NAME_CHARACTERS_MAX, type Refusal, refuse } from '@cadastre/api-contract';

const CONTROL_CHARACTER = /\p{Cc}/u;

/** Published: 1 to 24 characters. */
export function checkFolderName(parameterName: string, name: string): Refusal | undefined {
  if ([...name].length > FOLDER_NAME_CHARACTERS_MAX) {
    return refuse('InvalidParameter.{ParameterName}.Length', { ParameterName: parameterName });
  }
  return name.isWellFormed() && !CONTROL_CHARACTER.test(name)
    ? undefined
    : refuse('InvalidParameter.{ParameterName}.InvalidChars', { ParameterName: parameterName });
}
