import { isBlank, isDigit, isHost, isInvisible, isLower, isUpper, isWord } from './characters.ts';
import { applyEdits } from './edits.ts';
import type { Edit, Refanged } from './edits.ts';
import { foldedForm } from './form.ts';
import { bracketedGlue, isCloser, isDotLike, isOpener, skipBlanks, skipBlanksBack, wordBefore } from './glue.ts';

/** ASCII characters at which something may have been defused. */
const triggers = new Uint8Array(128);
for (const character of '[({<]).}dDA\\^@&') triggers[character.charCodeAt(0)] = 1;

/** Undoes what makes names and addresses harmless to click, at every place where it leaves something that reads as one. Linear in the text. */
export function refang(source: string): Refanged {
  const edits: Edit[] = [];
  let done = 0;
  for (let at = 0; at < source.length; at += 1) {
    const code = source.charCodeAt(at);
    if (code < 128 && triggers[code] === 0) continue;
    const edit = code < 128 ? editAt(source, at, code) : foreignEdit(source, at, code);
    if (edit === undefined || edit.start < done) continue;
    edits.push(edit);
    done = edit.end;
    at = Math.max(at, edit.end - 1);
  }
  return applyEdits(source, edits);
}

const defanged = (start: number, end: number, text: string): Edit => ({ start, end, text, kind: 'defanged' });

function editAt(source: string, at: number, code: number): Edit | undefined {
  switch (code) {
    case 0x2e: // .
      return dot(source, at);
    case 0x5c: // \
      return backslash(source, at);
    case 0x5e: // ^
      return source.charCodeAt(at + 1) === 0x2e && between(source, at, at + 2) ? defanged(at, at + 2, '.') : undefined;
    case 0x40: // @
      return spacedAt(source, at);
    case 0x26: // &
      return entity(source, at);
    case 0x64: // d
    case 0x44: // D
      return bareDot(source, at);
    case 0x41: // A
      return bareAt(source, at);
    default:
      return isOpener(code) ? opened(source, at) : closed(source, at);
  }
}

/** Whether characters of a host name stand right before `start` and right at `end`. */
const between = (source: string, start: number, end: number): boolean =>
  start > 0 && isHost(source.charCodeAt(start - 1)) && isHost(source.charCodeAt(end));

/** Glue with the blanks around it, where a name stands on both sides. */
function joined(source: string, start: number, end: number, text: string): Edit | undefined {
  const from = skipBlanksBack(source, start);
  const to = skipBlanks(source, end);
  const before = source.charCodeAt(from - 1);
  const after = source.charCodeAt(to);
  if (text === '.' || text === '@' || text === '-') {
    // `foo [.] com`, `me [at] example`; but `see [-]` and `(.) Then` are prose where only one side is spaced and the other a sentence.
    const sound = isHost(before) && (isHost(after) || isOpener(after));
    return sound && (from === start || to !== end || isWord(after)) ? defanged(from, to, text) : undefined;
  }
  // Colons and slashes stand where they stand: nothing is pulled together around them.
  const near = source.charCodeAt(start - 1);
  const next = source.charCodeAt(end);
  const anything = isHost(near) || near === 0x3a || near === 0x5d || near === 0x29 || near === 0x2f || near === 0x2a;
  return anything && (isHost(next) || next === 0x2f || next === 0x5c || next === 0x5b || isBlank(next))
    ? defanged(start, end, text)
    : undefined;
}

function opened(source: string, at: number): Edit | undefined {
  if (source.charCodeAt(at) === 0x3c) {
    const tag = /^<wbr ?\/?>/i.exec(source.slice(at, at + 7));
    if (tag !== null) return { start: at, end: at + tag[0].length, text: '', kind: 'form' };
  }
  const www = source.slice(at + 1, at + 4).toLowerCase() === 'www' && isCloser(source.charCodeAt(at + 4));
  if (www && source.charCodeAt(at + 5) === 0x2e) return defanged(at, at + 5, source.slice(at + 1, at + 4));
  const glue = bracketedGlue(source, at);
  if (glue === undefined) return undefined;
  const escaped = source.charCodeAt(at - 1) === 0x5c;
  return joined(source, escaped ? at - 1 : at, glue.end, glue.text);
}

/** `www].example`, `foodot]com`: the bracket that opened it is missing. */
function closed(source: string, at: number): Edit | undefined {
  if (source.charCodeAt(at + 1) === 0x2e && isHost(source.charCodeAt(at - 1))) {
    const bracket = isOpener(source.charCodeAt(at + 2)) || isCloser(source.charCodeAt(at + 2));
    const end = bracket ? at + 3 : at + 2;
    return isHost(source.charCodeAt(end)) && !opensBefore(source, at) ? defanged(at, end, '.') : undefined;
  }
  const word = wordBefore(source, at);
  return word !== undefined && between(source, word.start, at + 1) && !opensBefore(source, at)
    ? defanged(word.start, at + 1, word.text)
    : undefined;
}

/** Whether a bracket opens before, in the same word: `forms[0].id` is code. */
function opensBefore(source: string, at: number): boolean {
  for (let before = at - 1; before >= 0 && before > at - 64; before -= 1) {
    const code = source.charCodeAt(before);
    if (isOpener(code)) return source.charCodeAt(before + 1) !== 0x2e && source.charCodeAt(before - 1) !== 0x2e;
    if (isBlank(code) || code === 10) return false;
  }
  return false;
}

