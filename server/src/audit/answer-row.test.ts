import { expect, test } from 'vitest';
import type { AnswerFacts } from '#kernel/http/answer-record.ts';
import { recordOf } from './answer-row.ts';
import { digestOfIds } from './digest.ts';

const now = new Date('2026-01-10T12:00:00Z');
const caller = {
  kind: 'token',
  org: 7,
  orgHandle: 'csirt-pl',
  orgKind: 'government',
  nation: 'PL',
  name: 'feed',
  scopes: [],
  assurance: 'token',
} as const;
const facts = (given: Partial<AnswerFacts>): AnswerFacts => ({
  caller,
  address: '192.0.2.7',
  method: 'GET',
  route: '/api/events/search',
  params: {},
  query: {},
  body: undefined,
  status: 200,
  reads: true,
  file: false,
  shown: {},
  ...given,
});

test('a read says who, from where, what and how much, and of the question only a digest', () => {
  const query = { address: '198.51.100.9' };
  const { row, delivery } = recordOf(facts({ query, shown: { events: 3, routes: new Map([[5, 3]]) } }), now);
  expect(row).toMatchObject({
    at: now,
    org: 7,
    actor: 'feed',
    address: '192.0.2.7',
    action: 'data.read',
    subject: 'GET /api/events/search',
    detail: { by: 'token', events: 3 },
    routes: new Map([[5, 3]]),
  });
  expect(JSON.stringify(row?.detail)).not.toContain('198.51.100.9');
  expect(row?.detail).toEqual(recordOf(facts({ query, shown: { events: 3 } }), now).row?.detail);
  expect(row?.detail).not.toEqual(recordOf(facts({ query: {}, shown: { events: 3 } }), now).row?.detail);
  expect(delivery).toBeUndefined();
});

test('a file that leaves is an export; ids of bodies are named, not without end', () => {
  const ids = Array.from({ length: 300 }, (_, n) => `indicator--${n}`);
  const { row } = recordOf(facts({ file: true, shown: { ids } }), now);
  expect(row?.action).toBe('data.export');
  expect(row?.detail).toMatchObject({ objects: 300, ids: ids.slice(0, 200) });
});

test('what a channel hands over has a receipt; an empty page has none', () => {
  const handed = { channel: 'page', subject: 'events', epoch: 1, first: 3, last: 9, ids: ['a', 'b'] } as const;
  expect(recordOf(facts({ shown: { events: 2, handed } }), now).delivery).toEqual({
    ...{ org: 7, at: now, channel: 'page', subject: 'events', epoch: 1, first: 3, last: 9, items: 2 },
    digest: digestOfIds(['a', 'b']),
  });
  expect(recordOf(facts({ shown: { handed: { ...handed, ids: [] } } }), now).delivery).toBeUndefined();
  const made = { items: 2, digest: digestOfIds(['a', 'b']) };
  const inSql = recordOf(facts({ shown: { handed: { ...handed, ids: made } } }), now);
  expect(inSql).toEqual(recordOf(facts({ shown: { handed } }), now));
  expect(recordOf(facts({ shown: { handed: { ...handed, part: true } } }), now).delivery?.ids).toEqual(['a', 'b']);
});

test('refusals of who is known are rows, of others counts; the public reads unrecorded', () => {
  const refused = recordOf(facts({ reads: false, status: 404, params: { id: 'x' } }), now);
  expect(refused.row).toMatchObject({ action: 'access.refused', detail: { status: 404, params: { id: 'x' } } });
  const counted = { route: '/api/events/search', status: 401 };
  expect(recordOf(facts({ caller: null, reads: false, status: 401 }), now)).toEqual({ counted });
  expect(recordOf(facts({ caller: { kind: 'public' } }), now)).toEqual({});
});
