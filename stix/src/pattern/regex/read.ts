import { is, isNewline, not, withoutCase } from './characters.ts';
import { readClass } from './character-class.ts';
import { anchors, readEscape } from './escape.ts';
import { readGroupHead } from './group.ts';
import {
  invalid,
  RefusedExpression,
  skip,
  takeCharacter,
  unsupported,
  type CharacterTest,
  type Expression,
  type Reader,
  type Refusal,
} from './syntax.ts';

const character = (reader: Reader, test: CharacterTest): Expression => ({
  kind: 'character',
  test: reader.flags.ignoreCase ? withoutCase(test) : test,
});

/** \Q...\E: everything between is taken as it is. */
function readQuoted(reader: Reader): Expression {
  const end = reader.text.indexOf(String.raw`\E`, reader.at);
  const stop = end === -1 ? reader.text.length : end;
  const parts: Expression[] = [];
  while (reader.at < stop) parts.push(character(reader, is(takeCharacter(reader))));
  reader.at = end === -1 ? stop : end + 2;
  return { kind: 'sequence', parts };
}

/** No real expression nests deeper; the limit of PCRE itself is 250. */
const deepest = 100;

function readGroup(reader: Reader): Expression {
  const open = reader.at - 1;
  const outer = reader.flags;
  const head = readGroupHead(reader);
  if (head !== 'group') return { kind: 'sequence', parts: [] };
  reader.depth += 1;
  if (reader.depth > deepest) unsupported(open, `Groups lie at most ${deepest} deep`);
  const inner = readChoice(reader);
  if (!skip(reader, ')')) invalid(open, 'This ( has no )');
  reader.depth -= 1;
  reader.flags = outer;
  return inner;
}

function readAtom(reader: Reader): Expression {
  const { text, at, flags } = reader;
  switch (text[at]) {
    case '(':
      reader.at += 1;
      return readGroup(reader);
    case '[':
      reader.at += 1;
      return { kind: 'character', test: readClass(reader) };
    case '.':
      reader.at += 1;
      return { kind: 'character', test: flags.dotAll ? () => true : not(isNewline) };
    case '^':
      reader.at += 1;
      return { kind: 'anchor', anchor: flags.multiline ? 'line_start' : 'start' };
    case '$':
      reader.at += 1;
      return { kind: 'anchor', anchor: flags.multiline ? 'line_end' : 'end' };
    case '*':
    case '+':
    case '?':
      return invalid(at, `There is nothing that ${text[at] ?? ''} repeats`);
    case '\\': {
      reader.at += 1;
      const letter = text[reader.at] ?? '';
      if (skip(reader, 'Q')) return readQuoted(reader);
      if (skip(reader, 'E')) return { kind: 'sequence', parts: [] };
      const anchor = Object.hasOwn(anchors, letter) ? anchors[letter] : undefined;
      if (anchor === undefined) return character(reader, readEscape(reader, false).set);
      reader.at += 1;
      return { kind: 'anchor', anchor };
    }
    default:
      return character(reader, is(takeCharacter(reader)));
  }
}

const counted = /\{(\d{1,9})(?:(,)(\d{1,9})?)?\}/y;

/** The bounds of a quantifier at hand, stepped over; `undefined` where none is. A { that begins none is a character. */
function readBounds(reader: Reader): { min: number; max: number | undefined } | undefined {
  if (skip(reader, '*')) return { min: 0, max: undefined };
  if (skip(reader, '+')) return { min: 1, max: undefined };
  if (skip(reader, '?')) return { min: 0, max: 1 };
  counted.lastIndex = reader.at;
  const found = counted.exec(reader.text);
  if (!found) return undefined;
  const min = Number(found[1]);
  const max = found[2] === undefined ? min : found[3] === undefined ? undefined : Number(found[3]);
  if (min > 65_535 || (max ?? 0) > 65_535) invalid(reader.at, 'A number in {} is at most 65535');
  if (max !== undefined && max < min) invalid(reader.at, 'The numbers in {} are out of order');
  reader.at += found[0].length;
  return { min, max };
}

/** Steps over white space and comments where (?x) is on. */
function skipExtended(reader: Reader): void {
  while (reader.flags.extended && reader.at < reader.text.length) {
    if (/\s/.test(reader.text.charAt(reader.at))) reader.at += 1;
    else if (reader.text[reader.at] === '#') {
      const end = reader.text.indexOf('\n', reader.at);
      reader.at = end === -1 ? reader.text.length : end + 1;
    } else return;
  }
}

function readRepeated(reader: Reader): Expression {
  let part = readAtom(reader);
  for (let nested = 0; ; nested += 1) {
    skipExtended(reader);
    const offset = reader.at;
    const bounds = readBounds(reader);
    if (!bounds) return part;
    // Whether a repeat takes as much or as little as it can changes what it captures, not whether it matches.
    if (!skip(reader, '?') && skip(reader, '+')) unsupported(offset, 'Possessive repeats are not run here');
    if (nested >= 3) unsupported(offset, 'Repeats of repeats of repeats are not run here');
    part = { kind: 'repeat', part, ...bounds };
  }
}

function readSequence(reader: Reader): Expression {
  const parts: Expression[] = [];
  for (;;) {
    skipExtended(reader);
    const next = reader.text[reader.at];
    if (next === undefined || next === '|' || next === ')') {
      return parts.length === 1 ? (parts[0] as Expression) : { kind: 'sequence', parts };
    }
    parts.push(readRepeated(reader));
  }
}

function readChoice(reader: Reader): Expression {
  const options = [readSequence(reader)];
  while (skip(reader, '|')) options.push(readSequence(reader));
  return options.length === 1 ? (options[0] as Expression) : { kind: 'choice', options };
}

/**
 * Reads a regular expression of PCRE with DOTALL set, as STIX 2.1 section 9.6.1 demands, in time linear in its length. What can
 * only be run by trying out is refused as unsupported.
 */
export function readExpression(text: string): Expression | Refusal {
  const flags = { ignoreCase: false, multiline: false, dotAll: true, extended: false };
  const reader: Reader = { text, at: 0, flags, depth: 0 };
  try {
    const expression = readChoice(reader);
    if (reader.at < text.length) invalid(reader.at, 'This ) has no (');
    return expression;
  } catch (error) {
    if (error instanceof RefusedExpression) return error.refusal;
    throw error;
  }
}
