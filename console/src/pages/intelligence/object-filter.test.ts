import { expect, test } from 'vitest';
import { readObjectFilter } from './object-filter.ts';

const read = (state: Record<string, string[]>) =>
  readObjectFilter({ all: (name) => state[name] ?? [], one: (name) => state[name]?.[0] });

test('the URL is the filter: values with commas stay whole, what is no score or order is left out', () =>
  expect(
    read({ q: ['otter'], label: ['a, b', 'c'], type: ['malware'], owner: ['ours'], score: ['500'], order: ['oldest'] }),
  ).toEqual({ q: 'otter', label: 'a, b\nc', type: 'malware\n', owner: 'ours' }));

test('both values of one that knows only two ask nothing', () =>
  expect(read({ state: ['draft', 'released'], score: ['50'], order: ['score'] })).toEqual({
    score: 50,
    sort: 'score',
  }));
