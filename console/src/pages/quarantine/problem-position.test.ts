import { expect, test } from 'vitest';
import { problemPosition } from './problem-position.ts';

const at = (raw: string, reason: string, detail: string) => {
  const span = problemPosition(raw, reason, detail);
  return span && raw.slice(span.from, span.to);
};

test.each([
  ['{"port":99999}', 'bad_port', '99999 is no port', '99999'],
  ['{"address":"not-an-address"}', 'bad_address', '"not-an-address" is no IPv4 or IPv6 address', 'not-an-address'],
  ['{"time":"x", "class":7}', 'wrong_type', 'class is not a text', '"class":7'],
  ['{"destination":{"port":"x"}}', 'wrong_type', 'destination.port is not a number', '"port":"x"'],
  [
    '{"a":1 "b":2}',
    'not_json',
    "Expected ',' or '}' after property value in JSON at position 7 (line 1 column 8)",
    '"',
  ],
  ['a\u0000b', 'nul_byte', 'a byte 0', '\u0000'],
])('%j (%s)', (raw, reason, detail, marked) => {
  expect(at(raw, reason, detail)).toBe(marked);
});

test('an index behind the end marks the end', () => {
  expect(problemPosition('{"a":1', 'not_json', 'Expected } at position 6')).toEqual({ from: 6, to: 6 });
});

test('no position where none is told', () => {
  expect(problemPosition('{}', 'no_time', 'no time was given')).toBeUndefined();
});
