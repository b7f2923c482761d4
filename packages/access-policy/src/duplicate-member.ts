/**
 * Finds the first object member that is given twice in a JSON text, by its decoded name.
 *
 * `JSON.parse` keeps the last of two such members in silence, which would let a reader and the
 * engine see different policies. The text must already be known to be valid JSON; the work is
 * linear in its length.
 */
export function findDuplicateMember(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (const [, text, colon, bracket] of json.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|([{}[\]])/g)) {
    if (bracket === '{' || bracket === '[') {
      open.push(bracket === '{' ? new Set() : undefined);
    } else if (bracket !== undefined) {
      open.pop();
    } else if (text !== undefined && colon !== undefined) {
      const name = String(JSON.parse(text));
      const names = open.at(-1);
      if (names?.has(name)) {
        return name;
      }
      names?.add(name);
    }
  }
  return undefined;
}
