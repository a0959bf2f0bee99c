import { expect, test } from 'vitest';
import { seenBy } from './seen.ts';

const at = new Date('2026-01-10T12:00:00Z');
const handles = new Map([
  [1, 'operator'],
  [2, 'csirt-pl'],
  [3, 'isp-pl'],
]);
const routes = new Map([
  [7, [2, 3]],
  [8, [3]],
]);
const read = (org: number, given: object) => ({
  org,
  at,
  action: 'data.read',
  subject: 'GET /api/x',
  routes: null,
  owners: null,
  episodes: false,
  ...given,
});

test('each org is told of what others saw of it, in one row for each reader and route', () => {
  const rows = seenBy(
    [read(1, { routes: { 7: 10, 8: 1 } }), read(1, { routes: { 7: 5 }, owners: { 2: 4 } })],
    routes,
    handles,
  );
  expect(rows.map(({ org, reader, detail }) => [org, reader, detail.reads, detail.events, detail.objects])).toEqual([
    [2, 'operator', 2, 15, 4],
    [3, 'operator', 2, 16, 0],
  ]);
});

test('what an org reads of its own is not told it; nobody and unknown routes concern nobody', () => {
  expect(
    seenBy([read(2, { episodes: true, routes: { 7: 10, 99: 3 }, owners: { 2: 1, 0: 1 } })], routes, handles),
  ).toEqual([
    {
      org: 3,
      at,
      reader: 'csirt-pl',
      detail: { action: 'data.read', route: 'GET /api/x', reads: 1, events: 0, episodes: 10, objects: 0 },
    },
  ]);
  expect(seenBy([read(2, {})], routes, handles)).toEqual([]);
});
