/** What is wrong in a JSON text, and where: `Items[3].Cidrs[0]: it is not a CIDR.`. */
export class ItemProblem extends Error {
  override readonly name = 'ItemProblem';
}

export type Fields = Readonly<Record<string, unknown>>;

/** Reads a JSON array of at most `countMax` elements, each by `readElement`; throws an ItemProblem. */
export function readArray<Element>(
  name: string,
  text: string,
  countMax: number,
  readElement: (value: unknown, where: string) => Element,
): readonly Element[] {
  const content = parse(name, text);
  if (!Array.isArray(content)) throw new ItemProblem(`${name}: it is not a JSON array.`);
  if (content.length > countMax) {
    throw new ItemProblem(`${name}: it has more than ${countMax} elements.`);
  }
  return content.map((value, index) => readElement(value, `${name}[${index}]`));
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ItemProblem(`${name}: it is not JSON.`);
  }
}

/** An object that has all of the required fields, and beside them only allowed ones. */
export function readFields(
  value: unknown,
  where: string,
  required: readonly string[],
  allowed: readonly string[],
): Fields {
  const fields = readObject(value, where);
  for (const name of required) {
    if (!Object.hasOwn(fields, name)) throw new ItemProblem(`${where}: ${name} is missing.`);
  }
  for (const name of Object.keys(fields)) {
    if (required.includes(name) || allowed.includes(name)) continue;
    throw new ItemProblem(`${where}: there is a field that it cannot have.`);
  }
  return fields;
}

export function readObject(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ItemProblem(`${where}: it is not a JSON object.`);
  }
  return value as Fields;
}

/** A text of the given form. */
export function readText(value: unknown, where: string, form: RegExp, expected: string): string {
  if (typeof value === 'string' && form.test(value)) return value;
  throw new ItemProblem(`${where}: it must be ${expected}.`);
}
