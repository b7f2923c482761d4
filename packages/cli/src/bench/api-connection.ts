import { connect, type Socket } from 'node:net';
import type { OperationName } from '@cadastre/api-contract';
import { type ApiAnswer, type Endpoint, signCall } from '../api-client.ts';

const HEADERS_END = Buffer.from('\r\n\r\n');
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;

interface Waiting {
  readonly resolve: (answer: ApiAnswer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One keep-alive connection with one call under way at a time. It speaks HTTP/1.1 over a plain
 * socket, because a full HTTP client would cost more for a call than the server that is measured.
 */
export class ApiConnection {
  readonly #endpoint: Endpoint;
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #waiting: Waiting | undefined;

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    const url = new URL(endpoint.url);
    this.#socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  /** Signs and sends one call; the one before it must have been answered. */
  call(operation: OperationName, parameters: Readonly<Record<string, string>>): Promise<ApiAnswer> {
    const { method, path, headers, body } = signCall(this.#endpoint, operation, parameters);
    let text = `${method} ${path} HTTP/1.1\r\ncontent-length: ${body.length}\r\n`;
    for (const [name, value] of Object.entries(headers)) text += `${name}: ${value}\r\n`;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(`${text}\r\n${body}`, 'latin1');
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headersEnd = this.#received.indexOf(HEADERS_END);
    if (headersEnd === -1) return;
    const head = this.#received.toString('latin1', 0, headersEnd);
    const bodyStart = headersEnd + HEADERS_END.length;
    const bodyEnd = bodyStart + Number(CONTENT_LENGTH.exec(head)?.[1] ?? 0);
    if (this.#received.length < bodyEnd) return;
    const text = this.#received.toString('utf8', bodyStart, bodyEnd);
    this.#received = this.#received.subarray(bodyEnd);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ status: Number(head.slice(9, 12)), text, json: JSON.parse(text) });
  }
}
