import { type OperationName, PAGE_SIZE_MAX } from '@cadastre/api-contract';
import { Command } from 'commander';
import { type Called, callForAnswer, printCalled } from '../call-for-answer.ts';
import { addConnectionOptions, type ConnectionFlags } from '../connection.ts';
import { formatFields, formatTable } from '../text-table.ts';

interface AccountFlags extends ConnectionFlags {
  readonly json?: boolean;
}

interface CreateFlags extends AccountFlags {
  readonly accountId?: string;
}

/** `cadastre account`: the accounts of a running server. */
export function accountCommand(): Command {
  return new Command('account')
    .description("Makes and manages the server's accounts; for the root of the first account.")
    .addCommand(
      subcommand('create', 'Makes an account and prints the access key of its root once.')
        .argument('<name>', '1 to 64 letters, digits, periods, underscores and hyphens')
        .option('--account-id <id>', 'id of the account, 16 digits; made up where not given')
        .action(create),
    )
    .addCommand(subcommand('list', 'Lists the accounts, oldest first.').action(list))
    .addCommand(
      subcommand('disable', 'Refuses the calls of all access keys of an account from now on.')
        .argument('<account-id>', 'account, 16 digits')
        .action(setStatus('Inactive')),
    )
    .addCommand(
      subcommand('enable', 'Lets the access keys of an account call again.')
        .argument('<account-id>', 'account, 16 digits')
        .action(setStatus('Active')),
    )
    .addHelpText(
      'after',
      `
Disabling an account deletes nothing; the first account cannot be disabled.

Examples, with the access key of the first account's root in the environment:
  cadastre account create network-team
  cadastre account list
  cadastre account disable 1210123456789012`,
    );
}

function subcommand(name: string, description: string): Command {
  return addConnectionOptions(new Command(name).description(description)).option(
    '--json',
    'print the answer as JSON',
  );
}

/** The message of a refused permission does not say who has this one. */
async function call(
  flags: AccountFlags,
  operation: OperationName,
  parameters: Readonly<Record<string, string>>,
): Promise<Called> {
  const called = await callForAnswer(flags, operation, parameters);
  return called.kind === 'problem' && called.code === 'Forbidden.RAM'
    ? { ...called, text: `only the root of the first account may do this. ${called.text}` }
    : called;
}

async function create(name: string, flags: CreateFlags): Promise<void> {
  const { accountId } = flags;
  const called = await call(flags, 'CreateAccount', {
    AccountName: name,
    ...(accountId === undefined ? {} : { AccountId: accountId }),
  });
  printCalled(called, flags, (body) =>
    formatFields(['AccountId', 'AccessKeyId', 'AccessKeySecret'], body),
  );
}

async function list(flags: AccountFlags): Promise<void> {
  printCalled(await listAll(flags), flags, ({ Accounts: accounts }) =>
    formatTable(
      ['AccountId', 'AccountName', 'Status', 'CreateTime'],
      accounts as readonly Readonly<Record<string, unknown>>[],
    ),
  );
}

/** All pages as one answer. */
async function listAll(flags: AccountFlags): Promise<Called> {
  const accounts: unknown[] = [];
  let start: Readonly<Record<string, string>> | undefined = {};
  while (start !== undefined) {
    const parameters: Record<string, string> = { MaxResults: String(PAGE_SIZE_MAX), ...start };
    const called = await call(flags, 'ListAccounts', parameters);
    if (called.kind === 'problem') return called;
    const { Accounts: items, NextToken: next } = called.body;
    accounts.push(...(items as readonly unknown[]));
    start = typeof next === 'string' ? { NextToken: next } : undefined;
  }
  return { kind: 'answer', body: { Accounts: accounts } };
}

function setStatus(status: 'Active' | 'Inactive') {
  return async (accountId: string, flags: AccountFlags): Promise<void> => {
    const parameters = { AccountId: accountId, Status: status };
    const called = await call(flags, 'UpdateAccount', parameters);
    printCalled(called, flags, () => `Account ${accountId} is ${status}.`);
  };
}
