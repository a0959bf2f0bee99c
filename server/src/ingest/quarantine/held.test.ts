import { expect, test } from 'vitest';
import { distinctHeld, heldHash, type RecordToHold } from './held.ts';

const record = (change: Partial<RecordToHold> = {}): RecordToHold => ({
  batch: 1,
  source: 1,
  feed: 'tocsin',
  report: null,
  record: 1,
  line: 1,
  reason: 'not_json',
  detail: '',
  raw: Buffer.from('{'),
  truncated: false,
  header: null,
  ...change,
});

test('a record is the same by feed, report, header and bytes, wherever it stood', () => {
  const key = heldHash(record()).toString('hex');
  expect(heldHash(record({ batch: 2, record: 5, line: 9, reason: 'truncated' })).toString('hex')).toBe(key);
  const others = [{ feed: 'n6' }, { report: 'r' }, { header: Buffer.from('a,b') }, { raw: Buffer.from('[') }].map(
    (change) => heldHash(record(change)).toString('hex'),
  );
  expect(new Set([key, ...others]).size).toBe(5);
});

test('header and record do not run into each other', () => {
  const one = heldHash(record({ header: Buffer.from('a'), raw: Buffer.from('b') }));
  expect(heldHash(record({ header: Buffer.from('ab'), raw: Buffer.from('') }))).not.toEqual(one);
});

test('the same records of one source become one, counted; the order is that of their keys', () => {
  const all = [record({ record: 1 }), record({ record: 2 }), record({ source: 2 }), record({ raw: Buffer.from('x') })];
  const found = distinctHeld(all);
  expect(found.map(({ seen }) => seen).sort()).toEqual([1, 1, 2]);
  expect(found.find(({ seen }) => seen === 2)?.record.record).toBe(1);
  expect(distinctHeld([...all].reverse()).map(({ key }) => key)).toEqual(found.map(({ key }) => key));
});
