import { type OPERATIONS, refuse } from '@cadastre/api-contract';
import type { WriteHandler } from '../handler.ts';
import { membershipChanged } from '../member/membership-changed.ts';
import { refreshCoverage } from '../member/refresh-coverage.ts';
import { sharesWithManager } from '../member/shares-with-manager.ts';
import { folderDepth } from './folder-depth.ts';

/** With its folder an account changes the IPAMs and the control policies that it is under. */
export const MoveAccount: WriteHandler<typeof OPERATIONS.MoveAccount> = async (
  call,
  transactor,
) => {
  const { input, accountId: directoryId, config, now } = call;
  const { AccountId: accountId, DestinationFolderId: folderId } = input;
  const { directoryAccounts, members } = transactor;
  const before = await directoryAccounts.find(accountId);
  if (before === undefined) return refuse('EntityNotExist.Account');
  if ((await folderDepth(transactor, directoryId, folderId)) === undefined) {
    return refuse('EntityNotExist.Folder');
  }
  if (accountId === directoryId) return refuse('OperationDenied.ManagementAccount');
  const ipamsBefore = await members.listIpamsOver(accountId);
  // An account that stays where it is keeps its place in the order of those below a member.
  const isMoved = folderId !== before.folderId;
  if (isMoved) await directoryAccounts.move(directoryId, accountId, folderId, now);
  if (await sharesWithManager(transactor, accountId)) {
    return refuse('OperationDenied.MemberSharesResourceDiscovery', { Accounts: accountId });
  }
  const ipams = [...ipamsBefore, ...(await members.listIpamsOver(accountId))];
  const changed = await refreshCoverage(transactor, config, ipams);
  const membership = await membershipChanged(transactor, changed, 'AccountMoved', call);
  return {
    kind: 'answer',
    response: {},
    change: {
      resourceType: 'Account',
      resourceId: accountId,
      before: { folderId: before.folderId },
      after: { folderId, membership },
    },
  };
};
