import { expect, test } from 'vitest';
import type { Published } from '#intelligence/index.ts';
import { clearedFor } from '../../../../test/cleared.ts';
import { fitting, itemsBody, itemText, logBody, mostText } from './payload.ts';

const place = { epoch: 1, seq: 7 };
const now = new Date('2026-01-10T12:00:00Z');

test('an object comes as it is, whatever JavaScript makes of its numbers', () => {
  const body = '{"type":"x-thing", "n": 1.0, "big": 12345678901234567890}';
  const object = {
    kind: 'published' as const,
    id: 'x-thing--1',
    version: 'v',
    type: 'x-thing',
    dateAdded: 'd',
    reason: 'released',
    body,
  };
  const text = itemText({ kind: 'object', place, at: now, object: clearedFor(object as unknown as Published) });
  expect(text).toContain(`"object":${body}}`);
  const whole = itemsBody({ id: 3, subject: 'objects' }, [text, text], place, now);
  expect(JSON.parse(whole)).toMatchObject({
    type: 'objects.changed',
    timestamp: '2026-01-10T12:00:00.000Z',
    data: { subscription: 3, objects: [{ id: 'x-thing--1', object: { type: 'x-thing', n: 1 } }, {}] },
  });
});

test('a message ends before it is too long, but holds one item', () => {
  const text = 'x'.repeat(mostText / 2);
  expect(fitting([text, text, text])).toBe(2);
  expect(fitting([text + text + text, text])).toBe(1);
  expect(fitting([])).toBe(0);
});

test('what became of the log is said with the way to read anew', () => {
  const body = logBody({ id: 3, subject: 'events' }, 'log_gap', { from: { epoch: 1, seq: 2 }, to: place }, now);
  expect(JSON.parse(body)).toMatchObject({ type: 'log.gap', data: { resync: '/api/events' } });
});
