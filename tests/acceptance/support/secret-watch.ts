import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Answer,
  type CallOptions,
  encode,
  type Parameters,
  send,
  sign,
  type Target,
  type WireRequest,
} from './raw-client.ts';

/** An access key to call with, that of a session with its security token. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

/** Characters that all forms of secrets are looked up by. */
const START_CHARACTERS = 12;

/** A place where a secret was found, for the message of a failing test. */
export interface Finding {
  readonly secret: string;
  readonly place: string;
  readonly form: string;
}

/**
 * Makes calls and remembers every secret that went over the wire with them: access key secrets,
 * signatures, also the right ones where wrong ones were sent, security tokens and whatever a test
 * declares. Every answer is kept, to be searched at the end for all of them.
 */
export class SecretWatch {
  /** What each secret is, by the secret. */
  readonly #secrets = new Map<string, string>();
  readonly #answers: { readonly place: string; readonly text: string; readonly given: string[] }[] =
    [];

  /** Declares a secret; `what` stands for it in messages. */
  hide(secret: string, what: string): string {
    this.#secrets.set(secret, what);
    return secret;
  }

  /** Signs and sends a call; `mayEcho` is what this one answer is expected to hold. */
  async call(
    target: Target,
    action: string,
    parameters: Parameters = {},
    options: CallOptions = {},
    mayEcho: readonly string[] = [],
  ): Promise<Answer> {
    const fixed = { nonce: crypto.randomUUID(), timestamp: timestamp(), ...options };
    const { accessKeySecret: _, signature: __, ...right } = fixed;
    this.#hideSignature(sign(target, action, parameters, right), 'the right signature');
    return this.send(target.url, sign(target, action, parameters, fixed), action, mayEcho);
  }

  /** Sends a request as it stands. */
  async send(
    url: string,
    wire: WireRequest,
    place: string,
    mayEcho: readonly string[] = [],
  ): Promise<Answer> {
    this.#hideSignature(wire, 'a signature');
    const answer = await send(url, wire);
    this.keep(
      `${answer.status} of ${place}`,
      answer.text + JSON.stringify(answer.headers),
      mayEcho,
    );
    return answer;
  }

  /** Makes a call that gives credentials, in the member of its answer that holds them. */
  async obtain(
    target: Target,
    action: string,
    parameters: Parameters,
    { version, member }: { readonly version: string; readonly member?: string },
  ): Promise<Credentials> {
    const wire = sign(target, action, parameters, { version });
    this.#hideSignature(wire, 'a signature');
    const answer = await send(target.url, wire);
    const body: unknown = member === undefined ? answer.body : answer.body[member];
    const given = body as Readonly<Record<string, string>> | undefined;
    const { AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret } = given ?? {};
    if (accessKeyId === undefined || accessKeySecret === undefined) {
      throw new Error(`${action} gave no credentials: ${answer.text}`);
    }
    const securityToken = given?.['SecurityToken'];
    const allowed = [this.hide(accessKeySecret, `the secret that ${action} gave`)];
    if (securityToken !== undefined) allowed.push(this.hide(securityToken, 'a security token'));
    this.keep(`200 of ${action}`, answer.text, allowed);
    return { accessKeyId, accessKeySecret, ...(securityToken !== undefined && { securityToken }) };
  }

  /** Keeps a text to be searched. */
  keep(place: string, text: string, given: readonly string[] = []): void {
    this.#answers.push({ place, text, given: [...given] });
  }

  /** How many secrets are known. */
  get count(): number {
    return this.#secrets.size;
  }

  /** Every secret that an answer or another kept text holds without being meant to. */
  searchTexts(): readonly Finding[] {
    const search = this.#prepareSearch();
    return this.#answers.flatMap(({ place, text, given }) =>
      search(Buffer.from(text), place, given),
    );
  }

  /** Every secret in the files of a folder, but for those that are there to hold one. */
  searchFolder(folder: string, exceptions: readonly string[]): readonly Finding[] {
    const search = this.#prepareSearch();
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !exceptions.includes(entry.name))
      .flatMap(({ parentPath, name }) => search(readFileSync(join(parentPath, name)), name));
  }

  /** Goes over bytes once, looking every start up among the starts of all forms of all secrets. */
  #prepareSearch() {
    const byStart = new Map<string, { secret: string; form: string; text: string }[]>();
    for (const secret of this.#secrets.keys()) {
      for (const [form, text] of formsOf(secret)) {
        const start = text.slice(0, START_CHARACTERS);
        const known = byStart.get(start) ?? [];
        if (start.length < START_CHARACTERS) throw new Error(`${secret} is too short to look for.`);
        if (!known.some((other) => other.text === text)) known.push({ secret, form, text });
        byStart.set(start, known);
      }
    }
    return (bytes: Buffer, place: string, given: readonly string[] = []): readonly Finding[] => {
      const findings: Finding[] = [];
      const searched = bytes.toString('latin1');
      for (let offset = 0; offset < searched.length; offset += 1) {
        for (const { secret, form, text } of byStart.get(
          searched.slice(offset, offset + START_CHARACTERS),
        ) ?? []) {
          if (given.includes(secret) || !searched.startsWith(text, offset)) continue;
          findings.push({ secret: this.#secrets.get(secret) ?? '', place, form });
        }
      }
      return findings;
    };
  }

  /** Finds the signature wherever the request has it. */
  #hideSignature(wire: WireRequest, what: string): void {
    const text = `${wire.path} ${wire.body.toString('latin1')} ${wire.headers['authorization'] ?? ''}`;
    for (const [, signature = ''] of text.matchAll(/\bSignature"?[=:]"?([^&,"\s]+)/g)) {
      this.hide(decodeURIComponent(signature), what);
    }
  }
}

function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The ways in which a secret may stand somewhere, as bytes, each under its name. */
function formsOf(secret: string): readonly (readonly [form: string, text: string])[] {
  const bytes = Buffer.from(secret);
  const forms: Record<string, string> = {
    'in clear': bytes.toString('latin1'),
    'as JSON': JSON.stringify(secret).slice(1, -1),
    'in hexadecimal': bytes.toString('hex'),
    'in upper-case hexadecimal': bytes.toString('hex').toUpperCase(),
    'percent-encoded': encode(secret),
    'percent-encoded twice': encode(encode(secret)),
    'in UTF-16': Buffer.from(secret, 'utf16le').toString('latin1'),
  };
  // What precedes a secret in a longer text moves the characters of base64; more may follow.
  for (const shift of [0, 1, 2]) {
    for (const encoding of ['base64', 'base64url'] as const) {
      const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString(encoding);
      const start = shift === 0 ? 0 : shift + 1;
      forms[`in ${encoding} at ${shift}`] = text.replace(/=+$/, '').slice(start, -1);
    }
  }
  const decoded = decodeSignature(secret);
  if (decoded !== undefined) {
    forms['as decoded bytes'] = decoded.toString('latin1');
    forms['decoded, in hexadecimal'] = decoded.toString('hex');
    forms['decoded, in base64'] = decoded.toString('base64');
  }
  return Object.entries(forms);
}

/** The bytes that a signature of either version stands for. */
function decodeSignature(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/]{27}=$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
