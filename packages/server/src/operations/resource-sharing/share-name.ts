import { type Refusal, refuse } from '@cadastre/api-contract';

/** The published form of a share's name. */
const SHARE_NAME = /^[A-Za-z0-9\p{Script=Han}._-]{1,50}$/u;

/** Undefined for a name that a share can have. */
export function checkShareName(name: string): Refusal | undefined {
  if (SHARE_NAME.test(name)) return undefined;
  return refuse('InvalidParameter.{ParameterName}', { ParameterName: 'ResourceShareName' });
}
