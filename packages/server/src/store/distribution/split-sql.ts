/** A comment, a text, or a text between dollars: what is in it is no SQL to be read. */
const OPAQUE = /--[^\n]*|'(?:[^']|'')*'|(\$\w*\$)[\s\S]*?\1/g;

/** The statements of SQL text on one line each, without comments and without what texts say. */
export function splitStatements(sql: string): readonly string[] {
  return sql
    .replace(OPAQUE, (found) => (found.startsWith('--') ? '' : "''"))
    .split(';')
    .map((statement) =>
      statement
        .replace(/\s+/g, ' ')
        .replace(/\b([a-z_]\w*)\(/gi, '$1 (')
        .replace(/\( /g, '(')
        .replace(/ \)/g, ')')
        .trim(),
    )
    .filter((statement) => statement !== '');
}

/** The parts between commas, up to the parenthesis that closes the list. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let end = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) {
      end = index;
      break;
    }
    if (character !== ',' || depth > 0) continue;
    parts.push(text.slice(start, index).trim());
    start = index + 1;
  }
  parts.push(text.slice(start, end).trim());
  return parts;
}
