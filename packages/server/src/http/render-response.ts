/** The two formats of an answer; JSON where a call names none. */
export type Format = 'JSON' | 'XML';

/** Undefined when the `Format` parameter names neither; case does not matter. */
export function parseFormat(text: string | undefined): Format | undefined {
  if (text === undefined || text === '') return 'JSON';
  const upper = text.toUpperCase();
  return upper === 'JSON' || upper === 'XML' ? upper : undefined;
}

/** An answer, ready for the wire. */
export interface RenderedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  JSON: 'application/json;charset=utf-8',
  // The vendor's SDKs parse an XML error only when the type is exactly this.
  XML: 'text/xml;charset=utf-8',
};

/** A body in the format asked for; the XML root element is `{Operation}Response` or `Error`. */
export function render(
  format: Format,
  status: number,
  rootElement: string,
  body: Readonly<Record<string, unknown>>,
): RenderedAnswer {
  return {
    status,
    contentType: CONTENT_TYPES[format],
    body: format === 'JSON' ? JSON.stringify(body) : renderXml(rootElement, body),
  };
}

function renderXml(rootElement: string, body: Readonly<Record<string, unknown>>): string {
  return `<?xml version="1.0" encoding="UTF-8"?><${rootElement}>${renderFields(body)}</${rootElement}>`;
}

function renderFields(fields: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const [name, value] of Object.entries(fields)) text += renderElement(name, value);
  return text;
}

/** A list is one element for each item; an object is an element with its fields inside. */
function renderElement(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => renderElement(name, item)).join('');
  const content =
    typeof value === 'object'
      ? renderFields(value as Readonly<Record<string, unknown>>)
      : escapeXml(String(value));
  return `<${name}>${content}</${name}>`;
}

const XML_ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"']/g, (character) => XML_ESCAPES[character] ?? character)
    .replace(NOT_IN_XML, '\u{fffd}');
}

/** Characters that XML 1.0 cannot hold, even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
