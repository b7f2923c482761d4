import { readFileSync } from 'node:fs';
import { ENCRYPTION_KEY_BYTES } from './identity/secret-box.ts';
import { StoreOpenError } from './store/store-error.ts';

const KEY_TEXT = new RegExp(`^[0-9a-f]{${ENCRYPTION_KEY_BYTES * 2}}$`);

/** The key of 64 hexadecimal digits; `where` names its place in the message. Throws StoreOpenError. */
export function parseEncryptionKey(text: string, where: string): Uint8Array {
  if (!KEY_TEXT.test(text)) {
    throw new StoreOpenError(`${where} does not hold an encryption key of 64 hexadecimal digits.`);
  }
  return Buffer.from(text, 'hex');
}

/** Reads the key from a file. Throws StoreOpenError. */
export function readEncryptionKey(file: string): Uint8Array {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreOpenError(`The encryption key ${file} cannot be read: ${reason}.`);
  }
  return parseEncryptionKey(text, file);
}
