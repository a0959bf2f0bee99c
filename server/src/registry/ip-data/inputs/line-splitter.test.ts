import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineSplitter, TOO_LONG } from './line-splitter.ts';

test('however the bytes are cut, the lines are the same', () => {
  const text = fc
    .array(fc.constantFrom('a', 'é', '€', '😀', '\n', '\r\n', '\t'), { maxLength: 60 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.array(fc.nat({ max: 200 }), { maxLength: 8 }), (whole, cuts) => {
      const bytes = Buffer.from(whole);
      const splitter = createLineSplitter();
      const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      const lines = places.slice(1).flatMap((end, index) => splitter.push(bytes.subarray(places[index], end)));
      const expected = whole.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
      if (whole === '' || whole.endsWith('\n')) expected.pop();
      expect([...lines, ...splitter.end()]).toEqual(expected);
    }),
  );
});

test('of a line that is too long nothing is kept but that it was there', () => {
  const splitter = createLineSplitter();
  const long = Buffer.alloc(40 * 1024, 'x');
  const lines = [Buffer.from('first\n'), long, long, long, Buffer.from('tail\nlast\n')].flatMap((chunk) =>
    splitter.push(chunk),
  );
  expect([...lines, ...splitter.end()]).toEqual(['first', TOO_LONG, 'last']);
  expect([...splitter.push(long), ...splitter.push(long), ...splitter.end()]).toEqual([TOO_LONG]);
});
