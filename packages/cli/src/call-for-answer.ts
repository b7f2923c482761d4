import type { OperationName } from '@cadastre/api-contract';
import { type ApiAnswer, callOperation } from './api-client.ts';
import {
  type ConnectionFlags,
  describeNoAnswer,
  readEndpoint,
  reportProblem,
} from './connection.ts';

type Body = Readonly<Record<string, unknown>>;

/** The body of a success, or one line on why there is none. */
export type Called =
  | { readonly kind: 'answer'; readonly body: Body }
  | { readonly kind: 'problem'; readonly text: string; readonly code?: unknown };

/** Calls one operation of the server that the flags name. */
export async function callForAnswer(
  flags: ConnectionFlags,
  operation: OperationName,
  parameters: Readonly<Record<string, string>>,
): Promise<Called> {
  const endpoint = readEndpoint(flags);
  if (typeof endpoint === 'string') return { kind: 'problem', text: endpoint };
  try {
    const answer = await callOperation(endpoint, operation, parameters);
    const { status, json } = answer;
    if (status < 400 && json !== undefined) return { kind: 'answer', body: json };
    return {
      kind: 'problem',
      text: describeRefusedCall(endpoint.url, answer),
      code: json?.['Code'],
    };
  } catch (error) {
    return { kind: 'problem', text: describeNoAnswer(endpoint, error) };
  }
}

function describeRefusedCall(url: string, { status, json }: ApiAnswer): string {
  if (json?.['Code'] === undefined) return `${url} answered ${status}, and not as Cadastre does.`;
  return `${json['Code']}: ${json['Message']} (request ${json['RequestId']})`;
}

/** Prints an answer: as JSON where the flags ask for it, else as described. */
export function printCalled(
  called: Called,
  { json: isJson }: { readonly json?: boolean },
  describe: (body: Body) => string,
): void {
  if (called.kind === 'problem') {
    reportProblem(called.text);
    return;
  }
  const text = isJson === true ? JSON.stringify(called.body, null, 2) : describe(called.body);
  process.stdout.write(`${text}\n`);
}
