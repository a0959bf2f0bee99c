import { escapedSets, is, not, unicodeSet } from './characters.ts';
import { invalid, skip, takeCharacter, unsupported, type Anchor, type CharacterTest, type Reader } from './syntax.ts';

const controls: Readonly<Record<string, number>> = { a: 0x07, e: 0x1b, f: 0x0c, n: 0x0a, r: 0x0d, t: 0x09 };

export const anchors: Readonly<Record<string, Anchor>> = {
  A: 'start',
  z: 'final_end',
  Z: 'end',
  b: 'boundary',
  B: 'no_boundary',
};

/** What a machine without memory cannot do. */
const beyond: Readonly<Record<string, string>> = {
  G: 'the end of the match before',
  K: 'a start of the match set anew',
  X: 'grapheme clusters',
  C: 'single code units',
  R: 'newline sequences',
  g: 'references to groups',
  k: 'references to groups',
};

const codePoint = (text: string, radix: number, offset: number): number => {
  const code = text === '' ? 0 : Number.parseInt(text, radix);
  return code <= 0x10ffff ? code : invalid(offset, 'There is no such character');
};

function takeDigits(reader: Reader, form: RegExp, most: number): string {
  const start = reader.at;
  while (reader.at - start < most && form.test(reader.text.charAt(reader.at))) reader.at += 1;
  return reader.text.slice(start, reader.at);
}

const hexDigit = /^[0-9a-f]$/i;
const octalDigit = /^[0-7]$/;

function takeBraced(reader: Reader, form: RegExp): string {
  const start = reader.at;
  const end = reader.text.indexOf('}', start);
  const inner = end === -1 ? '' : reader.text.slice(start, end);
  if (inner === '' || inner.length > 40 || !form.test(inner)) invalid(start, 'What stands in {} has no meaning here');
  reader.at = end + 1;
  return inner;
}

/** The single character that an escape stands for; `undefined` where it stands for none. `letter` is behind the backslash. */
function escapedCharacter(reader: Reader, letter: string, offset: number): number | undefined {
  if (Object.hasOwn(controls, letter)) return controls[letter];
  switch (letter) {
    case 'x':
      if (skip(reader, '{')) return codePoint(takeBraced(reader, /^[0-9a-f]+$/i), 16, offset);
      return codePoint(takeDigits(reader, hexDigit, 2), 16, offset);
    case 'o':
      if (!skip(reader, '{')) invalid(offset, String.raw`\o takes an octal number in {}`);
      return codePoint(takeBraced(reader, /^[0-7]+$/), 8, offset);
    case '0':
      return codePoint(takeDigits(reader, octalDigit, 2), 8, offset);
    case 'c': {
      const control = takeCharacter(reader);
      if (control < 0x20 || control > 0x7e) invalid(offset, String.raw`\c takes a printing ASCII character`);
      return String.fromCodePoint(control).toUpperCase().charCodeAt(0) ^ 0x40;
    }
    default:
      return undefined;
  }
}

/**
 * The set of characters that an escape means, the backslash stepped over already. In a class, \b is a backspace and a number is
 * octal; outside, a number refers to a group.
 */
export function readEscape(reader: Reader, inClass: boolean): { set: CharacterTest; character?: number } {
  const offset = reader.at - 1;
  if (reader.at >= reader.text.length) invalid(offset, 'A backslash ends the expression');
  const code = takeCharacter(reader);
  const letter = String.fromCodePoint(code);
  if (Object.hasOwn(escapedSets, letter)) return { set: escapedSets[letter] as CharacterTest };
  if (letter === 'p' || letter === 'P') {
    const braced = skip(reader, '{');
    const name = braced ? takeBraced(reader, /^\^?[\w=]+$/) : String.fromCodePoint(takeCharacter(reader));
    const set = unicodeSet(name.replace('^', ''), offset);
    return { set: (letter === 'P') !== name.startsWith('^') ? not(set) : set };
  }
  const character =
    inClass && letter === 'b'
      ? 0x08
      : inClass && octalDigit.test(letter) && letter !== '0'
        ? codePoint(letter + takeDigits(reader, octalDigit, 2), 8, offset)
        : escapedCharacter(reader, letter, offset);
  if (character !== undefined) return { set: is(character), character };
  if (/[1-9]/.test(letter)) unsupported(offset, 'References to groups take more than linear time');
  const reason = Object.hasOwn(beyond, letter) ? beyond[letter] : undefined;
  if (reason !== undefined && !inClass) unsupported(offset, `\\${letter}, ${reason}, is not run here`);
  return { set: is(code), character: code };
}
