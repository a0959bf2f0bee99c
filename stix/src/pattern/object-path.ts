import type { ObjectPath, PathStep } from './ast.ts';
import { advance, expectSign, isAt, isIdentifier, refuse, skipIf, type Cursor } from './cursor.ts';
import { unquote } from './literal.ts';
import { PatternSyntaxError } from './problem.ts';

/** A property or dictionary key; one with other characters than letters, digits and _ stands in quotes (section 9.7). */
function readKey(cursor: Cursor): PathStep {
  const { token, text } = cursor;
  if (token.kind === 'string') {
    advance(cursor);
    return { kind: 'key', name: unquote(text, token) };
  }
  if (token.kind === 'name') {
    const name = text.slice(token.start, token.end);
    throw new PatternSyntaxError('quoted_key', token.start, `A key with a hyphen stands in quotes: '${name}'`);
  }
  if (!isIdentifier(cursor)) refuse(cursor, 'the name of a property');
  const name = cursor.spelling;
  advance(cursor);
  return { kind: 'key', name };
}

function readIndex(cursor: Cursor): PathStep {
  if (skipIf(cursor, '*')) return { kind: 'any' };
  const { token, text } = cursor;
  if (token.kind !== 'integer') refuse(cursor, 'an index or *');
  const index = Number(text.slice(token.start, token.end));
  if (!Number.isSafeInteger(index) || index < 0) {
    throw new PatternSyntaxError('list_index', token.start, 'An index counts from 0');
  }
  advance(cursor);
  return { kind: 'index', index };
}

/** Section 9.7: `type:property.property[0].'quoted key'[*]`. */
export function readObjectPath(cursor: Cursor): ObjectPath {
  const { token, text } = cursor;
  if (token.kind !== 'name' && !isIdentifier(cursor)) refuse(cursor, 'an object path');
  advance(cursor);
  expectSign(cursor, ':');
  const steps = [readKey(cursor)];
  for (;;) {
    if (skipIf(cursor, '.')) steps.push(readKey(cursor));
    else if (isAt(cursor, '[')) {
      advance(cursor);
      steps.push(readIndex(cursor));
      expectSign(cursor, ']');
    } else return { objectType: text.slice(token.start, token.end), steps, at: token.start };
  }
}
