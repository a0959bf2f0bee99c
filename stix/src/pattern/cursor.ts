import { readToken, type Token, type TokenKind } from './lexer.ts';
import { PatternSyntaxError } from './problem.ts';

/** Words that the language keeps for itself: in upper case, but for the two booleans (section 9.3). */
const keywords = new Set([
  'AND',
  'OR',
  'NOT',
  'FOLLOWEDBY',
  'LIKE',
  'MATCHES',
  'ISSUPERSET',
  'ISSUBSET',
  'EXISTS',
  'LAST',
  'IN',
  'START',
  'STOP',
  'SECONDS',
  'WITHIN',
  'REPEATS',
  'TIMES',
  'true',
  'false',
]);

/** Whether a key can stand in an object path as it is, without quotes. */
export const isPlainKey = (name: string): boolean =>
  /^[A-Za-z_]/.test(name) && !/[^A-Za-z0-9_]/.test(name) && !keywords.has(name);

/** A place in a pattern: the token there, and how deep in parentheses it lies. */
export interface Cursor {
  readonly text: string;
  token: Token;
  /** Of a word its text, of a sign the sign in its canonical form, else empty: what a parser compares with. */
  spelling: string;
  depth: number;
}

/** Parentheses within one another. Nothing real comes near; the stack of the machine holds far more. */
const deepest = 100;

const spellingOf = (text: string, { kind, start, end, sign }: Token): string =>
  kind === 'word' ? text.slice(start, end) : sign;

export function openCursor(text: string): Cursor {
  const token = readToken(text, 0);
  return { text, token, spelling: spellingOf(text, token), depth: 0 };
}

/** Steps over the token at hand, and returns it. */
export function advance(cursor: Cursor): Token {
  const passed = cursor.token;
  cursor.token = readToken(cursor.text, passed.end);
  cursor.spelling = spellingOf(cursor.text, cursor.token);
  return passed;
}

/** Whether the token at hand is this keyword or sign. A string that spells the same is none. */
export const isAt = (cursor: Cursor, spelling: string): boolean => cursor.spelling === spelling;

export function skipIf(cursor: Cursor, spelling: string): boolean {
  if (!isAt(cursor, spelling)) return false;
  advance(cursor);
  return true;
}

function nameOf(cursor: Cursor): string {
  const { kind, start, end } = cursor.token;
  if (kind === 'end') return 'the end of the pattern';
  const text = cursor.text.slice(start, Math.min(end, start + 40));
  return end - start > 40 ? `${text}...` : text;
}

/** Throws: something else was expected here. Says so plainly where only the case of a keyword is wrong. */
export function refuse(cursor: Cursor, expected: string): never {
  const { token, spelling } = cursor;
  const meant = [spelling.toUpperCase(), spelling.toLowerCase()].find(
    (word) => word !== spelling && keywords.has(word),
  );
  if (token.kind === 'word' && meant !== undefined) {
    throw new PatternSyntaxError('keyword_case', token.start, `The keyword is written ${meant}, not ${spelling}`);
  }
  throw new PatternSyntaxError('syntax', token.start, `Expected ${expected}, found ${nameOf(cursor)}`);
}

export function expectSign(cursor: Cursor, spelling: string): Token {
  return isAt(cursor, spelling) ? advance(cursor) : refuse(cursor, spelling);
}

export function expectKind(cursor: Cursor, kind: TokenKind, expected: string): Token {
  return cursor.token.kind === kind ? advance(cursor) : refuse(cursor, expected);
}

/** Whether a word may be the name of an object type or of a property. */
export const isIdentifier = (cursor: Cursor): boolean => cursor.token.kind === 'word' && !keywords.has(cursor.spelling);

/** What `read` reads between this parenthesis and the one that closes it. */
export function inParentheses<T>(cursor: Cursor, read: (cursor: Cursor) => T): T {
  const open = expectSign(cursor, '(');
  cursor.depth += 1;
  if (cursor.depth > deepest) {
    throw new PatternSyntaxError('nesting', open.start, `Parentheses lie at most ${deepest} deep`);
  }
  const inner = read(cursor);
  expectSign(cursor, ')');
  cursor.depth -= 1;
  return inner;
}

/** One operand, or the flat list of several with the keyword between them. */
export function readChain<T, Kind extends string>(
  cursor: Cursor,
  keyword: string,
  kind: Kind,
  read: (cursor: Cursor) => T,
): T | { kind: Kind; operands: T[]; at: number } {
  const at = cursor.token.start;
  const first = read(cursor);
  if (!isAt(cursor, keyword)) return first;
  const operands = [first];
  while (skipIf(cursor, keyword)) operands.push(read(cursor));
  return { kind, operands, at };
}
