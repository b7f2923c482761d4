/**
 * Wildcard patterns and sets of them, compiled once and matched often.
 *
 * `*` stands for any text, the empty text included, and `?` for exactly one character (published).
 * A character is one UTF-16 code unit, and there is no escape for the two signs (our choice).
 */

/** A text between two stars. */
interface Piece {
  readonly text: string;
  readonly hasAnyCharacter: boolean;
}

/** A compiled pattern: its pieces, anchored left, free, and anchored right. */
export interface WildcardPattern {
  readonly first: Piece;
  readonly middle: readonly Piece[];
  /** Undefined when the pattern has no star. */
  readonly last: Piece | undefined;
}

/** A set of literals and patterns that answers whether a text matches any of them. */
export interface PatternSet {
  readonly matchesAll: boolean;
  readonly literals: ReadonlySet<string>;
  /** The texts before the star of patterns such as `vpc:Get*`, by their length. */
  readonly prefixesByLength: ReadonlyMap<number, ReadonlySet<string>>;
  readonly patterns: readonly WildcardPattern[];
}

const ANY_TEXT = '*';
const ANY_CHARACTER = '?';

/** Whether the text holds a wildcard sign, and so is more than a literal. */
export function hasWildcard(text: string): boolean {
  return text.includes(ANY_TEXT) || text.includes(ANY_CHARACTER);
}

/** Compiles one pattern. Every text is a valid pattern. */
export function compileWildcard(pattern: string): WildcardPattern {
  const pieces = pattern
    .replace(/\*+/g, ANY_TEXT)
    .split(ANY_TEXT)
    .map((text) => ({ text, hasAnyCharacter: text.includes(ANY_CHARACTER) }));
  const [first = { text: '', hasAnyCharacter: false }, ...others] = pieces;
  return { first, middle: others.slice(0, -1), last: others.at(-1) };
}

/**
 * Whether the whole text matches the pattern, case-sensitively.
 *
 * Each piece is placed at its leftmost position after the one before and never moved again, so the
 * work is at most the text's length times the longest piece, whatever the pattern.
 */
export function matchesWildcard(pattern: WildcardPattern, text: string): boolean {
  const { first, middle, last } = pattern;
  if (last === undefined) {
    return text.length === first.text.length && isPieceAt(first, text, 0);
  }
  const endOffset = text.length - last.text.length;
  if (
    endOffset < first.text.length ||
    !isPieceAt(first, text, 0) ||
    !isPieceAt(last, text, endOffset)
  ) {
    return false;
  }
  let offset = first.text.length;
  for (const piece of middle) {
    const foundOffset = findPiece(piece, text, offset);
    if (foundOffset === -1 || foundOffset + piece.text.length > endOffset) {
      return false;
    }
    offset = foundOffset + piece.text.length;
  }
  return true;
}

/** Compiles a set. Literals and plain prefixes are looked up by hash, the rest tried one by one. */
export function compilePatternSet(texts: readonly string[]): PatternSet {
  const literals = new Set<string>();
  const prefixesByLength = new Map<number, Set<string>>();
  const patterns: WildcardPattern[] = [];
  for (const text of texts) {
    const prefix = text.slice(0, -1);
    if (!hasWildcard(text)) {
      literals.add(text);
    } else if (text.endsWith(ANY_TEXT) && !hasWildcard(prefix)) {
      const sameLength = prefixesByLength.get(prefix.length) ?? new Set();
      prefixesByLength.set(prefix.length, sameLength.add(prefix));
    } else {
      patterns.push(compileWildcard(text));
    }
  }
  return { matchesAll: texts.includes(ANY_TEXT), literals, prefixesByLength, patterns };
}

/** Whether the text matches any member of the set, case-sensitively. */
export function matchesPatternSet(set: PatternSet, text: string): boolean {
  if (set.matchesAll || set.literals.has(text)) {
    return true;
  }
  for (const [length, prefixes] of set.prefixesByLength) {
    if (length <= text.length && prefixes.has(text.slice(0, length))) {
      return true;
    }
  }
  for (const pattern of set.patterns) {
    if (matchesWildcard(pattern, text)) {
      return true;
    }
  }
  return false;
}

function isPieceAt(piece: Piece, text: string, offset: number): boolean {
  if (!piece.hasAnyCharacter) {
    return text.startsWith(piece.text, offset);
  }
  for (let index = 0; index < piece.text.length; index += 1) {
    const character = piece.text[index];
    if (character !== ANY_CHARACTER && character !== text[offset + index]) {
      return false;
    }
  }
  return offset + piece.text.length <= text.length;
}

function findPiece(piece: Piece, text: string, fromOffset: number): number {
  if (!piece.hasAnyCharacter) {
    return text.indexOf(piece.text, fromOffset);
  }
  for (let offset = fromOffset; offset + piece.text.length <= text.length; offset += 1) {
    if (isPieceAt(piece, text, offset)) {
      return offset;
    }
  }
  return -1;
}
