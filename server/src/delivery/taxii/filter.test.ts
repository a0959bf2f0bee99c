import { describe, expect, it } from 'vitest';
import { AppError } from '#kernel/errors.ts';
import { readFilter } from './filter.ts';

const id = 'indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';

describe('a query', () => {
  it('asks for the last version of everything unless it says more', () => {
    expect(readFilter({}, 'objects')).toEqual({
      filter: { versions: { first: false, last: true, at: [] } },
      limit: 1000,
    });
  });

  it('is read field by field, values in one order, so that the same question is the same filter', () => {
    const one = readFilter(
      { added_after: '2026-01-01T00:00:00Z', 'match[type]': 'tool,indicator,tool', 'match[id]': id, limit: '7' },
      'manifest',
    );
    expect(one).toEqual({
      filter: {
        addedAfter: '2026-01-01T00:00:00.000000Z',
        types: ['indicator', 'tool'],
        ids: [id],
        versions: { first: false, last: true, at: [] },
      },
      limit: 7,
    });
  });

  it('takes versions by name and by instant; all contains the others', () => {
    const versions = (value: string) => readFilter({ 'match[version]': value }, 'object').filter.versions;
    expect(versions('all')).toBe('all');
    expect(versions('first,last')).toEqual({ first: true, last: true, at: [] });
    expect(versions('first,2026-01-01T00:00:00.5Z')).toEqual({
      first: true,
      last: false,
      at: ['2026-01-01T00:00:00.5Z'],
    });
    expect(versions('last,all')).toBe('all');
  });

  it('is about all versions where versions are listed or deleted', () => {
    expect(readFilter({}, 'delete').filter.versions).toBe('all');
    expect(readFilter({ 'match[version]': 'last' }, 'versions').filter.versions).toBe('all');
    expect(readFilter({ 'match[version]': 'last' }, 'delete').filter.versions).toMatchObject({ last: true });
  });

  it('ignores what is unknown, or does not belong to the request', () => {
    expect(readFilter({ 'match[colour]': 'red', whatever: ['a', 'b'] }, 'objects').filter).toEqual(
      readFilter({}, 'objects').filter,
    );
    expect(readFilter({ 'match[type]': '%%%', 'match[id]': 'x' }, 'object').filter.types).toBeUndefined();
  });

  it('gives at most 10,000', () => {
    expect(readFilter({ limit: '999999999999' }, 'objects').limit).toBe(10_000);
  });
});

it.each([
  { limit: '0' },
  { limit: '-1' },
  { limit: '1.5' },
  { limit: 'ten' },
  { limit: '' },
  { limit: ['1', '2'] },
  { added_after: 'yesterday' },
  { added_after: '' },
  { added_after: '2026-01-01' },
  { added_after: ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'] },
  { 'match[version]': 'newest' },
  { 'match[version]': '' },
  { 'match[version]': 'all,newest' },
  { 'match[id]': 'indicator' },
  { 'match[id]': '' },
  { 'match[id]': `${id},` },
  { 'match[id]': "x' or '1'='1" },
  { 'match[type]': '' },
  { 'match[type]': 'indicator\u0000' },
  { 'match[type]': 'a b' },
  { 'match[spec_version]': 'two' },
  { 'match[spec_version]': '2.1;drop' },
  { 'match[type]': Array.from({ length: 1001 }, () => 'tool').join(',') },
])('%j is refused', (query) => {
  expect(() => readFilter(query, 'objects')).toThrow(expect.objectContaining({ code: 'invalid_filter' }));
  expect(() => readFilter(query, 'objects')).toThrow(AppError);
});
