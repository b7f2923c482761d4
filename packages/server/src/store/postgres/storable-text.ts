const NUL = '\0';
const REPLACEMENT = '\ufffd';

/** PostgreSQL keeps every character but NUL, which becomes the replacement character. */
export function storableText(text: string): string {
  return text.includes(NUL) ? text.replaceAll(NUL, REPLACEMENT) : text;
}
