import { expect, test } from 'vitest';
import { rankFamilies, type FamilyFacts } from './rank-families.ts';

const now = new Date('2026-01-10T12:00:00Z');
const facts = (change: Partial<FamilyFacts>): FamilyFacts => ({
  family: 'Bot',
  class: 'infected-system',
  eventsLastDay: 100,
  usualPerDay: 100,
  newEpisodes: 0,
  openEpisodes: 0,
  firstSeenHere: new Date('2025-06-01T00:00:00Z'),
  ...change,
});

test('what is new and grows comes before what is large and as always', () => {
  const ranked = rankFamilies(
    [
      facts({ family: 'Always', eventsLastDay: 100_000, usualPerDay: 100_000, openEpisodes: 5000 }),
      facts({ family: 'Grows', eventsLastDay: 600, usualPerDay: 100, newEpisodes: 30 }),
      facts({
        family: 'New',
        eventsLastDay: 60,
        usualPerDay: 0,
        newEpisodes: 40,
        firstSeenHere: new Date('2026-01-09T00:00:00Z'),
      }),
    ],
    now,
  );
  expect(ranked.map(({ family }) => family)).toEqual(['New', 'Grows', 'Always']);
});

test('of two that are alike, the machine under control matters more than the one that knocks', () => {
  const alike = { eventsLastDay: 500, newEpisodes: 20 };
  const ranked = rankFamilies([facts({ ...alike, class: 'scanner' }), facts({ ...alike, class: 'c2-server' })], now);
  expect(ranked.map((each) => each.class)).toEqual(['c2-server', 'scanner']);
});

test.each([
  [{}, 'As usual, 100 events in 24 hours.'],
  [{ openEpisodes: 7 }, 'As usual, 100 events in 24 hours; 7 episodes open.'],
  [{ eventsLastDay: 600, newEpisodes: 1 }, '6 times its usual day; 1 new episode in 24 hours.'],
  [{ eventsLastDay: 1200, usualPerDay: 0 }, '1,200 events where there are usually none.'],
  [{ eventsLastDay: 0, openEpisodes: 2 }, 'Silent since yesterday; 2 episodes open.'],
  [
    { eventsLastDay: 50, usualPerDay: 0, newEpisodes: 40, firstSeenHere: new Date('2026-01-09T00:00:00Z') },
    'New here, first seen 2026-01-09; 50 events where there are usually none; 40 new episodes in 24 hours.',
  ],
])('%o: %s', (change, reason) => {
  expect(rankFamilies([facts(change)], now)[0]!.reason).toBe(reason);
});

test('what is neither active nor open is left out', () => {
  expect(rankFamilies([facts({ eventsLastDay: 0 })], now)).toEqual([]);
});

test('without a past nothing is called new or grown', () => {
  const first = facts({ usualPerDay: 0, newEpisodes: 3, firstSeenHere: now });
  expect(rankFamilies([first], now, false)[0]!.reason).toBe('3 new episodes in 24 hours.');
  expect(rankFamilies([first], now, false)[0]!.score).toBeLessThan(rankFamilies([first], now)[0]!.score);
});

test('what was there when the watch began is not called new', () => {
  const facts = {
    family: 'mirai',
    class: 'infected-system',
    eventsLastDay: 10,
    usualPerDay: 10,
    newEpisodes: 2,
    openEpisodes: 5,
    firstSeenHere: new Date('2026-01-05T06:00:00Z'),
  };
  const now = new Date('2026-01-10T12:00:00Z');
  const [young] = rankFamilies([facts], now, true, new Date('2026-01-05T00:00:00Z'));
  const [old] = rankFamilies([facts], now, true, new Date('2025-06-01T00:00:00Z'));
  expect(young?.reason).not.toContain('ew here');
  expect(old?.reason).toContain('New here');
  expect(old?.score ?? 0).toBeGreaterThan(young?.score ?? 0);
});
