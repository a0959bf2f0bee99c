import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textDiff } from './text-diff.ts';

test('one value changed', () => {
  expect(textDiff('{"port":99999}', '{"port":443}')).toEqual([
    { kind: 'same', text: '{"port":' },
    { kind: 'removed', text: '99999' },
    { kind: 'added', text: '443' },
    { kind: 'same', text: '}' },
  ]);
});

test('the pieces give both texts back', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ',', '"', ' ', '1', 'é'), maxLength: 40 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = textDiff(before, after);
      const without = (kind: string) =>
        pieces
          .filter((piece) => piece.kind !== kind)
          .map((piece) => piece.text)
          .join('');
      expect(without('added')).toBe(before);
      expect(without('removed')).toBe(after);
    }),
  );
});
