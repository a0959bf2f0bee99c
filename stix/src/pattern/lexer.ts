import { PatternSyntaxError } from './problem.ts';

/** `word` is a keyword or an identifier: which of them, the place decides. A `name` has a hyphen. */
export type TokenKind =
  'word' | 'name' | 'integer' | 'float' | 'string' | 'hex' | 'binary' | 'timestamp' | 'sign' | 'end';

/** `start` to `end` is the whole token, quotes and prefix included. Of a sign, `sign` is the sign in its canonical form. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly sign: string;
}

const QUOTE = 0x27;
const BACKSLASH = 0x5c;
const SLASH = 0x2f;
const ASTERISK = 0x2a;

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isWordStart = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
const isWordPart = (code: number): boolean => isWordStart(code) || isDigit(code);

/** White space of the grammar that the technical committee publishes, Unicode's included. */
const isSpace = (code: number): boolean =>
  code === 0x20 ||
  (code >= 0x09 && code <= 0x0d) ||
  code === 0x85 ||
  code === 0xa0 ||
  code === 0x1680 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x2028 ||
  code === 0x2029 ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000;

/** The offset of the next thing that is neither white space nor comment. */
function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) at += 1;
    else if (code === SLASH && text.charCodeAt(at + 1) === SLASH) {
      while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1;
    } else if (code === SLASH && text.charCodeAt(at + 1) === ASTERISK) {
      const close = text.indexOf('*/', at + 2);
      if (close === -1) throw new PatternSyntaxError('comment', at, 'This comment has no end');
      at = close + 2;
    } else return at;
  }
}

/** The offset behind the closing quote of what is quoted from `quote` on. Only \' and \\ are escapes (section 9.2). */
function endOfQuoted(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) {
      at += 1;
      const next = text.charCodeAt(at);
      if (next !== QUOTE && next !== BACKSLASH) {
        throw new PatternSyntaxError('string', at - 1, String.raw`A backslash in a string must be written \\`);
      }
    }
  }
  throw new PatternSyntaxError('string', quote, 'This string has no closing quote');
}

function endOfNumber(text: string, start: number): Token {
  let at = start;
  const first = text.charCodeAt(at);
  if (first === 0x2b || first === 0x2d) at += 1;
  const digits = at;
  while (isDigit(text.charCodeAt(at))) at += 1;
  if (text[at] === '.' && isDigit(text.charCodeAt(at + 1))) {
    at += 1;
    while (isDigit(text.charCodeAt(at))) at += 1;
    return { kind: 'float', start, end: at, sign: '' };
  }
  if (at === digits)
    throw new PatternSyntaxError('character', start, `${text.slice(start, at)} has no number behind it`);
  if (at - digits > 1 && text[digits] === '0') {
    throw new PatternSyntaxError('integer', start, 'An integer has no leading zeros');
  }
  return { kind: 'integer', start, end: at, sign: '' };
}

const prefixes: Readonly<Record<string, TokenKind>> = { h: 'hex', b: 'binary', t: 'timestamp' };

function readWord(text: string, start: number): Token {
  const prefixed = text.charCodeAt(start + 1) === QUOTE ? prefixes[text[start] ?? ''] : undefined;
  if (prefixed) return { kind: prefixed, start, end: endOfQuoted(text, start + 1), sign: '' };
  let at = start + 1;
  let kind: TokenKind = 'word';
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x2d) kind = 'name';
    else if (!isWordPart(code)) return { kind, start, end: at, sign: '' };
    at += 1;
  }
}

/** The committee's grammar takes == and <> too. */
const doubleSigns: Readonly<Record<string, string>> = { '==': '=', '!=': '!=', '<>': '!=', '<=': '<=', '>=': '>=' };
const singleSigns = new Set(['[', ']', '(', ')', ':', '.', ',', '*', '=', '<', '>']);

/**
 * The token at or after `from`. Each character is looked at a bounded number of times, so that reading a whole pattern is
 * linear in its length. Throws PatternSyntaxError where no token is.
 */
export function readToken(text: string, from: number): Token {
  const start = skipBlank(text, from);
  if (start >= text.length) return { kind: 'end', start: text.length, end: text.length, sign: '' };
  const code = text.charCodeAt(start);
  if (isWordStart(code)) return readWord(text, start);
  if (code === QUOTE) return { kind: 'string', start, end: endOfQuoted(text, start), sign: '' };
  const isFraction = code === 0x2e && isDigit(text.charCodeAt(start + 1));
  if (isDigit(code) || isFraction || code === 0x2b || code === 0x2d) return endOfNumber(text, start);
  const double = doubleSigns[text.slice(start, start + 2)];
  if (double) return { kind: 'sign', start, end: start + 2, sign: double };
  const single = text.charAt(start);
  if (singleSigns.has(single)) return { kind: 'sign', start, end: start + 1, sign: single };
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  throw new PatternSyntaxError('character', start, `${JSON.stringify(character)} has no meaning here`);
}
