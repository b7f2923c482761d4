import type { OperationName } from '@cadastre/api-contract';
import { Command } from 'commander';
import { callForAnswer, printCalled } from '../call-for-answer.ts';
import { addConnectionOptions, type ConnectionFlags } from '../connection.ts';
import { formatFields, formatTable } from '../text-table.ts';

interface KeyFlags extends ConnectionFlags {
  readonly userName?: string;
  readonly json?: boolean;
}

type Row = Readonly<Record<string, unknown>>;

/** `cadastre key`: access keys of the caller's account. */
export function keyCommand(): Command {
  return new Command('key')
    .description("Makes and manages access keys, the caller's own or those of a RAM user.")
    .addCommand(
      subcommand('create', 'Makes an access key and prints its secret once.').action(create),
    )
    .addCommand(subcommand('list', 'Lists the access keys, without their secrets.').action(list))
    .addCommand(
      changing('disable', 'Refuses the calls of an access key from now on.').action(
        setStatus('Inactive'),
      ),
    )
    .addCommand(changing('enable', 'Lets an access key call again.').action(setStatus('Active')))
    .addCommand(changing('delete', 'Deletes an access key for ever.').action(remove))
    .addHelpText(
      'after',
      `
A user, and likewise the root of an account, has two access keys at most: to replace one, make a
second, give it to the programs, then disable and delete the first.

Examples:
  cadastre key create
  cadastre key create --user-name alice
  cadastre key list --user-name alice
  cadastre key disable LTAI5tGSfcDd... --user-name alice`,
    );
}

function subcommand(name: string, description: string): Command {
  return addConnectionOptions(new Command(name).description(description))
    .option('--user-name <name>', 'RAM user whose keys it is about; the caller where not given')
    .option('--json', 'print the answer as JSON');
}

function changing(name: string, description: string): Command {
  return subcommand(name, description).argument('<access-key-id>', 'access key to change');
}

function call(operation: OperationName, flags: KeyFlags, parameters: Record<string, string> = {}) {
  const { userName } = flags;
  const user = userName === undefined ? {} : { UserName: userName };
  return callForAnswer(flags, operation, { ...parameters, ...user });
}

async function create(flags: KeyFlags): Promise<void> {
  printCalled(await call('CreateAccessKey', flags), flags, ({ AccessKey: key }) =>
    formatFields(['AccessKeyId', 'AccessKeySecret'], key as Row),
  );
}

async function list(flags: KeyFlags): Promise<void> {
  printCalled(await call('ListAccessKeys', flags), flags, ({ AccessKeys: keys }) => {
    const { AccessKey: rows } = keys as { readonly AccessKey: readonly Row[] };
    return formatTable(['AccessKeyId', 'Status', 'CreateDate'], rows);
  });
}

function setStatus(status: 'Active' | 'Inactive') {
  return async (accessKeyId: string, flags: KeyFlags): Promise<void> => {
    const parameters = { UserAccessKeyId: accessKeyId, Status: status };
    const called = await call('UpdateAccessKey', flags, parameters);
    printCalled(called, flags, () => `Access key ${accessKeyId} is ${status}.`);
  };
}

async function remove(accessKeyId: string, flags: KeyFlags): Promise<void> {
  const called = await call('DeleteAccessKey', flags, { UserAccessKeyId: accessKeyId });
  printCalled(called, flags, () => `Access key ${accessKeyId} is deleted.`);
}
