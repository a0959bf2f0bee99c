import { afterAll, beforeAll, expect, it } from 'vitest';
import { deliveryServer, type DeliveryServer, type TestOrg } from '../../../../test/delivery-server.ts';
import { readPage } from '../pages/store.ts';
import { tellEvents } from './jobs.ts';

let now = new Date('2026-03-01T10:30:00Z');
const clock = { now: () => now };
let server: DeliveryServer;
let pl: TestOrg;
let ee: TestOrg;
let source: number;

beforeAll(async () => {
  server = await deliveryServer({ clock });
  const operator = await server.makeOrg('operator', 'operator');
  pl = await server.makeOrg('csirt-pl', 'government');
  ee = await server.makeOrg('csirt-ee', 'government');
  source = await server.makeSource('sinkhole', operator);
});
afterAll(() => server.close());

const event = (time: string, address: string) => ({ time, address, family: 'lumma' });

async function listed(org: TestOrg): Promise<Record<string, unknown>[]> {
  const caller = {
    kind: 'token',
    org: org.id,
    orgHandle: org.handle,
    orgKind: 'government',
    nation: null,
    name: 'test',
    scopes: [],
  } as const;
  const { items } = await readPage({ db: server.db, clock }, caller, { collection: 1, limit: 100 }, 'objects');
  return (JSON.parse(`[${items}]`) as Record<string, unknown>[]).filter(({ type }) => type !== 'malware');
}

it('tells of an hour once it is over: one observed-data and sighting per host, to those whom it concerns', async () => {
  await server.publish([pl], source, [
    event('2026-03-01T10:01:00Z', '192.0.2.1'),
    event('2026-03-01T10:02:00Z', '192.0.2.1'),
    event('2026-03-01T10:03:00Z', '192.0.2.2'),
  ]);
  expect(await tellEvents(server.db, clock)).toBe(0);
  expect(await listed(pl)).toEqual([]);

  now = new Date('2026-03-01T11:10:00Z');
  expect(await tellEvents(server.db, clock)).toBe(2);
  const told = await listed(pl);
  expect(told.map(({ type }) => type)).toEqual(['observed-data', 'sighting', 'observed-data', 'sighting']);
  expect(told.map(({ number_observed: n, count }) => n ?? count)).toEqual([2, 2, 1, 1]);
  expect(await listed(ee)).toEqual([]);
  expect(await tellEvents(server.db, clock), 'what was told is not told again').toBe(0);
});

it('tells an hour anew when events come late, as another version of the same objects', async () => {
  const before = await listed(pl);
  now = new Date('2026-03-01T12:00:00Z');
  await server.publish([pl], source, [event('2026-03-01T10:45:00Z', '192.0.2.1')]);
  expect(await tellEvents(server.db, clock)).toBe(1);
  const after = await listed(pl);
  expect(new Set(after.map(({ id }) => id))).toEqual(new Set(before.map(({ id }) => id)));
  expect(after.filter(({ type }) => type === 'observed-data').map(({ number_observed: n }) => n)).toEqual([1, 3]);
});
