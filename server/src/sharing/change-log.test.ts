import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCursor, parseCursor, resume } from './change-log.ts';

const cursors = fc.record(
  { epoch: fc.nat(), seq: fc.nat({ max: 1e12 }), event: fc.uuid() },
  { requiredKeys: ['epoch', 'seq'] },
);

test('a cursor comes back as it was', () => {
  fc.assert(
    fc.property(cursors, (cursor) => {
      expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
    }),
  );
});

test('a cut or changed cursor is refused', () => {
  const refused = expect.objectContaining({ code: 'invalid_cursor' });
  fc.assert(
    fc.property(cursors, fc.nat({ max: 200 }), fc.constantFrom('', 'A', '-', '!', '%'), (cursor, at, put) => {
      const text = formatCursor(cursor);
      const place = at % text.length;
      const changed = text.slice(0, place) + put + text.slice(place + 1);
      fc.pre(changed !== text);
      // The last character may hold bits that base64url does not use: then nothing was changed.
      fc.pre(Buffer.from(changed, 'base64url').toString('hex') !== Buffer.from(text, 'base64url').toString('hex'));
      expect(() => parseCursor(changed)).toThrow(refused);
    }),
  );
  for (const text of ['', '0', '1.2', 'now', 'x'.repeat(200)]) expect(() => parseCursor(text)).toThrow(refused);
});

const head = { epoch: 2, seq: 100, horizon: 40 };
const event = '00000000-0000-8000-8000-000000000000';

test.each([
  ['none: from the beginning of what is kept', undefined, { epoch: 2, seq: 40 }],
  ['at the horizon', { epoch: 2, seq: 40 }, { epoch: 2, seq: 40 }],
  ['in the middle', { epoch: 2, seq: 70, event }, { epoch: 2, seq: 70, event }],
  ['at the end', { epoch: 2, seq: 100 }, { epoch: 2, seq: 100 }],
])('goes on from %s', (_, cursor, place) => expect(resume(head, cursor)).toEqual(place));

test.each([
  ['of another epoch', { epoch: 1, seq: 70 }],
  ['before the horizon', { epoch: 2, seq: 39 }],
  ['within a change that is gone', { epoch: 2, seq: 40, event }],
  ['beyond the end', { epoch: 2, seq: 101 }],
])('is gone %s', (_, cursor) => {
  const gone = { code: 'gone_cursor', status: 410, extra: { resync: '/api/events' } };
  expect(() => resume(head, cursor)).toThrow(expect.objectContaining(gone));
});
