import type { OperationName } from '@cadastre/api-contract';
import { ROOT, startTestServer, type TestServer } from '../../test-server.test-support.ts';
import {
  type Actor,
  actorOf,
  insertAccount,
} from '../resource-sharing/sharing-ground.test-support.ts';

export const IPAM_SERVICE = { ServicePrincipal: 'vpcipam.vpc.aliyuncs.com' } as const;

/** A directory: the management account, and accounts of the given number in the root folder. */
export interface Directory {
  readonly server: TestServer;
  readonly management: Actor;
  readonly accounts: readonly Actor[];
}

export async function startDirectory(
  accountCount: number,
  given: Parameters<typeof startTestServer>[0] = {},
): Promise<Directory> {
  const server = await startTestServer(given);
  const accounts: Actor[] = [];
  for (let index = 2; index < accountCount + 2; index += 1) {
    server.clock.now += 1_000;
    accounts.push(await insertAccount(server, `10000000000000${String(index).padStart(2, '0')}`));
  }
  return { server, management: actorOf(server, ROOT.accountId, ROOT), accounts };
}

/** Makes a folder and answers its id. */
export async function createFolder(
  management: Actor,
  name: string,
  parentId?: string,
): Promise<string> {
  const parent = parentId === undefined ? {} : { ParentFolderId: parentId };
  const body = await management.succeed('CreateFolder', { FolderName: name, ...parent });
  return (body['Folder'] as { FolderId: string }).FolderId;
}

export async function moveAccount(
  management: Actor,
  { accountId }: Actor,
  folderId: string,
): Promise<void> {
  await management.succeed('MoveAccount', {
    AccountId: accountId,
    DestinationFolderId: folderId,
  });
}

/** `OK`, or the status and the code of a refusal. */
export async function outcomeOf(
  actor: Actor,
  operation: OperationName,
  parameters: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const { status, body } = await actor.call(operation, parameters);
  return status === 200 ? 'OK' : [status, body['Code']];
}
