// Classes of characters, as bits in one table: the scanner asks nothing else of most characters.

export const HEX_LETTER = 1;
export const OTHER_LETTER = 2;
export const DIGIT = 4;
export const DOT = 8;
export const HYPHEN = 16;
export const UNDERSCORE = 32;
export const FOREIGN = 64;

const ascii = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const letter = String.fromCharCode(code);
  if (/[a-f]/i.test(letter)) ascii[code] = HEX_LETTER;
  else if (/[g-z]/i.test(letter)) ascii[code] = OTHER_LETTER;
  else if (/[0-9]/.test(letter)) ascii[code] = DIGIT;
}
ascii['.'.charCodeAt(0)] = DOT;
ascii['-'.charCodeAt(0)] = HYPHEN;
ascii['_'.charCodeAt(0)] = UNDERSCORE;

/** The class of a character that can stand in a word, a name or a number; 0 for one that ends it. */
export function classOf(code: number): number {
  if (code < 128) return ascii[code] ?? 0;
  return isForeignLetter(code) ? FOREIGN : 0;
}

/** Beyond ASCII: everything but the blocks of punctuation, symbols and white space (surrogates are no letters of a name either). */
export function isForeignLetter(code: number): boolean {
  if (code < 0xc0) return code === 0xaa || code === 0xb5 || code === 0xb7 || code === 0xba;
  if (code < 0x2000) return code !== 0xd7 && code !== 0xf7 && code !== 0x1680;
  if (code < 0x2c00) return false;
  if (code < 0x3040) return code < 0x2e00 || code === 0x3005 || code === 0x3007;
  if (code >= 0xd800 && code < 0xf900) return false;
  return code < 0xfe00;
}

/** A letter or digit of ASCII. */
export function isWord(code: number): boolean {
  return code < 128 && ((ascii[code] ?? 0) & (HEX_LETTER | OTHER_LETTER | DIGIT)) !== 0;
}

/** What a label of a host name may hold, hyphen and underscore included. */
export function isHost(code: number): boolean {
  return (classOf(code) & ~DOT) !== 0;
}

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
export const isUpper = (code: number): boolean => code >= 65 && code <= 90;
export const isLower = (code: number): boolean => code >= 97 && code <= 122;
export const isHexDigit = (code: number): boolean => code < 128 && ((ascii[code] ?? 0) & (HEX_LETTER | DIGIT)) !== 0;
/** Space or tabulator, and the no-break space that PDF and HTML leave behind. */
export const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 0xa0;
export const isNewline = (code: number): boolean => code === 10 || code === 13;
export const isSpace = (code: number): boolean => isBlank(code) || isNewline(code);
/** Characters that show nothing: zero-width spaces and joiners, word joiner, byte order mark, soft hyphen. */
export const isInvisible = (code: number): boolean =>
  (code >= 0x200b && code <= 0x200f) || code === 0x2060 || code === 0xfeff || code === 0xad;
