import { isBlank, isInvisible } from './characters.ts';

/** What people write for a character that they do not want to be clicked, read at one place of a text. */
export interface Glue {
  /** What it stands for. */
  text: string;
  /** The offset after it. */
  end: number;
}

/** Words for dot and at, in the languages in which reports write them. */
const words: [string, string][] = [
  ['dot', '.'],
  ['punto', '.'],
  ['punkt', '.'],
  ['point', '.'],
  ['ponto', '.'],
  ['period', '.'],
  ['at', '@'],
  ['et', '@'],
  ['arroba', '@'],
  ['dash', '-'],
  ['colon', ':'],
];

/** Characters that look like a full stop: full width, ideographic, half-width ideographic, small, one dot leader, middle dots. */
export const isDotLike = (code: number): boolean =>
  code === 0xff0e || code === 0x3002 || code === 0xff61 || code === 0xfe52 || code === 0x2024 || code === 0xb7;

export const isOpener = (code: number): boolean => code === 0x5b || code === 0x28 || code === 0x7b || code === 0x3c;
export const isCloser = (code: number): boolean => code === 0x5d || code === 0x29 || code === 0x7d || code === 0x3e;
const isBackslash = (code: number): boolean => code === 0x5c;

/** The offset after blanks, and characters that show nothing; at most eight, so that no run of them costs twice. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < from + 8 && (isBlank(text.charCodeAt(at)) || isInvisible(text.charCodeAt(at)))) at += 1;
  return at;
}

/** The offset of the first of the blanks that end before `to`. */
export function skipBlanksBack(text: string, to: number): number {
  let at = to;
  while (at > to - 8 && at > 0 && (isBlank(text.charCodeAt(at - 1)) || isInvisible(text.charCodeAt(at - 1)))) at -= 1;
  return at;
}

/** What stands at an offset: a dot or its like, a word for it, an at sign, a colon, a slash or a hyphen. */
export function glueAt(text: string, at: number): Glue | undefined {
  const code = text.charCodeAt(at);
  if (code === 0x2e || isDotLike(code)) return { text: '.', end: at + 1 };
  if (code === 0x2c) return { text: '.', end: at + 1 };
  if (code === 0x40 || code === 0xff20) return { text: '@', end: at + 1 };
  if (code === 0x3a) {
    if (text.startsWith('://', at)) return { text: '://', end: at + 3 };
    if (text.startsWith('::', at)) return { text: '::', end: at + 2 };
    return { text: ':', end: at + 1 };
  }
  if (code === 0x2f) return text.startsWith('//', at) ? { text: '//', end: at + 2 } : { text: '/', end: at + 1 };
  if (code === 0x2d) return { text: '-', end: at + 1 };
  return wordAt(text, at);
}

function wordAt(text: string, at: number): Glue | undefined {
  const lower = text.slice(at, at + 6).toLowerCase();
  for (const [word, meant] of words) if (lower.startsWith(word)) return { text: meant, end: at + word.length };
  return undefined;
}

/** A word for dot or at that ends at an offset, as in `foodot]com`, and where it begins. */
export function wordBefore(text: string, end: number): { text: string; start: number } | undefined {
  const lower = text.slice(Math.max(0, end - 6), end).toLowerCase();
  for (const [word, meant] of words)
    if (meant !== '-' && meant !== ':' && lower.endsWith(word)) return { text: meant, start: end - word.length };
  return undefined;
}

/**
 * What stands in brackets that open at an offset: `[.]`, `(dot)`, `{@}`, `[://]`, `[.[`, `\[\.\]`, `[[.]]`, also without its end (`[.com`).
 * Undefined where the brackets hold something else.
 */
export function bracketedGlue(text: string, opener: number): Glue | undefined {
  let at = opener + 1;
  if (isOpener(text.charCodeAt(at))) at += 1;
  at = skipBlanks(text, at);
  if (isBackslash(text.charCodeAt(at))) at += 1;
  const glue = glueAt(text, at);
  if (glue === undefined) return undefined;
  at = skipBlanks(text, glue.end);
  if (isBackslash(text.charCodeAt(at))) at += 1;
  const code = text.charCodeAt(at);
  if (isCloser(code) || isOpener(code)) {
    const twice = isCloser(text.charCodeAt(at + 1)) && isOpener(text.charCodeAt(opener + 1));
    return { text: glue.text, end: twice ? at + 2 : at + 1 };
  }
  // A bracket that nothing closes is glue only right around a dot: `evil[.com`.
  return glue.text === '.' && text.charCodeAt(glue.end - 1) !== 0x2c && glue.end === at
    ? { text: '.', end: at }
    : undefined;
}