/** `1.)1`, `test.}example`, and `example . com`. */
function dot(source: string, at: number): Edit | undefined {
  const next = source.charCodeAt(at + 1);
  if ((isCloser(next) || isOpener(next)) && next !== 0x3c)
    return between(source, at, at + 2) ? defanged(at, at + 2, '.') : undefined;
  if (!isBlank(next) || !isBlank(source.charCodeAt(at - 1))) return undefined;
  const from = skipBlanksBack(source, at);
  const to = skipBlanks(source, at + 1);
  const before = source.charCodeAt(from - 1);
  const after = source.charCodeAt(to);
  const names = isWord(before) && isLower(after);
  return names || (isDigit(before) && isDigit(after)) ? defanged(from, to, '.') : undefined;
}

/** `www\.example\.com`, `https:\/\/example.com`; but not in a path. */
function backslash(source: string, at: number): Edit | undefined {
  const next = source.charCodeAt(at + 1);
  if (next === 0x2f) {
    const before = source.charCodeAt(at - 1);
    return isHost(before) || before === 0x3a || before === 0x2f
      ? { start: at, end: at + 2, text: '/', kind: 'form' }
      : undefined;
  }
  if (next !== 0x2e || !between(source, at, at + 2)) return undefined;
  for (let before = at - 1; before >= 0 && before > at - 64; before -= 1) {
    const code = source.charCodeAt(before);
    if (code === 0x5c || code === 0x25) return undefined;
    if (code === 0x3a || isBlank(code) || code === 10) break;
    if (code === 0x2e && source.charCodeAt(before - 1) === 0x5c) before -= 1;
  }
  return defanged(at, at + 2, '.');
}

/** `foo @ bar.com`, where a name with a dot follows. */
function spacedAt(source: string, at: number): Edit | undefined {
  const from = skipBlanksBack(source, at);
  const to = skipBlanks(source, at + 1);
  if ((from === at && to === at + 1) || !isWord(source.charCodeAt(from - 1))) return undefined;
  let end = to;
  while (end < to + 64 && isHost(source.charCodeAt(end))) end += 1;
  const dotted =
    source.charCodeAt(end) === 0x2e ? isHost(source.charCodeAt(end + 1)) : isOpener(source.charCodeAt(end));
  return end > to && dotted ? { start: from, end: to, text: '@', kind: 'form' } : undefined;
}

const entities: Record<string, string> = {
  '#46': '.',
  '#x2e': '.',
  period: '.',
  '#64': '@',
  '#x40': '@',
  commat: '@',
  '#58': ':',
  '#x3a': ':',
  colon: ':',
  '#47': '/',
  '#x2f': '/',
  sol: '/',
  amp: '&',
  shy: '',
  '#8203': '',
  '#x200b': '',
  ZeroWidthSpace: '',
};

function entity(source: string, at: number): Edit | undefined {
  const end = source.slice(at, at + 17).indexOf(';');
  const text =
    end < 0
      ? undefined
      : (entities[source.slice(at + 1, at + end)] ?? entities[source.slice(at + 1, at + end).toLowerCase()]);
  return text === undefined ? undefined : { start: at, end: at + end + 1, text, kind: 'form' };
}

/** `fooDOTcom`, `foo DOT com`, `foo dot com`, `foo-dot-com`, `foo_dot_com`. */
function bareDot(source: string, at: number): Edit | undefined {
  const last = source.charCodeAt(at + 2);
  if ((last !== 0x74 && last !== 0x54) || (source.charCodeAt(at + 1) | 32) !== 0x6f) return undefined;
  return bare(source, at, at + 3, '.', source.slice(at, at + 3) === 'DOT');
}

/** `fooATbar.com`, `foo AT bar.com`, `foo-AT-bar.com`. */
function bareAt(source: string, at: number): Edit | undefined {
  return source.charCodeAt(at + 1) === 0x54 ? bare(source, at, at + 2, '@', true) : undefined;
}

function bare(source: string, start: number, end: number, text: string, capital: boolean): Edit | undefined {
  const before = source.charCodeAt(start - 1);
  const after = source.charCodeAt(end);
  const small = (code: number): boolean => isLower(code) || isDigit(code);
  if (small(before) && small(after)) return capital ? defanged(start, end, text) : undefined;
  if (before === after && (before === 0x2d || before === 0x5f)) {
    return between(source, start - 1, end + 1) ? defanged(start - 1, end + 1, text) : undefined;
  }
  if (!isBlank(before) || !isBlank(after)) return undefined;
  const from = skipBlanksBack(source, start);
  const to = skipBlanks(source, end);
  return isWord(source.charCodeAt(from - 1)) && isWord(source.charCodeAt(to)) && !isUpper(source.charCodeAt(to))
    ? defanged(from, to, text)
    : undefined;
}

function foreignEdit(source: string, at: number, code: number): Edit | undefined {
  if (isInvisible(code)) return { start: at, end: at + 1, text: '', kind: 'form' };
  if (isDotLike(code)) {
    const before = source.charCodeAt(at - 1);
    const after = source.charCodeAt(at + 1);
    return wide(before) && wide(after) ? defanged(at, at + 1, '.') : undefined;
  }
  return foldedForm(source, at, code);
}

/** A letter or digit of ASCII, in its usual or its full width. */
const wide = (code: number): boolean => isWord(code) || (code >= 0xff10 && code <= 0xff5a);
