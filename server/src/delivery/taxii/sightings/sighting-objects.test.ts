import { parseJson, validateObject } from '@tocsin/stix';
import { expect, it } from 'vitest';
import { familyObject, sightingObjects, type HostHour } from './sighting-objects.ts';

const seen: HostHour = {
  hour: new Date('2026-03-01T10:00:00Z'),
  host: '00000000-0000-8000-8000-000000000001',
  family: 'lumma',
  audience: 3,
  address: '198.51.100.7/32',
  port: null,
  events: 12,
  firstSeen: new Date('2026-03-01T10:02:00Z'),
  lastSeen: new Date('2026-03-01T10:59:00Z'),
};
const now = new Date('2026-03-01T11:05:00Z');

it('makes one observed-data and one sighting of an hour, however many events', () => {
  const [observed, sighting] = sightingObjects(seen, now).map(({ value }) => value);
  expect(observed).toMatchObject({
    type: 'observed-data',
    number_observed: 12,
    objects: { 0: { value: '198.51.100.7' } },
  });
  expect(sighting).toMatchObject({
    type: 'sighting',
    count: 12,
    observed_data_refs: [observed?.['id']],
    sighting_of_ref: familyObject('lumma').value['id'],
  });
});

it('gives the same ids for the same hour, and others for another hour, family, host or audience', () => {
  const ids = (changed: Partial<HostHour>) =>
    sightingObjects({ ...seen, ...changed }, now).map(({ value }) => value['id']);
  expect(ids({ events: 13, lastSeen: now })).toEqual(ids({}));
  const others = [{ hour: now }, { family: 'other' }, { host: 'another' }, { audience: 4 }].map(ids);
  expect(new Set([ids({}), ...others].flat()).size).toBe(10);
});

it.each([{}, { address: '2001:db8::1', port: 4711 }, { family: '', events: 5_000_000_000 }])(
  'makes valid STIX of %j',
  (changed) => {
    for (const { body } of [
      ...sightingObjects({ ...seen, ...changed }, now),
      familyObject(changed.family ?? 'lumma'),
    ]) {
      const parsed = parseJson(body);
      expect(parsed.ok && validateObject(parsed.value)).toEqual([]);
    }
  },
);
