import { expect, test } from 'vitest';
import { isLines } from './lines.ts';

test('several lines that are no JSON together are one object a line', () => {
  expect(isLines('{"type":"a"}\n{"type":"b"}\n')).toBe(true);
  expect(isLines('{\n"type":"bundle"\n}')).toBe(false);
  expect(isLines('{"type":"a"}\n')).toBe(false);
  // The server says what is wrong with it.
  expect(isLines('{"type":')).toBe(false);
});
