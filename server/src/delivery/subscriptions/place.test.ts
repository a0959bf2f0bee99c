import { expect, test } from 'vitest';
import { notBeyond } from './subscription.ts';
import { goOn } from './place.ts';

const head = { epoch: 2, seq: 100, horizon: 40 };
const event = '00000000-0000-8000-8000-000000000005';

test.each([
  ['in the middle', { epoch: 2, seq: 70, event }, { cursor: { epoch: 2, seq: 70, event } }],
  ['of an epoch before', { epoch: 1, seq: 70 }, { cursor: { epoch: 2, seq: 70 }, broken: 'log_restored' }],
  ['beyond the end', { epoch: 2, seq: 120, event }, { cursor: { epoch: 2, seq: 100 }, broken: 'log_restored' }],
  ['before the horizon', { epoch: 2, seq: 39 }, { cursor: { epoch: 2, seq: 40 }, broken: 'log_gap' }],
  ['in a change that is gone', { epoch: 2, seq: 40, event }, { cursor: { epoch: 2, seq: 40 }, broken: 'log_gap' }],
])('a place %s', (_, at, wanted) => expect(goOn(head, at)).toEqual(wanted));

test.each([
  [{ seq: 6 }, { seq: 7, event }, true],
  [{ seq: 8 }, { seq: 7 }, false],
  [{ seq: 7, event }, { seq: 7 }, true],
  [{ seq: 7 }, { seq: 7, event }, false],
  [{ seq: 7, event }, { seq: 7, event }, true],
  [{ seq: 7, event: event.replace(/5$/, '6') }, { seq: 7, event }, false],
])('%j before %j: %s', (place, end, wanted) =>
  expect(notBeyond({ epoch: 1, ...place }, { epoch: 1, ...end })).toBe(wanted),
);
