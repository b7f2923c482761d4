/** What the model expects of an answer, and the comparison that learns what it cannot know. */

/** A text that only the server can make up, such as an id: learnt from the first answer that has it. */
export class LearntText {
  readonly #pattern: RegExp;
  readonly #onLearnt: (text: string) => string | undefined;
  #value: string | undefined;

  /** `onLearnt` may object, with a sentence that says why. */
  constructor(pattern: RegExp, onLearnt: (text: string) => string | undefined = () => undefined) {
    this.#pattern = pattern;
    this.#onLearnt = onLearnt;
  }

  get value(): string | undefined {
    return this.#value;
  }

  /** Undefined when the text is what it was before, or a fitting new one. */
  accept(actual: unknown): string | undefined {
    if (this.#value !== undefined) {
      return actual === this.#value ? undefined : `expected ${this.#value}, got ${String(actual)}`;
    }
    if (typeof actual !== 'string' || !this.#pattern.test(actual)) {
      return `${String(actual)} does not match ${this.#pattern}`;
    }
    this.#value = actual;
    return this.#onLearnt(actual);
  }

  toJSON(): string {
    return this.#value ?? `<new: ${this.#pattern.source}>`;
  }
}

/** A time; where the clock is not the simulation's own, only its form is compared. */
export class TimeText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): string {
    return this.text;
  }
}

export type Body = Readonly<Record<string, unknown>>;

export type Expected =
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'success'; readonly body: Body };

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}Z|Z|\+08:00)$/;

/** The first difference, as a path and a sentence; undefined where the answer is as expected. */
export function describeDifference(
  expected: unknown,
  actual: unknown,
  isTimeCompared: boolean,
  path = '$',
): string | undefined {
  if (expected instanceof LearntText) {
    const problem = expected.accept(actual);
    return problem === undefined ? undefined : `${path}: ${problem}`;
  }
  if (expected instanceof TimeText) {
    const isRight = isTimeCompared ? actual === expected.text : TIME.test(String(actual));
    return isRight ? undefined : `${path}: expected ${expected.text}, got ${String(actual)}`;
  }
  if (Array.isArray(expected))
    return describeListDifference(expected, actual, isTimeCompared, path);
  if (typeof expected === 'object' && expected !== null) {
    return describeObjectDifference(expected as Body, actual, isTimeCompared, path);
  }
  if (Object.is(expected, actual)) return undefined;
  return `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}

function describeListDifference(
  expected: readonly unknown[],
  actual: unknown,
  isTimeCompared: boolean,
  path: string,
): string | undefined {
  if (!Array.isArray(actual)) return `${path}: expected a list`;
  if (actual.length !== expected.length) {
    return `${path}: expected ${expected.length} items, got ${actual.length}`;
  }
  for (const [index, item] of expected.entries()) {
    const inner = `${path}[${index}]`;
    const difference = describeDifference(item, actual[index], isTimeCompared, inner);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function describeObjectDifference(
  expected: Body,
  actual: unknown,
  isTimeCompared: boolean,
  path: string,
): string | undefined {
  if (typeof actual !== 'object' || actual === null) return `${path}: expected an object`;
  const fields = actual as Body;
  for (const name in fields) {
    if (!Object.hasOwn(expected, name)) return `${path}.${name}: not expected`;
  }
  for (const name in expected) {
    if (!Object.hasOwn(fields, name)) return `${path}.${name}: missing`;
    const inner = `${path}.${name}`;
    const difference = describeDifference(expected[name], fields[name], isTimeCompared, inner);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
