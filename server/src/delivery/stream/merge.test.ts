import { expect, test } from 'vitest';
import type { Cursor } from '#sharing/index.ts';
import { comparePlaces, mergeParts, type Part } from './merge.ts';

const place = (seq: number, event?: string): Cursor => ({ epoch: 1, seq, ...(event !== undefined && { event }) });
const part = (cursor: Cursor, more: boolean, ...places: Cursor[]): Part<{ cursor: Cursor }> => ({
  items: places.map((each) => ({ cursor: each })),
  cursor,
  more,
});
const seqs = ({ items }: Part<{ cursor: Cursor }>) => items.map(({ cursor }) => cursor.seq);

test('places are in the order of the log: by change, within one by event, behind the change last', () => {
  const sorted = [place(1), place(2, 'a'), place(2, 'b'), place(2), place(3, 'a')];
  expect(sorted.toReversed().sort(comparePlaces)).toEqual(sorted);
  expect(comparePlaces(place(2, 'a'), place(2, 'a'))).toBe(0);
});

test('two complete readings are put in order, up to the head that both have seen', () => {
  const merged = mergeParts([part(place(9), false, place(1), place(5)), part(place(9), false, place(3), place(8))]);
  expect(seqs(merged)).toEqual([1, 3, 5, 8]);
  expect(merged).toMatchObject({ cursor: place(9), more: false });
});

test('what one of them has not reached yet waits, and is not passed over', () => {
  const merged = mergeParts([
    part(place(4, 'b'), true, place(2), place(4, 'a'), place(4, 'b')),
    part(place(9), false, place(3), place(6)),
  ]);
  expect(seqs(merged)).toEqual([2, 3, 4, 4]);
  expect(merged).toMatchObject({ cursor: place(4, 'b'), more: true });
});

test('what was committed between the two readings is read again', () => {
  const merged = mergeParts([part(place(5), false, place(5)), part(place(7), false, place(7))]);
  expect(seqs(merged)).toEqual([5]);
  expect(merged).toMatchObject({ cursor: place(5), more: true });
});

test('one reading alone stays as it is', () => {
  expect(mergeParts([part(place(3), true, place(2), place(3))])).toEqual(part(place(3), true, place(2), place(3)));
});
