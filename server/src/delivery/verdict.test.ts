import { expect, test } from 'vitest';
import { rankFamilies } from './rank-families.ts';
import { verdictOf, type Situation } from './verdict.ts';

const usual: Situation = {
  eventsLastHour: 100,
  usualPerHour: 95,
  eventsLastDay: 2400,
  openEpisodes: 12,
  openedLastDay: 3,
  returnedLastDay: 0,
  comparable: true,
  ranked: [],
};
const stealer = rankFamilies(
  [
    {
      family: 'Example Stealer',
      class: 'infected-system',
      eventsLastDay: 40,
      usualPerDay: 0,
      newEpisodes: 25,
      openEpisodes: 25,
      firstSeenHere: new Date(0),
    },
  ],
  new Date(0),
);

test.each<[Partial<Situation>, string, string]>([
  [{ eventsLastHour: 0, eventsLastDay: 0, openEpisodes: 0 }, 'quiet', 'No events in 24 hours, and nothing is open.'],
  [{}, 'usual', '100 events in the last hour, about as usual. 12 episodes open, 3 of them since yesterday.'],
  [
    { comparable: false, usualPerHour: 0 },
    'usual',
    '100 events in the last hour; there is no day yet to compare with. 12 episodes open, 3 of them since yesterday.',
  ],
  [{ eventsLastHour: 0 }, 'usual', 'No events in the last hour. 12 episodes open, 3 of them since yesterday.'],
  [
    { eventsLastHour: 9, usualPerHour: 0 },
    'usual',
    '9 events in the last hour. 12 episodes open, 3 of them since yesterday.',
  ],
  [
    { eventsLastHour: 30 },
    'usual',
    '30 events in the last hour, fewer than usual. 12 episodes open, 3 of them since yesterday.',
  ],
  [
    { eventsLastHour: 240, returnedLastDay: 1 },
    'raised',
    '240 events in the last hour, 2.5 times the usual number. 12 episodes open, 3 of them since yesterday, 1 host came back.',
  ],
  [
    { eventsLastHour: 950 },
    'high',
    '950 events in the last hour, 10 times the usual number. 12 episodes open, 3 of them since yesterday.',
  ],
  [
    { eventsLastHour: 40, usualPerHour: 0 },
    'high',
    '40 events in the last hour, where there are usually none. 12 episodes open, 3 of them since yesterday.',
  ],
  [
    { ranked: stealer },
    'raised',
    '100 events in the last hour, about as usual. 12 episodes open, 3 of them since yesterday. Look first at Example Stealer.',
  ],
])('%o: %s', (change, level, sentence) => {
  expect(verdictOf({ ...usual, ...change })).toEqual({ level, sentence });
});
