import { expect, test } from 'vitest';
import { bundleOf, envelopeOf, objectsOf } from './envelope.ts';

const url = { type: 'url', id: 'url--10000000-0000-4000-8000-000000000001' };

test('objects come out of whatever holds them', () => {
  expect(objectsOf({ type: 'bundle', objects: [url] })).toEqual([url]);
  expect(objectsOf({ type: 'bundle' })).toEqual([]);
  expect(objectsOf({ more: false })).toEqual([]);
  expect(objectsOf({ objects: [url] })).toEqual([url]);
  expect(objectsOf([url])).toEqual([url]);
  expect(objectsOf(url)).toEqual([url]);
  expect(objectsOf({ type: 'observed-data', objects: { 0: url } })).toHaveLength(1);
  for (const none of [{}, { objects: 7 }, 'x', null]) expect(objectsOf(none)).toBeUndefined();
});

test('what is empty is left out, and next comes with more', () => {
  expect(envelopeOf([])).toEqual({});
  expect(envelopeOf([url], 'c')).toEqual({ more: true, next: 'c', objects: [url] });
  expect(envelopeOf([url])).toEqual({ objects: [url] });
  const uuid = '10000000-0000-4000-8000-000000000001';
  expect(bundleOf(uuid, [])).toEqual({ type: 'bundle', id: `bundle--${uuid}` });
  expect(bundleOf(uuid, [url])).toEqual({ type: 'bundle', id: `bundle--${uuid}`, objects: [url] });
});
