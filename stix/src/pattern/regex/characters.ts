import { unsupported, type CharacterTest } from './syntax.ts';

const between =
  (low: number, high: number): CharacterTest =>
  (code) =>
    code >= low && code <= high;
export const not =
  (test: CharacterTest): CharacterTest =>
  (code) =>
    !test(code);
export const any =
  (...tests: readonly CharacterTest[]): CharacterTest =>
  (code) =>
    tests.some((test) => test(code));
export const is =
  (wanted: number): CharacterTest =>
  (code) =>
    code === wanted;

/** The set of what lies in any of the ranges, found by halving. */
export function inRanges(ranges: readonly (readonly [number, number])[]): CharacterTest {
  const merged: [number, number][] = [];
  for (const [low, high] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  return (code) => {
    let from = 0;
    let to = merged.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const [low, high] = merged[middle] as [number, number];
      if (code < low) to = middle;
      else if (code > high) from = middle + 1;
      else return true;
    }
    return false;
  };
}

const digit = between(0x30, 0x39);
const lower = between(0x61, 0x7a);
const upper = between(0x41, 0x5a);
const letter = any(lower, upper);
export const isWord = any(letter, digit, is(0x5f));
const space = any(is(0x20), between(0x09, 0x0d));
const horizontal: CharacterTest = (code) =>
  code === 0x09 ||
  code === 0x20 ||
  code === 0xa0 ||
  code === 0x1680 ||
  code === 0x180e ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000;
const vertical: CharacterTest = (code) =>
  (code >= 0x0a && code <= 0x0d) || code === 0x85 || code === 0x2028 || code === 0x2029;
export const isNewline = is(0x0a);
const printing = between(0x21, 0x7e);

/** Sets with an escape of their own. As in PCRE without UCP, \d, \w and \s mean ASCII. */
export const escapedSets: Readonly<Record<string, CharacterTest>> = {
  d: digit,
  D: not(digit),
  w: isWord,
  W: not(isWord),
  s: space,
  S: not(space),
  h: horizontal,
  H: not(horizontal),
  v: vertical,
  V: not(vertical),
  N: not(isNewline),
};

/** POSIX names, as in [[:alpha:]]. */
export const posixSets: Readonly<Record<string, CharacterTest>> = {
  alpha: letter,
  digit,
  alnum: any(letter, digit),
  lower,
  upper,
  space,
  blank: any(is(0x20), is(0x09)),
  punct: (code) => printing(code) && !letter(code) && !digit(code),
  print: any(printing, is(0x20)),
  graph: printing,
  cntrl: any(between(0x00, 0x1f), is(0x7f)),
  xdigit: any(digit, between(0x61, 0x66), between(0x41, 0x46)),
  word: isWord,
  ascii: between(0x00, 0x7f),
};

/** The set that \p{name} means. JavaScript's own expressions know Unicode; on one character they take constant time. */
export function unicodeSet(name: string, offset: number): CharacterTest {
  for (const spelling of [name, `Script=${name}`]) {
    if (!/^[\w=]+$/.test(spelling)) break;
    try {
      const known = new RegExp(`^\\p{${spelling}}$`, 'u');
      return (code) => known.test(String.fromCodePoint(code));
    } catch {
      continue;
    }
  }
  return unsupported(offset, `\\p{${name}} is a property that we do not know`);
}

/** The character that a text is; `code` where it is several, as the capital of ß is. */
function single(text: string, code: number): number {
  const first = text.codePointAt(0) ?? code;
  return text.length === (first > 0xffff ? 2 : 1) ? first : code;
}

/** The set with the other case of its characters: simple folding, one character for one. */
export const withoutCase =
  (test: CharacterTest): CharacterTest =>
  (code) => {
    if (test(code)) return true;
    const text = String.fromCodePoint(code);
    return test(single(text.toLowerCase(), code)) || test(single(text.toUpperCase(), code));
  };
