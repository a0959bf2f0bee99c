import { expect, test } from 'vitest';
import { newVersionProblems, versionOf } from './version.ts';

const id = 'tool--10000000-0000-4000-8000-000000000001';
const tool = { type: 'tool', id, created: '2026-01-05T08:00:00.000Z', modified: '2026-01-05T08:00:00.000Z', name: 'A' };

test('spellings of one instant are one version; digits behind the microsecond are another', () => {
  const key = (modified: string): string => versionOf({ ...tool, modified }).key;
  expect(key('2026-01-05T08:00:00.1000Z')).toBe(key('2026-01-05T08:00:00.100Z'));
  expect(key('2026-01-05T08:00:00.1000001Z')).not.toBe(key('2026-01-05T08:00:00.100Z'));
  expect(versionOf({ ...tool, modified: '2026-01-05T08:00:00.1000Z' }).text).toBe('2026-01-05T08:00:00.1000Z');
});

test('without modified there is one version', () => {
  expect(versionOf({ type: 'marking-definition', id: 'm', created: '2026-01-05T08:00:00.000Z' })).toMatchObject({
    instant: '2026-01-05T08:00:00',
  });
  expect(versionOf({ type: 'url', id: 'u' })).toEqual({ id: 'u', text: undefined, instant: undefined, key: 'u' });
});

test('a later version keeps id, type, creator and creation', () => {
  const next = { ...tool, modified: '2026-01-05T08:00:00.0000001Z', created: '2026-01-05T08:00:00.0000Z', name: 'B' };
  expect(newVersionProblems(tool, next)).toEqual([]);
  const creator = 'identity--10000000-0000-4000-8000-000000000002';
  for (const change of [
    { type: 'malware' },
    { id: 'x' },
    { created: '2026-01-04T08:00:00.000Z' },
    { created_by_ref: creator },
  ]) {
    const [property] = Object.keys(change);
    expect(newVersionProblems(tool, { ...next, ...change })).toMatchObject([
      { rule: 'immutable', path: `/${property}` },
    ]);
  }
  expect(newVersionProblems({ ...tool, created_by_ref: creator }, next)).toMatchObject([{ rule: 'immutable' }]);
});

test('it is later, and nothing follows a revocation', () => {
  expect(newVersionProblems(tool, { ...tool, modified: '2026-01-05T08:00:00.00000Z' })).toMatchObject([
    { rule: 'not_later' },
  ]);
  const later = { ...tool, modified: '2026-01-06T08:00:00.000Z' };
  expect(newVersionProblems({ ...tool, revoked: true }, later)).toMatchObject([{ rule: 'revoked', section: '3.6' }]);
  expect(newVersionProblems(tool, { ...later, revoked: true })).toEqual([]);
  expect(newVersionProblems({ type: 'url', id: 'u' }, { type: 'url', id: 'u' })).toMatchObject([
    { rule: 'unversioned' },
  ]);
});
