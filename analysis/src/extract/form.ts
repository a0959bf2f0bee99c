import { isWord } from './characters.ts';
import type { Edit } from './edits.ts';

const isFullWidth = (code: number): boolean => code >= 0xff01 && code <= 0xff5e;
const near = (code: number): boolean => isWord(code) || isFullWidth(code) || code === 0x2f || code === 0x3a;

/**
 * Folds one character that is the same as one of ASCII in another form: full width (U+FF01-FF5E), and the hyphens and dashes that word
 * processors set (U+2010-2015, U+2212), beside letters and digits only, so that prose stays as it is.
 */
export function foldedForm(source: string, at: number, code: number): Edit | undefined {
  const folded = isFullWidth(code)
    ? code - 0xfee0
    : code >= 0x2010 && code <= 0x2015
      ? 0x2d
      : code === 0x2212
        ? 0x2d
        : 0;
  if (folded === 0) return undefined;
  const before = source.charCodeAt(at - 1);
  const after = source.charCodeAt(at + 1);
  const within = folded === 0x2d ? isWord(before) && isWord(after) : near(before) || near(after);
  return within ? { start: at, end: at + 1, text: String.fromCharCode(folded), kind: 'form' } : undefined;
}
