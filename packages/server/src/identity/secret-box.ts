import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Bytes of the key that encrypts what must not stand in the database in clear. */
export const ENCRYPTION_KEY_BYTES = 32;

/**
 * Encrypts and decrypts with authentication (AES-256-GCM). The purpose is bound to the text: what
 * was sealed for one purpose does not open for another.
 */
export class SecretBox {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    if (key.length !== ENCRYPTION_KEY_BYTES) {
      throw new RangeError(`The encryption key must have ${ENCRYPTION_KEY_BYTES} bytes.`);
    }
    this.#key = key;
  }

  seal(text: string, purpose: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce);
    cipher.setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Seals a text for clients to keep, in letters, digits, hyphens and underscores. */
  sealToken(text: string, purpose: string): string {
    return this.seal(text, purpose).toString('base64url');
  }

  /** Undefined for anything that `sealToken` did not make for the purpose. */
  openToken(token: string, purpose: string): string | undefined {
    const sealed = Buffer.from(token, 'base64url');
    // Decoding skips what is not base64url; only the exact spelling is a token.
    if (sealed.toString('base64url') !== token) return undefined;
    return this.open(sealed, purpose);
  }

  /** Undefined when the text was changed, was sealed with another key or for another purpose. */
  open(sealed: Uint8Array, purpose: string): string | undefined {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const decipher = createDecipheriv(CIPHER, this.#key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(purpose));
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}
