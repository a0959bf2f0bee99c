import type { Observation, Qualifier } from './ast.ts';
import { advance, expectKind, expectSign, inParentheses, isAt, readChain, refuse, type Cursor } from './cursor.ts';
import { readComparison } from './comparison.ts';
import { plainNumber, timestampOf } from './literal.ts';
import { PatternSyntaxError } from './problem.ts';

/** Section 9.5.1. What the number or the two instants may be is checked later, so that one problem hides no other. */
function readQualifier(cursor: Cursor): Qualifier | undefined {
  const at = cursor.token.start;
  const { text } = cursor;
  switch (cursor.spelling) {
    case 'WITHIN': {
      advance(cursor);
      const { kind, start, end } = cursor.token;
      if (kind !== 'integer' && kind !== 'float') refuse(cursor, 'a number of seconds');
      advance(cursor);
      expectSign(cursor, 'SECONDS');
      return { kind: 'within', seconds: plainNumber(text.slice(start, end)), at };
    }
    case 'REPEATS': {
      advance(cursor);
      const { start, end } = expectKind(cursor, 'integer', 'a whole number of times');
      expectSign(cursor, 'TIMES');
      const times = Number(text.slice(start, end));
      if (!Number.isSafeInteger(times))
        throw new PatternSyntaxError('qualifier_number', start, 'Nothing repeats so often');
      return { kind: 'repeats', times, at };
    }
    case 'START': {
      advance(cursor);
      const start = timestampOf(text, expectKind(cursor, 'timestamp', "a timestamp, t'...'"));
      expectSign(cursor, 'STOP');
      const stop = timestampOf(text, expectKind(cursor, 'timestamp', "a timestamp, t'...'"));
      return { kind: 'start_stop', start, stop, at };
    }
    default:
      return undefined;
  }
}

function readUnqualified(cursor: Cursor): Observation {
  const at = cursor.token.start;
  if (isAt(cursor, '(')) return inParentheses(cursor, readObservation);
  if (!isAt(cursor, '[')) {
    if (cursor.token.kind !== 'word' && cursor.token.kind !== 'name') refuse(cursor, '[');
    throw new PatternSyntaxError('brackets', at, 'A comparison stands in square brackets');
  }
  advance(cursor);
  const comparison = readComparison(cursor);
  expectSign(cursor, ']');
  return { kind: 'observation', comparison, at };
}

function readQualified(cursor: Cursor): Observation {
  const at = cursor.token.start;
  const expression = readUnqualified(cursor);
  const qualifiers: Qualifier[] = [];
  for (let next = readQualifier(cursor); next; next = readQualifier(cursor)) qualifiers.push(next);
  return qualifiers.length === 0 ? expression : { kind: 'qualified', expression, qualifiers, at };
}

const readAnd = (cursor: Cursor): Observation => readChain(cursor, 'AND', 'and', readQualified);
const readOr = (cursor: Cursor): Observation => readChain(cursor, 'OR', 'or', readAnd);

/** Section 9.5.3: of the operators AND binds closest, then OR, then FOLLOWEDBY; a qualifier binds closer than all. */
export function readObservation(cursor: Cursor): Observation {
  return readChain(cursor, 'FOLLOWEDBY', 'followedby', readOr);
}
