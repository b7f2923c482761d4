import { OPERATIONS, type OperationName } from '@cadastre/api-contract';
import { Command } from 'commander';
import { callOperation, type Endpoint } from '../api-client.ts';
import {
  addConnectionOptions,
  type ConnectionFlags,
  describeNoAnswer,
  readEndpoint,
  reportProblem,
} from '../connection.ts';

interface CallFlags extends ConnectionFlags {
  readonly print?: string;
}

/** `cadastre call`: any operation, its parameters as flags. */
export function callCommand(): Command {
  const command = new Command('call')
    .description('Calls an operation and prints its answer.')
    .argument('<operation>', 'exact name, such as CreateIpamPool or Vpc.TagResources')
    .argument('[parameters...]', 'as --Name value; lists as --Name.1 value --Name.2 value');
  return addConnectionOptions(command)
    .option('--print <field>', 'print only this field of the answer')
    .allowUnknownOption()
    .addHelpText(
      'after',
      `
Operations: ${Object.keys(OPERATIONS).join(', ')}.

Example:
  cadastre call CreateIpamPool --RegionId cn-hangzhou --IpamScopeId ipam-scope-... \\
    --Tag.1.Key team --Tag.1.Value network`,
    )
    .action(call);
}

async function call(operation: string, words: readonly string[], flags: CallFlags): Promise<void> {
  const problem = await tryCall(operation, words, flags);
  if (problem !== undefined) reportProblem(problem);
}

async function tryCall(
  operation: string,
  words: readonly string[],
  flags: CallFlags,
): Promise<string | undefined> {
  if (!Object.hasOwn(OPERATIONS, operation)) {
    return `there is no operation ${operation}; see cadastre call --help.`;
  }
  const endpoint = readEndpoint(flags);
  if (typeof endpoint === 'string') return endpoint;
  const parameters = readWords(words);
  if (typeof parameters === 'string') return parameters;
  return send(endpoint, operation as OperationName, parameters, flags);
}

async function send(
  endpoint: Endpoint,
  operation: OperationName,
  parameters: Readonly<Record<string, string>>,
  { print }: CallFlags,
): Promise<string | undefined> {
  try {
    const { status, json, text } = await callOperation(endpoint, operation, parameters);
    const isSuccess = status < 400;
    const shown = isSuccess && print !== undefined ? json?.[print] : (json ?? text);
    const output = typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2);
    (isSuccess ? process.stdout : process.stderr).write(`${output}\n`);
    if (!isSuccess) process.exitCode = 1;
    return undefined;
  } catch (error) {
    return describeNoAnswer(endpoint, error);
  }
}

/** The parameters, or what is wrong with the words. */
function readWords(words: readonly string[]): Readonly<Record<string, string>> | string {
  const parameters: Record<string, string> = {};
  for (let index = 0; index < words.length; index += 2) {
    const [flag = '', value] = words.slice(index, index + 2);
    if (!flag.startsWith('--')) return `${flag} is not a parameter such as --RegionId.`;
    if (value === undefined) return `${flag} has no value.`;
    parameters[flag.slice(2)] = value;
  }
  return parameters;
}
