import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { ReadHandler } from '../handler.ts';
import { describeUser } from './describe-user.ts';

export const GetUser: ReadHandler<typeof OPERATIONS.GetUser> = async (
  { input, accountId },
  reader,
) => {
  const user = await reader.users.findByName(accountId, input.UserName);
  if (user === undefined) return refuse('EntityNotExist.User');
  return { kind: 'answer', response: { User: describeUser(user) } };
};
