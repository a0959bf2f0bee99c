import { describe, expect, test } from 'vitest';
import { effectiveEntries, inForce, nextExpiry, type LayeredEntry } from './effective.ts';

const now = new Date('2026-03-01T12:00:00Z');
const before = new Date('2026-03-01T11:59:59.999Z');
const after = new Date('2026-03-01T12:00:00.001Z');

const entry = (id: number, change: Partial<LayeredEntry> = {}): LayeredEntry => ({
  id,
  org: 1,
  layer: 'automatic',
  kind: 'prefix',
  value: '192.0.2.0/24',
  effect: 'include',
  expiresAt: null,
  ...change,
});
const manual = (id: number, change: Partial<LayeredEntry> = {}): LayeredEntry =>
  entry(id, { layer: 'manual', ...change });
const ids = (entries: LayeredEntry[]): number[] => effectiveEntries(entries, now).map(({ id }) => id);

describe('what an org answers for', () => {
  test('is what was imported', () => expect(ids([entry(1), entry(2, { value: '198.51.100.0/24' })])).toEqual([1, 2]));

  test('less what is excluded by hand', () =>
    expect(ids([entry(1), entry(2, { value: '198.51.100.0/24' }), manual(3, { effect: 'exclude' })])).toEqual([2]));

  test('and what is included by hand, which stands in place of the imported one', () => {
    const entries = [entry(1), manual(2)];
    expect(ids(entries)).toEqual([2]);
    expect([...inForce(entries, now)]).toEqual([2]);
  });

  test('an exclude counts, but is nothing to answer for', () => {
    const entries = [entry(1), manual(2, { effect: 'exclude' })];
    expect([...inForce(entries, now)]).toEqual([2]);
    expect(ids(entries)).toEqual([]);
  });

  test('ends with its expiry, to the instant', () => {
    expect(ids([manual(1, { expiresAt: now })])).toEqual([]);
    expect(ids([manual(1, { expiresAt: after })])).toEqual([1]);
  });

  test('an expired exclude gives the imported entry back', () =>
    expect(ids([entry(1), manual(2, { effect: 'exclude', expiresAt: before })])).toEqual([1]));

  test('an exclude hides that kind and value alone', () =>
    expect(
      ids([
        entry(1, { kind: 'asn', value: '64500' }),
        manual(2, { kind: 'sector', value: '64500', effect: 'exclude' }),
      ]),
    ).toEqual([1]));

  test("one org's override never touches another org", () => {
    const other = entry(1, { org: 2 });
    expect(ids([other, manual(2), manual(3, { effect: 'exclude' })])).toContain(1);
  });
});

test('the next expiry is the first still to come', () => {
  const at = (expiresAt: Date | null) => manual(1, { expiresAt });
  const later = new Date('2026-04-01T00:00:00Z');
  expect(nextExpiry([at(before), at(later), at(after), at(null)], now)).toEqual(after);
  expect(nextExpiry([at(before), at(now), at(null)], now)).toBeNull();
});
